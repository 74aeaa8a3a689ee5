"""Checks that the metrics that scaling needs are available, and that the number of tasks can go both ways."""

from collections.abc import Iterator

from ..settings.fix import write_nested
from ..settings.scaling import Scaling
from ..settings.stack import Stack
from .finding import Finding, SettingPath


def check_scaling(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find services that scale on metrics of Container Insights where they are disabled, and those whose tasks only ever increase."""
    for name, service in stack.services.items():
        if service.scaling is None:
            continue
        path: SettingPath = ("services", name, "scaling")
        if stack.cluster.container_insights == "disabled":
            yield from _check_insights(path, service.scaling)
        yield from _check_both_ways(path, service.scaling)


def _check_insights(path: SettingPath, scaling: Scaling) -> Iterator[Finding]:
    enabled = write_nested("cluster", "containerInsights", value="enabled")
    if scaling.queue:
        yield Finding(
            "backlog-without-insights",
            (*path, "queue"),
            "the backlog is divided by the number of running tasks, which only Container Insights report; they are disabled, so that the service would never scale",
            related_paths=(("cluster", "containerInsights"),),
            fixes=(enabled,),
        )
    for policy, source in scaling.metric_sources.items():
        missing = next((metric for metric in source.all_metrics if metric.needs_container_insights), None)
        if missing:
            yield Finding(
                "metric-without-insights",
                (*path, *policy),
                f"only Container Insights report {missing.name}; they are disabled, so that the service would never scale by it",
                related_paths=(("cluster", "containerInsights"),),
                fixes=(enabled,),
            )


def _check_both_ways(path: SettingPath, scaling: Scaling) -> Iterator[Finding]:
    """Find policies that only add tasks. Scheduled actions can lower the number, and `disableScaleIn` says that it is meant."""
    tracking = (scaling.cpu, scaling.memory, scaling.requests_per_target, scaling.queue, *scaling.metrics.values())
    adding = [(*path, "steps", label) for label, steps in scaling.steps.items() if steps.adds_tasks]
    if scaling.predictive and scaling.predictive.scales:
        adding.append((*path, "predictive"))
    removes = any(steps.removes_tasks for steps in scaling.steps.values()) or bool(scaling.all_scheduled_actions)
    if adding and not removes and not any(tracking):
        yield Finding(
            "never-scales-in",
            adding[0],
            f"it adds tasks and nothing removes any, so that the number grows to maxCapacity ({scaling.max_capacity}) and stays there; add a step with atMost and a negative "
            "adjustment, or a policy such as cpu: 70",
            "warning",
        )
