"""Pulumi components that run containerised web services on Amazon ECS Fargate."""

from .account import Account
from .cluster import Cluster
from .load_balancer import LoadBalancer
from .monitoring import Monitoring
from .network import Network
from .scaling import Scaling
from .service import Service

__all__ = ["Account", "Cluster", "LoadBalancer", "Monitoring", "Network", "Scaling", "Service"]
