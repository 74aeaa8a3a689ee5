"""Search for the file that Pulumi read the configuration of the running program from."""

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
    """The configuration that Pulumi passed to the program.

    Attributes:
        namespace: The configuration namespace of the stack file's sections.
        texts: Section → the text or JSON that Pulumi passed.
        values: Section → the decoded value.
    """

    namespace: str
    texts: Mapping[str, str]
    values: Mapping[str, Any]

    @classmethod
    def decode(cls, namespace: str, texts: Mapping[str, str]) -> "ReceivedConfig":
        """Decode the texts that Pulumi passed."""
        return cls(namespace, texts, {section: _decode_or_keep(text) for section, text in texts.items()})


def find_source_file(root: File, stack: str, received: ReceivedConfig) -> StackFile | None:
    """Find the stack file that the configuration was read from.

    Pulumi does not tell the program the file's name, and `--config-file` may name any file. The first file with the received sections is taken.

    Args:
        root: The folder of the project.
        stack: The name of the stack.
        received: The configuration that Pulumi passed.
    """
    project = find_project_file(root)
    for path in _list_candidates(root, stack):
        state = tuple((found.stat().st_mtime_ns, found.stat().st_size) for found in (path, project) if found)
        file = _open_cached(str(path), state, str(File.cwd()), received.namespace)
        if file is not None and _matches_config(file, received):
            return file
    return None


def find_named_file(root: File, stack: str) -> File | None:
    """Find the stack file by its conventional name, `Pulumi.<stack>.yaml`."""
    return next((path for path in _list_conventional_paths(root, stack) if path.is_file()), None)


def shorten_path(path: File) -> str:
    """Return the path of a file relative to the current folder, if the file is in it."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def _list_candidates(root: File, stack: str) -> Iterator[File]:
    conventional_paths = [path for path in _list_conventional_paths(root, stack) if path.is_file()]
    yield from conventional_paths
    folders = [root]
    with os.scandir(root) as entries:
        folders += sorted(
            File(entry.path) for entry in entries if entry.is_dir() and entry.name[0] != "." and entry.name not in _SKIPPED_FOLDERS
        )
    for folder in folders:
        for path in sorted(folder.glob("*.y*ml")):
            if path.suffix in (".yaml", ".yml") and path.stem != "Pulumi" and path not in conventional_paths and path.is_file():
                yield path


def _list_conventional_paths(root: File, stack: str) -> Iterator[File]:
    stack_name = stack.rsplit("/", 1)[-1]
    folders = [root]
    project = find_project_file(root)
    if project is not None:
        folder = YamlFile(project.read_bytes(), project.name).render_config_value(("stackConfigDir",))
        if folder:
            folders.insert(0, project.parent / folder)
    for folder_path in folders:
        for suffix in ("yaml", "yml"):
            yield folder_path / f"Pulumi.{stack_name}.{suffix}"


@lru_cache(maxsize=64)
def _open_cached(path: str, _state: tuple[tuple[int, int], ...], _folder: str, namespace: str) -> StackFile | None:
    """Read a file that may contain the sections. The result is cached until the file changes."""
    if f"{namespace}:".encode() not in File(path).read_bytes():
        return None
    return open_stack_file(File(path), shorten_path(File(path)), namespace)


def _matches_config(file: StackFile, received: ReceivedConfig) -> bool:
    content = file.parse_sections()
    # A Pulumi ESC environment adds values to those of the file.
    has_environment = file.yaml_file.find_node(("environment",)) is not None
    if not has_environment and not received.values.keys() <= content.values.keys():
        return False
    for section, value in content.values.items():
        if section in received.texts:
            same_text = received.texts[section] == file.render_config_value(f"{file.namespace}:{section}")
            if not same_text and not _is_same_value(value, received.values[section], (section,), content.ambiguous_paths, has_environment):
                return False
    return bool(content.values.keys() & received.values.keys())


def _is_same_value(
    file_value: Any, received_value: Any, path: SettingPath, ambiguous_paths: set[SettingPath], has_environment: bool
) -> bool:
    if file_value is ENCRYPTED or path in ambiguous_paths:
        return True
    if isinstance(file_value, dict) and isinstance(received_value, dict):
        same_keys = file_value.keys() <= received_value.keys() if has_environment else file_value.keys() == received_value.keys()
        return same_keys and all(
            _is_same_value(value, received_value[key], (*path, key), ambiguous_paths, has_environment) for key, value in file_value.items()
        )
    if isinstance(file_value, list) and isinstance(received_value, list):
        return len(file_value) == len(received_value) and all(
            _is_same_value(one, other, (*path, index), ambiguous_paths, has_environment)
            for index, (one, other) in enumerate(zip(file_value, received_value, strict=True))
        )
    if isinstance(file_value, bool) or isinstance(received_value, bool):
        return file_value is received_value
    return bool(file_value == received_value)


def _decode_or_keep(text: str) -> Any:
    try:
        return decode_section(text)
    except ValueError:
        return text
