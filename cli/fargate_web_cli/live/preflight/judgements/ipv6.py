"""Judges whether an existing network and the account have the IPv6 that the stack uses."""

from collections.abc import Iterator

from fargate_web.checks.finding import Finding

from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.planned_stack import PlannedStack


def judge_ipv6(planned: PlannedStack, facts: Facts) -> Iterator[Finding]:
    """Judge the subnets of a dual-stack load balancer, and the setting of the account that gives tasks IPv6 addresses."""
    settings = planned.settings
    if settings.network.existing and facts.network and planned.creates_load_balancer and settings.ip_address_type != "ipv4":
        tier = "public" if settings.load_balancer.is_internet_facing else "private"
        without = [subnet.id for subnet in facts.network.tiers.get(tier, ()) if not subnet.has_ipv6]
        if without:
            yield Finding(
                "subnet-without-ipv6",
                ("network", "existing", f"{tier}Subnets"),
                f"{' and '.join(without)} {'has' if len(without) == 1 else 'have'} no IPv6 block, and a load balancer with IPv6 addresses needs one in each of its subnets (ValidationError: "
                "You must specify subnets with an associated IPv6 CIDR block); add blocks, or write loadBalancer: {ipAddressType: ipv4}",
                related_paths=(("network", "existing", "ipv6"), ("loadBalancer", "ipAddressType")),
            )
    if settings.network.has_ipv6 and facts.gives_tasks_ipv6 is False:
        yield Finding(
            "tasks-without-ipv6",
            ("network", "existing", "ipv6") if settings.network.existing else ("network", "ipv6"),
            "the setting dualStackIPv6 of ECS is off in this account, so that tasks get no IPv6 address, and connect over IPv4 alone; the load balancer doesn't depend on it; turn it on: "
            "aws ecs put-account-setting-default --name dualStackIPv6 --value enabled",
            "warning",
        )
