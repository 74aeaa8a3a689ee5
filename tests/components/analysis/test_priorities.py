import re
from itertools import pairwise, permutations
from math import prod

import pytest
from fargate_web.analysis.priority_suggestions import PrioritySuggestions
from fargate_web.analysis.route_comparison import route_covers, route_covers_more
from fargate_web.analysis.route_specificity import EXACT_LEVEL, MAX_CONDITION_LEVEL, Specificity, rate_route
from fargate_web.analysis.rule_priorities import (
    _BANDS,
    CALCULATED_PRIORITIES,
    MAX_PRIORITY,
    assign_priorities,
    calculate_priority,
    find_priority_band,
)
from fargate_web.settings.route import Route
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stacks.running import ROOT


def route(**said) -> Route:
    return Route.model_validate(said)


_host_labels = st.sampled_from(["a", "ab", "*", "*b", "a?"])
_hosts = st.lists(
    st.lists(_host_labels, min_size=1, max_size=3).map(lambda labels: ".".join([*labels, "example.com"])), max_size=2, unique=True
)
_path_segments = st.sampled_from(["a", "ab", "*", "a*", "*b", "?"])
_paths = st.lists(st.lists(_path_segments, min_size=1, max_size=4).map(lambda names: "/" + "/".join(names)), min_size=1, max_size=2)
_methods = st.lists(st.sampled_from(["GET", "POST"]), max_size=2, unique=True)
_headers = st.lists(
    st.builds(
        lambda name, values: {"name": name, "values": values},
        st.sampled_from(["X-A", "x-a", "X-B"]),
        st.lists(st.sampled_from(["1", "2", "*"]), min_size=1, max_size=2, unique=True),
    ),
    max_size=2,
)
_routes = st.builds(
    lambda **said: Route.model_construct(**{**said, "headers": route(headers=said["headers"]).headers}),
    hosts=_hosts,
    paths=_paths,
    methods=_methods,
    headers=_headers,
)
_names = st.from_regex(r"[a-z]{1,6}(-[a-z]{1,4})?", fullmatch=True)


# --- what a priority depends on -----------------------------------------------------------------------------------------


@given(st.dictionaries(_names, _routes, max_size=8))
def test_a_priority_depends_on_no_other_rule(routes):
    together = assign_priorities("shop", "prod", routes)
    assert together == {name: calculate_priority("shop", "prod", name, said) for name, said in routes.items()}
    assert all(priority in CALCULATED_PRIORITIES for priority in together.values())


def test_project_stack_and_name_all_make_a_difference():
    found = {
        calculate_priority(project, stack, rule, route(hosts=["a.example.com"]))
        for project in ("shop", "blog")
        for stack in ("pr-12", "pr-13")
        for rule in ("web", "web:test", "api")
    }
    assert len(found) == 12


def test_another_host_or_path_of_the_same_kind_moves_nothing():
    one, other = (route(hosts=[f"{name}.example.com"], paths=[f"/{name}/*"]) for name in ("a", "b"))
    assert calculate_priority("shop", "prod", "web", one) == calculate_priority("shop", "prod", "web", other)


def test_a_priority_that_a_route_sets_is_kept():
    assert assign_priorities("shop", "prod", {"web": route(priority=7)}) == {"web": 7}


def test_priorities_do_not_change_from_one_release_to_the_next():
    # A rule that moves can meet another one, so these numbers are kept.
    rules = {
        "web": route(),
        "api": route(paths=["/v1/*"]),
        "shop": route(hosts=["shop.example.com"]),
        "shop:test": route(hosts=["shop.example.com"], headers=[{"name": "X-Test", "values": ["1"]}]),
        "tenants": route(hosts=["*.example.com"]),
        "files": route(hosts=["a.example.com", "b.example.com"], paths=["/files", "/files/*"]),
    }
    assert assign_priorities("shop", "prod", rules) == {
        "web": 48659,
        "api": 43988,
        "shop": 19894,
        "shop:test": 13315,
        "tenants": 35652,
        "files": 10844,
    }


# --- the bands ----------------------------------------------------------------------------------------------------------


def test_the_bands_stand_side_by_side_from_the_most_specific_to_the_most_general():
    assert list(_BANDS) == sorted(_BANDS, reverse=True)
    assert all(one.stop == other.start for one, other in pairwise(_BANDS.values()))
    assert len(_BANDS) == (EXACT_LEVEL + 1) ** 2 * (MAX_CONDITION_LEVEL + 1)
    first, last = _BANDS[Specificity(EXACT_LEVEL, EXACT_LEVEL, MAX_CONDITION_LEVEL)], _BANDS[Specificity(0, 0, 0)]
    assert first.start == CALCULATED_PRIORITIES.start
    assert last.stop <= CALCULATED_PRIORITIES.stop
    assert CALCULATED_PRIORITIES.stop - last.stop < len(_BANDS)  # only what division leaves
    assert min(map(len, _BANDS.values())) >= 16


def _probability(rules: int, band: int) -> float:
    """Return the probability that two of some rules in one band clash."""
    return 1 - prod(1 - number / band for number in range(rules))


@pytest.mark.parametrize(
    "said",
    [
        {"hosts": ["shop.example.com"]},
        {"hosts": ["shop.example.com"], "paths": ["/v1/*"]},
        {"paths": ["/orders", "/orders/*"]},
        {"hosts": ["*.shop.example.com"]},
    ],
)
def test_the_decision_states_how_often_rules_clash(said):
    text = (ROOT / "docs/decisions/0012-priorities-from-route-and-name.md").read_text(encoding="utf-8")
    size = len(find_priority_band(route(**said)))
    cells = [f"{size:,}", *(f"{_probability(rules, size) * 100:.1f} %" for rules in (10, 50, 100))]
    assert f"| {' | '.join(cells)} |" in text


# --- specific before general --------------------------------------------------------------------------------------------


@given(_routes, _routes)
@settings(max_examples=300)
def test_a_route_that_covers_another_has_no_higher_level(general, specific):
    if route_covers(general, specific):
        wide, narrow = rate_route(general), rate_route(specific)
        assert wide.hosts <= narrow.hosts
        assert wide.paths <= narrow.paths
        assert wide.conditions <= narrow.conditions


@pytest.mark.parametrize(
    ("general", "specific"),
    [
        ({}, {"methods": ["GET"]}),
        ({"methods": ["GET"]}, {"methods": ["GET"], "headers": [{"name": "X-Tenant", "values": ["blue"]}]}),
        ({}, {"paths": ["/app*"]}),
        ({"paths": ["/app*"]}, {"paths": ["/app/*"]}),
        ({"paths": ["/app*"]}, {"paths": ["/app"]}),
        ({"paths": ["/v1/*"]}, {"paths": ["/v1/users*"]}),
        ({"paths": ["/v1/users*"]}, {"paths": ["/v1/users/*"]}),
        ({"paths": ["/v1/users", "/v1/users/*"]}, {"paths": ["/v1/users/*/orders", "/v1/users/*/orders/*"]}),
        ({"paths": ["/v1/users/*"]}, {"paths": ["/v1/users/me"]}),
        ({"paths": ["/*/users/*"]}, {"paths": ["/v1/users/*"]}),
        ({"paths": ["*.png"]}, {"paths": ["/img/*.png"]}),
        ({"paths": ["/a/*", "/b/*"]}, {"paths": ["/b/*"]}),
        ({"hosts": ["*.example.com"]}, {"hosts": ["*.shop.example.com"]}),
        ({"hosts": ["*.example.com"]}, {"hosts": ["*-api.example.com"]}),
        ({"hosts": ["*.shop.example.com"]}, {"hosts": ["*.eu.shop.example.com"]}),
        ({"hosts": ["*.*.example.com"]}, {"hosts": ["*.shop.example.com"]}),
        ({"hosts": ["*.example.com"]}, {"hosts": ["a.example.com"]}),
        ({"hosts": ["*.com", "example.com"]}, {"hosts": ["example.com"]}),
        ({"hosts": ["a.example.com", "b.example.com"]}, {"hosts": ["b.example.com"]}),
        ({"hosts": ["a.example.com"]}, {"hosts": ["a.example.com"], "paths": ["/v1/*"]}),
        ({"paths": ["/v1/*"]}, {"hosts": ["*.example.com"], "paths": ["/v1/*"]}),
        ({"methods": ["GET", "POST"]}, {"methods": ["GET"]}),
        ({"headers": [{"name": "X-Tenant", "values": ["*"]}]}, {"headers": [{"name": "X-Tenant", "values": ["blue"]}]}),
    ],
)
def test_these_come_in_the_right_order_whatever_their_names(general, specific):
    wide, narrow = route(**general), route(**specific)
    assert route_covers_more(wide, narrow)
    assert find_priority_band(narrow).stop <= find_priority_band(wide).start


def test_the_kinds_of_routes_come_in_this_order():
    kinds = [
        route(hosts=["a.example.com"], paths=["/v1/*"]),
        route(hosts=["a.example.com"]),
        route(hosts=["*.example.com"], paths=["/v1/*"]),
        route(hosts=["*.example.com"]),
        route(paths=["/v1/users"]),
        route(paths=["/v1/*"], headers=[{"name": "X-Tenant", "values": ["blue"]}]),
        route(paths=["/v1/*"]),
        route(methods=["GET"]),
        route(),
    ]
    assert all(find_priority_band(one).stop <= find_priority_band(other).start for one, other in pairwise(kinds))


# --- suggestions --------------------------------------------------------------------------------------------------------

NESTED = {"x": "/x*", "xy": "/xy*", "xyz": "/xyz*"}


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
def test_suggestions_for_the_general_routes_first_put_all_of_them_in_order(order):
    rules = {name: route(paths=[path]) for name, path in NESTED.items()}
    priorities = {name: 2000 + number for name, number in zip(NESTED, order, strict=True)}
    suggestions = PrioritySuggestions(rules, priorities)
    said = " ".join(suggestions.suggest(name).text for name in ("xy", "xyz") if order != (3, 2, 1))
    followed = {**priorities, **{name: int(number) for number, name in re.findall(r"route: \{priority: (\d+)\} for (\w+)", said)}}
    assert followed["xyz"] < followed["xy"] < followed["x"]


def test_a_suggestion_takes_the_nearest_number_that_is_free():
    rules = {"a": route(hosts=["a.example.com"]), "b": route(hosts=["b.example.com"]), "c": route(hosts=["c.example.com"])}
    assert PrioritySuggestions(rules, {"a": 2000, "b": 2000, "c": 2002}).suggest("b").text == "write route: {priority: 2001} for b"
    assert PrioritySuggestions(rules, {"a": 2000, "b": 2000, "c": 2001}).suggest("b").text == "write route: {priority: 1999} for b"


def test_a_rule_that_was_moved_keeps_its_suggestion():
    rules = {"a": route(), "b": route(paths=["/b/*"])}
    suggestions = PrioritySuggestions(rules, {"a": 2000, "b": 2000})
    assert suggestions.suggest("b").text == suggestions.suggest("b").text == "write route: {priority: 1999} for b"


def test_no_suggestion_is_made_where_nothing_is_free():
    rules = {"a": route(), "b": route(hosts=["b.example.com"])}
    assert PrioritySuggestions(rules, {"a": 1, "b": MAX_PRIORITY}).suggest("b") is None


def test_the_rule_for_test_traffic_moves_along():
    header = {"headers": [{"name": "X-Test", "values": ["1"]}]}
    rules = {"a": route(), "b": route(paths=["/b/*"]), "b:test": route(paths=["/b/*"], **header)}
    suggestions = PrioritySuggestions(rules, {"a": 50, "b": 300, "b:test": 200})
    assert suggestions.suggest("b").text == "write route: {priority: 49} for b, and deployment: {testTraffic: {priority: 48}} for b"
    assert suggestions.suggest("b:test").text == "write deployment: {testTraffic: {priority: 48}} for b"


def test_more_specific_rules_make_room():
    rules = {name: route(paths=[path]) for name, path in NESTED.items()}
    suggestions = PrioritySuggestions(rules, {"x": 10, "xy": 300, "xyz": 9})
    assert suggestions.suggest("xy").text == "write route: {priority: 8} for xy, and route: {priority: 7} for xyz"
