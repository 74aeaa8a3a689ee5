"""Pulumi components that run containerised web services on Amazon ECS Fargate."""

import gc
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .cluster.cluster import Cluster
    from .component.account import Account
    from .encryption_key.encryption_key import EncryptionKey
    from .faults.fault import SettingsError
    from .generated.inputs import (
        ClusterArgs,
        EncryptionKeyArgs,
        LoadBalancerArgs,
        MonitoringArgs,
        NetworkArgs,
        RepositoryArgs,
        ScalingArgs,
        ScheduledTaskArgs,
        ServiceArgs,
    )
    from .load_balancer.load_balancer import LoadBalancer
    from .monitoring.monitoring import Monitoring
    from .network.network import Network
    from .repository.repository import Repository
    from .scaling.scaling import Scaling
    from .scheduled_task.scheduled_task import ScheduledTask
    from .service.service import Service
    from .stack.load_stack import load_stack
    from .stack.plan import StackPlan

__all__ = [
    "Account",
    "Cluster",
    "ClusterArgs",
    "EncryptionKey",
    "EncryptionKeyArgs",
    "LoadBalancer",
    "LoadBalancerArgs",
    "Monitoring",
    "MonitoringArgs",
    "Network",
    "NetworkArgs",
    "Repository",
    "RepositoryArgs",
    "Scaling",
    "ScalingArgs",
    "ScheduledTask",
    "ScheduledTaskArgs",
    "Service",
    "ServiceArgs",
    "SettingsError",
    "StackPlan",
    "load_stack",
]

_MODULES: Final = {
    "Account": "component.account",
    "Cluster": "cluster.cluster",
    "ClusterArgs": "generated.inputs",
    "EncryptionKey": "encryption_key.encryption_key",
    "EncryptionKeyArgs": "generated.inputs",
    "LoadBalancer": "load_balancer.load_balancer",
    "LoadBalancerArgs": "generated.inputs",
    "Monitoring": "monitoring.monitoring",
    "MonitoringArgs": "generated.inputs",
    "Network": "network.network",
    "NetworkArgs": "generated.inputs",
    "Repository": "repository.repository",
    "RepositoryArgs": "generated.inputs",
    "Scaling": "scaling.scaling",
    "ScalingArgs": "generated.inputs",
    "ScheduledTask": "scheduled_task.scheduled_task",
    "ScheduledTaskArgs": "generated.inputs",
    "Service": "service.service",
    "ServiceArgs": "generated.inputs",
    "SettingsError": "faults.fault",
    "StackPlan": "stack.plan",
    "load_stack": "stack.load_stack",
}


def __getattr__(name: str) -> Any:
    # Each component brings its own part of the AWS SDK along, half a second for all of it: whoever wants one, or only the settings, waits for no other.
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # The classes of the SDK are no garbage: to look for it among them while they are made takes a quarter of that time.
    collects = gc.isenabled()
    gc.disable()
    try:
        found = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    finally:
        if collects:
            if not gc.get_freeze_count():  # all there is counts as old from now on, and needs no look at once
                gc.freeze()
                gc.unfreeze()
            gc.enable()
    globals()[name] = found
    return found
