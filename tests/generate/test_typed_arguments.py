"""The typed arguments are made from the models, and say what the models take."""

import importlib
import subprocess
import sys
from typing import Annotated, Literal, get_type_hints

import pulumi
import pytest
from fargate_web.plugin.field_types import Kind, kind_of
from fargate_web.plugin.wires import WIRES
from fargate_web.settings.section import OFF, SWITCH, TEXT, Section, shorthand
from fargate_web.settings.value_types import LEAF
from pydantic import Field

from generate.typed_arguments import type_rendering
from generate.typed_arguments.type_tree import ROOTS, Tree


class Inner(Section):
    """A section within."""

    size: int = 1


class Outer(Section):
    """A section with one field of every kind."""

    leaf: Annotated[str | None, LEAF] = None
    leaves: dict[str, Annotated[str, LEAF]] = Field(default={})
    choice: Literal["one", "two"] = "one"
    switch: Annotated[Inner | None, SWITCH] = None
    off: Annotated[float | None, OFF] = 1.0
    short: Annotated[Inner, shorthand("size", TEXT)] = Inner()
    either: int | list[str] = 1
    many: list[Inner] = Field(default=[])


SAID = {
    "leaf": ("pulumi.Input[str]", "pulumi.Input[str]"),
    "leaves": ("Mapping[str, pulumi.Input[str]]", "dict[str, pulumi.Input[str]]"),
    "choice": ('Literal["one", "two"]', "str"),
    "switch": ("Inner | bool", "Inner"),
    "off": ("float | Literal[False]", "Any"),
    "short": ("Inner | str", "Inner"),
    "either": ("int | list[str]", "Any"),
    "many": ("list[Inner]", "list[Inner]"),
}


def kind(field: str) -> Kind:
    return kind_of(Outer.model_fields[field])


@pytest.mark.parametrize("field", SAID)
def test_a_field_is_said_to_python_with_all_its_shapes_and_to_the_analyzer_with_the_longest(field: str) -> None:
    assert (type_rendering.for_python(kind(field)), type_rendering.for_analyzer(kind(field))) == SAID[field]


def test_a_type_that_can_not_be_said_is_an_error_that_names_it() -> None:
    class Odd(Section):
        field: set[str]

    with pytest.raises(TypeError, match=r"set\[str\] has no place among the typed arguments yet"):
        kind_of(Odd.model_fields["field"])


@pytest.mark.parametrize("name", ROOTS)
def test_the_types_for_python_have_every_key_that_a_component_reads(name: str) -> None:
    model, module = ROOTS[name]
    wires = importlib.import_module(f"fargate_web.{module}.{module}").WIRES
    arguments = getattr(importlib.import_module("fargate_web.generated.inputs"), f"{name}Args")
    assert set(arguments.__annotations__) == {*model.model_fields, *wires}
    required = {key for key, info in model.model_fields.items() if info.is_required()} - set(wires)
    demanded = {key for key in wires if WIRES[key].required is True or name in (WIRES[key].required or ())}
    assert arguments.__required_keys__ == required | demanded


def test_every_type_for_python_can_be_resolved() -> None:
    import fargate_web
    from fargate_web.generated import inputs

    names = {name: getattr(fargate_web, name) for name in fargate_web.__all__}
    names |= {"Transform": object, "Output": pulumi.Output, "T": pulumi.output.T}
    for name in inputs.__all__:
        assert get_type_hints(getattr(inputs, name), localns=names), name


def test_no_two_types_have_one_name_and_none_has_that_of_a_component() -> None:
    names = [each.name for each in Tree().types]
    assert len(names) == len(set(names))
    assert not {*ROOTS} & {*names}


def test_importing_the_package_or_a_component_imports_no_typed_arguments() -> None:
    script = (
        "import sys, fargate_web; from fargate_web import Network; "
        "print([name for name in sys.modules if name.startswith(('fargate_web.generated.inputs', 'fargate_web.plugin', 'generate.typed_arguments'))])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
