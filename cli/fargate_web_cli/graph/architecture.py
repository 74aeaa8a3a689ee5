"""Reads a preview into the model of its architecture."""

from collections.abc import Iterator, Mapping

from fargate_web.analysis.rule_priorities import priorities
from fargate_web.settings.callers import is_group
from fargate_web.settings.service import Service as ServiceSettings
from fargate_web.settings.stack import Stack
from fargate_web.settings.task import Task

from fargate_web_cli.graph import summaries
from fargate_web_cli.graph.model import Architecture, FileSystem, Listener, LoadBalancer, Rule, Scaling, ScheduledTask, Service
from fargate_web_cli.graph.shared_resources import facilities
from fargate_web_cli.graph.subnets import TIERS, Network, Subnet, SubnetTier, Tier
from fargate_web_cli.preview.stack_preview import Preview
from fargate_web_cli.terminal.formatting import counted

_NO_WAY_OUT = "no way out"


def architecture(preview: Preview) -> Architecture:
    """Read a preview.

    What the settings say stands as they say it, defaults applied; what only the program knows (alarms, discovery) is read from what it registers.
    """
    stack = preview.settings
    return Architecture(
        project=preview.project,
        stack=preview.stack,
        region=preview.region,
        load_balancer=_load_balancer(stack) if stack.routed else None,
        services=tuple(_services(stack)),
        network=_network(stack),
        facilities=tuple(facilities(preview)),
        scheduled=tuple(_scheduled(stack)),
    )


def _services(stack: Stack) -> Iterator[Service]:
    order = priorities(stack.listener_rules)
    rules: dict[str, list[Rule]] = {name: [] for name in stack.services}
    for name, route in stack.listener_rules.items():
        service, _, test = name.partition(":")
        rules[service].append(Rule(service, order[name], tuple(summaries.conditions(route)) or ("every request",), bool(test)))

    def place(name: str) -> tuple[int, bool, int]:
        first = min((rule.priority for rule in rules[name]), default=0)
        return TIERS.index(stack.services[name].subnets), not rules[name], first

    # Sorting is stable: workers keep the order of the file.
    for name in sorted(stack.services, key=place):
        settings = stack.services[name]
        strategy = settings.capacity_provider_strategy or stack.cluster.default_capacity_provider_strategy
        capacity = summaries.capacity(strategy)
        scaling = settings.scaling
        image = summaries.plain(settings.image)
        yield Service(
            name=name,
            tier=settings.subnets,
            image=image,
            short_image=summaries.short_image(image),
            size=summaries.size(settings),
            tasks=summaries.tasks(settings),
            traffic=summaries.traffic(settings),
            strategy=summaries.strategy(settings),
            capacity="" if capacity == "FARGATE" else capacity,
            rules=tuple(sorted(rules[name], key=lambda rule: rule.priority)),
            scaling=Scaling(summaries.scaling_range(scaling), tuple(summaries.policies(scaling)), tuple(summaries.schedules(scaling)))
            if scaling
            else None,
            callers=tuple(caller for caller in settings.allow_from or [] if isinstance(caller, str) and caller in stack.services),
            admitted=tuple(_admitted(settings, stack.services)),
            names=tuple(summaries.discovered(name, settings)),
            queue=summaries.queue(scaling),
            migration=" ".join(settings.migration.command) if settings.migration else "",
            beside=tuple(settings.companions),
            files=tuple(_files(settings)),
        )


def _scheduled(stack: Stack) -> Iterator[ScheduledTask]:
    for name, settings in sorted(stack.scheduled_tasks.items(), key=lambda item: TIERS.index(item[1].subnets)):
        capacity = summaries.capacity(settings.capacity_provider_strategy or stack.cluster.default_capacity_provider_strategy)
        image = summaries.plain(settings.image)
        yield ScheduledTask(
            name=name,
            tier=settings.subnets,
            image=image,
            short_image=summaries.short_image(image),
            size=summaries.size(settings),
            schedule=tuple(summaries.schedule(settings)),
            capacity="" if capacity == "FARGATE" else capacity,
            beside=tuple(settings.companions),
            files=tuple(_files(settings)),
        )


def _admitted(settings: ServiceSettings, services: Mapping[str, ServiceSettings]) -> Iterator[str]:
    for caller in settings.allow_from or []:
        if is_group(caller):
            yield f"security group {summaries.plain(caller)}"
        elif caller not in services:
            yield summaries.plain(caller)


def _files(settings: Task) -> Iterator[FileSystem]:
    """List the file systems of a task, each once."""
    seen: dict[str, list[str]] = {}
    for volume in settings.volumes.values():
        if volume.file_system_id:
            where = f"{volume.path}{', to read only' if volume.read_only else ''}" if volume.path else "seen by sidecars"
            seen.setdefault(summaries.plain(volume.file_system_id), []).append(where)
    yield from (FileSystem(title, tuple(facts)) for title, facts in seen.items())


def _load_balancer(stack: Stack) -> LoadBalancer:
    settings = stack.load_balancer
    existing = settings.existing
    if existing:
        names = (summaries.plain(existing.dns_name),) if existing.dns_name else ()
        listener = Listener(None, existing.protocol, "rules")
        return LoadBalancer("Load balancer that exists", "public", True, names, (listener,), (), "")
    listeners = []
    https = settings.https
    if https:
        listeners.append(Listener(https.port, "HTTPS", "rules"))
    if settings.http_action == "redirect" and https:
        listeners.append(Listener(settings.http_port, "HTTP", f"HTTPS {https.port}"))
    elif settings.http_action == "forward":
        listeners.append(Listener(settings.http_port, "HTTP", "rules"))
    if settings.test_listener:
        listeners.append(Listener(settings.test_listener.port, "HTTPS" if https else "HTTP", "test traffic"))
    firewall = ""
    if settings.web_acl:
        firewall = "AWS WAF" if settings.web_acl.arn else f"AWS WAF, {counted(len(settings.web_acl.managed_rule_groups), 'rule group')}"
    tier: Tier = "public" if settings.internet_facing else "private"
    everyone = ["the internet"] if settings.internet_facing else ["the VPC"]
    clients = tuple(summaries.plain(block) for block in settings.allowed_cidr_blocks or everyone)
    clients = tuple("the internet" if block == "0.0.0.0/0" else block for block in clients)
    title = summaries.plain(settings.name) if settings.name else "Load balancer"
    return LoadBalancer(title, tier, False, tuple(https.names() if https else ()), tuple(listeners), clients, firewall)


def _network(stack: Stack) -> Network:
    network = stack.network
    if network.existing:
        given = network.existing
        tiers = tuple(
            SubnetTier(tier, tuple(Subnet(summaries.plain(subnet.name or subnet.id), "", _held(stack, tier)) for subnet in subnets), "")
            for tier, subnets in zip(TIERS, (given.public_subnets, given.private_subnets, given.isolated_subnets), strict=True)
            if subnets
        )
        return Network(f"VPC {summaries.plain(given.vpc.name or given.vpc.id)}", True, ("exists, and is not changed",), tiers)
    zones = network.availability_zones
    names = [f"zone {number}" for number in range(1, zones + 1)] if isinstance(zones, int) else zones
    tiers = tuple(
        SubnetTier(
            tier,
            tuple(
                Subnet(block, zone, _held(stack, tier) + _gateway(network.nat_gateways, tier, index))
                for index, (zone, block) in enumerate(zip(names, blocks, strict=True))
            ),
            _way_out(network.nat_gateways, tier),
        )
        for tier in TIERS
        if (blocks := network.layout().get(tier))
    )
    title = f"VPC {network.name}" if network.name else "VPC"
    return Network(title, False, (network.cidr_block, counted(len(names), "zone")), tiers)


def _held(stack: Stack, tier: Tier) -> tuple[str, ...]:
    """List what stands in each subnet of a tier."""
    services, scheduled = (
        [name for name, each in found.items() if each.subnets == tier] for found in (stack.services, stack.scheduled_tasks)
    )
    balancer = stack.routed and not stack.load_balancer.existing and stack.load_balancer.internet_facing == (tier == "public")
    held: tuple[str, ...] = ("load balancer",) if balancer and tier != "isolated" else ()
    if len(services) + len(scheduled) == 1:
        held += (f"tasks of {[*services, *scheduled][0]}",)
    elif services or scheduled:
        counts = [counted(len(found), noun) for found, noun in ((services, "service"), (scheduled, "schedule")) if found]
        held += (f"tasks of {' and '.join(counts)}",)
    return held or (("room for databases and caches",) if tier == "isolated" else ())


def _gateway(gateways: str, tier: Tier, index: int) -> tuple[str, ...]:
    present = tier == "public" and (gateways == "onePerAz" or (gateways == "single" and index == 0))
    return ("NAT gateway",) if present else ()


def _way_out(gateways: str, tier: Tier) -> str:
    if tier == "public":
        return "out by internet gateway"
    if tier == "isolated" or gateways == "none":
        return _NO_WAY_OUT
    return "out by NAT gateways" if gateways == "onePerAz" else "out by one NAT gateway"
