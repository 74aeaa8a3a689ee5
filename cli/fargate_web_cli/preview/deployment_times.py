"""How long deployments and rollbacks will take, in a line for each service."""

from collections.abc import Iterator

from fargate_web.analysis.deployment_timeline import Phase, deployment, peak, rollback, spell, total_seconds, waiting_minutes
from fargate_web.settings.service import Service
from fargate_web.settings.stack import Stack

from fargate_web_cli.terminal.formatting import counted


def deployment_lines(stack: Stack) -> Iterator[str]:
    """Write the lines, in the order of the services.

    They are worked out from the settings: docs/deployments.md tells how, and what they take for granted.
    """
    for service in stack.services.values():
        phases = deployment(service)
        line = f"{service.deployment.strategy}, about {spell(total_seconds(phases))} ({_listed(phases)}){_waiting(service)}{_migrating(service)}; "
        line += f"a rollback {spell(total_seconds(rollback(service)))}"
        most = peak(service)
        yield f"{line}; at most {counted(most.tasks, 'task')}, {most.vcpus:g} vCPU and {most.gigabytes:g} GB at once"


def _listed(phases: list[Phase]) -> str:
    return ", ".join(f"{phase.name} {spell(phase.seconds)}" for phase in phases if phase.seconds)


def _waiting(service: Service) -> str:
    minutes = waiting_minutes(service)
    return f", and up to {spell(60 * minutes)} for approvals" if minutes else ""


def _migrating(service: Service) -> str:
    return f", after up to {spell(60 * service.migration.timeout_in_minutes)} for its migration" if service.migration else ""
