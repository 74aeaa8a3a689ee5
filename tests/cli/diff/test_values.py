"""How nested values are compared: JSON in texts, lists of named things, secrets."""

import json

import pytest
from fargate_web_cli.diff.property_paths import affects_path, covers_path
from fargate_web_cli.diff.value_changes import ABSENT, LiteralText, ValueChange, find_differences
from fargate_web_cli.diff.value_text import abridge_values, format_value


def found(old, new):
    return [(each.display_path, each.old, each.new) for each in find_differences(old, new)]


def containers(**changes):
    web = {"name": "web", "image": "web:1", "environment": [{"name": "LEVEL", "value": "info"}, {"name": "PORT", "value": "80"}]}
    return json.dumps([{**web, **changes}, {"name": "proxy", "image": "proxy:1"}])


def test_equal_values_do_not_differ():
    assert found({"a": [1, {"b": None}]}, {"a": [1, {"b": None}]}) == []


def test_what_comes_and_goes_is_absent_on_the_other_side():
    assert found({"a": 1}, {"b": 2}) == [("a", 1, ABSENT), ("b", ABSENT, 2)]


def test_true_and_one_are_not_the_same():
    assert found({"a": True}, {"a": 1}) == [("a", True, 1)]


def test_json_in_a_text_is_compared_by_what_it_says():
    assert found({"p": '{"a": 1, "b": [2]}'}, {"p": '{"b":[2],"a":1}'}) == []
    assert found({"p": '{"a": 1}'}, {"p": '{"a": 2}'}) == [("p.a", 1, 2)]


def test_for_pulumi_a_path_ends_at_the_text():
    [change] = find_differences({"containerDefinitions": containers()}, {"containerDefinitions": containers(image="web:2")})
    assert change == ValueChange("containerDefinitions[web].image", "containerDefinitions", "web:1", "web:2")


def test_containers_and_their_environment_are_matched_by_name_wherever_they_stand():
    before = containers()
    after = containers(environment=[{"name": "PORT", "value": "80"}, {"name": "NEW", "value": "x"}, {"name": "LEVEL", "value": "debug"}])
    assert found({"c": before}, {"c": after}) == [
        ("c[web].environment[NEW]", ABSENT, {"name": "NEW", "value": "x"}),
        ("c[web].environment[LEVEL].value", "info", "debug"),
    ]


def test_statements_of_a_policy_are_matched_by_their_sid():
    def policy(*statements):
        return json.dumps({"Statement": statements})

    one, other = {"Sid": "Read", "Action": "s3:GetObject"}, {"Sid": "Write", "Action": "s3:PutObject"}
    assert found({"policy": policy(one, other)}, {"policy": policy(other, {**one, "Action": "s3:*"})}) == [
        ("policy.Statement[Read].Action", "s3:GetObject", "s3:*")
    ]


def test_in_a_policy_one_thing_is_the_same_as_a_list_of_it():
    one, other = json.dumps({"Action": "s3:GetObject"}), json.dumps({"Action": ["s3:GetObject"]})
    assert found({"policy": one}, {"policy": other}) == []


def test_outside_of_a_document_it_is_not():
    assert found({"a": "x"}, {"a": ["x"]}) == [("a", "x", ["x"])]


def test_things_without_a_name_are_matched_by_what_they_are_first():
    assert found({"rules": [{"a": 1}, {"a": 2}]}, {"rules": [{"a": 2}, {"a": 3}]}) == [("rules[1].a", 1, 3)]


def test_a_short_list_of_values_is_shown_as_a_whole_and_a_long_one_by_what_differs():
    assert found({"a": ["x", "y"]}, {"a": ["x", "z"]}) == [("a", ["x", "y"], ["x", "z"])]
    long = [f"10.0.{index}.0/24" for index in range(9)]
    assert found({"a": long}, {"a": [*long[1:], "new"]}) == [("a[]", "10.0.0.0/24", ABSENT), ("a[]", ABSENT, "new")]


def test_another_order_of_a_list_is_a_change():
    long = [str(index) for index in range(9)]
    assert found({"a": long}, {"a": long[::-1]}) == [("a", long, long[::-1])]


def test_a_text_that_only_looks_like_json_is_a_text():
    assert found({"a": "[not json"}, {"a": "[not json either"}) == [("a", "[not json", "[not json either")]


def test_keys_with_dots_are_quoted():
    assert found({"tags": {"a.b": "1"}}, {"tags": {"a.b": "2"}})[0][0] == 'tags["a.b"]'


def test_secrets_are_compared_and_never_shown():
    one, other = {"$secret": "aa"}, {"$secret": "bb"}
    assert found({"a": one}, {"a": one}) == []
    [(path, old, new)] = found({"a": one}, {"a": other})
    assert (path, format_value(old), format_value(new)) == ("a", "[secret]", "[secret]")


def test_a_document_that_becomes_secret_is_compared_by_its_parts():
    sealed = [{"name": "web", "image": {"$secret": "aa"}}]
    [(path, old, new)] = found({"c": json.dumps([{"name": "web", "image": "web:1"}])}, {"c": sealed})
    assert (path, format_value(old), format_value(new)) == ("c[web].image", '"web:1"', "[secret]")


def test_long_values_are_cut_so_that_the_difference_is_seen():
    old, new = abridge_values("x" * 300 + "old", "x" * 300 + "new", 40)
    assert max(len(old), len(new)) <= 42
    assert "old" in old
    assert "new" in new


def test_what_stands_for_a_value_is_shown_without_quotes():
    assert (format_value(LiteralText("[x]")), format_value("[x]"), format_value(ABSENT)) == ("[x]", '"[x]"', "(nothing)")


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("tags", "tags.Name", True),
        ("tags.Name", "tags", False),
        ("actions", "actions[0].forward", True),
        ("a[*].b", "a[3].b.c", True),
        ("a[1]", "a[2]", False),
        ('tags["a.b"]', 'tags["a.b"]', True),
        ("action", "actions", False),
        ("*", "anything.at.all", True),
    ],
)
def test_a_pattern_covers_what_it_names_and_what_is_below(pattern, path, expected):
    assert covers_path(pattern, path) is expected


def test_a_forcing_property_is_touched_by_a_change_of_the_whole_that_holds_it():
    assert affects_path("deploymentController.type", "deploymentController")
    assert affects_path("dnsOptions.privateDnsPreference", "dnsOptions[0].privateDnsPreference")
    assert not affects_path("deploymentController.type", "desiredCount")
