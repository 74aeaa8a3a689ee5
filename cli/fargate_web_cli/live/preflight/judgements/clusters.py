"""Judges the existing cluster."""

from collections.abc import Iterator

from fargate_web.checks.finding import Finding

from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.planned_stack import PlannedStack


def judge_cluster(planned: PlannedStack, facts: Facts) -> Iterator[Finding]:
    """Judge the existing cluster and its capacity providers."""
    existing, found = planned.settings.cluster.existing, facts.cluster
    if existing is None or found is None:
        return
    path = ("cluster", "existing", "name")
    if found.status != "ACTIVE":
        state = f"is {found.status}" if found.status else "does not exist in this account and Region"
        yield Finding(
            "cluster-missing",
            path,
            f"the cluster {existing.name} {state} (ClusterNotFoundException); write the name of one that `aws ecs list-clusters` shows",
        )
        return
    missing: dict[str, list[str]] = {}
    for place, task in planned.settings.tasks.items():
        strategy = task.capacity_provider_strategy or planned.settings.cluster.default_capacity_provider_strategy
        for item in strategy:
            if item.capacity_provider not in found.capacity_providers:
                missing.setdefault(item.capacity_provider, []).append(place[1])
    for provider, names in missing.items():
        has = ", ".join(sorted(found.capacity_providers)) or "none"
        yield Finding(
            "capacity-provider-missing",
            path,
            f"the cluster {existing.name} has no capacity provider {provider}, which {', '.join(names)} {'uses' if len(names) == 1 else 'use'} (InvalidParameterException); it has {has}; "
            "associate the provider with the cluster (aws ecs put-cluster-capacity-providers, which replaces the whole list), or write another capacityProviderStrategy",
        )
