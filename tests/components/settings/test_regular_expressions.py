"""The regular expressions of listener rules."""

import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.faults.validation import validate
from fargate_web.settings.route import Route


@pytest.mark.parametrize(
    "expression",
    ["^/v[0-9]+/.*$", r"^/a\+\+$", "^/[*+]+$", "^/(?:a|b)$", "^/(?P<name>a)$", "^/[[:alpha:]]+$", r"^/a\z", "^/a{2,3}$"],
)
def test_an_expression_that_the_load_balancer_can_evaluate(expression):
    assert validate(Route, {"pathRegexValues": [expression]}).path_regex_values == [expression]


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("^/(?=a)", "lookaheads"),
        ("^/(?<!a)b", "lookaheads"),
        (r"^/(a)\1$", "backreferences"),
        ("^/(?>a)$", "atomic groups"),
        ("^/a++$", "possessive"),
        (r"^/\p{L}$", "Unicode"),
        ("^/(a$", "isn't a regular expression"),
        ("*.example.com", "isn't a regular expression"),
    ],
)
def test_an_expression_that_aws_refuses(expression, reason):
    with pytest.raises(SettingsError, match=reason):
        validate(Route, {"pathRegexValues": [expression]})


@pytest.mark.parametrize(
    ("conditions", "count"),
    [
        (
            {
                "hostRegexValues": ["a", "b"],
                "pathRegexValues": ["c"],
                "queryStrings": [{"values": ["1"]}],
                "allowedCidrBlocks": ["192.0.2.0/24"],
            },
            5,
        ),
        ({"hosts": ["a.example.com"], "queryStrings": [{"key": "a", "values": ["1", "2"]}]}, 3),
    ],
)
def test_every_value_of_a_condition_counts(conditions, count):
    assert validate(Route, conditions).count_condition_values() == count


def test_wildcards_of_query_strings_count_too():
    with pytest.raises(SettingsError, match="7 wildcards"):
        validate(Route, {"paths": ["/*/a/*"], "queryStrings": [{"key": "a*", "values": ["*b*", "c??"]}], "hosts": ["a.example.com"]})
