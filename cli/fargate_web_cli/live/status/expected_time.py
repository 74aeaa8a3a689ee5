"""How long a deployment should take, by the settings of the stack file if there is one."""

import argparse


def estimate_deployment_seconds(arguments: argparse.Namespace, service: str) -> int | None:
    """Estimate how long a deployment of a service takes, without pauses; None if no stack file describes the service.

    Args:
        arguments: The options of the command, with the stack.
        service: The name of the service in the stack file.
    """
    from fargate_web.analysis.deployment_timeline import list_deployment_phases, sum_phase_seconds
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
    if settings is None or service not in settings.services:
        return None
    return sum_phase_seconds(list_deployment_phases(settings.services[service]))
