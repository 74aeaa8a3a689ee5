"""The model of an architecture, independent of its rendering."""

from dataclasses import dataclass
from typing import Literal

from fargate_web_cli.graph.subnets import Network, Tier


@dataclass(frozen=True, slots=True)
class Listener:
    """A listener of a load balancer.

    Attributes:
        port: The port; None if the stack does not manage the listener.
        protocol: HTTP or HTTPS.
        action: The target of a request.
    """

    port: int | None
    protocol: str
    action: str

    def __str__(self) -> str:
        return f"{self.protocol}{'' if self.port is None else f' {self.port}'} → {self.action}"


@dataclass(frozen=True, slots=True)
class LoadBalancer:
    """The load balancer of a stack.

    Attributes:
        title: Its name, or a description.
        tier: The tier of its subnets.
        existing: Whether it exists outside the stack.
        domain_names: Its domain names.
        listeners: Its listeners.
        clients: The clients that can connect.
        web_acl: A description of its web ACL; empty without one.
        answers: What it answers by itself: the conditions and the answer of each rule.
    """

    title: str
    tier: Tier
    existing: bool
    domain_names: tuple[str, ...]
    listeners: tuple[Listener, ...]
    clients: tuple[str, ...]
    web_acl: str
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListenerRule:
    """A listener rule, which routes requests to a service.

    Attributes:
        service: The service.
        priority: Its priority; lower numbers are evaluated first.
        conditions: The conditions, which must all match.
        is_test_traffic: Whether it routes test traffic to the new version.
    """

    service: str
    priority: int
    conditions: tuple[str, ...]
    is_test_traffic: bool


@dataclass(frozen=True, slots=True)
class Scaling:
    """The scaling of a service.

    Attributes:
        task_range: The range of the number of tasks.
        policies: The metrics and their target values.
        schedules: The scheduled changes of the limits.
    """

    task_range: str
    policies: tuple[str, ...]
    schedules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileSystem:
    """A file system of EFS or S3 Files that containers of a task mount.

    Attributes:
        title: Its id, or its ARN.
        facts: The mount paths, and whether they are read-only.
    """

    title: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScheduledTask:
    """A task that a schedule starts.

    Attributes:
        name: Its name in the stack file.
        tier: The tier of its subnets.
        image: The complete image name.
        short_image: The end of the image name.
        size: CPU and memory.
        schedule: The schedule expression, the time zone and other facts.
        capacity: The capacity providers, unless it is FARGATE alone.
        sidecars: The names of the sidecars.
        file_systems: The file systems that it mounts.
    """

    name: str
    tier: Tier
    image: str
    short_image: str
    size: str
    schedule: tuple[str, ...]
    capacity: str
    sidecars: tuple[str, ...]
    file_systems: tuple[FileSystem, ...]


@dataclass(frozen=True, slots=True)
class Service:
    """A service.

    Attributes:
        name: Its name in the stack file.
        tier: The tier of the subnets of its tasks.
        image: The complete image name.
        short_image: The end of the image name.
        size: CPU and memory of a task.
        tasks: The number of tasks.
        traffic: The port and health check path, or that nothing connects to it.
        strategy: The deployment strategy.
        capacity: The capacity providers, unless it is FARGATE alone.
        rules: The listener rules that route to it.
        scaling: The scaling; None if the number of tasks is fixed.
        callers: The services of the stack that can call it directly.
        other_callers: Other allowed callers: security groups and address blocks.
        discovery_names: Its service discovery names.
        queue_name: The queue that it processes; empty without one.
        queue_facts: What is known of a queue that the stack creates.
        migration: The command of its migration; empty without one.
        sidecars: The names of the sidecars.
        file_systems: The file systems that it mounts.
    """

    name: str
    tier: Tier
    image: str
    short_image: str
    size: str
    tasks: str
    traffic: str
    strategy: str
    capacity: str
    rules: tuple[ListenerRule, ...]
    scaling: Scaling | None
    callers: tuple[str, ...] = ()
    other_callers: tuple[str, ...] = ()
    discovery_names: tuple[str, ...] = ()
    queue_name: str = ""
    queue_facts: tuple[str, ...] = ()
    migration: str = ""
    sidecars: tuple[str, ...] = ()
    file_systems: tuple[FileSystem, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedResource:
    """A resource that services share, beside the network and the load balancer.

    Attributes:
        kind: Its purpose.
        title: Its title.
        facts: Its facts.
        services: The services that use it; empty if all do.
    """

    kind: Literal["cluster", "encryption", "egress", "endpoints", "discovery", "repositories", "monitoring"]
    title: str
    facts: tuple[str, ...]
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Architecture:
    """The architecture of a stack.

    Attributes:
        project: The name of the project.
        stack: The name of the stack.
        region: The Region.
        load_balancer: The load balancer; None if no service has a route.
        services: The services: by tier, those with a route in the order of their rules, then the workers.
        network: The network.
        shared_resources: The resources that the services share.
        scheduled_tasks: The scheduled tasks, by tier.
    """

    project: str
    stack: str
    region: str
    load_balancer: LoadBalancer | None
    services: tuple[Service, ...]
    network: Network
    shared_resources: tuple[SharedResource, ...]
    scheduled_tasks: tuple[ScheduledTask, ...] = ()

    def list_services_in(self, tier: Tier) -> tuple[Service, ...]:
        """Return the services whose tasks run in the subnets of a tier."""
        return tuple(service for service in self.services if service.tier == tier)

    def list_scheduled_tasks_in(self, tier: Tier) -> tuple[ScheduledTask, ...]:
        """Return the scheduled tasks that run in the subnets of a tier."""
        return tuple(task for task in self.scheduled_tasks if task.tier == tier)

    @property
    def summary(self) -> str:
        """A sentence that summarizes the architecture."""
        count = len(self.services)
        network = "a VPC" if self.network.title == "VPC" else self.network.title
        services = f"{count} service{'' if count == 1 else 's'}"
        routed = sum(bool(service.rules) for service in self.services)
        routing = f"{routed} of them behind a load balancer" if routed < count else "behind a load balancer"
        tasks = f"{len(self.scheduled_tasks)} scheduled task{'' if len(self.scheduled_tasks) == 1 else 's'}"
        what = f"{services}, {routing if routed else 'without a load balancer'}" if count or not self.scheduled_tasks else ""
        return ", ".join(filter(None, (what, tasks if self.scheduled_tasks else "", f"in {network}", self.region)))
