"""Checks that the metrics that scaling needs are available."""

from collections.abc import Iterator

from ..settings.fix import write_nested
from ..settings.stack import Stack
from .finding import Finding


def check_scaling(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find services that scale on the backlog per task in a cluster without Container Insights."""
    if stack.cluster.container_insights != "disabled":
        return
    for name, service in stack.services.items():
        if service.scaling and service.scaling.queue:
            yield Finding(
                "backlog-without-insights",
                ("services", name, "scaling", "queue"),
                "the backlog is divided by the number of running tasks, which only Container Insights report; they are disabled, so that the service would never scale",
                related_paths=(("cluster", "containerInsights"),),
                fixes=(write_nested("cluster", "containerInsights", value="enabled"),),
            )
