"""What holds for the priorities of listener rules in any sequence of updates."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from fargate_web.analysis.route_comparison import route_covers_more
from fargate_web.analysis.rule_priorities import assign_priorities
from fargate_web.checks.listener_rules import check_listener_rules
from fargate_web.faults.fault import SettingsError
from fargate_web.faults.validation import validate
from fargate_web.settings.fix import join_fixes
from fargate_web.settings.stack import Stack
from fargate_web_cli.diff.priority_conflicts import ListenerRule, find_priority_conflicts
from hypothesis import given, settings
from hypothesis import strategies as st

Services = dict[str, dict[str, Any]]

_HEADER = {"name": "X-Test", "values": ["1"]}
_NAMES = ["web", "api", "catalog", "metrics", "orders", "search"]
_HOSTS = [[], ["*.example.com"], ["*.shop.example.com"], ["a.example.com"], ["a.example.com", "b.example.com"]]
_PATHS = [["/*"], ["/v1/*"], ["/v1/users/*"], ["/v1/users", "/v1/users/*"], ["/v*"], ["/v1*"], ["/a/*", "/v1/*"]]
_routes = st.builds(lambda hosts, paths: {"hosts": hosts, "paths": paths}, st.sampled_from(_HOSTS), st.sampled_from(_PATHS))
_OTHER_CONDITIONS = [
    *({}, {"hostRegexValues": [r"^[a-z]+\.example\.com$"], "hosts": None}, {"pathRegexValues": ["^/v[0-9]+/.*$"], "paths": None}),
    *({"allowedCidrBlocks": ["10.0.0.0/8"]}, {"allowedCidrBlocks": ["10.1.0.0/16"]}),
    *({"queryStrings": [{"key": "a", "values": ["1"]}]}, {"queryStrings": [{"values": ["1"]}]}),
]
_routes_of_every_kind = st.builds(
    lambda route, others: {key: value for key, value in {**route, **others}.items() if value}, _routes, st.sampled_from(_OTHER_CONDITIONS)
)
_priorities = st.none() | st.integers(1, 4)
_strategies = st.sampled_from(["rolling", "blueGreen", "canary", "linear"])


@st.composite
def _services(draw: st.DrawFn) -> dict[str, Any]:
    route, priority, strategy = draw(_routes), draw(_priorities), draw(_strategies)
    test_traffic: dict[str, Any] | bool | None = None
    if strategy != "rolling":
        test_traffic = draw(st.sampled_from([None, True, {"header": _HEADER}, {"header": _HEADER, "priority": 1}]))
    deployment = {"strategy": strategy, **({"testTraffic": test_traffic} if test_traffic else {})}
    return {"image": "nginx", "port": 80, "route": {**route, **({"priority": priority} if priority else {})}, "deployment": deployment}


_files = st.dictionaries(st.sampled_from(_NAMES), _services(), max_size=4)


def _place(project: str, stack: str, services: Services) -> tuple[dict[str, int], list[str]]:
    """Give the priorities of the rules of a stack file, and what the loader says against it."""
    if not services:
        return {}, []
    validated = validate(Stack, {"services": services})
    priorities = assign_priorities(project, stack, validated.listener_rules)
    return priorities, [join_fixes(finding.message, finding.fixes) for finding in check_listener_rules(validated, priorities)]


def _refuse(live: Mapping[str, int], wanted: Mapping[str, int]) -> Iterator[str]:
    """Name the rules that AWS could refuse: Pulumi creates and updates in any order, and deletes last."""
    for rule, priority in wanted.items():
        if live.get(rule) != priority and any(number == priority for other, number in live.items() if other != rule):
            yield rule


@given(st.lists(_files, min_size=2, max_size=5))
@settings(max_examples=150)
def test_no_update_asks_for_a_priority_of_another_live_rule_unless_the_diff_says_so(files):
    live: dict[str, int] = {}
    for services in files:
        try:
            wanted, faults = _place("shop", "prod", services)
        except SettingsError:
            continue  # the settings of one service contradict each other
        if faults:
            continue
        assert len({*wanted.values()}) == len(wanted)
        old, new = ({rule: ListenerRule("listener", number) for rule, number in rules.items()} for rules in (live, wanted))
        conflicts = find_priority_conflicts(old, new)
        assert {conflict.rule for conflict in conflicts} == set(_refuse(live, wanted))
        followed = wanted | {conflict.rule: conflict.free_priority for conflict in conflicts if conflict.free_priority}
        assert {rule for rule in _refuse(live, followed) if followed[rule] != wanted[rule]} == set()
        assert len({*followed.values()}) == len(followed)
        assert sorted(followed, key=followed.__getitem__) == sorted(wanted, key=wanted.__getitem__)
        live = wanted


@given(st.lists(st.dictionaries(st.sampled_from(_NAMES), _routes, max_size=4), min_size=2, max_size=5))
@settings(max_examples=150)
def test_services_that_come_go_and_change_their_routes_never_meet_a_live_rule_of_either_stack(files):
    # Without explicit priorities. Two of the names could meet by chance, though rarely; these don't.
    live: dict[str, dict[str, int]] = {"pr-12": {}, "pr-13": {}}
    for turn, routes in enumerate(files):
        stack, other = ("pr-12", "pr-13") if turn % 2 else ("pr-13", "pr-12")
        services = {name: {"image": "nginx", "port": 80, "route": route} for name, route in routes.items()}
        wanted, faults = _place("shop", stack, services)
        if faults:
            continue
        assert not set(_refuse(live[stack], wanted))
        assert not {*wanted.values()} & {*live[other].values()}
        live[stack] = wanted


@given(st.dictionaries(st.sampled_from(_NAMES), _routes_of_every_kind, min_size=2, max_size=5))
@settings(max_examples=150)
def test_a_route_that_covers_another_comes_after_it_or_the_loader_says_what_to_write(routes):
    services: Services = {name: {"image": "nginx", "port": 80, "route": dict(route)} for name, route in routes.items()}
    for _ in range(2):
        priorities, faults = _place("shop", "prod", services)
        rules = validate(Stack, {"services": services}).listener_rules
        misplaced = {
            specific
            for general in rules
            for specific in rules
            if route_covers_more(rules[general], rules[specific]) and priorities[specific] >= priorities[general]
        }
        advice = re.findall(r"route: \{priority: (\d+)\} for ([a-z]+)", " ".join(faults))
        assert misplaced <= {name for _, name in advice}
        for priority, name in advice:
            services[name]["route"]["priority"] = int(priority)
    # What remains has no order at all, or is the same route twice.
    _, faults = _place("shop", "prod", services)
    assert all("both match" in fault for fault in faults)
