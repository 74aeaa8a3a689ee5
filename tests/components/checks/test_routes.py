from fargate_web.checks.routes import check_routes


def test_fifty_services_fill_a_load_balancer(stacks):
    services = {f"service-{number}": {"port": 80, "route": {"hosts": [f"s{number}.example.com"]}} for number in range(51)}
    [finding] = stacks.found(check_routes, services)
    assert (finding.code, finding.path) == ("too-many-routes", ("services",))
    assert "51 routes need 102 target groups" in finding.message
    del services["service-50"]
    assert stacks.found(check_routes, {**services, "worker": {}}) == []
