"""Which capacity providers tasks run on: their own choice, or that of the cluster."""

from typing import Any

from ..component.arguments import get_wire_value
from ..faults.validation import validate
from ..settings.capacity_provider import CapacityProvider
from ..settings.cluster import Cluster as ClusterSettings
from ..settings.task import Task as TaskSettings


def resolve_capacity_provider_strategy(subject: str, settings: TaskSettings, cluster: Any) -> list[CapacityProvider]:
    """Give the strategy of the tasks, or else that of the cluster, which someone else's program may have written as plain mappings.

    Args:
        subject: What the errors call the component.
        settings: What the tasks are described with.
        cluster: A `Cluster`, or a mapping.

    Raises:
        SettingsError: The cluster's strategy is none that AWS takes.
    """
    given = settings.capacity_provider_strategy or get_wire_value(cluster, "default_capacity_provider_strategy")
    if given is None:
        return [CapacityProvider(capacity_provider="FARGATE")]
    if all(isinstance(item, CapacityProvider) for item in given):
        return list(given)
    found = validate(ClusterSettings, {"default_capacity_provider_strategy": given}, subject=f"{subject}, cluster")
    return found.default_capacity_provider_strategy
