"""How long a deployment should take, by the settings of the stack file if there is one."""

import argparse


def estimate_deployment_seconds(arguments: argparse.Namespace, service: str) -> int | None:
    """Estimate how long a deployment of a service takes, without pauses; None if no stack file describes the service.

    Args:
        arguments: The options of the command, with the stack.
        service: The name of the service in the stack file.
    """
    from fargate_web.analysis.deployment_timeline import list_deployment_phases, sum_phase_seconds

    from fargate_web_cli.live.asked_settings import load_service_settings

    settings = load_service_settings(arguments, service)
    return None if settings is None else sum_phase_seconds(list_deployment_phases(settings))
