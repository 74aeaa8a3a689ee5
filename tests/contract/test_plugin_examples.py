"""The examples in other languages, held against the schema."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from fargate_web.plugin.provider import Provider

from tests.contract.hosting import UNKNOWN, constructed
from tests.contract.schema_check import Checker, Expression, TypeScript

SCHEMA: dict[str, Any] = json.loads(Provider().schema or "")
Resources = dict[str, tuple[str, str, dict[str, Any]]]
"""Variable → component, name and inputs."""


def in_yaml(root: Path) -> Resources:
    program = yaml.safe_load((root / "examples/yaml-program/Pulumi.yaml").read_text())
    return {
        name: (found["type"].removeprefix("fargate-web:"), name, _yaml(found["properties"])) for name, found in program["resources"].items()
    }


def in_typescript(root: Path) -> Resources:
    text = (root / "examples/typescript/index.ts").read_text()
    constants = {found[1]: TypeScript(text[found.end() :]).literal() for found in re.finditer(r"const (\w+) = (?=\{)", text)}
    created = re.finditer(r"(?:const (\w+) = )?new fargateWeb\.(\w+)\(\"([\w-]+)\", ", text)
    return {
        found[1] or f"{found[2]} {found[3]}": (found[2], found[3], _spread(TypeScript(text[found.end() :]).literal(), constants))
        for found in created
    }


def _yaml(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _yaml(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_yaml(inner) for inner in value]
    found = re.fullmatch(r"\$\{(.+)\}", value) if isinstance(value, str) else None
    return Expression(found[1]) if found else value


def _spread(value: Any, constants: dict[str, Any]) -> Any:
    if isinstance(value, Expression):
        name, _, key = value.text.partition(".")
        found = constants.get(name, value)
        return found[key] if key and found is not value else found
    if isinstance(value, list):
        return [_spread(inner, constants) for inner in value]
    if not isinstance(value, dict):
        return value
    whole: dict[str, Any] = {}
    for key, inner in value.items():
        whole |= constants[key[3:]] if key.startswith("...") else {key: _spread(inner, constants)}
    return whole


def _sent(value: Any) -> Any:
    if isinstance(value, Expression):
        return UNKNOWN
    if isinstance(value, dict):
        return {key: _sent(inner) for key, inner in value.items()}
    return [_sent(inner) for inner in value] if isinstance(value, list) else value


@pytest.fixture(params=[in_yaml, in_typescript], ids=["YAML", "TypeScript"])
def program(request, root: Path) -> Resources:
    return request.param(root)


def test_an_example_has_the_components_of_a_stack(program: Resources) -> None:
    assert {component for component, _, _ in program.values()} >= {"Network", "Cluster", "LoadBalancer", "Service", "Monitoring"}


def test_an_example_passes_what_the_schema_takes(program: Resources) -> None:
    checker = Checker(SCHEMA, {name: component for name, (component, _, _) in program.items()})
    assert [fault for component, _, inputs in program.values() for fault in checker.faults(component, inputs)] == []


def test_the_components_take_what_an_example_passes(program: Resources) -> None:
    result, _ = constructed(*((component, name, _sent(inputs)) for component, name, inputs in program.values()))
    assert result.find_all("aws:ecs/service:Service")


def test_an_example_is_exported_by_outputs_that_exist(root: Path) -> None:
    outputs = SCHEMA["resources"]["fargate-web:index:LoadBalancer"]["properties"]
    assert "url" in outputs
    assert "export const url = loadBalancer.url" in (root / "examples/typescript/index.ts").read_text()
    assert yaml.safe_load((root / "examples/yaml-program/Pulumi.yaml").read_text())["outputs"] == {"url": "${load-balancer.url}"}


def test_the_page_on_other_languages_names_outputs_and_keys_that_exist(root: Path) -> None:
    page = (root / "docs/other-languages.md").read_text()
    named = set(re.findall(r"`(network|cluster|loadBalancer|service)\.(\w+)`", page))
    assert len(named) > 10
    for variable, output in named:
        component = f"{variable[0].upper()}{variable[1:]}"
        assert output in SCHEMA["resources"][f"fargate-web:index:{component}"]["properties"], output
        assert output in SCHEMA["types"][f"fargate-web:index:{component}Wire"]["properties"], output


@pytest.mark.parametrize("folder", ["typescript", "yaml-program"])
def test_an_example_takes_the_package_of_this_clone(root: Path, folder: str) -> None:
    project = yaml.safe_load((root / "examples" / folder / "Pulumi.yaml").read_text())
    assert (root / "examples" / folder / project["packages"]["fargate-web"] / "PulumiPlugin.yaml").is_file()


@pytest.mark.parametrize(
    ("inputs", "fault"),
    [
        ({"natGateway": "single"}, "Network has no natGateway"),
        ({"natGateways": 1}, "Network.natGateways takes string, not 1"),
        ({"natGateways": Expression("network.vpcId")}, "Network.natGateways takes no output, as network.vpcId is one"),
        ({"flowLogs": False}, "Network.flowLogs takes an object"),
        ({"tags": {"a": Expression("network.vpc")}}, "Network.tags.a: network.vpc is no output"),
        ({"tags": {"a": Expression("network.publicSubnetIds")}}, "Network.tags.a takes string, and network.publicSubnetIds is array"),
    ],
)
def test_the_check_itself_finds_what_an_sdk_would_refuse(inputs: dict[str, Any], fault: str) -> None:
    assert list(Checker(SCHEMA, {"network": "Network"}).faults("Network", inputs)) == [fault]
