import json

import pulumi
import pulumi_aws as aws
import pytest
from fargate_web.component.documents import concat_inputs, dump_canonical_json
from fargate_web.testing import UNKNOWN, Run, run
from hypothesis import given
from hypothesis import strategies as st


def resolved(document, **options) -> Run:
    return run(lambda: pulumi.export("text", dump_canonical_json(document())), **options)


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ({"b": 1, "a": 2}, '{"a":2,"b":1}'),
        ({"a": None, "b": {}, "c": [], "d": 0, "e": False, "f": ""}, '{"d":0,"e":false,"f":""}'),
        ({"a": {"b": {"c": None}}}, "{}"),
        ([{"a": None, "b": 1}], '[{"b":1}]'),
        (("a", "b"), '["a","b"]'),
        ({"a": ["b", ["c"]]}, '{"a":["b",["c"]]}'),
        ("text", '"text"'),
    ],
)
def test_a_document_without_outputs_is_plain_text_sorted_and_without_what_is_empty(document, text):
    assert dump_canonical_json(document) == text


def test_an_output_at_any_depth_is_filled_in():
    def document():
        later = pulumi.Output.from_input
        return {"b": later("1"), "a": [{"c": later({"z": 1, "y": 2})}, later("3")]}

    assert resolved(document).outputs["text"] == '{"a":[{"c":{"y":2,"z":1}},"3"],"b":"1"}'


def test_an_output_that_turns_out_empty_is_left_out_like_any_other():
    def document():
        later = pulumi.Output.from_input
        return {"a": later([]), "b": later({}), "c": later(None), "d": later("")}

    assert resolved(document).outputs["text"] == '{"d":""}'


@pytest.mark.parametrize("others", [0, 1])
def test_a_secret_part_makes_the_whole_secret(others):
    def document():
        return {"a": pulumi.Output.secret("hush"), **{str(each): pulumi.Output.from_input("x") for each in range(others)}}

    result = resolved(document)
    assert json.loads(result.outputs["text"])["a"] == "hush"
    assert result.secret_outputs == {"text"}


def test_parts_that_are_no_secret_make_none():
    assert resolved(lambda: {"a": pulumi.Output.from_input("x")}).secret_outputs == frozenset()


def test_a_part_that_is_unknown_makes_the_whole_unknown():
    result = resolved(lambda: {"a": aws.sns.Topic("topic").arn, "b": "c"}, preview=True)
    assert result.outputs["text"] is UNKNOWN


@pytest.mark.parametrize(("parts", "text"), [((), ""), (("a",), "a"), (("a", "", "b"), "ab")])
def test_texts_that_are_known_are_joined_to_a_text(parts, text):
    assert concat_inputs(*parts) == text


def test_texts_that_are_known_later_stand_where_they_were_put():
    def program():
        one, two = pulumi.Output.from_input("1"), pulumi.Output.from_input("2")
        pulumi.export("first", concat_inputs(one, "-b"))
        pulumi.export("last", concat_inputs("a-", one))
        pulumi.export("both", concat_inputs(one, "-", two, "-c"))
        pulumi.export("twice", concat_inputs(one, "-", one))
        pulumi.export("secret", concat_inputs("a-", pulumi.Output.secret("hush"), two))

    result = run(program)
    assert result.outputs == {"first": "1-b", "last": "a-1", "both": "1-2-c", "twice": "1-1", "secret": "a-hush2"}
    assert result.secret_outputs == {"secret"}


def test_a_text_of_which_a_part_is_unknown_is_unknown():
    result = run(lambda: pulumi.export("text", concat_inputs("topic: ", aws.sns.Topic("topic").arn)), preview=True)
    assert result.outputs["text"] is UNKNOWN


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def without_nothing(value):
    if isinstance(value, dict):
        kept = {key: without_nothing(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item is not None and item not in ({}, [])}
    return [without_nothing(item) for item in value] if isinstance(value, list) else value


@given(json_values)
def test_the_text_means_the_document_without_what_is_empty_and_is_its_own_canonical_form(document):
    text = dump_canonical_json(document)
    assert json.loads(text) == without_nothing(document)
    assert dump_canonical_json(json.loads(text)) == text


@given(st.dictionaries(st.text(), st.integers(), min_size=2), st.randoms())
def test_equal_documents_are_equal_text(document, random):
    keys = list(document)
    random.shuffle(keys)
    assert dump_canonical_json({key: document[key] for key in keys}) == dump_canonical_json(document)
