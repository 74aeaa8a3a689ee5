"""An architecture as a Mermaid flowchart, for a README, a wiki or a pull request."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from fargate_web_cli.graph.box_builders import describe_sidecars
from fargate_web_cli.graph.model import Architecture, FileSystem, LoadBalancer, ScheduledTask, Service
from fargate_web_cli.graph.subnets import TIERS, SubnetTier

_SPECIAL_CHARACTERS: Final = re.compile("[^ \\w.,:/@()%+*?=–—·→-]")
_LINE_BREAK: Final = "<br/>"
_CLASS_STYLES: Final = (
    ("outer", "fill:#eef1f5,stroke:#5b6675,color:#1b2430"),
    ("rule", "fill:#e8f0fe,stroke:#2f62c9,color:#14306b"),
    ("service", "fill:#fdf0e3,stroke:#b35c00,color:#5a2f00"),
    ("scaling", "fill:#e3f5f1,stroke:#0b7a66,color:#064438"),
    ("data", "fill:#f2ecfb,stroke:#6d43b8,color:#371d66"),
    ("shared", "fill:#f6f7f9,stroke:#5b6675,color:#1b2430"),
    ("subnets", "fill:transparent,stroke:#8a94a3,stroke-dasharray:4 3"),
)
_FRAME_STYLE: Final = "fill:transparent,stroke:#8a94a3"


def render_flowchart(architecture: Architecture) -> str:
    """Return a flowchart, with a newline at the end."""
    return "\n".join(["flowchart LR", *(f"  {line}" for line in _Flowchart(architecture).list_lines())]) + "\n"


def format_label(*lines: str) -> str:
    """Return a label, with special characters of Mermaid and HTML as entity codes and without empty lines."""
    return f'"{_LINE_BREAK.join(_escape_text(line) for line in lines if line)}"'


def _escape_text(text: str) -> str:
    # Mermaid's entity codes are HTML's with # in place of &: https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return _SPECIAL_CHARACTERS.sub(lambda found: f"#{ord(found[0])};", printable)


class _Flowchart:
    """One flowchart, with the ids of its nodes."""

    def __init__(self, architecture: Architecture) -> None:
        self._architecture = architecture
        self._ids: dict[tuple[str, str], str] = {}
        self._frames: list[str] = []

    def list_lines(self) -> Iterator[str]:
        architecture = self._architecture
        balancer = architecture.load_balancer
        if balancer:
            yield f"users([{format_label('Users', *(f'from {client}' for client in balancer.clients))}]):::outer"
        if balancer and balancer.existing:
            yield _format_load_balancer(balancer)
        yield from self._wrap_frame("starters", "Queues and schedules", [*self._list_starters()])
        yield from self._list_network()
        shared = [
            line
            for kind in ("cluster", "encryption", "discovery", "repositories", "monitoring")
            for line in self._list_shared_resources(kind)
        ]
        yield from self._wrap_frame("shared", "Shared by the services", shared)
        if any(facility.kind == "egress" and facility.title != "No NAT gateway" for facility in architecture.shared_resources):
            yield f"internet([{format_label('Internet')}]):::outer"
        yield from self._list_edges()
        yield from (f"classDef {name} {style}" for name, style in _CLASS_STYLES)
        # Classes have no effect on subgraphs with arrows; styles do.
        yield from (f"style {name} {_FRAME_STYLE}" for name in self._frames)

    def _list_network(self) -> Iterator[str]:
        network = self._architecture.network
        yield from self._wrap_frame("vpc", " · ".join((network.title, *network.facts)), self._list_tiers())

    def _list_tiers(self) -> Iterator[str]:
        balancer = self._architecture.load_balancer
        rules = [line for service in self._architecture.services for line in self._list_rules(service)]
        if rules:
            yield from self._wrap_frame("rules", "Listener rules", rules)
        tiers_by_name = {tier.tier: tier for tier in self._architecture.network.tiers}
        for tier in TIERS:
            inner: list[str] = []
            if balancer and balancer.tier == tier and not balancer.existing:
                inner.append(_format_load_balancer(balancer))
            if tier == "public":
                inner += self._list_shared_resources("egress")
            if tier == "private":
                inner += self._list_shared_resources("endpoints")
            for service in self._architecture.list_services_in(tier):
                inner += self._list_service(service)
            inner += [line for task in self._architecture.list_scheduled_tasks_in(tier) for line in self._list_task(task)]
            subnets = tiers_by_name.get(tier)
            if tier == "isolated" and subnets:
                inner.append(f"data[({format_label('Databases and caches', subnets.internet_access)})]:::data")
            if subnets:
                inner.append(f"{tier}_blocks[{format_label(*_list_subnet_labels(subnets))}]:::subnets")
            if inner:
                yield from self._wrap_frame(f"{tier}_subnets", subnets.title if subnets else f"{tier.capitalize()} subnets", inner)

        yield from self._list_file_systems()

    def _list_starters(self) -> Iterator[str]:
        for service in self._architecture.services:
            if service.queue_name:
                yield f"{self._get_id('queue', service.name)}[[{format_label('SQS queue', service.queue_name, *service.queue_facts)}]]:::rule"
        for task in self._architecture.scheduled_tasks:
            yield f"{self._get_id('schedule', task.name)}([{format_label('Schedule', *task.schedule)}]):::rule"

    def _list_file_systems(self) -> Iterator[str]:
        systems = [each.file_systems for each in self._architecture.services] + [
            each.file_systems for each in self._architecture.scheduled_tasks
        ]
        for title in dict.fromkeys(each.title for files in systems for each in files):
            yield f"{self._get_id('files', title)}[({format_label('EFS file system', title)})]:::data"

    def _list_shared_resources(self, kind: str) -> Iterator[str]:
        for facility in self._architecture.shared_resources:
            if facility.kind == kind:
                yield f"{self._get_id(kind, facility.title)}[{format_label(facility.title, *facility.facts)}]:::shared"

    def _list_rules(self, service: Service) -> Iterator[str]:
        for index, rule in enumerate(service.rules):
            title = f"rule {rule.priority}" + (", test traffic" if rule.is_test_traffic else "")
            yield f"{self._get_id('rule', f'{service.name} {index}')}[/{format_label(title, *rule.conditions)}/]:::rule"

    def _list_service(self, service: Service) -> Iterator[str]:
        facts = (
            *(
                service.short_image,
                service.size,
                service.tasks,
                service.traffic,
                service.strategy,
                service.capacity,
                *service.discovery_names,
            ),
            *(f"called by {caller}" for caller in service.other_callers),
            describe_sidecars(service.sidecars),
        )
        if service.migration:
            yield f"{self._get_id('migration', service.name)}[{format_label('before each new version', service.migration)}]:::service"
        yield f"{self._get_id('service', service.name)}[{format_label(service.name, *facts)}]:::service"
        if service.scaling:
            limits = (service.scaling.task_range, *service.scaling.policies, *service.scaling.schedules)
            yield f"{self._get_id('scaling', service.name)}({format_label('Scaling', *limits)}):::scaling"

    def _list_task(self, task: ScheduledTask) -> Iterator[str]:
        facts = (task.short_image, task.size, task.capacity, describe_sidecars(task.sidecars))
        yield f"{self._get_id('task', task.name)}[{format_label(task.name, 'scheduled task', *facts)}]:::service"

    def _list_edges(self) -> Iterator[str]:
        architecture = self._architecture
        if architecture.load_balancer:
            yield "users --> balancer"
        for service in architecture.services:
            name = self._get_id("service", service.name)
            for index, _ in enumerate(service.rules):
                rule = self._get_id("rule", f"{service.name} {index}")
                yield f"balancer --> {rule}"
                yield f"{rule} --> {name}"
            if service.scaling:
                yield f"{name} -.- {self._get_id('scaling', service.name)}"
            if service.queue_name:
                yield f"{self._get_id('queue', service.name)} --> {name}"
            if service.migration:
                yield f"{self._get_id('migration', service.name)} -.-> {name}"
            yield from (f"{self._get_id('service', caller)} --> {name}" for caller in service.callers)
            yield from self._list_file_system_edges(name, service.file_systems)
        for task in architecture.scheduled_tasks:
            yield f"{self._get_id('schedule', task.name)} --> {self._get_id('task', task.name)}"
            yield from self._list_file_system_edges(self._get_id("task", task.name), task.file_systems)
        yield from self._list_shared_edges()

    def _list_file_system_edges(self, name: str, systems: Iterable[FileSystem]) -> Iterator[str]:
        return (f"{name} -.-> {self._get_id('files', each.title)}" for each in systems)

    def _list_shared_edges(self) -> Iterator[str]:
        architecture = self._architecture
        # One arrow from the frame of the subnets replaces one from each service.
        homes = [f"{tier}_subnets" for tier in TIERS if tier != "isolated" and architecture.list_services_in(tier)]
        for facility in architecture.shared_resources:
            node_id = self._get_id(facility.kind, facility.title)
            if facility.kind == "egress" and facility.title != "No NAT gateway":
                yield from (f"{home} -.-> {node_id}" for home in homes if home.startswith("private"))
                yield f"{node_id} -.-> internet"
            if facility.kind == "discovery":
                yield from (
                    f"{self._get_id('service', name)} -.-> {node_id}" for name in facility.services if ("service", name) in self._ids
                )
        if any(tier.tier == "isolated" for tier in architecture.network.tiers):
            yield from (f"{home} -.-> data" for home in homes)

    def _wrap_frame(self, name: str, title: str, inner: Iterable[str]) -> Iterator[str]:
        inner = [*inner]
        if not inner:
            return
        yield f"subgraph {name}[{format_label(title)}]"
        yield "  direction LR"
        yield from (f"  {line}" for line in inner)
        yield "end"
        self._frames.append(name)

    def _get_id(self, kind: str, name: str) -> str:
        """Return the unique id of a node, with characters that Mermaid accepts."""
        if (kind, name) not in self._ids:
            base_id = f"{kind}_" + re.sub("[^A-Za-z0-9]+", "_", name).strip("_")
            used_ids = set(self._ids.values())
            self._ids[kind, name] = next(
                each for each in (base_id, *(f"{base_id}_{number}" for number in range(2, 10_000))) if each not in used_ids
            )
        return self._ids[kind, name]


def _format_load_balancer(balancer: LoadBalancer) -> str:
    lines = (balancer.title, *balancer.domain_names, *map(str, balancer.listeners), *balancer.answers, balancer.web_acl)
    return f"balancer{{{{{format_label(*lines)}}}}}:::outer"


def _list_subnet_labels(tier: SubnetTier) -> Iterator[str]:
    return (f"{subnet.zone}: {subnet.title}" if subnet.zone else subnet.title for subnet in tier.subnets)
