"""The name of a setting of a service, and its position in the stack file."""

import argparse
import re
from collections.abc import Callable
from typing import TypeAlias

FindPosition: TypeAlias = Callable[[tuple[str, ...]], str | None]
"""Returns the position of a setting, `Pulumi.prod.yaml:12:9`, or that of the nearest setting around it; None if it is not known."""


def format_setting(service: str, setting: tuple[str, ...]) -> str:
    """Return the path of a setting of a service as the stack file nests it: `services.web.image`."""
    key = service if re.fullmatch(r"[\w-]+", service) else f'"{service}"'
    return ".".join(("services", key, *setting))


def describe_setting(service: str, setting: tuple[str, ...], find_position: FindPosition) -> str:
    """Return the path of a setting of a service with its position, if that is known: `services.web.image (Pulumi.prod.yaml:12:9)`."""
    position = find_position(("services", service, *setting))
    return f"{format_setting(service, setting)}{f' ({position})' if position else ''}"


def open_stack_file_positions(arguments: argparse.Namespace) -> FindPosition:
    """Return the function that finds positions in the stack file, if there is one at hand.

    Args:
        arguments: The options of the command, with the stack.
    """
    from fargate_web.faults.fault import SettingsError
    from fargate_web.stack.load import NAMESPACE
    from fargate_web.stack_file.config_source import shorten_path
    from fargate_web.stack_file.file_chain import open_file_chain
    from fargate_web.stack_file.stack_file import open_stack_file

    from fargate_web_cli.project.project import ProjectError, find_project
    from fargate_web_cli.project.stack_configuration import choose_stack_file

    try:
        project = find_project()
        if arguments.stack is None and len(project.list_stack_files()) != 1:
            return _find_nothing
        _, path = choose_stack_file(project, arguments.stack, None)
        if path is None:
            return _find_nothing
        chain = open_file_chain(open_stack_file(path, shorten_path(path), NAMESPACE, project.file), project.file)
    except (ProjectError, SettingsError, OSError):
        return _find_nothing

    def find(path: tuple[str, ...]) -> str | None:
        position = chain.find_position(path, at_key=True)
        return None if position is None else f"{position.file}:{position.line}:{position.column}"

    return find


def _find_nothing(_path: tuple[str, ...]) -> str | None:
    return None
