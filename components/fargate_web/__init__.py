"""Pulumi components that run containerised web services on Amazon ECS Fargate."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .cluster.cluster import Cluster
    from .component.account import Account
    from .load_balancer.load_balancer import LoadBalancer
    from .monitoring.monitoring import Monitoring
    from .network.network import Network
    from .repository.repository import Repository
    from .scaling.scaling import Scaling
    from .scheduled_task.scheduled_task import ScheduledTask
    from .service.service import Service

__all__ = ["Account", "Cluster", "LoadBalancer", "Monitoring", "Network", "Repository", "Scaling", "ScheduledTask", "Service"]

_MODULES: Final = {
    "Account": "component.account",
    "Cluster": "cluster.cluster",
    "LoadBalancer": "load_balancer.load_balancer",
    "Monitoring": "monitoring.monitoring",
    "Network": "network.network",
    "Repository": "repository.repository",
    "Scaling": "scaling.scaling",
    "ScheduledTask": "scheduled_task.scheduled_task",
    "Service": "service.service",
}


def __getattr__(name: str) -> Any:
    # Each component brings its own part of the AWS SDK along, half a second for all of it: whoever wants one, or only the settings, waits for no other.
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = found
    return found
