"""Checks that no value holds an expression that only another tool resolves."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic.alias_generators import to_camel

from ..settings.container import SilenceKey
from ..settings.fix import Edit, Fix
from ..settings.foreign_expressions import ForeignExpression, find_foreign_expression
from ..settings.placeholders import PLACEHOLDER_NAMES, PLACEHOLDER_PATTERN, correct_placeholders
from ..settings.section import Section
from ..settings.stack import Stack
from .containers import silence
from .finding import Finding, SettingPath

_SHELLS: Final = ("sh", "bash", "ash", "dash", "zsh", "ksh")
_COMMAND_FIELDS: Final = frozenset(("command", "entry_point"))
_PLACEHOLDER_PATTERN: Final = re.compile(PLACEHOLDER_PATTERN)
_TEXT_KEYS: Final[Mapping[str, SilenceKey]] = {
    "environment": "environment",
    "docker_labels": "environment",
    "options": "environment",
    "command": "command",
    "entry_point": "command",
}
"""Fields whose values reach the container as text, and the key that silences advice on them."""
_IGNORED_FIELDS: Final = frozenset({"silence", "conditions", "secrets", "secret_options", "secret_headers", "image"})
"""Fields without text of AWS, fields whose own checks explain expressions, and conditions, where IAM has variables."""


def check_expressions(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find expressions of CloudFormation, Terraform, Compose and others, which AWS or the container would get as text."""
    yield from _check_section(stack, (), None, region)


def _check_section(section: Section, path: SettingPath, container: tuple[SettingPath, Any] | None, region: str | None) -> Iterator[Finding]:
    if "silence" in type(section).model_fields:
        container = (path, section)
    for field in section.model_fields_set:
        if field not in _IGNORED_FIELDS:
            key = type(section).model_fields[field].alias or to_camel(field)
            yield from _check_value(getattr(section, field), (*path, key), field, container, region)


def _check_value(
    value: Any, path: SettingPath, field: str, container: tuple[SettingPath, Any] | None, region: str | None
) -> Iterator[Finding]:
    if isinstance(value, Section):
        yield from _check_section(value, path, container, region)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _check_value(inner, (*path, key), field, container, region)
    elif isinstance(value, list):
        starts_shell = field == "command" and _starts_shell(value, container)
        for index, inner in enumerate(value):
            if not (starts_shell and isinstance(inner, str)) or find_foreign_expression(inner, with_variables=False):
                yield from _check_value(inner, (*path, index), field, container, region)
    elif isinstance(value, str):
        found = find_foreign_expression(value)
        placeholder = _PLACEHOLDER_PATTERN.search(value) if field in _COMMAND_FIELDS and found is None else None
        if container and placeholder:
            yield Finding(
                "expression-of-another-tool",
                path,
                f"{placeholder[0]} is not replaced in commands, where a shell may have a variable of this name, and no shell reads this one: the "
                "container would get it as text; write it under environment, where it is replaced, and let the program or a shell read the variable",
                "warning",
                fixes=(silence(container[0], "command", "who resolves it", after_advice=True),),
                silence_key="command",
            )
        if found and not found.text.startswith("{{resolve:"):
            yield from _report(value, found, path, field, container, region)


def _starts_shell(words: list[Any], container: tuple[SettingPath, Any] | None) -> bool:
    entry_point = getattr(container[1], "entry_point", None) if container else None
    return words[:1] == ["CMD-SHELL"] or any(
        isinstance(word, str) and word.rsplit("/", 1)[-1] in _SHELLS for word in [*(entry_point or ()), *words[:2]]
    )


def _report(
    value: str, found: ForeignExpression, path: SettingPath, field: str, container: tuple[SettingPath, Any] | None, region: str | None
) -> Iterator[Finding]:
    silence_key = _TEXT_KEYS.get(field) if container else None
    corrected = value.replace(found.text, found.default) if found.default else None
    if found.text == "${AWS::Region}" and region:
        corrected = value.replace(found.text, region)
    if field not in _COMMAND_FIELDS and correct_placeholders(found.text) in map("${{{}}}".format, PLACEHOLDER_NAMES):
        corrected = correct_placeholders(value)
    remains = corrected is None or find_foreign_expression(corrected) is not None
    fixes = [] if remains else [Fix(f"write {corrected}", (Edit(path, "set", corrected),))]
    message = f"only {found.tool} resolves {found.text}, and {'the container' if silence_key else 'AWS'} would get it as text"
    if container and silence_key:
        fixes.append(silence(container[0], silence_key, "who resolves it", after_advice=remains))
        message += f"; write what it stands for{', or leave the variable out' if silence_key == 'environment' else ''}" if remains else ""
    elif remains:
        message += "; write what it stands for"
    yield Finding(
        "expression-of-another-tool", path, message, "warning" if silence_key else "error", fixes=tuple(fixes), silence_key=silence_key
    )
