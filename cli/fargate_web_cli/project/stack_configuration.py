"""The configuration that a program runs with, whether or not it has a stack file with sections of fargate-web.

A file is a stack file of fargate-web if it has a section of fargate-web (`fargate-web:services` and so on), or if the program calls `load_stack()`.
Commands check such a file as a whole before the program runs. Any other program only imports the components: its configuration is its own, if it has
any.
"""

import ast
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fargate_web.checks.silence import SilencedFinding
from fargate_web.faults.fault import Fault
from fargate_web.settings.stack import Stack
from fargate_web.stack.load import NAMESPACE, load_file
from fargate_web.stack.namespaces import SECTION_NAMES
from fargate_web.stack_file.config_source import shorten_path
from fargate_web.stack_file.region import explain_invalid_region
from fargate_web.stack_file.stack_file import StackFile
from fargate_web.stack_file.yaml_file import YamlFile

from fargate_web_cli.project.project import Project, ProjectError

_REGION_VARIABLES: Final = ("AWS_REGION", "AWS_DEFAULT_REGION")
_LOADERS: Final = frozenset(("load_stack", "load_config", "load_file"))


@dataclass(frozen=True)
class StackConfiguration:
    """The configuration that a program runs with.

    Attributes:
        name: The name of the stack.
        region: The Region.
        settings: The settings of the stack file; None if it is not one of fargate-web.
        file: The stack file, relative to the current folder if that is shorter; None if there is none.
        config: The configuration as Pulumi passes it to the program, with `[secret]` for encrypted values.
        secret_keys: The keys of `config` with encrypted values.
        warnings: The advice for the stack.
        silenced: What the stack file silences, with the reasons.
    """

    name: str
    region: str
    settings: Stack | None
    file: str | None
    config: Mapping[str, str]
    secret_keys: list[str]
    warnings: tuple[Fault, ...] = ()
    silenced: tuple[SilencedFinding, ...] = ()


def choose_stack_file(project: Project, stack: str | None, file: Path | None) -> tuple[str, Path | None]:
    """Choose the stack and its file.

    Args:
        project: The project.
        stack: The name from the command line, which can be `organization/project/stack`.
        file: The file from the command line.

    Returns:
        The name of the stack, and its file; None if the project has no stack files.

    Raises:
        ProjectError: The file does not exist or is in a folder that Pulumi does not look in, the name is not that of a stack of the project, or
            there are several stacks and none is chosen.
    """
    name = project.get_stack_name(stack) if stack is not None else None
    if file is not None:
        if not file.is_file():
            raise ProjectError(f"{file}: there is no file of this name")
        return name or file.stem.removeprefix("Pulumi."), file
    name = name or project.choose_stack()
    files = project.list_stack_files()
    misplaced = project.find_misplaced_stack_file(name) if name not in files else None
    if misplaced is not None:
        raise ProjectError(
            f"{shorten_path(misplaced)} is not read: stackConfigDir says that stack files are in {shorten_path(project.stack_folder)}; "
            "move it there, or remove stackConfigDir"
        )
    if name not in files and files:
        raise ProjectError(
            f'There is no config for stack "{name}" (looked for Pulumi.{name}.yaml); stacks that have one: {", ".join(files)}'
        )
    return name, files.get(name)


def load_configuration(
    project: Project, stack: str | None = None, file: Path | None = None, environ: Mapping[str, str] = os.environ
) -> StackConfiguration:
    """Load the configuration that a program runs with.

    Raises:
        ProjectError: There is no such stack, or no Region.
        SettingsError: The stack file has faults.
        OSError: A file can't be read.
    """
    name, stack_file = choose_stack_file(project, stack, file)
    if is_stack_file(stack_file, project):
        loaded = load_file(stack_file or project.stack_folder / f"Pulumi.{name}.yaml", stack=name, project_file=project.file)
        return StackConfiguration(
            loaded.stack_name,
            loaded.region,
            loaded.stack,
            loaded.file,
            loaded.config,
            loaded.secret_keys,
            loaded.warnings,
            loaded.silenced,
        )
    return _load_plain_configuration(project, name, stack_file, environ)


def is_stack_file(file: Path | None, project: Project) -> bool:
    """Return whether a file is a stack file of fargate-web: by its sections, or because the program loads one."""
    return (file is not None and has_sections(file, project)) or loads_stack_file(project)


def has_sections(file: Path, project: Project) -> bool:
    """Return whether a file has a section of fargate-web. A misspelt one counts, so that it is reported."""
    keys = [key for key, _ in YamlFile(file.read_bytes(), file.name).list_keys(("config",))]
    if project.name == NAMESPACE:  # keys of the program itself have the same namespace
        return any(f"{NAMESPACE}:{section}" in keys for section in SECTION_NAMES)
    return any(key.startswith(f"{NAMESPACE}:") for key in keys)


def loads_stack_file(project: Project) -> bool:
    """Return whether a program loads a stack file of fargate-web: whether it imports or calls a function that does."""
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
    configured_region = content.render_config_value("aws:region")
    region = configured_region or next((environ[variable] for variable in _REGION_VARIABLES if environ.get(variable)), "")
    if not region:
        raise ProjectError(f"There is no Region for the stack {name}: set AWS_REGION, or write aws:region below config: in {display}")
    problem = explain_invalid_region(region)
    if problem:
        raise ProjectError(f"{f'{display}: aws:region' if configured_region else 'AWS_REGION'}: {problem}")
    config = content.render_config()
    if file is None:
        # A stack without a file has no configuration yet. Its Region is the minimum that it will have.
        config["aws:region"] = region
    return StackConfiguration(name, region, None, display if file else None, config, content.list_secret_keys())
