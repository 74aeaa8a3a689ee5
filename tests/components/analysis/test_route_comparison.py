import re

import pytest
from fargate_web.analysis.route_comparison import route_covers, routes_overlap
from fargate_web.settings.route import Route
from hypothesis import given
from hypothesis import strategies as st

HOSTS = ["a.x", "b.x", "a.y"]
PATHS = ["/", "/a", "/b", "/a/b", "/b/a"]
METHODS = ["GET", "POST"]
TENANTS = [None, "blue", "green"]

routes = st.builds(
    lambda hosts, paths, methods, tenants: Route.model_validate(
        {
            **({"hosts": hosts} if hosts else {}),
            **({"paths": paths} if paths else {}),
            "methods": methods,
            "headers": [{"name": "X-Tenant", "values": tenants}] if tenants else [],
        }
    ),
    st.lists(st.sampled_from(["a.x", "b.x", "*.x", "a.*", "?.x"]), max_size=1, unique=True),
    st.lists(st.sampled_from(["/*", "/a", "/a*", "/b*", "/a/*", "/*/b", "/?"]), max_size=2, unique=True),
    st.lists(st.sampled_from(METHODS), max_size=1, unique=True),
    st.lists(st.sampled_from(["blue", "green", "*"]), max_size=1, unique=True),
)


def matches(route: Route, host: str, path: str, method: str, tenant: str | None) -> bool:
    """Decide about one request as a listener rule does."""

    def any_of(patterns: list[str], text: str) -> bool:
        return any(
            re.fullmatch("".join({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in pattern), text) for pattern in patterns
        )

    return (
        (not route.hosts or any_of(route.hosts, host))
        and any_of(route.paths, path)
        and (not route.methods or method in route.methods)
        and all(tenant is not None and any_of(header.values, tenant) for header in route.headers)
    )


def requests(route: Route) -> set[tuple]:
    every = ((host, path, method, tenant) for host in HOSTS for path in PATHS for method in METHODS for tenant in TENANTS)
    return {request for request in every if matches(route, *request)}


@given(routes, routes)
def test_a_route_that_covers_another_matches_all_its_requests(general, specific):
    if route_covers(general, specific):
        assert requests(specific) <= requests(general)


@given(routes, routes)
def test_routes_that_some_request_matches_both_overlap(one, other):
    if requests(one) & requests(other):
        assert routes_overlap(one, other)
    assert routes_overlap(one, other) == routes_overlap(other, one)


@given(routes, routes)
def test_a_route_that_covers_another_overlaps_it(general, specific):
    if route_covers(general, specific):
        assert routes_overlap(general, specific)


def route(**said) -> Route:
    return Route.model_validate(said)


TENANT = {"name": "X-Tenant", "values": ["blue"]}


@pytest.mark.parametrize(
    ("general", "specific"),
    [
        (route(), route(paths=["/v1/*"])),
        (route(), route(hosts=["api.example.com"])),
        (route(hosts=["*.example.com"]), route(hosts=["api.example.com"], paths=["/v1/*"])),
        (route(paths=["/v1/*", "/v2/*"]), route(paths=["/v1/*"])),
        (route(methods=["GET", "POST"]), route(methods=["GET"])),
        (route(), route(methods=["GET"])),
        (route(), route(headers=[TENANT])),
        (route(headers=[TENANT]), route(headers=[TENANT, {"name": "X-Beta", "values": ["1"]}])),
        # Headers and their values are compared without regard to capitals, as the load balancer does.
        (route(headers=[{"name": "x-tenant", "values": ["B*"]}]), route(headers=[TENANT])),
    ],
)
def test_the_wider_covers_and_the_narrower_does_not(general, specific):
    assert route_covers(general, specific)
    assert not route_covers(specific, general)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (route(hosts=["a.example.com"]), route(hosts=["b.example.com"])),
        (route(paths=["/v1/*"]), route(paths=["/v2/*"])),
        (route(methods=["GET"]), route(methods=["POST", "PUT"])),
        (route(headers=[TENANT]), route(headers=[{"name": "x-tenant", "values": ["green"]}])),
        (route(hosts=["a.example.com"], paths=["/v1/*"]), route(hosts=["a.example.com"], paths=["/v2/*"])),
    ],
)
def test_what_differs_in_one_respect_does_not_overlap(one, other):
    assert not routes_overlap(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (route(hosts=["a.example.com"]), route(paths=["/v1/*"])),
        (route(headers=[TENANT]), route(headers=[{"name": "X-Beta", "values": ["1"]}])),
        (route(methods=["GET"]), route(paths=["/v1/*"])),
        (route(paths=["/A"]), route(methods=["GET"])),
    ],
)
def test_what_differs_in_two_respects_may_overlap_without_covering(one, other):
    assert routes_overlap(one, other)
    assert not route_covers(one, other)
    assert not route_covers(other, one)


def test_paths_are_compared_with_regard_to_capitals():
    assert not routes_overlap(route(paths=["/A"]), route(paths=["/a"]))
