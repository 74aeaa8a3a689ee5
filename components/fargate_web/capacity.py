"""How the tasks of a service are spread over FARGATE and FARGATE_SPOT."""

from typing import Any

from .arguments import part
from .settings.capacity_provider import CapacityProvider
from .settings.cluster import Cluster as ClusterSettings
from .settings.service import Service as ServiceSettings
from .settings.validation import validate


def capacity_strategy(subject: str, settings: ServiceSettings, cluster: Any) -> list[CapacityProvider]:
    """Give the strategy of the service, or else that of the cluster, which someone else's program may have written as plain mappings."""
    given = settings.capacity_provider_strategy or part(cluster, "default_capacity_provider_strategy")
    if given is None:
        return [CapacityProvider(capacity_provider="FARGATE")]
    if all(isinstance(item, CapacityProvider) for item in given):
        return list(given)
    found = validate(ClusterSettings, {"default_capacity_provider_strategy": given}, subject=f"{subject}, cluster")
    return found.default_capacity_provider_strategy
