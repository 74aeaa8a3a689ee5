"""The Pulumi project that a command works on: its `Pulumi.yaml`, its program and its stack files.

This module does not import Pulumi, so that a command can inspect a project without loading the SDK.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

PROJECT_FILE_NAMES: Final = ("Pulumi.yaml", "Pulumi.yml")
_STACK_FILE_SUFFIXES: Final = (".yaml", ".yml")
_DEFAULT_STACK: Final = "dev"
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_NAME_PATTERN: Final = re.compile(r"[A-Za-z0-9_.-]{1,100}")


class ProjectError(Exception):
    """There is no project, or its file is invalid. The message is complete as it is."""


class ForeignProgramError(ProjectError):
    """The program of the project is written in another language."""


@dataclass(frozen=True)
class Project:
    """A Pulumi project with a Python program.

    Attributes:
        file: The path of its `Pulumi.yaml`.
        folder: The folder of that file.
        name: Its name.
        runtime: The language of its program, `python`.
        main: What Pulumi runs: the folder with a `__main__.py`, or a Python file.
        stack_folder: The folder of its stack files: `stackConfigDir`, otherwise `folder`.
        virtual_environment: The virtual environment that its file names, otherwise `.venv`; it may not exist.
    """

    file: Path
    folder: Path
    name: str
    runtime: str
    main: Path
    stack_folder: Path
    virtual_environment: Path

    @property
    def program(self) -> Path:
        """The folder of the program, which is its working directory while it runs."""
        return self.main.parent if self.main.suffix == ".py" else self.main

    def list_stack_files(self) -> dict[str, Path]:
        """Return the stack files by stack. `dev` comes first, `prod` and `production` last.

        Raises:
            ProjectError: The folder that `stackConfigDir` names does not exist.
        """
        if not self.stack_folder.is_dir():
            raise ProjectError(
                f"{_shorten_path(self.file)}: stackConfigDir: there is no folder {_shorten_path(self.stack_folder)}, and Pulumi looks for stack "
                "files nowhere else; make it, correct the name, or remove the key if the stack files are beside Pulumi.yaml"
            )
        files: dict[str, Path] = {}
        for suffix in _STACK_FILE_SUFFIXES:
            for path in self.stack_folder.glob(f"Pulumi.?*{suffix}"):
                if not path.is_dir():
                    files.setdefault(path.name.removeprefix("Pulumi.").removesuffix(suffix), path)
        return {name: files[name] for name in sorted(files, key=_rank_stack)}

    def find_misplaced_stack_file(self, stack: str) -> Path | None:
        """Find a stack file beside `Pulumi.yaml`, where Pulumi does not look because of `stackConfigDir`."""
        if self.stack_folder == self.folder:
            return None
        return next((path for suffix in _STACK_FILE_SUFFIXES if (path := self.folder / f"Pulumi.{stack}{suffix}").is_file()), None)

    def get_stack_name(self, stack: str) -> str:
        """Return the stack name of a name that can be `organization/stack` or `organization/project/stack`.

        Raises:
            ProjectError: It is empty, such as from an unset shell variable, or it names another project.
        """
        *owner, name = stack.split("/")
        if not name or len(owner) > 2 or not all(owner):
            raise ProjectError(f"--stack: {stack!r} is not the name of a stack")
        if len(owner) == 2 and owner[1] != self.name:
            raise ProjectError(
                f"--stack: {stack!r} is a stack of the project {owner[1]}, and this is the project {self.name} ({_shorten_path(self.file)}); "
                f"write {owner[0]}/{self.name}/{name}, or go to the folder of {owner[1]} with -C DIR"
            )
        return name

    def choose_stack(self) -> str:
        """Return the default stack: `dev` if it has a file or there are no stacks, otherwise the only one.

        Raises:
            ProjectError: There are several stacks, and none of them is `dev`.
        """
        stacks = list(self.list_stack_files())
        if _DEFAULT_STACK in stacks or not stacks:
            return _DEFAULT_STACK
        if len(stacks) == 1:
            return stacks[0]
        raise ProjectError(f"Name a stack: {', '.join(f'--stack {name}' for name in stacks)}.")


def find_project(start: Path | None = None) -> Project:
    """Find the project of a folder: the nearest `Pulumi.yaml` in it or in a folder above it.

    Args:
        start: The folder. Default: the current one.

    Raises:
        ProjectError: There is none, its file is invalid, or its program is not written in Python.
    """
    folder = Path(start or ".").absolute()
    for candidate in (folder, *folder.parents):
        for name in PROJECT_FILE_NAMES:
            if (candidate / name).is_file():
                return read_project(candidate / name)
    raise ProjectError(
        f"There is no Pulumi project here: no {' or '.join(PROJECT_FILE_NAMES)} in {folder} or a folder above it.\n"
        "Go to the folder of a project, name it with -C DIR, or start one: fargate-web init"
    )


def read_project(file: Path) -> Project:
    """Read the file of a project.

    Raises:
        ProjectError: The file can't be read, is not YAML or has no name, or the program is not written in Python.
    """
    folder = file.parent
    keys = _read_keys(file)
    name = _read_text(keys, "name", file)
    if not name:
        raise ProjectError(f"{_format_position(file)}: the name of the project is missing; write name: {_suggest_name(folder)}")
    if not _NAME_PATTERN.fullmatch(name):
        raise ProjectError(
            f"{_format_position(file, keys['name'])}: {name!r} is not a valid name of a Pulumi project: letters, digits, hyphens, underscores and "
            f"full stops, at most 100 of them; write name: {_suggest_name(folder)}"
        )
    if keys["name"].tag != "tag:yaml.org,2002:str":
        raise ProjectError(f'{_format_position(file, keys["name"])}: the name of the project must be text; write name: "{name}"')
    runtime, virtual_environment = _read_runtime(keys, file)
    main = Path(os.path.normpath(folder / (_read_text(keys, "main", file) or ".")))
    entry_point = main if main.suffix == ".py" else main / "__main__.py"
    if not entry_point.is_file():
        raise ProjectError(
            f"{_format_position(file, keys.get('main'))}: there is no program at {entry_point}; write one, or say where it is with main:"
        )
    return Project(
        file=file,
        folder=folder,
        name=name,
        runtime=runtime,
        main=main,
        stack_folder=Path(os.path.normpath(folder / (_read_stack_folder(keys, file) or "."))),
        virtual_environment=Path(os.path.normpath(folder / (virtual_environment or ".venv"))),
    )


def _read_keys(file: Path) -> dict[str, yaml.Node]:
    """Read the top-level keys of a file, with their YAML nodes."""
    try:
        root = yaml.compose(file.read_bytes(), Loader=_LOADER)
    except OSError as error:
        raise ProjectError(f"{file} can't be read: {error.strerror or error}") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        position = f"{_shorten_path(file)}:{mark.line + 1}:{mark.column + 1}" if mark else _shorten_path(file)
        raise ProjectError(f"{position}: this is not YAML: {error.problem or error.context}") from None
    except (yaml.YAMLError, UnicodeError) as error:
        raise ProjectError(f"{_shorten_path(file)}:1:1: this is not YAML: {' '.join(str(error).split())}") from None
    if root is None:
        raise ProjectError(f"{_format_position(file)}: the file is empty; write name: and runtime: python")
    if not isinstance(root, yaml.MappingNode):
        raise ProjectError(f"{_format_position(file, root)}: expected a map with the keys name and runtime")
    return dict(_list_entries(root))


def _read_runtime(keys: dict[str, yaml.Node], file: Path) -> tuple[str, str]:
    """Return the runtime and the virtual environment."""
    node = keys.get("runtime")
    options: dict[str, yaml.Node] = {}
    if isinstance(node, yaml.MappingNode):
        inner = dict(_list_entries(node))
        options_node = inner.get("options")
        options = dict(_list_entries(options_node)) if isinstance(options_node, yaml.MappingNode) else {}
        node = inner.get("name")
    runtime = node.value if isinstance(node, yaml.ScalarNode) else ""
    if runtime != "python":
        problem = f"the program is written for the runtime {runtime}" if runtime else "the runtime of the program is missing"
        error_type = ForeignProgramError if runtime else ProjectError
        raise error_type(
            f"{_format_position(file, node or keys.get('runtime'))}: {problem}; fargate-web runs Python programs: runtime: python"
        )
    return runtime, _read_text(options, "virtualenv", file)


def _read_text(keys: dict[str, yaml.Node], key: str, file: Path) -> str:
    """Return the text of a key, empty if the key is missing."""
    node = keys.get(key)
    if node is None:
        return ""
    if not isinstance(node, yaml.ScalarNode):
        raise ProjectError(f"{_format_position(file, node)}: {key}: expected text")
    return "" if node.tag == "tag:yaml.org,2002:null" else str(node.value)


def _read_stack_folder(keys: dict[str, yaml.Node], file: Path) -> str:
    """Return `stackConfigDir`. An older way to write it, which Pulumi still takes, is a text under `config`."""
    older = _read_text(keys, "config", file) if isinstance(keys.get("config"), yaml.ScalarNode) else ""
    return _read_text(keys, "stackConfigDir", file) or older


def _list_entries(node: yaml.MappingNode) -> Iterator[tuple[str, yaml.Node]]:
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode):
            yield key.value, value


def _format_position(file: Path, node: yaml.Node | None = None) -> str:
    line, column = (node.start_mark.line + 1, node.start_mark.column + 1) if node is not None else (1, 1)
    return f"{_shorten_path(file)}:{line}:{column}"


def _shorten_path(file: Path) -> str:
    relative = os.path.relpath(file)
    return str(file) if relative.startswith("..") else relative


def _suggest_name(folder: Path) -> str:
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", folder.name).strip("-")[:100] or "shop"


def _rank_stack(name: str) -> tuple[int, str]:
    return (0 if name == _DEFAULT_STACK else 2 if name in ("prod", "production") else 1, name)
