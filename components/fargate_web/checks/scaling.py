"""Whether scaling gets to see what it scales on."""

from collections.abc import Iterator

from ..settings.stack import Stack
from .finding import Finding


def check_scaling(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find a backlog per task in a cluster that doesn't count its tasks."""
    if stack.cluster.container_insights != "disabled":
        return
    for name, service in stack.services.items():
        if service.scaling and service.scaling.queue:
            yield Finding(
                "backlog-without-insights",
                ("services", name, "scaling", "queue"),
                "the backlog is divided by the number of running tasks, which only Container Insights tell, and they are off, so that it would never scale; "
                "write cluster: {containerInsights: enabled}, or scale on cpu",
                related_paths=(("cluster", "containerInsights"),),
            )
