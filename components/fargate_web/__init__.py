"""Pulumi components that run containerised web services on Amazon ECS Fargate."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .account import Account
    from .cluster import Cluster
    from .load_balancer import LoadBalancer
    from .monitoring import Monitoring
    from .network import Network
    from .repository import Repository
    from .scaling import Scaling
    from .scheduled_task import ScheduledTask
    from .service import Service

__all__ = ["Account", "Cluster", "LoadBalancer", "Monitoring", "Network", "Repository", "Scaling", "ScheduledTask", "Service"]

_MODULES: Final = {
    "Account": "account",
    "Cluster": "cluster",
    "LoadBalancer": "load_balancer",
    "Monitoring": "monitoring",
    "Network": "network",
    "Repository": "repository",
    "Scaling": "scaling",
    "ScheduledTask": "scheduled_task",
    "Service": "service",
}


def __getattr__(name: str) -> Any:
    # Each component brings its own part of the AWS SDK along, half a second for all of it: whoever wants one, or only the settings, waits for no other.
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = found
    return found
