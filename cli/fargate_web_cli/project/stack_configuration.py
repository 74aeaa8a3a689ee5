"""The configuration that a program runs with, whether or not it has a stack file with sections of fargate-web.

A stack has a stack file of ours if the file has a section of ours (`fargate-web:services` and so on), or if the program calls `load_stack()`, which
reads one. Such a file is checked as a whole before the program runs. Any other program only imports the components: its file holds configuration of
its own, or there is none.
"""

import ast
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fargate_web.faults.fault import Fault
from fargate_web.settings.stack import Stack
from fargate_web.stack.file_structure import SECTION_NAMES
from fargate_web.stack.load import NAMESPACE, load_file
from fargate_web.stack_file.config_source import shorten_path
from fargate_web.stack_file.region import explain_invalid_region
from fargate_web.stack_file.stack_file import StackFile
from fargate_web.stack_file.yaml_file import YamlFile

from fargate_web_cli.project.project import Project, ProjectError, get_stack_name

_REGION_VARIABLES: Final = ("AWS_REGION", "AWS_DEFAULT_REGION")
_LOADERS: Final = frozenset(("load_stack", "load_config", "load_file"))


@dataclass(frozen=True)
class StackConfiguration:
    """What a program runs with.

    Attributes:
        name: The name of the stack.
        region: The Region.
        settings: What the stack file says; None if the program reads no stack file of ours.
        file: The stack file, as short as it can be said from the current folder; None if there is none.
        config: The configuration as Pulumi hands it to the program, with `[secret]` for what is encrypted.
        secret_keys: The keys of `config` that hold something encrypted.
        warnings: What the stack could do better.
    """

    name: str
    region: str
    settings: Stack | None
    file: str | None
    config: Mapping[str, str]
    secret_keys: list[str]
    warnings: tuple[Fault, ...] = ()


def choose_stack_file(project: Project, stack: str | None, file: Path | None) -> tuple[str, Path | None]:
    """Choose the stack and its file.

    Args:
        project: The project.
        stack: The name that the user gave; it may be `organization/project/stack`.
        file: The file that the user gave.

    Returns:
        The name of the stack, and its file; None where the project has no stack file at all.

    Raises:
        ProjectError: The file does not exist, the name is empty, or several stacks have a file and none is chosen.
    """
    name = get_stack_name(stack) if stack is not None else None
    if file is not None:
        if not file.is_file():
            raise ProjectError(f"{file}: there is no file of this name")
        return name or file.stem.removeprefix("Pulumi."), file
    name = name or project.choose_stack()
    files = project.stack_files()
    if name not in files and files:
        raise ProjectError(
            f'There is no config for stack "{name}" (looked for Pulumi.{name}.yaml); stacks that have one: {", ".join(files)}'
        )
    return name, files.get(name)


def load_configuration(
    project: Project, stack: str | None = None, file: Path | None = None, environ: Mapping[str, str] = os.environ
) -> StackConfiguration:
    """Load what a program runs with.

    Raises:
        ProjectError: There is no such stack, or no Region.
        SettingsError: The stack file has faults.
        OSError: A file can't be read.
    """
    name, chosen = choose_stack_file(project, stack, file)
    if is_stack_file(chosen, project):
        loaded = load_file(chosen or project.stack_folder / f"Pulumi.{name}.yaml", stack=name)
        return StackConfiguration(
            loaded.stack_name, loaded.region, loaded.stack, loaded.file, loaded.config, loaded.secret_keys, loaded.warnings
        )
    return _load_plain_configuration(project, name, chosen, environ)


def is_stack_file(file: Path | None, project: Project) -> bool:
    """Tell whether a file is a stack file of ours: by its sections, or because the program reads one."""
    return (file is not None and has_sections(file, project)) or loads_stack_file(project)


def has_sections(file: Path, project: Project) -> bool:
    """Tell whether a file has a section of ours; a misspelt one counts, so that it is reported."""
    keys = [key for key, _ in YamlFile(file.read_bytes(), file.name).list_keys(("config",))]
    if project.name == NAMESPACE:  # its own keys have the same namespace
        return any(f"{NAMESPACE}:{section}" in keys for section in SECTION_NAMES)
    return any(key.startswith(f"{NAMESPACE}:") for key in keys)


def loads_stack_file(project: Project) -> bool:
    """Tell whether a program reads a stack file of ours: whether it names the function that does."""
    main = project.main if project.main.suffix == ".py" else project.main / "__main__.py"
    try:
        tree = ast.parse(main.read_bytes())
    except (SyntaxError, ValueError):
        return False  # the run reports it
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "fargate_web":
            if any(imported.name in _LOADERS for imported in node.names):
                return True
        elif isinstance(node, ast.Attribute) and node.attr == "load_stack":
            return True
    return False


def _load_plain_configuration(project: Project, name: str, file: Path | None, environ: Mapping[str, str]) -> StackConfiguration:
    """Load the configuration of a program that only imports the components."""
    display = shorten_path(file) if file else f"Pulumi.{name}.yaml"
    source = YamlFile(file.read_bytes() if file else b"", display)
    if source.syntax_fault is not None:
        raise ProjectError(str(source.syntax_fault))
    content = StackFile(source, YamlFile(project.file.read_bytes(), project.file.name), project.name)
    written = content.render_config_value("aws:region")
    region = written or next((environ[variable] for variable in _REGION_VARIABLES if environ.get(variable)), "")
    if not region:
        raise ProjectError(f"There is no Region for the stack {name}: set AWS_REGION, or write aws:region below config: in {display}")
    problem = explain_invalid_region(region)
    if problem:
        raise ProjectError(f"{f'{display}: aws:region' if written else 'AWS_REGION'}: {problem}")
    config = content.render_config()
    if file is None:
        # A stack that does not exist yet has no configuration; its Region is the least that it will have.
        config["aws:region"] = region
    return StackConfiguration(name, region, None, display if file else None, config, content.list_secret_keys())
