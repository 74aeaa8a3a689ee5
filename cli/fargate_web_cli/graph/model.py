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
        names: The names that lead to it.
        listeners: What it listens on.
        clients: Who may connect.
        firewall: What AWS WAF does in front of it; empty without one.
    """

    title: str
    tier: Tier
    existing: bool
    names: tuple[str, ...]
    listeners: tuple[Listener, ...]
    clients: tuple[str, ...]
    firewall: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the listener: which requests go to a service.

    Attributes:
        service: The service.
        priority: Its priority; rules with a lower one are tried first.
        conditions: What a request must satisfy, all of it.
        test: Whether it leads test traffic to the new version.
    """

    service: str
    priority: int
    conditions: tuple[str, ...]
    test: bool


@dataclass(frozen=True, slots=True)
class Scaling:
    """How the number of tasks follows the load.

    Attributes:
        range: From how many to how many.
        policies: What is kept near which value.
        schedules: New limits at certain times.
    """

    range: str
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
        beside: The containers beside the application's own.
        files: The file systems that it sees.
    """

    name: str
    tier: Tier
    image: str
    short_image: str
    size: str
    schedule: tuple[str, ...]
    capacity: str
    beside: tuple[str, ...]
    files: tuple[FileSystem, ...]


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
        admitted: Who else may: security groups and blocks of addresses.
        names: Under which names others find it.
        queue: The queue that it follows; empty without one.
        migration: What a task runs before each new version; empty without one.
        beside: The containers beside the application's own.
        files: The file systems that it sees.
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
    rules: tuple[Rule, ...]
    scaling: Scaling | None
    callers: tuple[str, ...] = ()
    admitted: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    queue: str = ""
    migration: str = ""
    beside: tuple[str, ...] = ()
    files: tuple[FileSystem, ...] = ()


@dataclass(frozen=True, slots=True)
class Facility:
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
        facilities: What the services share.
        scheduled: The scheduled tasks, by tier.
    """

    project: str
    stack: str
    region: str
    load_balancer: LoadBalancer | None
    services: tuple[Service, ...]
    network: Network
    facilities: tuple[Facility, ...]
    scheduled: tuple[ScheduledTask, ...] = ()

    def of_tier(self, tier: Tier) -> tuple[Service, ...]:
        """Return the services whose tasks run in the subnets of a tier."""
        return tuple(service for service in self.services if service.tier == tier)

    def scheduled_in(self, tier: Tier) -> tuple[ScheduledTask, ...]:
        """Return the scheduled tasks that run in the subnets of a tier."""
        return tuple(task for task in self.scheduled if task.tier == tier)

    @property
    def summary(self) -> str:
        """Say in a sentence what the picture shows."""
        count = len(self.services)
        network = "a VPC" if self.network.title == "VPC" else self.network.title
        services = f"{count} service{'' if count == 1 else 's'}"
        routed = sum(bool(service.rules) for service in self.services)
        through = f"{routed} of them behind a load balancer" if routed < count else "behind a load balancer"
        tasks = f"{len(self.scheduled)} scheduled task{'' if len(self.scheduled) == 1 else 's'}"
        what = f"{services}, {through if routed else 'without a load balancer'}" if count or not self.scheduled else ""
        return ", ".join(filter(None, (what, tasks if self.scheduled else "", f"in {network}", self.region)))
