"""Regular expressions and blocks of addresses, compared with patterns and with each other."""

import pytest
from fargate_web.analysis.route_comparison import route_covers, routes_overlap
from fargate_web.analysis.route_specificity import rate_route
from fargate_web.analysis.value_comparison import find_covering_pattern
from fargate_web.settings.route import Route


@pytest.mark.parametrize(
    ("expression", "pattern"),
    [
        ("^/v1/orders$", "/v1/orders"),
        ("^/v1/orders", "/v1/orders*"),
        ("^/v[0-9]+/orders$", "/v*/orders"),
        (r"^shop-\d+\.example\.com$", "shop-*.example.com"),
        (r"\.example\.com$", "*.example.com"),
        ("^/ab?c$", "/a*c"),
        ("^/(a|b)$", "*"),
        ("^/a|/b$", "*"),
        ("/api", "*/api*"),
        ("^(?i)/api/x$", "*"),
        (r"^/price\$", "/price*"),
    ],
)
def test_an_expression_is_covered_by_its_plain_text_at_both_ends(expression, pattern):
    assert find_covering_pattern(expression) == pattern


@pytest.mark.parametrize(
    ("general", "specific"),
    [
        ({"paths": ["/v*"]}, {"pathRegexValues": ["^/v[0-9]+/orders$"]}),
        ({"pathRegexValues": ["^/v[0-9]+/orders$"]}, {"paths": ["/v2/orders"]}),
        ({"pathRegexValues": ["^/a.*$"]}, {"pathRegexValues": ["^/a.*$"], "methods": ["GET"]}),
        ({"hosts": ["*.example.com"]}, {"hostRegexValues": [r"^shop-\d+\.example\.com$"]}),
        ({"allowedCidrBlocks": ["10.0.0.0/8"]}, {"allowedCidrBlocks": ["10.1.0.0/16", "10.2.0.0/16"]}),
        ({}, {"allowedCidrBlocks": ["2001:db8::/32"]}),
        ({"queryStrings": [{"values": ["2"]}]}, {"queryStrings": [{"key": "version", "values": ["2"]}]}),
        (
            {"queryStrings": [{"key": "Version", "values": ["A*"]}]},
            {"queryStrings": [{"key": "version", "values": ["ab"]}, {"values": ["c"]}]},
        ),
    ],
)
def test_a_route_covers_a_more_specific_one_and_is_never_rated_above_it(general, specific):
    wide, narrow = (Route.model_validate(said) for said in (general, specific))
    assert route_covers(wide, narrow)
    assert not route_covers(narrow, wide)
    assert all(level <= other for level, other in zip(rate_route(wide), rate_route(narrow), strict=True))


@pytest.mark.parametrize(
    ("expression", "pattern"),
    [
        ({"pathRegexValues": ["^/api/[^/]+$"]}, {"paths": ["/api/*"]}),
        ({"pathRegexValues": ["^/api/.?$"]}, {"paths": ["/api/?"]}),
        ({"hostRegexValues": [r"^[^.]+\.example\.com$"]}, {"hosts": ["*.example.com"]}),
        ({"hostRegexValues": [r"^.+\.example\.com$"]}, {"hosts": ["*.example.com"]}),
    ],
)
def test_an_expression_does_not_cover_a_pattern_because_it_matches_the_wildcards_themselves(expression, pattern):
    assert not route_covers(Route.model_validate(expression), Route.model_validate(pattern))


@pytest.mark.parametrize(
    ("expression", "pattern"),
    [
        ({"pathRegexValues": ["^/api/.*$"]}, {"paths": ["/api/v1/*"]}),
        ({"pathRegexValues": ["/api/.*"]}, {"paths": ["/api/?"]}),
        ({"hostRegexValues": [r"^.*\.example\.com$"]}, {"hosts": ["*.shop.example.com"]}),
    ],
)
def test_an_expression_of_plain_text_and_wildcards_covers_patterns(expression, pattern):
    assert route_covers(Route.model_validate(expression), Route.model_validate(pattern))


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ({"pathRegexValues": ["^/v[0-9]+/.*$"]}, {"paths": ["/v2/*"]}, True),
        ({"pathRegexValues": ["^/v[0-9]+/.*$"]}, {"paths": ["/w/*"]}, False),
        ({"pathRegexValues": ["^/a+$"]}, {"pathRegexValues": ["^/b+$"]}, False),
        ({"allowedCidrBlocks": ["10.0.0.0/8"]}, {"allowedCidrBlocks": ["192.0.2.0/24", "2001:db8::/32"]}, False),
        ({"allowedCidrBlocks": ["10.0.0.0/8"]}, {"allowedCidrBlocks": ["10.1.0.0/16"]}, True),
        ({"queryStrings": [{"key": "a", "values": ["1"]}]}, {"queryStrings": [{"key": "A", "values": ["2"]}]}, False),
        ({"queryStrings": [{"key": "a", "values": ["1"]}]}, {"queryStrings": [{"key": "b", "values": ["2"]}]}, True),
        ({"queryStrings": [{"values": ["1"]}]}, {"queryStrings": [{"key": "a", "values": ["2"]}]}, True),
    ],
)
def test_routes_overlap_where_a_request_surely_matches_both(one, other, overlap):
    first, second = (Route.model_validate(said) for said in (one, other))
    assert routes_overlap(first, second) == routes_overlap(second, first) == overlap
