"""Builds the architecture model of a preview."""

from collections.abc import Iterator, Mapping

from fargate_web.analysis.rule_priorities import assign_priorities
from fargate_web.settings.callers import is_security_group
from fargate_web.settings.nat_gateways import NAT_INSTANCE_CHOICES, SINGLE_CHOICES
from fargate_web.settings.network import Network as NetworkSettings
from fargate_web.settings.rule_names import RULE_PREFIX, get_route_of_rule, get_service_of_rule
from fargate_web.settings.service import Service as ServiceSettings
from fargate_web.settings.stack import Stack
from fargate_web.settings.task import Task
from fargate_web.settings.traffic_shift import TEST_RULE_SUFFIX

from fargate_web_cli.graph import summaries
from fargate_web_cli.graph.model import Architecture, FileSystem, Listener, ListenerRule, LoadBalancer, Scaling, ScheduledTask, Service
from fargate_web_cli.graph.registered_architecture import build_registered_architecture
from fargate_web_cli.graph.shared_resources import list_shared_resources
from fargate_web_cli.graph.subnets import TIERS, Network, Subnet, SubnetTier, Tier
from fargate_web_cli.project.stack_preview import Preview
from fargate_web_cli.terminal.formatting import format_count

_NO_INTERNET_ACCESS = "no way out"
_WAYS_OUT = {
    "single": "out by one NAT gateway",
    "onePerAz": "out by NAT gateways",
    "regional": "out by a regional NAT gateway",
    "singleInstance": "out by one NAT instance",
    "instancePerAz": "out by NAT instances",
}


def build_architecture(preview: Preview) -> Architecture:
    """Build the model of a preview.

    With a stack file of fargate-web, the model shows the settings with their defaults, and alarms and discovery from the registered resources.
    Without one, it shows the registered resources only.
    """
    stack = preview.stack_settings
    if stack is None:
        return build_registered_architecture(preview)
    return Architecture(
        project=preview.project,
        stack=preview.stack,
        region=preview.region,
        load_balancer=_build_load_balancer(stack) if stack.routed_services else None,
        services=tuple(_list_services(stack, preview)),
        network=_build_network(stack),
        shared_resources=tuple(list_shared_resources(stack, preview.preview_run)),
        scheduled_tasks=tuple(_list_scheduled_tasks(stack)),
    )


def _list_services(stack: Stack, preview: Preview) -> Iterator[Service]:
    order = assign_priorities(preview.project, preview.stack, stack.listener_rules)
    rules: dict[str, list[ListenerRule]] = {name: [] for name in stack.services}
    routes = stack.services_by_route
    for name, route in stack.listener_rules.items():
        if name.startswith(RULE_PREFIX):
            continue
        service = get_service_of_rule(name)
        conditions = tuple(summaries.describe_conditions(route)) or ("every request",)
        target = () if get_route_of_rule(name) == service else (f"to {summaries.describe_traffic(routes[get_route_of_rule(name)])}",)
        rules[service].append(ListenerRule(service, order[name], (*conditions, *target), name.endswith(TEST_RULE_SUFFIX)))

    def sort_key(name: str) -> tuple[int, bool, int]:
        first = min((rule.priority for rule in rules[name]), default=0)
        return TIERS.index(stack.services[name].subnets), not rules[name], first

    # The sort is stable: workers keep the order of the file.
    for name in sorted(stack.services, key=sort_key):
        settings = stack.services[name]
        strategy = settings.capacity_provider_strategy or stack.cluster.default_capacity_provider_strategy
        capacity = summaries.describe_capacity(strategy)
        scaling = settings.scaling
        image = summaries.format_plain(settings.image)
        yield Service(
            name=name,
            tier=settings.subnets,
            image=image,
            short_image=summaries.shorten_image(image),
            size=summaries.describe_size(settings),
            tasks=summaries.describe_task_count(settings),
            traffic=summaries.describe_traffic(settings),
            strategy=summaries.describe_strategy(settings),
            capacity="" if capacity == "FARGATE" else capacity,
            rules=tuple(sorted(rules[name], key=lambda rule: rule.priority)),
            scaling=Scaling(
                summaries.describe_scaling_range(scaling),
                tuple(summaries.describe_policies(scaling)),
                tuple(summaries.describe_scheduled_actions(scaling)),
            )
            if scaling
            else None,
            callers=tuple(caller for caller in settings.allow_from or [] if isinstance(caller, str) and caller in stack.services),
            other_callers=tuple(_list_other_callers(settings, stack.services)),
            discovery_names=tuple(summaries.describe_discovery(name, settings)),
            queue_name=summaries.find_queue_name(name, settings),
            queue_facts=tuple(summaries.describe_queue(settings.queue)),
            migration=" ".join(settings.migration.command) if settings.migration else "",
            sidecars=tuple(settings.all_sidecars),
            file_systems=tuple(_list_file_systems(settings)),
        )


def _list_scheduled_tasks(stack: Stack) -> Iterator[ScheduledTask]:
    for name, settings in sorted(stack.scheduled_tasks.items(), key=lambda item: TIERS.index(item[1].subnets)):
        capacity = summaries.describe_capacity(settings.capacity_provider_strategy or stack.cluster.default_capacity_provider_strategy)
        image = summaries.format_plain(settings.image)
        yield ScheduledTask(
            name=name,
            tier=settings.subnets,
            image=image,
            short_image=summaries.shorten_image(image),
            size=summaries.describe_size(settings),
            schedule=tuple(summaries.describe_schedule(settings)),
            capacity="" if capacity == "FARGATE" else capacity,
            sidecars=tuple(settings.all_sidecars),
            file_systems=tuple(_list_file_systems(settings)),
        )


def _list_other_callers(settings: ServiceSettings, services: Mapping[str, ServiceSettings]) -> Iterator[str]:
    yield from summaries.describe_network_clients(settings)
    for caller in settings.allow_from or []:
        if is_security_group(caller):
            yield f"security group {summaries.format_plain(caller)}"
        elif caller not in services:
            yield summaries.format_plain(caller)


def _list_file_systems(settings: Task) -> Iterator[FileSystem]:
    """List the file systems of a task without duplicates."""
    seen: dict[str, list[str]] = {}
    for volume in settings.volumes.values():
        file_system = volume.s3_files.file_system_arn if volume.s3_files else volume.file_system_id
        if file_system:
            where = f"{volume.path}{', to read only' if volume.read_only else ''}" if volume.path else "seen by sidecars"
            seen.setdefault(summaries.format_plain(file_system), []).append(where)
    yield from (FileSystem(title, tuple(facts)) for title, facts in seen.items())


def _build_load_balancer(stack: Stack) -> LoadBalancer:
    settings = stack.load_balancer
    existing = settings.existing
    answers = tuple(summaries.describe_answers(settings))
    if existing:
        names = (summaries.format_plain(existing.dns_name),) if existing.dns_name else ()
        listener = Listener(None, existing.protocol, "rules")
        return LoadBalancer("Load balancer that exists", "public", True, names, (listener,), (), "", answers)
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
        firewall = (
            "AWS WAF" if settings.web_acl.arn else f"AWS WAF, {format_count(len(settings.web_acl.managed_rule_groups), 'rule group')}"
        )
    tier: Tier = "public" if settings.is_internet_facing else "private"
    everyone = ["the VPC"]
    blocks = settings.list_allowed_cidr_blocks(stack.ip_address_type)
    lists = [summaries.format_plain(prefix_list) for prefix_list in settings.allowed_prefix_lists]
    clients = tuple(summaries.format_plain(block) for block in [*(everyone if blocks is None else blocks), *lists])
    # One word for both families, unless only one of them is admitted.
    everywhere = {"0.0.0.0/0": "the internet", "::/0": "the internet" if "0.0.0.0/0" in clients else "the internet over IPv6"}
    clients = tuple(dict.fromkeys(everywhere.get(block, block) for block in clients))
    title = summaries.format_plain(settings.name) if settings.name else "Load balancer"
    domain_names = tuple(https.list_all_domain_names() if https else ())
    return LoadBalancer(title, tier, False, domain_names, tuple(listeners), clients, firewall, answers)


def _build_network(stack: Stack) -> Network:
    network = stack.network
    if network.existing:
        existing_network = network.existing
        tiers = tuple(
            SubnetTier(
                tier,
                tuple(
                    Subnet(summaries.format_plain(subnet.name or subnet.id), "", _list_subnet_contents(stack, tier)) for subnet in subnets
                ),
                "",
            )
            for tier, subnets in zip(
                TIERS, (existing_network.public_subnets, existing_network.private_subnets, existing_network.isolated_subnets), strict=True
            )
            if subnets
        )
        return Network(
            "default VPC"
            if existing_network.vpc.default
            else f"VPC {summaries.format_plain(existing_network.vpc.name or existing_network.vpc.id)}",
            True,
            ("exists, and is not changed",),
            tiers,
        )
    zones = network.availability_zones
    names = [f"zone {number}" for number in range(1, zones + 1)] if isinstance(zones, int) else zones
    tiers = tuple(
        SubnetTier(
            tier,
            tuple(
                Subnet(block, zone, _list_subnet_contents(stack, tier) + _list_nat_gateways(network.nat_gateways, tier, index))
                for index, (zone, block) in enumerate(zip(names, blocks, strict=True))
            ),
            _describe_internet_access(network, tier),
        )
        for tier in TIERS
        if (blocks := network.allocate_subnets().get(tier))
    )
    title = f"VPC {network.name}" if network.name else "VPC"
    facts = (network.cidr_block, *(("IPv6",) if network.ipv6 else ()), format_count(len(names), "zone"))
    return Network(title, False, facts, tiers)


def _list_subnet_contents(stack: Stack, tier: Tier) -> tuple[str, ...]:
    """List the contents of each subnet of a tier."""
    services, scheduled = (
        [name for name, task in found.items() if task.subnets == tier] for found in (stack.services, stack.scheduled_tasks)
    )
    balancer = stack.routed_services and not stack.load_balancer.existing and stack.load_balancer.is_internet_facing == (tier == "public")
    contents: tuple[str, ...] = ("load balancer",) if balancer and tier != "isolated" else ()
    own = [name for name, each in stack.network_load_balancers.items() if each.is_internet_facing == (tier == "public")]
    if own and tier != "isolated":
        contents += (f"Network Load Balancer{'s' if len(own) > 1 else ''} of {' and '.join(own)}",)
    if len(services) + len(scheduled) == 1:
        contents += (f"tasks of {[*services, *scheduled][0]}",)
    elif services or scheduled:
        counts = [format_count(len(found), noun) for found, noun in ((services, "service"), (scheduled, "schedule")) if found]
        contents += (f"tasks of {' and '.join(counts)}",)
    return contents or (("room for databases and caches",) if tier == "isolated" else ())


def _list_nat_gateways(gateways: str, tier: Tier, index: int) -> tuple[str, ...]:
    in_each_zone = gateways in ("onePerAz", "instancePerAz")
    if tier != "public" or not (in_each_zone or (gateways in SINGLE_CHOICES and index == 0)):
        return ()
    return ("NAT instance",) if gateways in NAT_INSTANCE_CHOICES else ("NAT gateway",)


def _describe_internet_access(network: NetworkSettings, tier: Tier) -> str:
    if tier == "public":
        return "out by internet gateway"
    if tier == "isolated":
        return _NO_INTERNET_ACCESS
    words = _WAYS_OUT.get(network.nat_gateways, _NO_INTERNET_ACCESS)
    if not network.ipv6:
        return words
    return "out over IPv6 only" if network.nat_gateways == "none" else f"{words}, over IPv6 without"
