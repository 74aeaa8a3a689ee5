"""The estimate: what the registered resources of a stack cost a month."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fargate_web_cli.cost.deployment_cost import Deployment, deployments
from fargate_web_cli.cost.fargate import counts, task_items, unsized
from fargate_web_cli.cost.line_item import Item, Usage
from fargate_web_cli.cost.monitoring import insights, log_groups, watching_items
from fargate_web_cli.cost.networking import interface_endpoints, load_balancer_items, nat_gateways, network_items, network_notes
from fargate_web_cli.cost.prices import FALLBACK, KEYS, Prices, load
from fargate_web_cli.cost.ranges import Range, added
from fargate_web_cli.cost.scheduled_runs import run_items, run_left_out, run_notes
from fargate_web_cli.cost.stack_resources import SERVICE, Registered, Stack
from fargate_web_cli.cost.supporting_services import beside_items, beside_left_out

if TYPE_CHECKING:  # an estimate of what is recorded waits for no settings
    from fargate_web.settings.service import Service


@dataclass(frozen=True)
class Estimate:
    """What a stack costs.

    Attributes:
        prices: The prices it is made with.
        usage: What was said of the traffic.
        items: The lines.
        deployments: What one deployment of each service costs on top; empty where the settings were not given.
        notes: What it takes for granted.
        left_out: What it leaves out although the stack has it.
    """

    prices: Prices
    usage: Usage
    items: tuple[Item, ...]
    deployments: tuple[Deployment, ...]
    notes: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def monthly(self) -> Range:
        """US dollars a month, all in all."""
        return added(item.monthly for item in self.items)

    def by_kind(self) -> dict[str, Range]:
        """Return US dollars a month for each kind of cost, in the order of the lines."""
        return _grouped((item.kind, item.monthly) for item in self.items)

    def by_service(self) -> dict[str, Range]:
        """Return US dollars a month for each service, and for what they share."""
        return _grouped((item.service, item.monthly) for item in self.items)

    def as_json(self) -> dict[str, Any]:
        """Return the estimate as a value of JSON."""
        return {
            "currency": "USD",
            "region": self.prices.region,
            "prices": {"date": self.prices.date, "source": self.prices.source, "missing": list(self.prices.missing)},
            "monthly": self.monthly.as_json(),
            "byKind": {kind: figures.as_json() for kind, figures in self.by_kind().items()},
            "byService": {service: figures.as_json() for service, figures in self.by_service().items()},
            "items": [item.as_json() for item in self.items],
            "deployments": [deployment.as_json() for deployment in self.deployments],
            "notes": list(self.notes),
            "leftOut": list(self.left_out),
        }


def estimate(
    resources: Iterable[Registered],
    region: str,
    *,
    services: "Mapping[str, Service] | None" = None,
    usage: Usage | None = None,
    prices: Prices | None = None,
) -> Estimate:
    """Estimate what resources cost a month.

    Args:
        resources: What the program registers. Anything with a type, a name, a URN, a parent and inputs will do.
        region: Their Region.
        services: The settings of the services, from which the time of a deployment is worked out. Without them no deployments are listed.
        usage: What the traffic is. Default: nothing is said, and what depends on it is left out.
        prices: Default: those of the table for the Region.

    Raises:
        TableError: The table of prices is damaged.
    """
    stack = Stack(resources)
    usage = usage or Usage()
    prices = prices or load(region)
    items = [
        *task_items(stack, prices, usage.spot_discount),
        *run_items(stack, prices, usage),
        *load_balancer_items(stack, prices, usage),
        *network_items(stack, prices, usage),
        *watching_items(stack, prices, usage),
        *beside_items(stack, prices, usage),
    ]
    tasks = {service.name: counts(stack, service) for service in stack.of(SERVICE)}
    return Estimate(
        prices=prices,
        usage=usage,
        items=tuple(items),
        deployments=tuple(deployments(services or {}, tasks, items)),
        notes=(*_price_notes(prices, items), *_notes(items, usage), *run_notes(stack, usage), *network_notes(stack)),
        left_out=tuple(_left_out(stack, prices, usage)),
    )


def _price_notes(prices: Prices, items: list[Item]) -> Iterator[str]:
    if prices.unknown_region:
        yield f"The table has no prices for {prices.region}: those of {FALLBACK} are taken, and most Regions cost more."
        return
    lacking = [key for key in dict.fromkeys(item.key for item in items) if key in prices.missing]
    if lacking:
        listed = ", ".join(KEYS[key] for key in lacking)
        yield f"The table has no price of {prices.region} for these, and takes that of {FALLBACK}: {listed}."


def _notes(items: list[Item], usage: Usage) -> Iterator[str]:
    kinds = {item.kind for item in items}
    yield "List prices without tax, discounts, Savings Plans and free tiers; a month has 730 hours."
    if "Fargate Spot" in kinds:
        yield f"Fargate Spot is taken to cost {usage.spot_discount:g} % less. AWS says up to 70 %; the price changes with supply and demand."
    if usage.requests_per_second and "load balancer" in kinds:
        yield "Each request counts as a new connection, so the capacity units are rather too many."


def _left_out(stack: Stack, prices: Prices, usage: Usage) -> Iterator[str]:
    for name in unsized(stack):
        yield f"the tasks of {name}: their size is not known here"
    yield from run_left_out(stack, prices, usage)
    balanced = bool(stack.of("aws:lb/loadBalancer:LoadBalancer"))
    if balanced and not usage.requests_per_second and not usage.transfer_gb:
        yield "load balancer capacity units (say --requests-per-second and --transfer-gb)"
    if balanced and not usage.transfer_gb:
        yield "data transfer to the internet (say --transfer-gb)"
    if stack.of("aws:wafv2/webAcl:WebAcl") and not usage.requests_per_second:
        yield "requests that WAF looks at (say --requests-per-second)"
    if nat_gateways(stack) and not usage.nat_gb:
        yield "data through the NAT gateways (say --nat-gb)"
    own, others = log_groups(stack)
    if own and not usage.log_gb:
        yield "log events of the services (say --log-gb)"
    if others:
        yield f"what is written to {' and '.join(group.name for group in others)}"
    if insights(stack) != "disabled" and not usage.insights_metrics:
        yield f"the metrics of Container Insights, which is {insights(stack)} (say --insights-metrics)"
    if interface_endpoints(stack) and not usage.endpoint_gb:
        yield "data through the interface endpoints (say --endpoint-gb)"
    yield from beside_left_out(stack, usage)
    yield "data between zones, images in repositories of other stacks, what is stored in S3, requests to KMS, DNS, and everything the application itself uses"


def _grouped(pairs: Iterable[tuple[str, Range]]) -> dict[str, Range]:
    groups: dict[str, Range] = {}
    for key, figures in pairs:
        groups[key] = groups.get(key, Range.of(0)) + figures
    return groups
