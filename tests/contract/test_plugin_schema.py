"""The schema that Pulumi's analyzer makes of the hosted components, which the SDKs of other languages are made from."""

import importlib
import json
import re
from typing import Any

import fargate_web
import pulumi
import pytest
from fargate_web.plugin.field_types import (
    FieldType,
    LiteralType,
    OrFalseType,
    PythonObjectType,
    ScalarType,
    SectionType,
    SwitchType,
    UnionType,
    find_field_type,
    walk_field_type,
)
from fargate_web.plugin.provider import Provider
from fargate_web.plugin.wires import WIRES
from fargate_web.settings.section import Section
from pulumi.provider.experimental.util import camel_case
from pydantic.alias_generators import to_camel

from generate.typed_arguments.type_tree import COMPONENT_MODELS, build_type_name

SCHEMA: dict[str, Any] = json.loads(Provider().schema or "")
TYPES: dict[str, Any] = SCHEMA["types"]
ANY = "pulumi.json#/Any"


def resource(name: str) -> dict[str, Any]:
    return SCHEMA["resources"][f"fargate-web:index:{name}"]


def sections() -> dict[str, tuple[type, bool]]:
    """Every section below a component, by the name of its type: its model, and whether it is a switch."""
    found: dict[str, tuple[type, bool]] = {}

    def walk(model: type) -> None:
        for info in model.model_fields.values():
            kind = find_field_type(info)
            switch = any(isinstance(part, SwitchType) for part in walk_field_type(kind))
            for part in walk_field_type(kind):
                if isinstance(part, SectionType):
                    found[build_type_name(part.model)] = (part.model, switch)
                    walk(part.model)

    for model, _ in COMPONENT_MODELS.values():
        walk(model)
    return found


SECTIONS = sections()


def python_only(wire: str) -> bool:
    return any(isinstance(part, PythonObjectType) and part.wire_type is None for part in walk_field_type(WIRES[wire].field_type))


def test_every_component_is_in_the_schema_and_nothing_else() -> None:
    public = {name: getattr(fargate_web, name) for name in fargate_web.__all__}
    components = {name for name, value in public.items() if isinstance(value, type) and issubclass(value, pulumi.ComponentResource)}
    assert {*COMPONENT_MODELS} == components
    assert SCHEMA["name"] == "fargate-web"
    assert {*SCHEMA["resources"]} == {f"fargate-web:index:{name}" for name in COMPONENT_MODELS}
    assert all(found["isComponent"] for found in SCHEMA["resources"].values())


def required_keys(model: type[Section]) -> set[str | None]:
    """Return the keys that a model demands. A build stands in for an image."""
    optional = {"image"} if "build" in model.model_fields else set()
    return {info.alias for name, info in model.model_fields.items() if info.is_required() and name not in optional}


@pytest.mark.parametrize("name", COMPONENT_MODELS)
def test_a_component_takes_the_keys_of_its_model_and_its_wires(name: str) -> None:
    model, module = COMPONENT_MODELS[name]
    wires = {wire for wire in importlib.import_module(f"fargate_web.{module}.{module}").WIRES if not python_only(wire)}
    keys = {info.alias for info in model.model_fields.values()} | {to_camel(wire) for wire in wires}
    assert {*resource(name)["inputProperties"]} == keys
    required = required_keys(model)
    demanded = {to_camel(wire) for wire in wires if WIRES[wire].required is True or name in (WIRES[wire].required or ())}
    assert {*resource(name).get("requiredInputs", [])} == required | demanded


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_has_the_keys_of_its_model(name: str) -> None:
    model, switch = SECTIONS[name]
    found = TYPES[f"fargate-web:index:{name}"]
    keys = {info.alias for info in model.model_fields.values()}
    assert {*found["properties"]} == keys | ({"enabled"} if switch else set())
    assert {*found.get("required", [])} == required_keys(model)


def test_every_key_has_the_name_that_the_analyzer_makes_of_it() -> None:
    for model in [model for model, _ in COMPONENT_MODELS.values()] + [model for model, _ in SECTIONS.values()]:
        for name, info in model.model_fields.items():
            assert camel_case(name) == info.alias


def test_everything_is_described() -> None:
    bare = [
        f"{name}.{key}"
        for name, found in {**SCHEMA["resources"], **TYPES}.items()
        for part in ("inputProperties", "properties")
        for key, each in found.get(part, {}).items()
        if not each.get("description")
    ]
    assert bare == []
    assert [name for name, found in {**SCHEMA["resources"], **TYPES}.items() if not found.get("description")] == []


def test_the_description_of_a_component_is_that_of_python_without_its_arguments() -> None:
    text = resource("Service")["description"]
    assert text.startswith("An ECS service on Fargate.")
    assert "Creates:" in text
    assert "Costs:" in text
    assert not re.search(r"^\s*(Args|Attributes|Raises):", text, re.MULTILINE)


def test_a_description_of_a_setting_is_that_of_its_model() -> None:
    model, _ = COMPONENT_MODELS["Service"]
    for info in model.model_fields.values():
        assert resource("Service")["inputProperties"][info.alias]["description"].startswith(info.description or ""), info.alias


def test_only_leaves_take_outputs() -> None:
    keys = resource("Service")["inputProperties"]
    assert "plain" not in keys["image"]
    assert keys["port"]["plain"] is True
    assert keys["deployment"]["plain"] is True
    assert "plain" not in keys["environment"]["additionalProperties"]
    assert keys["network"]["plain"] is True
    assert "plain" not in TYPES["fargate-web:index:NetworkWire"]["properties"]["privateSubnetIds"]


def test_numbers_lists_and_maps_have_their_types() -> None:
    keys = resource("Service")["inputProperties"]
    assert keys["port"]["type"] == "integer"
    assert TYPES["fargate-web:index:Percentage"]["properties"]["target"]["type"] == "number"
    assert keys["command"]["items"]["type"] == "string"
    assert keys["scaling"]["$ref"] == "#/types/fargate-web:index:ScalingSettings"
    assert resource("Monitoring")["inputProperties"]["services"]["additionalProperties"]["$ref"] == "#/types/fargate-web:index:ServiceWire"


def many_shaped(kind: FieldType) -> bool:
    """Tell whether one type of another language can't hold what may stand there."""
    mixed = isinstance(kind, LiteralType) and len({type(value) for value in kind.values}) > 1
    return mixed or isinstance(kind, OrFalseType | UnionType) or kind == ScalarType("Any")


def test_anything_stands_exactly_where_the_model_takes_more_than_one_type() -> None:
    expected = {
        f"{name}.{info.alias}"
        for name, model in {
            **{name: model for name, (model, _) in COMPONENT_MODELS.items()},
            **{name: model for name, (model, _) in SECTIONS.items()},
        }.items()
        for info in model.model_fields.values()
        if any(map(many_shaped, walk_field_type(find_field_type(info))))
    }
    anything = {
        f"{name.rsplit(':', 1)[-1]}.{key}"
        for name, found in {**SCHEMA["resources"], **TYPES}.items()
        for key, each in {**found.get("properties", {}), **found.get("inputProperties", {})}.items()
        if ANY in json.dumps(each)
    }
    assert anything == expected
    assert "Network.availabilityZones" in anything
    assert "Service.port" not in anything


def test_a_key_that_may_be_false_says_so() -> None:
    assert "a number, or false" in TYPES["fargate-web:index:Alarms"]["properties"]["cpu"]["description"]
    assert "{enabled: false}" in resource("Service")["inputProperties"]["route"]["description"]


def test_no_type_takes_a_name_that_an_sdk_makes_of_a_component() -> None:
    names = {name.rsplit(":", 1)[-1] for name in TYPES}
    made = {f"{name}{end}" for name in COMPONENT_MODELS for end in ("", "Args", "Input", "Output", "Array", "Map", "State")}
    assert not names & made
    # Go makes these of every type, in one package.
    assert not {
        name
        for name in names
        for end in ("Args", "Input", "Output", "Array", "Map", "Ptr")
        if name.endswith(end) and name.removesuffix(end) in names
    }


@pytest.mark.parametrize("name", COMPONENT_MODELS)
def test_no_output_has_a_name_that_every_resource_has(name: str) -> None:
    assert not {*resource(name)["properties"]} & {"id", "urn", "provider", "version"}
