"""Runs the program of this repository in-process, with a configuration as the Pulumi CLI hands it on."""

import json
from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from fargate_web.testing import AwsMocks, Resource, Run, run

ROOT = Path(__file__).resolve().parents[2]
PROJECT = "fargate-web"

Config = Mapping[str, Any]


def read(file: str) -> dict[str, Any]:
    """Read the configuration of a stack file of the repository."""
    return yaml.safe_load((ROOT / file).read_text())["config"]


def altered(config: Config, **sections: Any) -> dict[str, Any]:
    """Copy a configuration with some of it changed; maps are merged, anything else is replaced."""
    changes = {f"{PROJECT}:{section}": change for section, change in sections.items()}
    return _merged(config, changes)


def _merged(base: Any, change: Any) -> Any:
    if not isinstance(base, Mapping) or not isinstance(change, Mapping):
        return change
    return {**base, **{key: _merged(base.get(key), value) for key, value in change.items()}}


def as_the_cli_does(config: Config) -> dict[str, str]:
    """Turn values into what the CLI hands to a program: text as it is, everything else as JSON."""
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in config.items()}


def preview_or_up(
    config: Config, stack: str = "test", *, preview: bool = False, mocks: AwsMocks | None = None, secret_keys: tuple[str, ...] = ()
) -> Run:
    """Run the program; a fault of the configuration or an error of the program is raised, advice is among the warnings of the run.

    The run may be an earlier one of the same configuration: read it, and leave it as it is.
    """
    if mocks is None:
        return _run_once(json.dumps(config), stack, preview, secret_keys)
    return _raise_error(attempt(config, stack, preview=preview, mocks=mocks, secret_keys=secret_keys))


@lru_cache(maxsize=64)
def _run_once(config: str, stack: str, preview: bool, secret_keys: tuple[str, ...]) -> Run:
    return _raise_error(attempt(json.loads(config), stack, preview=preview, secret_keys=secret_keys))


def _raise_error(result: Run) -> Run:
    if result.error is not None:
        raise result.error
    return result


def attempt(
    config: Config,
    stack: str = "test",
    *,
    preview: bool = False,
    mocks: AwsMocks | None = None,
    secret_keys: tuple[str, ...] = (),
    program: Path = ROOT,
) -> Run:
    """Run the program, or another one in its place, and leave what it raised to the caller."""
    region = config.get("aws:region", "us-west-2")
    return run(
        program,
        preview=preview,
        project=PROJECT,
        stack=stack,
        config=as_the_cli_does(config),
        secret_keys=secret_keys,
        mocks=mocks or AwsMocks(region=region),
        strict=False,
    )


def document(text: str) -> Any:
    """Parse a JSON document, such as a policy."""
    return json.loads(text)


def container(result: Run, service: str) -> dict[str, Any]:
    """Return the definition of a service's own container."""
    return containers(result, service)[0]


def containers(result: Run, service: str) -> list[dict[str, Any]]:
    """Return the container definitions of a service, its own container first."""
    definitions: list[dict[str, Any]] = json.loads(
        result.find_one("aws:ecs/taskDefinition:TaskDefinition", service).inputs["containerDefinitions"]
    )
    return definitions


def differences(before: Run, after: Run) -> set[str]:
    """Tell what differs between two runs, as `type name`: what came, what went, and what has other inputs or options."""
    one, other = ({resource.urn: resource for resource in result.resources} for result in (before, after))
    changed = {urn for urn in one.keys() & other.keys() if _said(one[urn]) != _said(other[urn])}
    return {str((one | other)[urn]) for urn in (one.keys() ^ other.keys()) | changed}


def _said(resource: Resource) -> Any:
    unimportant = {"outputs", "secret_outputs", "id"}
    return {each.name: getattr(resource, each.name) for each in fields(resource) if each.name not in unimportant}
