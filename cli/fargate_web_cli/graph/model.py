"""What an architecture consists of, without a word of how it is drawn."""

from dataclasses import dataclass
from typing import Literal

from fargate_web_cli.graph.subnets import Network, Tier


@dataclass(frozen=True, slots=True)
class Listener:
    """What a load balancer does at a port.

    Attributes:
        port: The port; None where someone else manages the listener.
        protocol: HTTP or HTTPS.
        action: Where a request goes.
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
        title: Its name, or what it is.
        tier: The subnets that it stands in.
        existing: Whether someone else manages it.
        domain_names: The names that lead to it.
        listeners: What it listens on.
        clients: Who may connect.
        web_acl: What AWS WAF does in front of it; empty without one.
    """

    title: str
    tier: Tier
    existing: bool
    domain_names: tuple[str, ...]
    listeners: tuple[Listener, ...]
    clients: tuple[str, ...]
    web_acl: str


@dataclass(frozen=True, slots=True)
class ListenerRule:
    """A rule of the listener: which requests go to a service.

    Attributes:
        service: The service.
        priority: Its priority; rules with a lower one are tried first.
        conditions: What a request must satisfy, all of it.
        is_test_traffic: Whether it leads test traffic to the new version.
    """

    service: str
    priority: int
    conditions: tuple[str, ...]
    is_test_traffic: bool


@dataclass(frozen=True, slots=True)
class Scaling:
    """How the number of tasks follows the load.

    Attributes:
        task_range: From how many to how many.
        policies: What is kept near which value.
        schedules: New limits at certain times.
    """

    task_range: str
    policies: tuple[str, ...]
    schedules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileSystem:
    """An EFS file system that containers of a task see.

    Attributes:
        title: Its id.
        facts: Where it is seen, and whether it may only be read.
    """

    title: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScheduledTask:
    """A task that a schedule starts.

    Attributes:
        name: Its name in the stack file.
        tier: The subnets that it runs in.
        image: The image in full.
        short_image: The end of it.
        size: CPU and memory.
        schedule: When it starts: the expression, the time zone, and what else is said of it.
        capacity: Where it runs, if that is not FARGATE alone.
        sidecars: The containers beside the application's own.
        file_systems: The file systems that it sees.
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
        tier: The subnets that its tasks run in.
        image: The image in full.
        short_image: The end of it, which a reader knows it by.
        size: CPU and memory of a task.
        tasks: How many tasks run.
        traffic: The port and what is asked for its health, or that nothing connects to it.
        strategy: How a new version takes over.
        capacity: Where the tasks run, if that is not FARGATE alone.
        rules: The rules that lead to it.
        scaling: None where the number of tasks is fixed.
        callers: The services of the stack that may call it past the load balancer.
        other_callers: Who else may: security groups and blocks of addresses.
        discovery_names: Under which names others find it.
        queue_name: The queue that it follows; empty without one.
        migration: What a task runs before each new version; empty without one.
        sidecars: The containers beside the application's own.
        file_systems: The file systems that it sees.
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
    migration: str = ""
    sidecars: tuple[str, ...] = ()
    file_systems: tuple[FileSystem, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedResource:
    """What all services share, beside the network and the load balancer.

    Attributes:
        kind: What it is for.
        title: What it is called.
        facts: What matters of it.
        services: The services that it serves in particular; empty where it serves them all.
    """

    kind: Literal["cluster", "egress", "endpoints", "discovery", "repositories", "monitoring"]
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
        load_balancer: None where no service has a route.
        services: The services: by tier, those with a route in the order of their rules, then the workers.
        network: The network.
        shared_resources: What the services share.
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

    def services_in(self, tier: Tier) -> tuple[Service, ...]:
        """Return the services whose tasks run in the subnets of a tier."""
        return tuple(service for service in self.services if service.tier == tier)

    def scheduled_tasks_in(self, tier: Tier) -> tuple[ScheduledTask, ...]:
        """Return the scheduled tasks that run in the subnets of a tier."""
        return tuple(task for task in self.scheduled_tasks if task.tier == tier)

    @property
    def summary(self) -> str:
        """Say in a sentence what the picture shows."""
        count = len(self.services)
        network = "a VPC" if self.network.title == "VPC" else self.network.title
        services = f"{count} service{'' if count == 1 else 's'}"
        routed = sum(bool(service.rules) for service in self.services)
        through = f"{routed} of them behind a load balancer" if routed < count else "behind a load balancer"
        tasks = f"{len(self.scheduled_tasks)} scheduled task{'' if len(self.scheduled_tasks) == 1 else 's'}"
        what = f"{services}, {through if routed else 'without a load balancer'}" if count or not self.scheduled_tasks else ""
        return ", ".join(filter(None, (what, tasks if self.scheduled_tasks else "", f"in {network}", self.region)))
