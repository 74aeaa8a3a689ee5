import re

import pytest
from fargate_web.checks.listener_rules import describe_route
from fargate_web.settings.route import Route


def service(**route) -> dict:
    return {"port": 80, "route": route}


def found(stacks, **services):
    return stacks.found_of_rules(services)


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


# --- calculated priorities ----------------------------------------------------------------------------------------------

CLASH = {"logs": service(paths=["/logs/*"]), "stock-web": service(paths=["/stock/*"])}
"""Two services that get the same priority in the stack `test` of the project `shop`."""


@pytest.mark.parametrize("reverse", [False, True])
def test_two_services_with_the_same_calculated_priority_are_told_with_a_free_one(stacks, reverse):
    services = dict(sorted(CLASH.items(), reverse=reverse))
    first, second = services
    [finding] = found(stacks, **services)
    assert (finding.code, finding.severity) == ("priority-twice", "error")
    assert finding.path == ("services", second, "route", "priority")
    assert finding.message == (
        f"the rule of {first} and the rule of {second} both have the calculated priority 44674 (PriorityInUse); "
        f"write route: {{priority: 44675}} for {second}, or for the other if this one is deployed already"
    )
    for name in services:
        assert found(stacks, **{**services, name: {"port": 80, "route": {**services[name]["route"], "priority": 44675}}}) == []


def test_a_priority_that_equals_a_calculated_one_is_told(stacks):
    services = {"logs": CLASH["logs"], "web": service(hosts=["www.example.com"], priority=44674)}
    [finding] = found(stacks, **services)
    assert "both have priority 44674 (PriorityInUse); write route: {priority: 44675} for web" in finding.message


def test_a_general_route_that_comes_first_by_calculation_is_told_with_a_priority_for_the_specific_one(stacks):
    services = {"web": service(paths=["/img-*"]), "orders": service(paths=["/img-large-*"])}
    [finding] = found(stacks, **services)
    assert (finding.code, finding.path) == ("shadowed-route", ("services", "orders", "route"))
    [priority] = re.findall(r"write route: \{priority: (\d+)\} for orders", finding.message)
    assert found(stacks, **{**services, "orders": service(paths=["/img-large-*"], priority=int(priority))}) == []


def test_the_advice_for_routes_without_an_order_is_the_present_order(stacks):
    services = {"one": service(paths=["/a/*"]), "two": service(paths=["/*/b"])}
    [finding] = found(stacks, **services)
    [(priority, first)] = re.findall(r"write route: \{priority: (\d+)\} for (\w+) if it comes first", finding.message)
    assert stacks.priorities(stacks.of(services))[first] == int(priority)
    services[first]["route"]["priority"] = int(priority)
    assert found(stacks, **services) == []
