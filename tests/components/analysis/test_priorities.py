from itertools import permutations

import pytest
from fargate_web.analysis.route_comparison import route_covers
from fargate_web.analysis.rule_priorities import assign_priorities
from fargate_web.settings.route import Header, Route
from hypothesis import given, settings
from hypothesis import strategies as st


def route(**said) -> Route:
    return Route.model_validate(said)


names = st.from_regex(r"[a-z]{1,6}(-[a-z]{1,4})?", fullmatch=True)
hosts = st.lists(st.sampled_from(["a.example.com", "b.example.com", "*.example.com", "*.a.example.com"]), max_size=2, unique=True)
paths = st.lists(
    st.sampled_from(["/*", "/v1/*", "/v1/users/*", "/*.png", "/*.png*", f"/{'long/' * 15}*", f"/{'long/' * 16}*"]),
    min_size=1,
    max_size=2,
    unique=True,
)
methods = st.lists(st.sampled_from(["GET", "POST"]), max_size=1)
headers = st.lists(st.sampled_from([Header(name="X-Tenant", values=["blue"]), Header(name="X-Tenant", values=["*"])]), max_size=1)
routes = st.builds(Route.model_construct, hosts=hosts, paths=paths, methods=methods, headers=headers)
stacks = st.dictionaries(names, routes, max_size=12)


@given(stacks)
def test_every_service_has_a_priority_of_its_own_that_aws_takes(services):
    found = assign_priorities(services)
    assert found.keys() == services.keys()
    assert len(set(found.values())) == len(found)
    assert all(1 <= priority <= 50_000 for priority in found.values())


@given(stacks)
@settings(max_examples=300)
def test_what_is_covered_comes_before_what_covers_it(services):
    found = assign_priorities(services)
    for general, specific in permutations(services, 2):
        wide, narrow = services[general], services[specific]
        if route_covers(wide, narrow) and not route_covers(narrow, wide):
            assert found[specific] < found[general], (specific, general)


@given(stacks, st.integers(1, 50_000))
def test_a_priority_that_is_said_is_kept_and_given_to_no_one_else(services, said):
    found = assign_priorities({**services, "said": route(priority=said)})
    assert found["said"] == said
    assert list(found.values()).count(said) == 1


@given(stacks, st.randoms())
def test_the_order_in_which_services_are_listed_makes_no_difference(services, random):
    listed = list(services)
    random.shuffle(listed)
    assert assign_priorities({name: services[name] for name in listed}) == assign_priorities(services)


HOSTS = {f"service-{number}": route(hosts=[f"s{number}.example.com"]) for number in range(30)}


@pytest.mark.parametrize("added", ["a", "web", "zebra", "api-2"])
def test_a_service_that_comes_moves_no_other(added):
    before = assign_priorities(HOSTS)
    after = assign_priorities({**HOSTS, added: route(hosts=["added.example.com"])})
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize("removed", list(HOSTS))
def test_a_service_that_goes_moves_no_other(removed):
    before = assign_priorities(HOSTS)
    after = assign_priorities({name: said for name, said in HOSTS.items() if name != removed})
    assert after == {name: priority for name, priority in before.items() if name != removed}


def test_a_priority_does_not_change_from_one_release_to_the_next():
    # A rule that changes its place fails with PriorityInUse while another still has it: these numbers are kept.
    assert assign_priorities({"web": route(), "api": route(paths=["/v1/*"]), "shop": route(hosts=["shop.example.com"])}) == {
        "web": 47266,
        "api": 43888,
        "shop": 15779,
    }


def in_order(**services) -> list[str]:
    found = assign_priorities(services)
    return sorted(found, key=found.__getitem__)


def test_the_kinds_of_routes_come_in_this_order():
    assert in_order(
        i=route(),
        h=route(methods=["GET"]),
        g=route(paths=["/v1/*"]),
        f=route(paths=["/v1/*"], headers=[{"name": "X-Tenant", "values": ["blue"]}]),
        e=route(paths=["/v1/users"]),
        d=route(hosts=["*.example.com"]),
        c=route(hosts=["*.example.com"], paths=["/v1/*"]),
        b=route(hosts=["a.example.com"]),
        a=route(hosts=["a.example.com"], paths=["/v1/*"]),
    ) == list("abcdefghi")


@pytest.mark.parametrize(
    ("general", "specific"),
    [
        ({"hosts": ["*.example.com"]}, {"hosts": ["*.shop.example.com"]}),
        ({"hosts": ["a.example.com", "b.example.com"]}, {"hosts": ["b.example.com"]}),
        ({"paths": ["/a/*", "/b/*"]}, {"paths": ["/b/*"]}),
        ({"methods": ["GET", "POST"]}, {"methods": ["GET"]}),
        ({"headers": [{"name": "X-Tenant", "values": ["*"]}]}, {"headers": [{"name": "X-Tenant", "values": ["blue"]}]}),
        ({"paths": ["/*api*"]}, {"paths": ["/*api"]}),
        ({"paths": ["/" + "x" * 80 + "/*"]}, {"paths": ["/" + "x" * 80 + "/y/*"]}),
    ],
)
@pytest.mark.parametrize("names", [("one", "two"), ("two", "one"), ("a", "b"), ("b", "a")])
def test_what_no_rank_tells_apart_is_told_apart_by_what_it_matches(general, specific, names):
    wide, narrow = names
    assert in_order(**{wide: route(**general), narrow: route(**specific)}) == [narrow, wide]


def test_a_band_may_overflow_without_two_of_one_priority():
    # 60 services whose paths are equally specific share a band of 48 places.
    crowded = {f"service-{number}": route(paths=[f"/{number:02}/*"]) for number in range(60)}
    found = assign_priorities(crowded)
    assert len(set(found.values())) == 60
    assert all(1 <= priority <= 50_000 for priority in found.values())
