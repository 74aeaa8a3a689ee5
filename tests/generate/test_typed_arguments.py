"""The typed arguments are made from the models, and say what the models take."""

import importlib
import subprocess
import sys
from typing import Annotated, Literal, get_type_hints

import pulumi
import pytest
from fargate_web.plugin.field_types import FieldType, find_field_type
from fargate_web.plugin.wires import WIRES
from fargate_web.settings.section import ALLOW_BOOLEAN, ALLOW_FALSE, STRING_SCHEMA, Section, allow_shorthand
from fargate_web.settings.value_types import ALLOW_OUTPUT
from pydantic import Field

from generate.typed_arguments import type_rendering
from generate.typed_arguments.type_tree import COMPONENT_MODELS, TypeTree


class Inner(Section):
    """A section within."""

    size: int = 1


class Outer(Section):
    """A section with one field of every kind."""

    leaf: Annotated[str | None, ALLOW_OUTPUT] = None
    leaves: dict[str, Annotated[str, ALLOW_OUTPUT]] = Field(default={})
    choice: Literal["one", "two"] = "one"
    switch: Annotated[Inner | None, ALLOW_BOOLEAN] = None
    off: Annotated[float | None, ALLOW_FALSE] = 1.0
    short: Annotated[Inner, allow_shorthand("size", STRING_SCHEMA)] = Inner()
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


def kind(field: str) -> FieldType:
    return find_field_type(Outer.model_fields[field])


@pytest.mark.parametrize("field", SAID)
def test_a_field_is_said_to_python_with_all_its_shapes_and_to_the_analyzer_with_the_longest(field: str) -> None:
    assert (type_rendering.render_python_type(kind(field)), type_rendering.render_analyzer_type(kind(field))) == SAID[field]


def test_a_type_that_can_not_be_said_is_an_error_that_names_it() -> None:
    class Odd(Section):
        field: set[str]

    with pytest.raises(TypeError, match=r"set\[str\] has no type among the typed arguments yet"):
        find_field_type(Odd.model_fields["field"])


@pytest.mark.parametrize("name", COMPONENT_MODELS)
def test_the_types_for_python_have_every_key_that_a_component_reads(name: str) -> None:
    model, module = COMPONENT_MODELS[name]
    wires = importlib.import_module(f"fargate_web.{module}.{module}").WIRES
    arguments = getattr(importlib.import_module("fargate_web.generated.inputs"), f"{name}Args")
    assert set(arguments.__annotations__) == {*model.model_fields, *wires}
    required = {key for key, info in model.model_fields.items() if info.is_required()} - set(wires)
    required -= {"image"} if "build" in model.model_fields else set()  # a build stands in for the image
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
    names = [each.name for each in TypeTree().types]
    assert len(names) == len(set(names))
    assert not {*COMPONENT_MODELS} & {*names}


def test_importing_the_package_or_a_component_imports_no_typed_arguments() -> None:
    script = (
        "import sys, fargate_web; from fargate_web import Network; "
        "print([name for name in sys.modules if name.startswith(('fargate_web.generated.inputs', 'fargate_web.plugin', 'generate.typed_arguments'))])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
