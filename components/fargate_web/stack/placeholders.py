"""The placeholders `${stack}` and `${project}` in the values of a stack file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from ..faults.fault import Fault, PositionFinder, SettingPath
from ..faults.schema_index import index_schema
from ..settings.fix import Edit, Fix, join_fixes
from ..settings.placeholders import PLACEHOLDER_NAMES, correct_placeholders
from ..settings.stack import Stack

_PLACEHOLDER_PATTERN: Final = re.compile(rf"(\$?)\$\{{({'|'.join(PLACEHOLDER_NAMES)})\}}")
_KEPT_KEYS: Final = frozenset(("command", "entryPoint", "containerHealthCheck", "healthCheck", "silence", "extends"))
"""Keys whose texts are kept, but for the path of a health check: a shell has variables of the same form, and `extends` is read before anything else."""
_NAMING_KEYS: Final = frozenset(("services", "scheduledTasks", "sidecars", "environment", "dockerLabels", "tags", "secrets", "options"))
"""Keys of maps whose keys the user chose: `command` below `environment` is a variable."""
_FREE_KEYS: Final = frozenset(("environment", "dockerLabels", "options", "configuration"))
"""Keys whose texts reach a container, the log router or the collector, which may have expressions of their own."""

_MAX_LABEL_LENGTH: Final = 63


@dataclass(frozen=True)
class ExpandedPlaceholders:
    """Settings without placeholders.

    Attributes:
        settings: The sections.
        templates: The path of each text that had a placeholder → the text as it is written.
        faults: Misspelt placeholders.
        values: What the placeholders stand for.
    """

    settings: dict[str, Any]
    templates: Mapping[SettingPath, str]
    faults: tuple[Fault, ...]
    values: Mapping[str, str]

    def explain(self, fault: Fault) -> Fault:
        """Return a fault of an expanded text with what its placeholders stand for. No fix of it is certain: it would replace the placeholder."""
        fixes = tuple(self._doubt(fix) for fix in fault.fixes)
        template = self.templates.get(fault.path)
        if template is None:
            return replace(fault, fixes=fixes)
        used = [name for name in PLACEHOLDER_NAMES if f"${{{name}}}" in template]
        meanings = " and ".join(f"${{{name}}} is {self.values[name]}" for name in used)
        message = f"{meanings}: {fault.message}"
        fitting = {name: _make_label(value) for name, value in self.values.items()}
        if not _accepts(fault.path, self.values, template) and _accepts(fault.path, fitting, template):
            fix = self._write(fault.path, _expand(template, fitting))
            message += f", or {fix.text}, or give the {used[0]} another name"
            fixes = (*fixes, fix)
        return replace(fault, message=message, fixes=fixes)

    def _write(self, path: SettingPath, text: str) -> Fix:
        """Build the fix that writes a text. The file of the stack may have no list yet to write an entry of."""
        value: Any = text
        if isinstance(path[-1], int):
            entries: Any = self.settings
            for part in path[:-1]:
                entries = entries[part]
            path, value = path[:-1], [text if index == path[-1] else entry for index, entry in enumerate(entries)]
        return Fix(f"write {text} for this stack", (Edit(path, "set", value),))

    def _doubt(self, fix: Fix) -> Fix:
        changes = any(
            edit.action == "set" and path[: len(edit.path)] == edit.path[: len(path)] for edit in fix.edits for path in self.templates
        )
        return replace(fix, is_certain=False) if changes else fix


def _is_kept(value: Any, path: SettingPath) -> bool:
    """Return whether a text or a list is kept. `healthCheck: /health` is the path of a request; that of a sidecar is a command."""
    is_path = path[-1] == "healthCheck" and "sidecars" not in path and isinstance(value, str)
    return isinstance(value, str | list) and not is_path


@dataclass
class _Expansion:
    values: Mapping[str, str]
    find_position: PositionFinder
    templates: dict[SettingPath, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def expand(self, value: Any, path: SettingPath) -> Any:
        if isinstance(value, Mapping):
            names_are_chosen = path[-1:] and path[-1] in _NAMING_KEYS
            return {
                key: inner
                if (key in _KEPT_KEYS and not names_are_chosen and _is_kept(inner, (*path, key))) or path == ("silence",)
                else self.expand(inner, (*path, key))
                for key, inner in value.items()
            }
        if isinstance(value, list):
            return [self.expand(inner, (*path, index)) for index, inner in enumerate(value)]
        return self._expand_text(value, path) if isinstance(value, str) else value

    def _expand_text(self, text: str, path: SettingPath) -> str:
        if "{" not in text:
            return text
        self._check_spelling(text, path)
        expanded = _expand(text, self.values)
        if expanded != text:
            self.templates[path] = text
        return expanded

    def _check_spelling(self, text: str, path: SettingPath) -> None:
        corrected = correct_placeholders(text)
        if corrected == text or not _FREE_KEYS.isdisjoint(path):
            return
        fixes = (Fix(f"write {corrected}", (Edit(path, "set", corrected),), is_certain=True),)
        message = join_fixes("only ${stack} and ${project} stand for the names of the stack and the project", fixes)
        self.faults.append(Fault.at_position(self.find_position(path), path, message, code="misspelt-placeholder", fixes=fixes))


def expand_placeholders(settings: Mapping[str, Any], stack: str, project: str, find_position: PositionFinder) -> ExpandedPlaceholders:
    """Replace the placeholders in the texts of a stack file, apart from commands. `$${stack}` stands for the text `${stack}`.

    Keys are not replaced: the names of services and of all resources must be in the file.

    Args:
        settings: The sections.
        stack: The name of the stack, with or without the organization.
        project: The name of the project.
        find_position: Finds the position of a setting.
    """
    values = {"stack": stack.rsplit("/", 1)[-1], "project": project}
    expansion = _Expansion(values, find_position)
    expanded = expansion.expand(settings, ())
    return ExpandedPlaceholders(expanded, expansion.templates, tuple(expansion.faults), values)


def _expand(text: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER_PATTERN.sub(lambda found: found[0][1:] if found[1] else values[found[2]], text)


def _make_label(name: str) -> str:
    """Turn a name into a part of a host name."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower())[:_MAX_LABEL_LENGTH].strip("-") or "pr"


def _accepts(path: SettingPath, values: Mapping[str, str], template: str) -> bool:
    return index_schema(Stack).find_schema(path).accepts_text(_expand(template, values))
