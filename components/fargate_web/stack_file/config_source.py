"""Search for the file that Pulumi read the configuration of the running program from."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as File
from typing import Any, Final

from ..faults.fault import SettingPath
from .command_line import find_config_file_arguments
from .stack_file import StackFile, decode_section, find_project_file, open_stack_file, read_stack_folder
from .yaml_file import ENCRYPTED

KNOWN_FILE: Final[ContextVar[File | None]] = ContextVar("stack_file", default=None)
"""The stack file of a program that runs in this process. Whoever runs the program knows it."""

_SKIPPED_FOLDERS: Final = frozenset(("node_modules", "venv", "__pycache__", "dist", "build"))
_MAX_FOLDERS: Final = 2_000
_PLAIN_WORD_PATTERN: Final = re.compile(r"(?!(?:true|false)$)[A-Za-z_/][A-Za-z0-9_./@-]*")
"""A text that stands in a file as it is, whatever its quotes. Parsers make other texts of dates, and keys of booleans."""
_ENVIRONMENT_PATTERN: Final = re.compile(rb"^[\"']?environment[\"']?\s*:", re.MULTILINE)


@dataclass(frozen=True)
class ReceivedConfig:
    """The configuration that Pulumi passed to the program.

    Attributes:
        namespace: The configuration namespace of the stack file's sections.
        texts: Section → the text or JSON that Pulumi passed.
        values: Section → the decoded value.
        secret_sections: The sections that hold a secret.
    """

    namespace: str
    texts: Mapping[str, str]
    values: Mapping[str, Any]
    secret_sections: frozenset[str] = frozenset()

    @classmethod
    def decode(cls, namespace: str, texts: Mapping[str, str], secret_sections: frozenset[str] = frozenset()) -> "ReceivedConfig":
        """Decode the texts that Pulumi passed."""
        return cls(namespace, texts, {section: decode_or_keep(text) for section, text in texts.items()}, secret_sections)

    def list_words(self) -> set[bytes]:
        """List texts that the file contains: the keys of the sections, and words in sections without secrets."""
        open_values = [value for section, value in self.values.items() if section not in self.secret_sections]
        words = {word for value in open_values for word in _find_plain_words(value)}
        return {word.encode() for word in (*words, *(f"{self.namespace}:{section}" for section in self.values))}


def find_source_file(root: File, stack: str, received: ReceivedConfig) -> StackFile | None:
    """Find the stack file that the configuration was read from.

    Pulumi does not tell the program the file's name, and `--config-file` may name any file. The first file with the received sections is taken:
    the conventional one, one that the command line of Pulumi names, or any in the folder of the project.

    Args:
        root: The folder of the project.
        stack: The name of the stack.
        received: The configuration that Pulumi passed.
    """
    project = find_project_file(root)
    known = KNOWN_FILE.get()
    if known is not None:
        return open_stack_file(known, shorten_path(known), received.namespace, project)
    named = find_named_file(root, stack)
    for path in _list_candidates(root, named, project, received):
        try:
            state = tuple((found.stat().st_mtime_ns, found.stat().st_size) for found in (path, project) if found)
            file = _open_cached(str(path), state, str(File.cwd()), received.namespace, project)
        except OSError:
            continue  # the program can't read it, for instance
        if _matches_config(file, received, may_be_empty=path == named):
            return file
    return None


def find_named_file(root: File, stack: str) -> File | None:
    """Find the stack file by its conventional name, `Pulumi.<stack>.yaml`."""
    return next((path for path in list_conventional_paths(root, stack) if path.is_file()), None)


def list_conventional_paths(root: File, stack: str) -> list[File]:
    """List where Pulumi looks for the stack file: in the folder of the project, or in that which `stackConfigDir` names."""
    project = find_project_file(root)
    folder = root if project is None else read_stack_folder(project)
    return [folder / f"Pulumi.{stack.rsplit('/', 1)[-1]}.{suffix}" for suffix in ("yaml", "yml")]


def shorten_path(path: File) -> str:
    """Return the path of a file relative to the current folder, if the file is in it."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def decode_or_keep(text: str) -> Any:
    """Decode a section that Pulumi passed as JSON, or return the text if it is none."""
    try:
        return decode_section(text)
    except ValueError:
        return text


def _list_candidates(root: File, named: File | None, project: File | None, received: ReceivedConfig) -> Iterator[File]:
    """List the files that may hold the configuration. Of a folder with many files, only those that may hold all of it and nothing else."""
    if named is not None:
        yield named
    yield from (path for path in find_config_file_arguments() if path.is_file())
    project_content = project.read_bytes() if project else b""
    missing_words = [word for word in received.list_words() if word not in project_content]
    for count, (folder, folders, names) in enumerate(os.walk(root)):
        folders[:] = sorted(name for name in folders if name[0] != "." and name not in _SKIPPED_FOLDERS)
        for name in sorted(names):
            path = File(folder, name)
            is_candidate = path.suffix in (".yaml", ".yml") and path.stem != "Pulumi" and path != named
            if is_candidate and _may_hold(path, missing_words, received):
                yield path
        if count >= _MAX_FOLDERS:
            return


def _may_hold(path: File, words: Iterable[bytes], received: ReceivedConfig) -> bool:
    """Return whether a file may hold the configuration, by its text: to parse a thousand files takes seconds."""
    try:
        content = path.read_bytes()
    except OSError:
        return False
    # A Pulumi ESC environment adds values to those of the file.
    if _ENVIRONMENT_PATTERN.search(content) is None and not all(word in content for word in words):
        return False
    sections = re.findall(rb"^\s+[\"']?%b:(\w+)[\"']?:" % re.escape(received.namespace.encode()), content, re.MULTILINE)
    return all(section.decode() in received.values for section in sections)


def _find_plain_words(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _find_plain_words(key)
            yield from _find_plain_words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _find_plain_words(inner)
    elif isinstance(value, str) and _PLAIN_WORD_PATTERN.fullmatch(value):
        yield value


@lru_cache(maxsize=64)
def _open_cached(path: str, _state: tuple[tuple[int, int], ...], _folder: str, namespace: str, project: File | None) -> StackFile:
    """Read a file. The result is cached until the file changes."""
    return open_stack_file(File(path), shorten_path(File(path)), namespace, project)


def _matches_config(file: StackFile, received: ReceivedConfig, *, may_be_empty: bool) -> bool:
    content = file.parse_sections()
    # A Pulumi ESC environment adds values to those of the file.
    has_environment = file.yaml_file.find_node(("environment",)) is not None
    if not has_environment and not received.values.keys() <= content.values.keys():
        return False
    is_certain = may_be_empty
    for section, value in content.values.items():
        if section not in received.texts:
            if file.declares_section(section) and not may_be_empty:
                return False
            continue
        if not has_environment and file.contains_secret(section) != (section in received.secret_sections):
            return False
        same_text = received.texts[section] == file.render_config_value(f"{file.namespace}:{section}")
        if not same_text and not _is_same_value(value, received.values[section], (section,), content.ambiguous_paths, has_environment):
            return False
        # A section whose value parsers read differently may be anything, and says nothing of the file.
        is_certain = is_certain or same_text or (section,) not in content.ambiguous_paths
    return is_certain


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
