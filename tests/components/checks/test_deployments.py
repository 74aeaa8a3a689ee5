import pytest
from fargate_web.checks.deployments import check_deployments

HEADER = {"name": "X-Test", "values": ["1"]}
APPROVAL = {"ask": {"stages": ["POST_SCALE_UP"], "pause": {"timeoutInMinutes": 60}}}


def found(stacks, deployment, sections=None, **service):
    return stacks.found(check_deployments, {"web": {"port": 80, **service, "deployment": deployment}}, **(sections or {}))


# --- time ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "consequence"),
    [
        ("timeoutInMinutes", "the update would fail while the deployment goes on"),
        ("ciLimitInMinutes", "the job would be stopped while the deployment goes on"),
    ],
)
def test_a_deployment_that_outlasts_a_limit_is_warned_of(stacks, key, consequence):
    [finding] = found(stacks, {"strategy": "linear", key: 30})
    assert (finding.code, finding.severity) == ("deployment-outlasts-limit", "warning")
    assert finding.path == ("services", "web", "deployment", key)
    assert "a deployment takes about 1 h 11 min by these settings and 30 minutes are allowed" in finding.message
    assert consequence in finding.message


@pytest.mark.parametrize(
    ("deployment", "warned"),
    [
        ({"strategy": "blueGreen", "ciLimitInMinutes": 17}, False),  # 55 s, 15 min and 60 s
        ({"strategy": "blueGreen", "ciLimitInMinutes": 16}, True),
        ({"strategy": "blueGreen", "hooks": APPROVAL, "ciLimitInMinutes": 76}, True),
        ({"strategy": "blueGreen", "hooks": APPROVAL, "ciLimitInMinutes": 77}, False),
        ({"strategy": "linear"}, False),
        ({"ciLimitInMinutes": 2}, False),
        ({"ciLimitInMinutes": 1}, True),
    ],
)
def test_a_deployment_within_the_limit_is_fine_with_its_approvals(stacks, deployment, warned):
    assert bool(found(stacks, deployment, healthCheck={"interval": 10})) is warned


@pytest.mark.parametrize(("minutes", "warned"), [(17, False), (16, True)])
def test_a_deployment_that_takes_exactly_the_limit_is_within_it(stacks, minutes, warned):
    # 60 s until the tasks are healthy, 15 min until the old ones go, 60 s to stop them.
    assert bool(found(stacks, {"strategy": "blueGreen", "timeoutInMinutes": minutes}, healthCheck={"interval": 15})) is warned


def test_the_deployment_is_reckoned_at_the_highest_count(stacks):
    rolling = {"minimumHealthyPercent": 90, "maximumPercent": 110, "ciLimitInMinutes": 5}
    assert found(stacks, rolling, desiredCount=10, healthCheck={"interval": 10}) != []
    rolling = {"minimumHealthyPercent": 100, "maximumPercent": 150, "ciLimitInMinutes": 4}
    few = {"healthCheck": {"interval": 10}, "desiredCount": 2}
    assert found(stacks, rolling, **few) == []
    slower = {"minimumHealthyPercent": 100, "maximumPercent": 130, "ciLimitInMinutes": 5}
    scaled = {"healthCheck": {"interval": 10}, "desiredCount": 4}
    assert found(stacks, slower, **scaled) != []


def test_both_limits_are_told(stacks):
    both = found(stacks, {"strategy": "canary", "timeoutInMinutes": 5, "ciLimitInMinutes": 6})
    assert [finding.path[-1] for finding in both] == ["timeoutInMinutes", "ciLimitInMinutes"]


# --- addresses ----------------------------------------------------------------------------------------------------------

SMALL = {"network": {"cidrBlock": "10.0.0.0/20", "availabilityZones": 2}}


def free(stacks) -> int:
    layout = stacks.of({"web": {"port": 80}}, **SMALL).network.allocate_subnets()
    return sum(2 ** (32 - int(block.split("/")[1])) - 5 for block in layout["private"])


def test_twice_the_tasks_need_twice_the_addresses_where_traffic_shifts(stacks):
    room = free(stacks)
    assert room > 3
    fits = room // 2
    assert found(stacks, "blueGreen", SMALL, desiredCount=fits) == []
    [finding] = found(stacks, "blueGreen", SMALL, desiredCount=fits + 1)
    assert (finding.code, finding.severity, finding.path) == ("too-few-addresses", "warning", ("network",))
    assert f"{2 * fits + 2} tasks run in the private subnets, which have {room} addresses" in finding.message
    assert finding.related_paths == (("services", "web", "scaling"),)


def test_a_rolling_deployment_needs_as_many_as_its_maximum_allows(stacks):
    room = free(stacks)
    assert found(stacks, {"maximumPercent": 110}, SMALL, desiredCount=int(room / 1.1)) == []
    assert found(stacks, {"maximumPercent": 200}, SMALL, desiredCount=int(room / 1.1)) != []


def test_services_share_the_addresses_of_their_subnets_and_scaling_counts_in_full(stacks):
    room = free(stacks)
    scaling = {"minCapacity": 1, "maxCapacity": room // 4 + 1, "cpu": 70}
    one = {"web": {"scaling": scaling, "deployment": "blueGreen"}}
    two = {**one, "worker": {"scaling": scaling, "deployment": "blueGreen"}}
    assert stacks.found(check_deployments, one, **SMALL) == []
    [finding] = stacks.found(check_deployments, two, **SMALL)
    assert finding.related_paths == (("services", "web", "scaling"), ("services", "worker", "scaling"))


def test_the_addresses_of_a_network_that_exists_are_not_known(stacks):
    existing = {"vpc": {"id": "vpc-1"}, "privateSubnets": [{"id": "subnet-a"}, {"id": "subnet-b"}]}
    sections = {"network": {"existing": existing}}
    assert stacks.found(check_deployments, {"web": {"deployment": "blueGreen", "desiredCount": 5000}}, **sections) == []


# --- the rule for test traffic ------------------------------------------------------------------------------------------


def ruled(stacks, priority=None, other=None, **route):
    traffic = {"header": HEADER} if priority is None else {"header": HEADER, "priority": priority}
    services = {"web": {"port": 80, "route": route, "deployment": {"strategy": "blueGreen", "testTraffic": traffic}}}
    return stacks.found_of_rules(services | (other or {}))


@pytest.mark.parametrize(
    "route",
    [
        {},
        {"hosts": ["*.example.com"]},
        {"paths": ["/v1/*"], "methods": ["GET"]},
        {"headers": [{"name": "X-Tenant", "values": ["blue"]}]},
    ],
)
def test_a_rule_for_test_traffic_comes_before_its_own_production_rule_by_itself(stacks, route):
    assert ruled(stacks, **route) == []
    services = {"web": {"port": 80, "route": route, "deployment": {"strategy": "canary", "testTraffic": {"header": HEADER}}}}
    ranked = stacks.priorities(stacks.of(services))
    assert ranked["web:test"] < ranked["web"]


def test_a_rule_for_test_traffic_that_would_come_after_is_told(stacks):
    [finding] = ruled(stacks, priority=50_000)
    assert (finding.code, finding.severity) == ("test-traffic-after-route", "error")
    assert finding.path == ("services", "web", "deployment", "testTraffic", "priority")
    assert "no test would reach the new version; write deployment: {testTraffic: {priority: " in finding.message


def test_a_rule_for_test_traffic_cannot_have_the_priority_of_another(stacks):
    other = {"api": {"port": 80, "route": {"hosts": ["api.example.com"], "priority": 1}}}
    [finding] = ruled(stacks, priority=1, other=other)
    assert finding.code == "priority-twice"
    assert (
        "the rule for test traffic of web and the rule of api both have priority 1 (PriorityInUse); write route: {priority: 2} for api"
        in finding.message
    )
    assert finding.path == ("services", "api", "route", "priority")
    assert finding.related_paths == (("services", "web", "deployment", "testTraffic", "priority"),)


def test_two_rules_for_test_traffic_with_one_priority_are_told_once(stacks):
    deployment = {"strategy": "blueGreen", "testTraffic": {"header": HEADER, "priority": 1}}
    other = {"api": {"port": 80, "route": {"hosts": ["api.example.com"]}, "deployment": deployment}}
    [finding] = ruled(stacks, priority=1, other=other)
    assert "the rule for test traffic of web and the rule for test traffic of api both have priority 1" in finding.message


def test_a_rule_for_test_traffic_that_comes_after_that_of_a_more_general_service_is_told(stacks):
    deployment = {"strategy": "blueGreen", "testTraffic": {"header": HEADER}}
    services = {
        "web": {"port": 80, "route": {"paths": ["/v1/*"]}, "deployment": deployment | {"testTraffic": {"header": HEADER, "priority": 5}}},
        "api": {"port": 80, "route": {"paths": ["/v1/users/*"]}, "deployment": deployment},
    }
    [finding] = stacks.found_of_rules(services)
    assert (finding.code, finding.path) == ("test-traffic-after-route", ("services", "api", "deployment", "testTraffic", "priority"))
    assert "after the rule for test traffic of web" in finding.message
    assert "write deployment: {testTraffic: {priority: 4}} for api" in finding.message
    services["api"]["deployment"] = {"strategy": "blueGreen", "testTraffic": {"header": HEADER, "priority": 4}}
    assert stacks.found_of_rules(services) == []
