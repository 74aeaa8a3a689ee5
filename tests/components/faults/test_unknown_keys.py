import re

from fargate_web.faults.schema_index import find_nested_sections, index_schema
from fargate_web.faults.unknown_keys import describe_unknown_key
from fargate_web.settings.stack import Stack


def homes(model=Stack, path=(), within=()):
    """Walk every section with a path that leads to it."""
    yield path, model
    for name, info in model.model_fields.items():
        for inner, below in find_nested_sections(info.annotation):
            if inner not in within:
                steps = ["web" if step == ".<name>" else 0 for step in re.findall(r"\.<name>|\[\]", below)]
                yield from homes(inner, (*path, info.alias or name, *steps), (*within, inner))


ANSWERS = [(path, key, text) for path, model in homes() for key, text in model.key_hints.items()]
FIELDS = [(path, info.alias or name) for path, model in homes() for name, info in model.model_fields.items()]


def test_every_key_that_people_bring_along_is_answered():
    index = index_schema(Stack)
    unanswered = [(*path, key) for path, key, text in ANSWERS if text not in describe_unknown_key(index, (*path, key), {key}).message]
    assert unanswered == []


def test_no_answer_hides_a_key_that_exists():
    assert {(path, key) for path, key, _ in ANSWERS}.isdisjoint(FIELDS)


def test_every_key_in_another_spelling_is_recognised():
    index = index_schema(Stack)
    found = {(*path, key): describe_unknown_key(index, (*path, key.upper()), {key.upper()}) for path, key in FIELDS}
    assert [path for path, hint in found.items() if not hint.is_respelling or not hint.message.endswith(f"write {path[-1]}")] == []
