"""Loads the settings of a stack: offline from its file, or in a program from what Pulumi hands over."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any, Final

import pulumi
from pulumi.runtime.config import get_config_env, is_config_secret

from ..faults.fault import Fault, Locate, Path, Position, SettingsError
from ..faults.parsed_sections import Content
from ..faults.validation import examine
from ..settings.stack import Stack
from ..stack_file.config_source import Received, find_file, own_file, shown
from ..stack_file.region import wrong_region
from ..stack_file.secret_values import combined, guard, withheld, without_secrets
from ..stack_file.short_keys import KEYS, spread
from ..stack_file.stack_file import StackFile, open_stack_file
from ..stack_file.yaml_nodes import Map
from .file_structure import SECTIONS, structure

NAMESPACE: Final = "fargate-web"
_REGION_VARIABLES: Final = ("AWS_REGION", "AWS_DEFAULT_REGION")


@dataclass(frozen=True)
class Loaded:
    """The settings of a stack, without faults.

    Attributes:
        stack: The settings.
        region: The Region.
        name: The name of the stack.
        config: The configuration as Pulumi hands it to a program, with placeholders for what is encrypted.
        secret_keys: The keys of `config` that hold something encrypted.
        file: The stack file; None where it was not found.
        warnings: What the whole stack could do better.
        locate: Finds the position of a setting.
    """

    stack: Stack
    region: str
    name: str
    config: dict[str, str]
    secret_keys: list[str]
    file: str | None
    warnings: tuple[Fault, ...]
    locate: Locate


def load_file(path: str | File, *, project: str = NAMESPACE, stack: str | None = None, environ: Mapping[str, str] = os.environ) -> Loaded:
    """Load a stack file without Pulumi.

    Args:
        path: The file.
        project: The namespace of the sections.
        stack: The name of the stack. Default: from the name of the file.
        environ: The environment, which may name the Region.

    Raises:
        SettingsError: With every fault of the file.
    """
    path = File(path)
    name = stack or path.stem.removeprefix("Pulumi.")
    if not path.is_file():
        raise SettingsError([_no_file(path, name)])
    file = open_stack_file(path, shown(path), project)
    content = file.content()
    settings = {section: without_secrets(value) for section, value in _said(file, content).items()}
    faults = [*structure(file), *content.faults]
    return _settled(file, name, settings, faults, content, _region(file.text("aws:region"), environ))


def from_config() -> Loaded:
    """Load what Pulumi hands to the running program, with positions in the stack file where that is found.

    Raises:
        SettingsError: With every fault.
    """
    name = pulumi.get_stack()
    root = File(pulumi.runtime.get_root_directory() or ".")
    config = pulumi.Config(NAMESPACE)
    texts = {section: config.get(section) for section in SECTIONS}
    # A misspelt section is no less a fault where the file is not found.
    others = [key.partition(":")[2] for key in get_config_env() if key.startswith(f"{NAMESPACE}:")]
    texts |= {section: config.get(section) for section in others}
    received = Received.of(NAMESPACE, {section: text for section, text in texts.items() if text is not None})
    region = _region(pulumi.Config("aws").get("region") or "", os.environ)
    secrets = {section for section in received.values if is_config_secret(f"{NAMESPACE}:{section}")}
    file = find_file(root, name, received)
    if file is not None:
        content = file.content()
        settings = {
            section: combined(value, received.values.get(section, value), guarded=section in secrets, path=(section,))
            for section, value in _said(file, content).items()
        }
        for section in received.values.keys() - content.values.keys():
            settings[section] = guard(received.values[section], (section,)) if section in secrets else received.values[section]
        return _settled(file, name, settings, [*structure(file), *content.faults], content, region)
    work = any(received.values.get(section) for section in ("services", "scheduledTasks", "repositories", *KEYS))
    if not work and own_file(root, name) is None:
        raise SettingsError([_no_file(root / f"Pulumi.{name}.yaml", name)])
    settings = {section: guard(value, (section,)) if section in secrets else value for section, value in received.values.items()}
    return _settled(None, name, settings, [], Content(), region, secrets)


def _settled(
    file: StackFile | None,
    name: str,
    settings: Mapping[str, Any],
    faults: list[Fault],
    content: Content,
    region: str,
    hidden: set[str] | None = None,
) -> Loaded:
    """Check everything, and report all that is wrong at once."""
    locate: Locate = _nowhere if file is None else file.locate
    subject = file.source.file if file else f"stack {name}"
    readable = file is None or isinstance(file.source.node(("config",)), Map)
    warnings: list[Fault] = []
    if hidden and not hidden.isdisjoint(KEYS):
        hidden = {*hidden, "services"}
    placed = spread(settings, locate, content)
    settings, locate, content = placed.settings, placed.locate, placed.content
    faults += placed.faults
    if readable:
        faults += _region_faults(region, name, locate)
        found = examine(Stack, settings, locate=locate, content=content)
        faults += found.faults
        if found.settings is not None:
            from ..checks import check  # the checks are made of settings

            for finding in check(found.settings, region if not wrong_region(region) else None):
                if not any(found.touches(place) for place in (finding.path, *finding.involves)):
                    fault = Fault.at(locate(finding.path), finding.path, finding.message)
                    (faults if finding.severity == "error" else warnings).append(fault)
    if hidden:
        faults = [withheld(fault, settings) if fault.path[:1] and fault.path[0] in hidden else fault for fault in faults]
        warnings = [withheld(fault, settings) if fault.path[:1] and fault.path[0] in hidden else fault for fault in warnings]
    if faults or not readable or found.settings is None:
        raise SettingsError(faults, subject)
    config, secret_keys = (file.config(), file.secret_keys()) if file else ({}, [])
    return Loaded(found.settings, region, name, config, secret_keys, subject if file else None, tuple(warnings), locate)


def _said(file: StackFile, content: Content) -> dict[str, Any]:
    """Leave out what the project declares with an empty default: it is as good as absent, and stands in no line of the stack's."""
    return {section: value for section, value in content.values.items() if value not in ({}, None) or file.says(section)}


def _region(text: str, environ: Mapping[str, str]) -> str:
    return text or next((environ[variable] for variable in _REGION_VARIABLES if environ.get(variable)), "")


def _region_faults(region: str, name: str, locate: Locate) -> list[Fault]:
    path: Path = ("aws:region",)
    if not region:
        variables = " or ".join(_REGION_VARIABLES)
        message = f"there is no Region for stack {name}; write aws:region: us-west-2 (the one you mean) under config:, or set {variables}"
        return [Fault.at(locate(path), path, message)]
    wrong = wrong_region(region)
    return [Fault.at(locate(path), path, wrong)] if wrong else []


def _no_file(path: File, name: str) -> Fault:
    others = sorted(other.stem.removeprefix("Pulumi.") for other in path.parent.glob("Pulumi.*.y*ml")) if path.parent.is_dir() else []
    have = f"; stacks that have one: {', '.join(others)}" if others else ""
    if path.name.startswith("Pulumi."):
        return Fault((), f'no config for stack "{name}" (looked for {shown(path)}){have}')
    return Fault((), f"there is no file {shown(path)}{have}")


def _nowhere(_path: Path, *, at_key: bool = False) -> Position | None:  # noqa: ARG001 - the interface of all such functions
    return None
