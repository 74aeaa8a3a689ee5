"""The durations of deployments and rollbacks, one line for each service."""

from collections.abc import Iterator

from fargate_web.analysis.deployment_timeline import (
    DeploymentPhase,
    calculate_peak_capacity,
    format_duration,
    list_deployment_phases,
    list_rollback_phases,
    sum_pause_minutes,
    sum_phase_seconds,
)
from fargate_web.settings.service import Service
from fargate_web.settings.stack import Stack

from fargate_web_cli.terminal.formatting import format_count


def describe_deployments(stack: Stack) -> Iterator[str]:
    """Yield a line for each service, in their order.

    The durations are calculated from the settings; docs/deployments.md explains the model and its assumptions.
    """
    for service in stack.services.values():
        phases = list_deployment_phases(service)
        line = f"{service.deployment.strategy}, about {format_duration(sum_phase_seconds(phases))} ({_format_phases(phases)}){_describe_approvals(service)}{_describe_migration(service)}; "
        line += f"a rollback {format_duration(sum_phase_seconds(list_rollback_phases(service)))}"
        peak = calculate_peak_capacity(service)
        yield f"{line}; at most {format_count(peak.tasks, 'task')}, {peak.vcpus:g} vCPU and {peak.gigabytes:g} GB at once"


def _format_phases(phases: list[DeploymentPhase]) -> str:
    return ", ".join(f"{phase.name} {format_duration(phase.seconds)}" for phase in phases if phase.seconds)


def _describe_approvals(service: Service) -> str:
    minutes = sum_pause_minutes(service)
    return f", and up to {format_duration(60 * minutes)} for approvals" if minutes else ""


def _describe_migration(service: Service) -> str:
    return f", after up to {format_duration(60 * service.migration.timeout_in_minutes)} for its migration" if service.migration else ""
