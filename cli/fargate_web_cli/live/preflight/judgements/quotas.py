"""Judges what the stack adds against the quotas of the account."""

from collections.abc import Iterator, Mapping
from typing import Final

from fargate_web.analysis.deployment_timeline import calculate_peak_capacity, find_maximum_tasks
from fargate_web.checks.finding import Finding
from fargate_web.settings.fix import SettingPath
from fargate_web.settings.network import Network
from fargate_web.settings.stack import Stack

from fargate_web_cli.live.preflight.facts import quotas
from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.facts.quotas import QuotaCode
from fargate_web_cli.live.preflight.judgements.addresses import count_running_tasks
from fargate_web_cli.live.preflight.planned_stack import PlannedStack

_GROUPS_OF_A_ROUTE: Final = 2
_GROUPS_OF_A_LISTENER: Final = 2


def judge_quotas(planned: PlannedStack, facts: Facts) -> Iterator[Finding]:
    """Compare each quota with what is used and what the stack adds."""
    yield from _judge_network(planned, facts)
    yield from _judge_load_balancing(planned, facts)
    yield from _judge_capacity(planned, facts)
    yield from _judge_tasks(planned, facts)


def count_addresses_of_nat_gateways(network: Network) -> int:
    """Count the Elastic IP addresses that a new network allocates: one for each NAT gateway or instance. AWS allocates those of a regional one itself."""
    return 0 if network.elastic_ip_allocation_ids or network.nat_gateways == "regional" else network.count_nat_addresses()


def count_rules(settings: Stack) -> int:
    """Count the rules of a load balancer: those of the listener, and those for test traffic on the test listener."""
    on_test_listener = [
        service
        for service in settings.services_by_route.values()
        if service.deployment.test_traffic is not None and service.deployment.test_traffic.header is None
    ]
    return len(settings.listener_rules) + len(on_test_listener)


def _judge_network(planned: PlannedStack, facts: Facts) -> Iterator[Finding]:
    settings, network = planned.settings, planned.settings.network
    if not settings.tasks or facts.ownership.arns is None:
        return
    static = settings.count_static_addresses()
    addresses = static - len(facts.ownership.list_arns("ec2:elastic-ip/"))
    path: SettingPath = ("network", "natGateways")
    if static:
        name = next(name for name, balancer in settings.network_load_balancers.items() if balancer.static_addresses is True)
        path = ("services", name, "networkLoadBalancer", "staticAddresses")
    if network.existing is None:
        vpcs = 1 - min(len(facts.ownership.list_arns("ec2:vpc/")), 1)
        yield from _compare(facts, quotas.VPCS, ("network",), facts.vpcs, vpcs, "use an existing network")
        addresses += count_addresses_of_nat_gateways(network)
    advice = "write natGateways: single" if network.existing is None else "list addresses that exist"
    yield from _compare(facts, quotas.ELASTIC_IPS, path, facts.addresses, addresses, advice)


def _judge_load_balancing(planned: PlannedStack, facts: Facts) -> Iterator[Finding]:
    settings, owned = planned.settings, facts.ownership
    if owned.arns is None or facts.target_groups is None:
        return
    groups = _GROUPS_OF_A_ROUTE * len(settings.services_by_route)
    own_balancers = settings.network_load_balancers
    own_groups = _GROUPS_OF_A_LISTENER * sum(len(balancer.listeners) for balancer in own_balancers.values())
    owned_groups = [group for group in facts.target_groups if owned.owns(group.arn)]
    yield from _compare(
        facts,
        quotas.TARGET_GROUPS,
        ("services",),
        len(facts.target_groups),
        groups + own_groups - len(owned_groups),
        "delete target groups that nobody uses",
    )
    used = None if facts.network_load_balancers is None else len(facts.network_load_balancers)
    added = len(own_balancers) - len(owned.list_arns("elasticloadbalancing:loadbalancer/net/"))
    yield from _compare(facts, quotas.NETWORK_LOAD_BALANCERS, ("services",), used, added, "give fewer services one of their own")
    spread = "spread the services over several stacks"
    if planned.creates_load_balancer:
        used = None if facts.load_balancers is None else len(facts.load_balancers)
        added = 1 - min(len(owned.list_arns("elasticloadbalancing:loadbalancer/app/")), 1)
        yield from _compare(facts, quotas.LOAD_BALANCERS, ("loadBalancer",), used, added, "use an existing load balancer")
        yield from _compare(facts, quotas.TARGET_GROUPS_OF_A_LOAD_BALANCER, ("services",), 0, groups, spread)
        yield from _compare(facts, quotas.RULES_OF_A_LOAD_BALANCER, ("services",), 0, count_rules(settings), spread)
    elif facts.listener is not None and facts.listener.rules is not None:
        others = sum(owned.owns(rule.arn) is False for rule in facts.listener.rules)
        arn = facts.listener.load_balancer_arn
        groups_of_others = sum(arn in group.load_balancers and not owned.owns(group.arn) for group in facts.target_groups)
        yield from _compare(
            facts, quotas.TARGET_GROUPS_OF_A_LOAD_BALANCER, ("services",), groups_of_others, groups, "use another load balancer"
        )
        yield from _compare(
            facts, quotas.RULES_OF_A_LOAD_BALANCER, ("services",), others, len(settings.listener_rules), "use another load balancer"
        )


def _judge_capacity(planned: PlannedStack, facts: Facts) -> Iterator[Finding]:
    """Compare the vCPUs at the peak of a deployment of all services with what the account may run."""
    if facts.services is None:
        return
    running = count_running_tasks(planned, facts)
    least: dict[str, float] = {}
    most: dict[str, float] = {}
    for name, service in planned.settings.services.items():
        strategy = planned.resolve_strategy(service)
        now, vcpus = running.get(name, 0), service.cpu / 1024
        for counts, tasks in ((least, service.initial_task_count), (most, calculate_peak_capacity(service).tasks)):
            before, after = split_tasks(strategy, now), split_tasks(strategy, max(tasks, now))
            for provider, count in after.items():
                counts[provider] = counts.get(provider, 0) + (count - before.get(provider, 0)) * vcpus
    for provider, code in (("FARGATE", quotas.ON_DEMAND_VCPUS), ("FARGATE_SPOT", quotas.SPOT_VCPUS)):
        quota = facts.quotas.get(code)
        if quota is None or quota.used is None:
            continue
        free = quota.value - quota.used
        needed, peak = least.get(provider, 0), most.get(provider, 0)
        text = f"the account may run {quota.value:g} vCPUs ({quota.name}), and {quota.used:g} run"
        if needed > free:
            yield Finding(
                "quota-exceeded",
                ("services",),
                f"{text}; the tasks of the stack need {needed:g} more, so that some don't start; {_ask_for_more(code)}",
            )
        elif peak > free:
            yield Finding(
                "quota-exceeded",
                ("services",),
                f"{text}; a deployment of all services with as many tasks as scaling allows needs {peak:g} more at its peak, so that some would not start then; {_ask_for_more(code)}",
                "warning",
            )


def split_tasks(strategy: Mapping[str, tuple[int, int]], tasks: int) -> dict[str, int]:
    """Split tasks over capacity providers: the base first, then by weight. The last one gets what is left."""
    counts = {provider: min(base, tasks) for provider, (base, _) in strategy.items()}
    rest, weights = max(tasks - sum(counts.values()), 0), sum(weight for _, weight in strategy.values())
    left = rest
    for index, (provider, (_, weight)) in enumerate(strategy.items()):
        share = left if index == len(strategy) - 1 else round(rest * weight / weights) if weights else rest
        counts[provider] += share
        left -= share
    return counts


def _judge_tasks(planned: PlannedStack, facts: Facts) -> Iterator[Finding]:
    quota = facts.task_quota
    for name, service in planned.settings.services.items() if quota else ():
        most = max(find_maximum_tasks(service), calculate_peak_capacity(service).tasks)
        if quota and service.initial_task_count > quota.value:
            yield Finding(
                "quota-exceeded",
                ("services", name, "desiredCount"),
                f"the account may run {quota.value:g} tasks a service, and {name} has {service.initial_task_count}; ask for more in Service Quotas (ecs)",
            )
        elif quota and most > quota.value:
            yield Finding(
                "quota-exceeded",
                ("services", name),
                f"the account may run {quota.value:g} tasks a service, and {name} has {most} at the peak of a deployment; ask for more in Service Quotas (ecs), or lower maxCapacity",
                "warning",
            )


def _compare(facts: Facts, code: QuotaCode, path: SettingPath, used: int | None, added: int, alternative: str) -> Iterator[Finding]:
    quota = facts.quotas.get(code)
    if quota is None or used is None or added <= 0 or used + added <= quota.value:
        return
    remedy = f"{_ask_for_more(code)}, or {alternative}" if quota.is_adjustable else f"AWS does not raise it; {alternative}"
    others = f"{used} are there and " if used else ""
    yield Finding(
        "quota-exceeded",
        path,
        f"the quota of {quota.name} is {quota.value:g}, {others}the stack adds {added}, so that AWS refuses some of them; {remedy}",
    )


def _ask_for_more(code: QuotaCode) -> str:
    return f"ask for more (aws service-quotas request-service-quota-increase --service-code {code.service} --quota-code {code.code} --desired-value …)"
