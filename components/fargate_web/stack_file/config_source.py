"""The file that a running program's configuration was read from."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as File
from typing import Any, Final

from ..faults.fault import SettingPath
from .stack_file import StackFile, decode_section, find_project_file, open_stack_file
from .yaml_file import ENCRYPTED, YamlFile

_SKIPPED_FOLDERS: Final = frozenset(("node_modules", "venv", "__pycache__", "dist", "build"))


@dataclass(frozen=True)
class ReceivedConfig:
    """What Pulumi handed over.

    Attributes:
        namespace: The namespace of our sections.
        texts: Section → text or JSON.
        values: Section → value.
    """

    namespace: str
    texts: Mapping[str, str]
    values: Mapping[str, Any]

    @classmethod
    def decode(cls, namespace: str, texts: Mapping[str, str]) -> "ReceivedConfig":
        """Decode what was handed over."""
        return cls(namespace, texts, {section: _decode_or_keep(text) for section, text in texts.items()})


def find_source_file(root: File, stack: str, received: ReceivedConfig) -> StackFile | None:
    """Find the stack file that a configuration was read from.

    Pulumi does not say: `--config-file` may name any file. It is the first whose sections are those that were received.

    Args:
        root: The folder of the project.
        stack: The name of the stack.
        received: The configuration.
    """
    project = find_project_file(root)
    for path in _list_candidates(root, stack):
        state = tuple((found.stat().st_mtime_ns, found.stat().st_size) for found in (path, project) if found)
        file = _open_cached(str(path), state, str(File.cwd()), received.namespace)
        if file is not None and _matches_config(file, received):
            return file
    return None


def find_named_file(root: File, stack: str) -> File | None:
    """Find the file that belongs to a stack by its name."""
    return next((path for path in _list_conventional_paths(root, stack) if path.is_file()), None)


def shorten_path(path: File) -> str:
    """Name a file as short as it can be said from the current folder."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def _list_candidates(root: File, stack: str) -> Iterator[File]:
    named = [path for path in _list_conventional_paths(root, stack) if path.is_file()]
    yield from named
    folders = [root]
    with os.scandir(root) as entries:
        folders += sorted(
            File(entry.path) for entry in entries if entry.is_dir() and entry.name[0] != "." and entry.name not in _SKIPPED_FOLDERS
        )
    for folder in folders:
        for path in sorted(folder.glob("*.y*ml")):
            if path.suffix in (".yaml", ".yml") and path.stem != "Pulumi" and path not in named and path.is_file():
                yield path


def _list_conventional_paths(root: File, stack: str) -> Iterator[File]:
    name = stack.rsplit("/", 1)[-1]
    folders = [root]
    project = find_project_file(root)
    if project is not None:
        folder = YamlFile(project.read_bytes(), project.name).render_config_value(("stackConfigDir",))
        if folder:
            folders.insert(0, project.parent / folder)
    for folder_path in folders:
        for suffix in ("yaml", "yml"):
            yield folder_path / f"Pulumi.{name}.{suffix}"


@lru_cache(maxsize=64)
def _open_cached(path: str, _state: tuple[tuple[int, int], ...], _folder: str, namespace: str) -> StackFile | None:
    """Read a file that may hold our sections; once, as long as it stays the same."""
    if f"{namespace}:".encode() not in File(path).read_bytes():
        return None
    return open_stack_file(File(path), shorten_path(File(path)), namespace)


def _matches_config(file: StackFile, received: ReceivedConfig) -> bool:
    content = file.parse_sections()
    # An environment of ESC adds to what the file says.
    more = file.yaml_file.find_node(("environment",)) is not None
    if not more and not received.values.keys() <= content.values.keys():
        return False
    for section, value in content.values.items():
        if section in received.texts:
            same_text = received.texts[section] == file.render_config_value(f"{file.namespace}:{section}")
            if not same_text and not _is_same_value(value, received.values[section], (section,), content.ambiguous_paths, more):
                return False
    return bool(content.values.keys() & received.values.keys())


def _is_same_value(written: Any, got: Any, path: SettingPath, disputed: set[SettingPath], more: bool) -> bool:
    if written is ENCRYPTED or path in disputed:
        return True
    if isinstance(written, dict) and isinstance(got, dict):
        same_keys = written.keys() <= got.keys() if more else written.keys() == got.keys()
        return same_keys and all(_is_same_value(value, got[key], (*path, key), disputed, more) for key, value in written.items())
    if isinstance(written, list) and isinstance(got, list):
        return len(written) == len(got) and all(
            _is_same_value(one, other, (*path, index), disputed, more) for index, (one, other) in enumerate(zip(written, got, strict=True))
        )
    if isinstance(written, bool) or isinstance(got, bool):
        return written is got
    return bool(written == got)


def _decode_or_keep(text: str) -> Any:
    try:
        return decode_section(text)
    except ValueError:
        return text
