"""Rules that take requests from another rule, and rules that take more requests."""

import pytest

from tests.cli.diff.broadening.versions import compared, resource

LISTENER_RULE = "aws:lb/listenerRule:ListenerRule"


def takes(priority, paths, target, host=None, **condition):
    conditions = [{"pathPattern": {"values": paths}}]
    conditions += [{"hostHeader": {"values": [host]}}] if host else []
    conditions += [{key: value} for key, value in condition.items()]
    forward = {"targetGroups": [{"arn": target}, {"arn": f"{target}-green"}]}
    return {"listenerArn": "main", "priority": priority, "conditions": conditions, "actions": [{"type": "forward", "forward": forward}]}


def routed(old, new):
    """Return the changes between two sets of rules, by name."""
    return compared(*(resource(LISTENER_RULE, old.get(name), new.get(name), name) for name in old | new))


API = takes(20, ["/v1/*"], "api")


@pytest.mark.parametrize(
    "admin",
    [takes(10, ["/v1/*"], "admin"), takes(10, ["/*"], "admin"), takes(10, ["/admin/*", "/v1/*"], "admin")],
    ids=["the same path", "a wider path", "one path of two"],
)
def test_a_rule_before_another_takes_its_requests(admin):
    assert "+ /v1/* goes from api to admin (requests change hands)" in routed({"api": API}, {"api": API, "admin": admin})


def test_a_narrower_rule_takes_the_requests_that_it_matches():
    admin = takes(10, ["/v1/users/*"], "admin", host="api.example.com")
    assert routed({"api": API}, {"api": API, "admin": admin})[0] == (
        "+ api.example.com/v1/users/* goes from api to admin (requests change hands)"
    )


def test_a_rule_that_only_moves_before_another_takes_its_requests():
    admin, moved = (takes(priority, ["/v1/users/*"], "admin") for priority in (30, 10))
    assert routed({"api": API, "admin": admin}, {"api": API, "admin": moved}) == [
        "+ /v1/users/* goes from api to admin (requests change hands)"
    ]


def test_the_requests_of_a_removed_rule_go_to_the_first_rule_that_matches_them():
    rules = {"admin": takes(30, ["/*"], "admin"), "other": takes(40, ["/*"], "other")}
    assert routed({"api": API, **rules}, rules) == [
        "+ /v1/* goes from api to admin (requests change hands)",
        "- listener rule api no longer takes /v1/*",
    ]


def test_requests_that_the_next_rule_takes_in_part_go_to_the_rules_behind_it_as_well():
    rules = {"admin": takes(30, ["/v1/admin/*"], "admin"), "web": takes(40, ["/*"], "web")}
    assert routed({"api": API, **rules}, rules)[:2] == [
        "+ /v1/* goes from api to web (requests change hands)",
        "+ /v1/admin/* goes from api to admin (requests change hands)",
    ]


def test_a_renamed_service_takes_nothing_from_the_rule_behind_it():
    web = {"web": takes(40, ["/*"], "web")}
    assert routed({"api": API, **web}, {"rest": takes(21, ["/v1/*"], "rest"), **web}) == [
        "+ /v1/* goes from api to rest (requests change hands)",
        "+ listener rule rest takes /v1/*",
        "- listener rule api no longer takes /v1/*",
    ]


def test_rules_that_exchange_their_paths_exchange_their_requests_alone():
    old = {"api": API, "admin": takes(21, ["/v2/*"], "admin"), "web": takes(40, ["/*"], "web")}
    new = {"api": takes(20, ["/v2/*"], "api"), "admin": takes(21, ["/v1/*"], "admin"), "web": old["web"]}
    assert [change for change in routed(old, new) if "goes from" in change] == [
        "+ /v1/* goes from api to admin (requests change hands)",
        "+ /v2/* goes from admin to api (requests change hands)",
    ]


@pytest.mark.parametrize(
    "admin",
    [
        takes(30, ["/v1/*"], "admin"),
        takes(10, ["/v2/*"], "admin"),
        takes(10, ["/v1/*"], "api"),
        {**takes(10, ["/v1/*"], "admin"), "listenerArn": "internal"},
    ],
    ids=["behind it", "another path", "the same target", "another listener"],
)
def test_other_rules_take_no_requests(admin):
    assert not [change for change in routed({"api": API}, {"api": API, "admin": admin}) if "goes from" in change]


def test_rules_that_stay_as_they_are_take_nothing():
    rules = {"api": API, "admin": takes(10, ["/v1/users/*"], "admin")}
    assert routed(rules, rules) == []


def test_another_target_of_a_rule_takes_its_requests():
    assert "+ /v1/* goes from api, api-green to admin, admin-green (requests change hands)" in routed(
        {"api": API}, {"api": takes(20, ["/v1/*"], "admin")}
    )


def test_a_condition_that_is_lost_widens_a_rule():
    limited = takes(20, ["/v1/*"], "api", sourceIp={"values": ["10.0.0.0/8"]})
    assert routed({"api": limited}, {"api": API}) == ["+ listener rule api takes /v1/*"]
    assert routed({"api": API}, {"api": limited}) == ["- listener rule api no longer takes /v1/*"]


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ({"sourceIp": {"values": ["10.1.0.0/16"]}}, {"sourceIp": {"values": ["10.0.0.0/8", "2001:db8::/32"]}}),
        ({"queryStrings": [{"key": "version", "value": "2"}]}, {"queryStrings": [{"key": "Version", "value": "*"}]}),
        ({"hostHeader": {"regexValues": ["^a$"]}}, {"hostHeader": {"regexValues": ["^b$", "^a$"]}}),
    ],
    ids=["addresses", "query string", "expressions"],
)
def test_a_condition_that_admits_more_widens_a_rule(narrow, wide):
    rules = [{"api": takes(20, ["/v1/*"], "api", **condition)} for condition in (narrow, wide)]
    assert [change[0] for change in routed(*rules)] == ["+"]
    assert [change[0] for change in routed(*reversed(rules))] == ["-"]


def answers(status):
    return {**takes(10, ["/*"], ""), "actions": [{"type": "fixed-response", "fixedResponse": {"statusCode": status}}]}


def test_a_maintenance_page_opens_nothing_when_it_comes_and_when_it_goes():
    page = {"api": API, "page": answers("503")}
    assert not [change for change in (*routed({"api": API}, page), *routed(page, {"api": API})) if "goes from" in change]


def test_requests_that_were_refused_change_hands_when_the_refusal_goes():
    assert "+ /v1/* goes from page to api (requests change hands)" in routed({"api": API, "page": answers("403")}, {"api": API})
