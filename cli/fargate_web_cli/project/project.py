"""The Pulumi project that a command works on: its `Pulumi.yaml`, its program and its stack files.

It imports nothing of Pulumi's, so that a command can look at a project without loading the SDK.
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
    """There is no project to work on, or its file is not one that Pulumi would take. The message says it all."""


@dataclass(frozen=True)
class Project:
    """A Pulumi project with a Python program.

    Attributes:
        file: Its `Pulumi.yaml`.
        folder: The folder of that file.
        name: Its name.
        runtime: The language of its program, `python`.
        main: What Pulumi runs: the folder with a `__main__.py`, or a Python file.
        stack_folder: Where its stack files are: `stackConfigDir`, otherwise `folder`.
        virtual_environment: The virtual environment that its file names, otherwise `.venv`; it need not exist.
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
        """The folder of the main program: the current directory while it runs."""
        return self.main.parent if self.main.suffix == ".py" else self.main

    def stack_files(self) -> dict[str, Path]:
        """List the stack files: the name of the stack → its file. `dev` comes first, `prod` and `production` last."""
        found: dict[str, Path] = {}
        for folder in dict.fromkeys((self.stack_folder, self.folder)):
            for suffix in _STACK_FILE_SUFFIXES:
                for path in folder.glob(f"Pulumi.?*{suffix}"):
                    if path.is_dir():
                        continue
                    found.setdefault(path.name.removeprefix("Pulumi.").removesuffix(suffix), path)
        return {name: found[name] for name in sorted(found, key=_rank_stack)}

    def choose_stack(self) -> str:
        """Choose the stack of a command that names none: `dev` if it has a file, otherwise the only one.

        Raises:
            ProjectError: There are several stacks, and none of them is `dev`.
        """
        stacks = list(self.stack_files())
        if _DEFAULT_STACK in stacks or not stacks:
            return _DEFAULT_STACK
        if len(stacks) == 1:
            return stacks[0]
        raise ProjectError(f"Name a stack: {', '.join(f'--stack {name}' for name in stacks)}.")


def find_project(start: Path | None = None) -> Project:
    """Find the project of a folder: the nearest `Pulumi.yaml` in it or above it.

    Args:
        start: The folder. Default: the current one.

    Raises:
        ProjectError: There is none, its file can't be read, or its program is not written in Python.
    """
    folder = Path(start or ".").absolute()
    for above in (folder, *folder.parents):
        for name in PROJECT_FILE_NAMES:
            if (above / name).is_file():
                return read_project(above / name)
    raise ProjectError(
        f"There is no Pulumi project here: no {' or '.join(PROJECT_FILE_NAMES)} in {folder} or a folder above it.\n"
        "Go to the folder of a project, name it with -C DIR, or start one: fargate-web init"
    )


def read_project(file: Path) -> Project:
    """Read the file of a project.

    Raises:
        ProjectError: It can't be read, is no YAML, has no name, or its program is not written in Python.
    """
    folder = file.parent
    keys = _read_keys(file)
    name = _require_text(keys, "name", file)
    if not name:
        raise ProjectError(f"{_place(file)}: the name of the project is missing; write name: {_suggest_name(folder)}")
    if not _NAME_PATTERN.fullmatch(name):
        raise ProjectError(
            f"{_place(file, keys['name'])}: Pulumi takes no project of the name {name!r}: letters, digits, hyphens, underscores and full stops, "
            f"at most 100 of them; write name: {_suggest_name(folder)}"
        )
    if keys["name"].tag != "tag:yaml.org,2002:str":
        raise ProjectError(f'{_place(file, keys["name"])}: the name of a project is text; write name: "{name}"')
    runtime, virtual_environment = _read_runtime(keys, file)
    main = Path(os.path.normpath(folder / (_require_text(keys, "main", file) or ".")))
    entry_point = main if main.suffix == ".py" else main / "__main__.py"
    if not entry_point.is_file():
        raise ProjectError(
            f"{_place(file, keys.get('main'))}: there is no program at {entry_point}; write one, or say where it is with main:"
        )
    return Project(
        file=file,
        folder=folder,
        name=name,
        runtime=runtime,
        main=main,
        stack_folder=Path(os.path.normpath(folder / (_require_text(keys, "stackConfigDir", file) or "."))),
        virtual_environment=Path(os.path.normpath(folder / (virtual_environment or ".venv"))),
    )


def get_stack_name(stack: str) -> str:
    """Return the name of a stack that may be given in full, `organization/project/stack`.

    Raises:
        ProjectError: It is empty, as a variable of a shell that is not set: to take another stack instead would be a surprise.
    """
    name = stack.rsplit("/", 1)[-1]
    if not name:
        raise ProjectError(f"--stack: {stack!r} is no name of a stack")
    return name


def _read_keys(file: Path) -> dict[str, yaml.Node]:
    """Read the keys at the top of a file, with their nodes."""
    try:
        root = yaml.compose(file.read_bytes(), Loader=_LOADER)
    except OSError as error:
        raise ProjectError(f"{file} can't be read: {error.strerror or error}") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{_shorten(file)}:{mark.line + 1}:{mark.column + 1}" if mark else _shorten(file)
        raise ProjectError(f"{place}: this is not YAML: {error.problem or error.context}") from None
    except (yaml.YAMLError, UnicodeError) as error:
        raise ProjectError(f"{_shorten(file)}:1:1: this is not YAML: {' '.join(str(error).split())}") from None
    if root is None:
        raise ProjectError(f"{_place(file)}: the file is empty; write name: and runtime: python")
    if not isinstance(root, yaml.MappingNode):
        raise ProjectError(f"{_place(file, root)}: expected a map with the keys name and runtime")
    return dict(_list_entries(root))


def _read_runtime(keys: dict[str, yaml.Node], file: Path) -> tuple[str, str]:
    """Read the language and the virtual environment."""
    node = keys.get("runtime")
    options: dict[str, yaml.Node] = {}
    if isinstance(node, yaml.MappingNode):
        inner = dict(_list_entries(node))
        chosen = inner.get("options")
        options = dict(_list_entries(chosen)) if isinstance(chosen, yaml.MappingNode) else {}
        node = inner.get("name")
    runtime = node.value if isinstance(node, yaml.ScalarNode) else ""
    if runtime != "python":
        what = f"the program is written for the runtime {runtime}" if runtime else "the runtime of the program is missing"
        raise ProjectError(f"{_place(file, node or keys.get('runtime'))}: {what}; fargate-web runs Python programs: runtime: python")
    return runtime, _require_text(options, "virtualenv", file)


def _require_text(keys: dict[str, yaml.Node], key: str, file: Path) -> str:
    """Read a key that holds text; empty where it is missing."""
    node = keys.get(key)
    if node is None:
        return ""
    if not isinstance(node, yaml.ScalarNode):
        raise ProjectError(f"{_place(file, node)}: {key}: expected text")
    return "" if node.tag == "tag:yaml.org,2002:null" else str(node.value)


def _list_entries(node: yaml.MappingNode) -> Iterator[tuple[str, yaml.Node]]:
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode):
            yield key.value, value


def _place(file: Path, node: yaml.Node | None = None) -> str:
    line, column = (node.start_mark.line + 1, node.start_mark.column + 1) if node is not None else (1, 1)
    return f"{_shorten(file)}:{line}:{column}"


def _shorten(file: Path) -> str:
    relative = os.path.relpath(file)
    return str(file) if relative.startswith("..") else relative


def _suggest_name(folder: Path) -> str:
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", folder.name).strip("-")[:100] or "shop"


def _rank_stack(name: str) -> tuple[int, str]:
    return (0 if name == _DEFAULT_STACK else 2 if name in ("prod", "production") else 1, name)
