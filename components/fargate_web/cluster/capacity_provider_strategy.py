"""The capacity provider strategy of tasks: from their settings, or the default of the cluster."""

from typing import Any

from ..component.arguments import get_wire_value
from ..faults.validation import validate
from ..settings.capacity_provider import CapacityProvider
from ..settings.cluster import Cluster as ClusterSettings
from ..settings.task import Task as TaskSettings


def resolve_capacity_provider_strategy(subject: str, settings: TaskSettings, cluster: Any) -> list[CapacityProvider]:
    """Return the strategy of the tasks, or else the default of the cluster, which may be plain mappings from another program.

    Args:
        subject: The name of the component in error messages.
        settings: The settings of the tasks.
        cluster: A `Cluster`, or a mapping.

    Raises:
        SettingsError: AWS would reject the cluster's strategy.
    """
    strategy = settings.capacity_provider_strategy or get_wire_value(cluster, "default_capacity_provider_strategy")
    if strategy is None:
        return [CapacityProvider(capacity_provider="FARGATE")]
    if all(isinstance(item, CapacityProvider) for item in strategy):
        return list(strategy)
    validated = validate(ClusterSettings, {"default_capacity_provider_strategy": strategy}, subject=f"{subject}, cluster")
    return validated.default_capacity_provider_strategy
