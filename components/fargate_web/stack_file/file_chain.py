"""A stack file with the files that it extends: `fargate-web:extends: Pulumi.staging.yaml`.

Pulumi passes only the values of the stack's own file to the program. The program reads the extended files itself.
"""

import difflib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path as File
from typing import Any, Final

from ..faults.fault import Fault, Position, SettingPath
from ..faults.parsed_sections import ParsedSections
from ..settings.fix import Edit, Fix, join_fixes
from .references import is_reference
from .secret_values import mask_secrets
from .short_keys import SERVICE_NAME, SHORT_KEYS
from .stack_file import StackFile, open_stack_file
from .yaml_file import ENCRYPTED

EXTENDS: Final = "extends"
_PATH: Final[SettingPath] = (EXTENDS,)
_MAX_NAMES: Final = 8


class FileChain:
    """A stack file and the files that it extends.

    Attributes:
        files: The stack file, then the file that it extends, then the one that this extends, and so on.
        contents: The sections of each file. Those of the stack file include the values that Pulumi.yaml has for all stacks.
        faults: Why an extended file can't be read.
    """

    def __init__(self, files: Sequence[StackFile], faults: Sequence[Fault] = ()) -> None:
        self.files = tuple(files)
        self.contents = tuple(file.parse_sections() for file in files)
        self.faults = tuple(faults)
        self._declared = [
            {section: value for section, value in content.values.items() if file.declares_section(section)}
            for file, content in zip(self.files, self.contents, strict=True)
        ]
        for values in self._declared[1:]:
            values.pop(EXTENDS, None)

    @property
    def own(self) -> StackFile:
        """The stack file itself."""
        return self.files[0]

    @property
    def is_extended(self) -> bool:
        """Whether the stack file extends another."""
        return len(self.files) > 1

    def merge_settings(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Merge the settings of the stack file over those of the files that it extends.

        Maps are merged key by key; any other value replaces the extended one, and an explicit null removes it. Values that Pulumi.yaml has for
        all stacks count only if no file of the chain has the section.

        Args:
            settings: The sections of the stack file, with the secrets that Pulumi passed.
        """
        if not self.is_extended:
            return dict(settings)
        shared = {
            section
            for section, value in settings.items()
            if not self.own.declares_section(section) and self.contents[0].values.get(section) == value
        }
        inherited = mask_secrets(self._merge_extended())
        written = {section: value for section, value in settings.items() if section not in shared}
        merged = _merge(written, _drop_other_spelling(inherited, written), (), self.contents[0].blank_paths)
        return {**{section: settings[section] for section in settings if section in shared}, **merged}

    def merge_content(self) -> ParsedSections:
        """Merge what the files say of their values: which are ambiguous, blank or written in another way, and the faults of all files."""
        if not self.is_extended:
            return self.contents[0]
        own = self.contents[0]
        merged = ParsedSections(
            self.merge_settings(own.values), [*own.faults], {*own.ambiguous_paths}, {*own.blank_paths}, {**own.written_texts}
        )
        for index, content in enumerate(self.contents[1:], 1):
            merged.faults += content.faults
            merged.ambiguous_paths |= {path for path in content.ambiguous_paths if self._find_source(path) == index}
            merged.blank_paths |= {path for path in content.blank_paths if self._find_source(path) == index}
            merged.written_texts |= {path: text for path, text in content.written_texts.items() if self._find_source(path) == index}
        return merged

    def find_position(self, path: SettingPath, *, at_key: bool = False) -> Position | None:
        """Return the position of a setting in the file that its value comes from."""
        return self.files[self._find_source(path)].find_position(path, at_key=at_key)

    def is_own(self, path: SettingPath) -> bool:
        """Return whether a setting stands in the stack file itself."""
        return self._find_source(path) == 0

    def list_extended_tasks(self) -> frozenset[SettingPath]:
        """List the paths of the services and scheduled tasks of the extended files. The stack file overrides parts of them, without an image."""
        extended = self._merge_extended()
        return frozenset(
            (section, name)
            for section in ("services", "scheduledTasks")
            if isinstance(extended.get(section), Mapping)
            for name in extended[section]
        )

    def find_inherited_secrets(self) -> Iterator[tuple[SettingPath, StackFile]]:
        """Yield the path of each encrypted value that comes from an extended file, with this file. Only the stack of this file can decrypt it."""
        own = self._declared[0]
        merged = _merge(own, _drop_other_spelling(self._merge_extended(), own), (), self.contents[0].blank_paths)
        for path in _find_encrypted(merged, ()):
            index = self._find_source(path)
            if index:
                yield path, self.files[index]

    def find_removals_without_effect(self) -> Iterator[SettingPath]:
        """Yield the path of each null of the stack file that removes nothing, because the extended files don't have the key."""
        if self.is_extended:
            extended = self._merge_extended()
            yield from _find_useless_nulls(self._declared[0], extended, (), self.contents[0].blank_paths)

    def list_unread_values(self) -> dict[str, Any]:
        """List the configuration of other namespaces that only the extended files have, which nothing passes to this stack; None for a secret."""
        own = self.own.list_config_keys()
        values: dict[str, Any] = {}
        for file in reversed(self.files[1:]):
            for key, _ in file.yaml_file.list_keys(("config",)):
                if ":" in key and not key.startswith(f"{file.namespace}:") and key not in own:
                    secret = file.yaml_file.contains_secret(("config", key))
                    values[key] = None if secret else file.yaml_file.read_value(("config", key), ()).value
        return values

    def _merge_extended(self) -> dict[str, Any]:
        """Merge the extended files, without the stack file itself."""
        merged: dict[str, Any] = {}
        for values, content in zip(reversed(self._declared[1:]), reversed(self.contents[1:]), strict=True):
            merged = _merge(values, _drop_other_spelling(merged, values), (), content.blank_paths)
        return merged

    def _find_source(self, path: SettingPath) -> int:
        """Return the index of the file that the value at a path comes from, or that has its nearest parent."""
        candidates: list[tuple[int, Any]] = list(enumerate(self._declared))
        for part in path:
            following: list[tuple[int, Any]] = []
            for index, node in candidates:
                if not _has_part(node, part):
                    continue
                following.append((index, node[part]))
                if not isinstance(node[part], Mapping) or is_reference(node[part]):
                    break  # it replaces what is below it in the extended files
            if not following:
                break
            candidates = following
        return candidates[0][0]


def open_file_chain(file: StackFile, project_file: File | None, extends: object = None) -> FileChain:
    """Read the files that a stack file extends.

    Args:
        file: The stack file.
        project_file: The project file.
        extends: What Pulumi passed as `extends`, if the file does not have it.
    """
    files, faults = [file], list[Fault]()
    path = file.path
    key = f"{file.namespace}:{EXTENDS}"
    name = _read_name(file, key) or extends
    position = file.find_position(_PATH)
    visited = [path.resolve()]
    while isinstance(name, str) and name:
        folder, path = path.parent, path.parent / name
        fault = _explain_unreadable(name, folder, visited, position, is_own=len(files) == 1)
        if fault is not None:
            faults.append(fault)
            break
        try:
            extended = open_stack_file(path, _shorten(path), file.namespace, project_file)
        except OSError as error:
            faults.append(_build_fault(f"{name} can't be read: {error.strerror or error}", position))
            break
        files.append(extended)
        visited.append(path.resolve())
        name = _read_name(extended, key) if extended.declares_section(EXTENDS) else None
        position = extended.find_position(_PATH)
    return FileChain(files, faults)


def _read_name(file: StackFile, key: str) -> str | None:
    """Return the name of the extended file. Return None for a list or a map, which the settings report as what it is."""
    value = file.parse_sections().values.get(EXTENDS)
    return file.render_config_value(key) if value is None or isinstance(value, str) else None


def _explain_unreadable(name: str, folder: File, visited: list[File], position: Position | None, *, is_own: bool) -> Fault | None:
    """Explain why a file can't be extended. Return None if it can be."""
    path = folder / name
    if File(name).is_absolute():
        relative = os.path.relpath(path, folder)
        fixes = (Fix(f"write {relative}", (Edit(_PATH, "set", relative),)),) if is_own and path.is_file() else ()
        advice = "" if fixes else "; write the path from the folder of this file"
        return _build_fault(f"{name} is the path on one computer{advice}", position, fixes=fixes)
    if path.is_file():
        if path.resolve() not in visited:
            return None
        names = " → ".join(file.name for file in (*visited, path))
        advice = "remove extends" if path.resolve() == visited[-1] else "remove extends from one of them"
        return _build_fault(f"a file can't extend itself: {names}; {advice}", position, code="extends-itself")
    if path.is_dir():
        return _build_fault(f"{_shorten(path)} is a folder; write the path of a stack file from the folder of this one", position)
    others = sorted(other.name for other in path.parent.glob("Pulumi.?*.y*ml")) if path.parent.is_dir() else []
    candidates = [f"Pulumi.{path.name}.yaml", f"Pulumi.{path.name}.yml", *difflib.get_close_matches(path.name, others, n=1, cutoff=0.8)]
    meant = next((File(name).with_name(other).as_posix() for other in candidates if other in others), None)
    if meant is None:
        have = f"; the folder has {', '.join(others[:_MAX_NAMES])}" if others else ""
        return _build_fault(
            f"there is no file {_shorten(path)}{have}; write the path of a stack file from the folder of this one", position
        )
    fixes = (Fix(f"write {meant}", (Edit(_PATH, "set", meant),), is_certain=True),) if is_own else ()
    advice = "" if is_own else f"; write {meant}"
    return _build_fault(f"there is no file {_shorten(path)}{advice}", position, fixes=fixes)


def _build_fault(message: str, position: Position | None, *, code: str = "missing-extended-file", fixes: tuple[Fix, ...] = ()) -> Fault:
    return Fault.at_position(position, _PATH, join_fixes(message, fixes), code=code, fixes=fixes)


def _shorten(path: File) -> str:
    relative = os.path.relpath(path)
    return os.path.normpath(path) if relative.startswith("..") else relative


def _merge(nearer: Mapping[str, Any], farther: Mapping[str, Any], path: SettingPath, blank: set[SettingPath]) -> dict[str, Any]:
    """Merge two maps. A key without a value, `route:`, is no null: it stays, and is reported."""
    merged = dict(farther)
    for key, value in nearer.items():
        inner = (*path, key)
        if value is None and inner not in blank:
            merged.pop(key, None)
        elif isinstance(value, Mapping) and not is_reference(value):
            below = farther.get(key)
            merged[key] = _merge(value, below if isinstance(below, Mapping) else {}, inner, blank)
        else:
            merged[key] = value
    return merged


def _drop_other_spelling(farther: Mapping[str, Any], nearer: Mapping[str, Any]) -> dict[str, Any]:
    """Drop the settings that the nearer file overrides in the other spelling: `image` at the top, and that of the service `web`."""
    kept = dict(farther)
    service = (nearer.get("services") or {}).get(SERVICE_NAME) if isinstance(nearer.get("services") or {}, Mapping) else None
    for key in SHORT_KEYS:
        if isinstance(service, Mapping) and key in service:
            kept.pop(key, None)
        services = kept.get("services")
        web = services.get(SERVICE_NAME) if isinstance(services, Mapping) else None
        if key in nearer and isinstance(services, Mapping) and isinstance(web, Mapping) and key in web:
            kept["services"] = {**services, SERVICE_NAME: {name: value for name, value in web.items() if name != key}}
    return kept


def _has_part(node: Any, part: str | int) -> bool:
    if isinstance(node, Mapping):
        return part in node
    return isinstance(node, list) and isinstance(part, int) and part < len(node)


def _find_encrypted(value: Any, path: SettingPath) -> Iterator[SettingPath]:
    if value is ENCRYPTED:
        yield path
    elif isinstance(value, Mapping | list):
        for key, inner in value.items() if isinstance(value, Mapping) else enumerate(value):
            yield from _find_encrypted(inner, (*path, key))


def _find_useless_nulls(own: Mapping[str, Any], extended: Any, path: SettingPath, blank: set[SettingPath]) -> Iterator[SettingPath]:
    known: Mapping[str, Any] = extended if isinstance(extended, Mapping) else {}
    for key, value in own.items():
        if value is None and (*path, key) not in blank and key not in known:
            yield (*path, key)
        elif isinstance(value, Mapping):
            yield from _find_useless_nulls(value, known.get(key), (*path, key), blank)
