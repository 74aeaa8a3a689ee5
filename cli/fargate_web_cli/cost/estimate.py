"""The estimate of the monthly cost of the registered resources of a stack."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fargate_web_cli.cost.deployment_cost import DeploymentCost, list_deployment_costs
from fargate_web_cli.cost.fargate import count_tasks, find_running_share, list_task_items, list_unpriced_volumes, list_unsized_tasks
from fargate_web_cli.cost.idle_hours import calculate_savings, list_idle_assumptions
from fargate_web_cli.cost.line_item import LineItem, Usage
from fargate_web_cli.cost.monitoring import find_insights_mode, list_monitoring_items, split_log_groups
from fargate_web_cli.cost.nat import count_nat_gateways, list_unpriced_nat_instances
from fargate_web_cli.cost.networking import (
    list_interface_endpoints,
    list_load_balancer_items,
    list_network_assumptions,
    list_network_items,
)
from fargate_web_cli.cost.prices import FALLBACK_REGION, HOURS_PER_MONTH, PRICE_DESCRIPTIONS, Prices, load_prices
from fargate_web_cli.cost.ranges import Range, sum_ranges
from fargate_web_cli.cost.scheduled_runs import list_run_assumptions, list_run_items, list_run_omissions
from fargate_web_cli.cost.stack_resources import SERVICE_TYPE, RegisteredResource, StackResources
from fargate_web_cli.cost.supporting_services import list_supporting_items, list_supporting_omissions

if TYPE_CHECKING:  # estimates of recorded resources don't import the settings
    from fargate_web.settings.service import Service


@dataclass(frozen=True)
class Estimate:
    """The estimated cost of a stack.

    Attributes:
        prices: The prices of the Region.
        usage: The traffic, as set by the user.
        items: The line items.
        deployments: The additional cost of one deployment of each service; empty without settings.
        assumptions: The assumptions of the estimate.
        omissions: The costs of the stack that it leaves out.
        savings: What hours without tasks save, in US dollars a month, by service. The items are without it.
    """

    prices: Prices
    usage: Usage
    items: tuple[LineItem, ...]
    deployments: tuple[DeploymentCost, ...]
    assumptions: tuple[str, ...]
    omissions: tuple[str, ...]
    savings: Mapping[str, Range]

    @property
    def monthly_cost(self) -> Range:
        """The total cost in US dollars a month."""
        return sum_ranges(item.monthly_cost for item in self.items)

    @property
    def daily_cost(self) -> Range:
        """The total cost in US dollars a day: of stacks that live for days."""
        return self.monthly_cost * (24 / HOURS_PER_MONTH)

    def sum_by_kind(self) -> dict[str, Range]:
        """Return the cost in US dollars a month by kind, in the order of the line items."""
        return _sum_by_key((item.kind, item.monthly_cost) for item in self.items)

    def sum_by_service(self) -> dict[str, Range]:
        """Return the cost in US dollars a month by service, and for shared resources."""
        return _sum_by_key((item.service, item.monthly_cost) for item in self.items)

    def as_json(self) -> dict[str, Any]:
        """Return the estimate as a JSON value."""
        return {
            "currency": "USD",
            "region": self.prices.region,
            "prices": {"date": self.prices.date, "source": self.prices.source, "missing": list(self.prices.missing_keys)},
            "monthly": self.monthly_cost.as_json(),
            "daily": self.daily_cost.as_json(),
            "byKind": {kind: cost.as_json() for kind, cost in self.sum_by_kind().items()},
            "byService": {service: cost.as_json() for service, cost in self.sum_by_service().items()},
            "items": [item.as_json() for item in self.items],
            "deployments": [deployment.as_json() for deployment in self.deployments],
            "savings": {service: saved.as_json() for service, saved in self.savings.items()},
            "notes": list(self.assumptions),
            "leftOut": list(self.omissions),
        }


def estimate_cost(
    resources: Iterable[RegisteredResource],
    region: str,
    *,
    services: "Mapping[str, Service] | None" = None,
    usage: Usage | None = None,
    prices: Prices | None = None,
) -> Estimate:
    """Estimate the monthly cost of resources.

    Args:
        resources: The registered resources.
        region: Their Region.
        services: The settings of the services, to calculate deployments. Without them, no deployments are listed.
        usage: The traffic. Default: none, and the costs that depend on it are left out.
        prices: The prices. Default: those of the Region in the price table.

    Raises:
        PriceTableError: The price table is damaged.
    """
    stack = StackResources(resources)
    usage = usage or Usage()
    prices = prices or load_prices(region)
    task_items = [*list_task_items(stack, prices, usage.spot_discount)]
    running_shares = {service.name: find_running_share(stack, service) for service in stack.find_all(SERVICE_TYPE)}
    savings = calculate_savings(task_items, running_shares)
    items = [
        *task_items,
        *list_run_items(stack, prices, usage),
        *list_load_balancer_items(stack, prices, usage),
        *list_network_items(stack, prices, usage),
        *list_monitoring_items(stack, prices, usage),
        *list_supporting_items(stack, prices, usage),
    ]
    tasks = {service.name: count_tasks(stack, service) for service in stack.find_all(SERVICE_TYPE)}
    return Estimate(
        prices=prices,
        usage=usage,
        items=tuple(items),
        deployments=tuple(list_deployment_costs(services or {}, tasks, items)),
        assumptions=(
            *_list_price_assumptions(prices, items),
            *_list_assumptions(items, usage),
            *list_idle_assumptions(savings, running_shares),
            *list_run_assumptions(stack, usage),
            *list_network_assumptions(stack),
        ),
        omissions=tuple(_list_omissions(stack, prices, usage)),
        savings=savings,
    )


def _list_price_assumptions(prices: Prices, items: list[LineItem]) -> Iterator[str]:
    if prices.unknown_region:
        yield f"The table has no prices for {prices.region}: those of {FALLBACK_REGION} are used, and most Regions cost more."
        return
    missing_keys = [key for key in dict.fromkeys(item.price_key for item in items) if key in prices.missing_keys]
    if missing_keys:
        listed = ", ".join(PRICE_DESCRIPTIONS[key] for key in missing_keys)
        yield f"The table has no price of {prices.region} for these, and that of {FALLBACK_REGION} is used: {listed}."


def _list_assumptions(items: list[LineItem], usage: Usage) -> Iterator[str]:
    kinds = {item.kind for item in items}
    yield "List prices without tax, discounts, Savings Plans and free tiers; a month has 730 hours."
    if "Fargate Spot" in kinds:
        yield f"Fargate Spot is assumed to cost {usage.spot_discount:g} % less. AWS says up to 70 %; the price changes with supply and demand."
    if usage.requests_per_second and "load balancer" in kinds:
        yield "Each request counts as a new connection, so the capacity units are rather too high."


def _list_omissions(stack: StackResources, prices: Prices, usage: Usage) -> Iterator[str]:
    for name in list_unsized_tasks(stack):
        yield f"the tasks of {name}: their size is not known here"
    for component in stack.find_remote_components():
        yield f"everything that {component.type} {component.name} makes of its own"
    yield from list_run_omissions(stack, prices, usage)
    has_load_balancer = bool(stack.find_all("aws:lb/loadBalancer:LoadBalancer"))
    if has_load_balancer and not usage.requests_per_second and not usage.transfer_gb:
        yield "load balancer capacity units (set --requests-per-second and --transfer-gb)"
    if has_load_balancer and not usage.transfer_gb:
        yield "data transfer to the internet (set --transfer-gb)"
    if stack.find_all("aws:wafv2/webAcl:WebAcl") and not usage.requests_per_second:
        yield "requests that WAF inspects (set --requests-per-second)"
    if count_nat_gateways(stack) and not usage.nat_gb:
        yield "data through the NAT gateways (set --nat-gb)"
    if unpriced_instances := list_unpriced_nat_instances(stack):
        yield f"hours of instances whose type is not in the table: {', '.join(unpriced_instances)}"
    if unpriced := list_unpriced_volumes(stack):
        yield f"volumes of EBS other than gp3, of the size of a snapshot, or with more operations and throughput ({', '.join(unpriced)})"
    service_groups, other_groups = split_log_groups(stack)
    if service_groups and not usage.log_gb:
        yield "log events of the services (set --log-gb)"
    if other_groups:
        yield f"what is written to {' and '.join(group.name for group in other_groups)}"
    if find_insights_mode(stack) != "disabled" and not usage.insights_metrics:
        yield f"the metrics of Container Insights, which is {find_insights_mode(stack)} (set --insights-metrics)"
    if list_interface_endpoints(stack) and not usage.endpoint_gb:
        yield "data through the interface endpoints (set --endpoint-gb)"
    yield from list_supporting_omissions(stack, usage)
    yield "data between zones, images in repositories of other stacks, what is stored in S3, requests to KMS, DNS, and everything the application itself uses"


def _sum_by_key(pairs: Iterable[tuple[str, Range]]) -> dict[str, Range]:
    groups: dict[str, Range] = {}
    for key, cost in pairs:
        groups[key] = groups.get(key, Range.constant(0)) + cost
    return groups
