"""The catalogue describes every check, and nothing else."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import fargate_web_cli
from fargate_web.checks import catalogue
from fargate_web.checks.catalogue import CATALOGUE
from fargate_web.checks.silence import is_silenceable

PACKAGES = (Path(catalogue.__file__).parents[2], Path(fargate_web_cli.__file__).parent)
# The functions that take an identifier: the place of it among the arguments, if it may stand without its name.
PLACES = {"Finding": 0, "RuleViolation": 2, "build_value_error": 1, "Fault": None, "at_position": None, "_add_fault": None}


@cache
def calls_and_texts_in_the_code() -> tuple[list[ast.Call], set[str]]:
    """Return all calls and all texts of the modules beside the catalogue, read once for all tests."""
    calls, texts = [], set()
    for path in (path for package in PACKAGES for path in package.rglob("*.py") if path.parent.name != "catalogue"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                calls.append(node)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
    return calls, texts


def identifiers_in_the_code(*functions: str) -> set[str]:
    functions = functions or tuple(PLACES)
    found = set()
    for call in calls_and_texts_in_the_code()[0]:
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if name not in functions:
            continue
        place = PLACES.get(name)
        given = [keyword.value for keyword in call.keywords if keyword.arg == "code"]
        given += call.args[place : place + 1] if place is not None else []
        found |= {value.value for value in given if isinstance(value, ast.Constant) and isinstance(value.value, str)}
    return found


def test_every_identifier_in_the_code_is_described():
    assert identifiers_in_the_code() - CATALOGUE.keys() == set()


def test_what_a_section_refuses_by_itself_is_no_choice():
    """A component refuses it too, and knows nothing of what the stack file silences."""
    codes = identifiers_in_the_code("RuleViolation")
    assert codes
    assert [code for code in sorted(codes) if is_silenceable(CATALOGUE[code])] == []


def test_every_description_belongs_to_an_identifier_in_the_code():
    # An identifier may be a default, or come from a table.
    assert CATALOGUE.keys() - calls_and_texts_in_the_code()[1] == set()


def test_an_identifier_is_words_with_hyphens_and_described_once():
    modules = [getattr(catalogue, name) for name in dir(catalogue) if name.startswith("CHECKS_OF_")]
    codes = Counter(check.code for checks in modules for check in checks)
    assert [code for code, count in codes.items() if count > 1 or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)] == []
