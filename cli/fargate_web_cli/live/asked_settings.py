"""What the stack file asks of a service, if there is a stack file at hand."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fargate_web.settings.service import Service as ServiceSettings


def load_service_settings(arguments: argparse.Namespace, service: str) -> "ServiceSettings | None":
    """Return the settings of a service; None if no stack file at hand describes it.

    Args:
        arguments: The options of the command, with the stack.
        service: The name of the service in the stack file.
    """
    from fargate_web.faults.fault import SettingsError

    from fargate_web_cli.project.project import ProjectError, find_project
    from fargate_web_cli.project.stack_configuration import load_configuration

    try:
        project = find_project()
        if arguments.stack is None and len(project.list_stack_files()) != 1:
            return None  # the Pulumi CLI knows which stack is selected, and this command does not
        settings = load_configuration(project, arguments.stack).settings
    except (ProjectError, SettingsError, OSError):
        return None
    return settings.services.get(service) if settings is not None else None
