import pytest
from fargate_web.checks.routes import check_routes, describe_route
from fargate_web.settings.route import Route


def service(**route) -> dict:
    return {"port": 80, "route": route}


def found(stacks, **services):
    return stacks.found(check_routes, services)


@pytest.mark.parametrize(
    "services",
    [
        {"web": service()},
        {"web": service(), "api": service(paths=["/v1/*"])},
        {"web": service(), "api": service(hosts=["api.example.com"])},
        {"web": service(hosts=["*.example.com"]), "api": service(hosts=["api.example.com"])},
        {"web": service(hosts=["*.example.com"]), "shop": service(hosts=["*.shop.example.com"])},
        {"web": service(hosts=["a.example.com"]), "api": service(hosts=["b.example.com"])},
        {"reads": service(methods=["GET", "HEAD"]), "writes": service(methods=["POST", "PUT"])},
        {
            "blue": service(headers=[{"name": "X-Tenant", "values": ["blue"]}]),
            "green": service(headers=[{"name": "X-Tenant", "values": ["green"]}]),
        },
        {"web": service(paths=["/a/*", "/b/*"]), "b": service(paths=["/b/*"])},
        {"web": service(), "worker": {}, "inner": {"port": 80, "route": False}},
        {"web": service(priority=2), "api": service(paths=["/v1/*"], priority=1)},
    ],
)
def test_routes_that_can_stand_side_by_side_are_left_alone(stacks, services):
    assert found(stacks, **services) == []


def test_two_services_cannot_have_one_route(stacks):
    [finding] = found(stacks, web=service(hosts=["a.example.com"]), api=service(hosts=["a.example.com"]))
    assert (finding.code, finding.severity) == ("same-route", "error")
    assert "both match a.example.com/*" in finding.message
    assert {finding.path, *finding.related_paths} == {("services", "web", "route"), ("services", "api", "route")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"paths": ["/*"]}),
        ({}, {"paths": ["*"]}),
        ({"hosts": ["A.example.com"]}, {"hosts": ["a.example.com"]}),
        ({"paths": ["/a", "/b"]}, {"paths": ["/b", "/a"]}),
        ({"methods": ["GET", "POST"]}, {"methods": ["POST", "GET"]}),
        ({"headers": [{"name": "X-Tenant", "values": ["blue"]}]}, {"headers": [{"name": "x-tenant", "values": ["BLUE"]}]}),
    ],
)
def test_the_same_route_in_other_words_is_the_same_route(stacks, one, other):
    assert [finding.code for finding in found(stacks, web=service(**one), api=service(**other))] == ["same-route"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"priority": 1}, {"paths": ["/v1/*"]}),
        ({"priority": 1}, {"hosts": ["api.example.com"], "priority": 2}),
        ({"hosts": ["*.example.com"], "priority": 5}, {"hosts": ["api.example.com"], "paths": ["/v1/*"]}),
        ({"priority": 1}, {"headers": [{"name": "X-Tenant", "values": ["blue"]}]}),
    ],
)
def test_a_route_that_never_gets_a_request_is_told(stacks, first, second):
    [finding] = found(stacks, first=service(**first), second=service(**second))
    assert (finding.code, finding.severity) == ("shadowed-route", "error")
    assert finding.path == ("services", "second", "route")
    assert finding.related_paths == (("services", "first", "route"),)
    assert f"of first first (priority {first['priority']} before" in finding.message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"hosts": ["api.example.com"]}, {"paths": ["/v1/*"]}),
        ({"paths": ["/a/*"]}, {"paths": ["/*/b"]}),
        ({"methods": ["GET"]}, {"paths": ["/v1/*"]}),
        ({"headers": [{"name": "X-A", "values": ["1"]}]}, {"headers": [{"name": "X-B", "values": ["1"]}]}),
    ],
)
def test_routes_of_which_neither_is_the_more_specific_need_a_word_about_their_order(stacks, one, other):
    [finding] = found(stacks, one=service(**one), other=service(**other))
    assert (finding.code, finding.severity) == ("overlapping-routes", "error")
    assert "priority" in finding.message
    assert found(stacks, one=service(**one, priority=9), other=service(**other)) == []
    assert found(stacks, one=service(**one), other=service(**other, priority=9)) == []


def test_two_rules_cannot_have_one_priority(stacks):
    [finding] = found(stacks, web=service(hosts=["a.example.com"], priority=7), api=service(hosts=["b.example.com"], priority=7))
    assert finding.code == "priority-twice"
    assert "both have priority 7 (PriorityInUse)" in finding.message
    assert {finding.path, *finding.related_paths} == {("services", name, "route", "priority") for name in ("web", "api")}


def test_every_pair_is_compared(stacks):
    services = {name: service(hosts=["a.example.com"]) for name in ("one", "two", "three")}
    assert [finding.code for finding in found(stacks, **services)] == ["same-route"] * 3


def test_fifty_services_fill_a_load_balancer(stacks):
    services = {f"service-{number}": service(hosts=[f"s{number}.example.com"]) for number in range(51)}
    [finding] = found(stacks, **services)
    assert (finding.code, finding.path) == ("too-many-routes", ("services",))
    assert "51 services with a route need 102 target groups" in finding.message
    del services["service-50"]
    assert found(stacks, **services, worker={}) == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "/*"),
        ({"paths": ["/a", "/b/*"]}, "/a|/b/*"),
        ({"hosts": ["a.example.com"]}, "a.example.com/*"),
        ({"hosts": ["a.example.com", "b.example.com"], "paths": ["/v1/*"]}, "a.example.com|b.example.com/v1/*"),
        ({"methods": ["GET", "HEAD"]}, "/* [GET|HEAD]"),
        ({"headers": [{"name": "X-Tenant", "values": ["blue", "green"]}]}, "/* {X-Tenant: blue|green}"),
    ],
)
def test_a_route_is_described_in_a_few_words(said, words):
    assert describe_route(Route.model_validate(said)) == words
