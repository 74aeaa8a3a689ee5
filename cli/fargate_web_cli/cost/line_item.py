"""The lines of an estimate, and what they take for granted."""

from dataclasses import dataclass
from typing import Any

from fargate_web_cli.cost.ranges import Range


@dataclass(frozen=True, slots=True)
class LineItem:
    """A line: so much of something at a price.

    Attributes:
        kind: What kind of cost: `Fargate`, `NAT gateway`, `alarms` …
        service: The service or scheduled task that it belongs to, or `shared`.
        description: What is paid for.
        quantity: How many units a month.
        unit: The unit that AWS charges: `vCPU-hour`, `hour`, `GB` …
        unit_price: US dollars a unit.
        price_key: The key of the price in the table.
    """

    kind: str
    service: str
    description: str
    quantity: Range
    unit: str
    unit_price: float
    price_key: str

    @property
    def monthly_cost(self) -> Range:
        """US dollars a month."""
        return self.quantity * self.unit_price

    def as_json(self) -> dict[str, Any]:
        """Return the line as a value of JSON."""
        return {
            "kind": self.kind,
            "service": self.service,
            "what": self.description,
            "unit": self.unit,
            "unitPrice": self.unit_price,
            "quantity": self.quantity.as_json(),
            "monthly": self.monthly_cost.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Usage:
    """What nobody can tell from the resources. Everything is zero unless somebody says it, and is then left out of the estimate.

    Attributes:
        requests_per_second: Requests that reach the load balancer, on average of the month.
        log_gb: GB of log events that all services and scheduled tasks together write a month.
        transfer_gb: GB that the load balancer sends to the internet a month.
        nat_gb: GB that pass the NAT gateways a month, both ways.
        endpoint_gb: GB that pass the interface endpoints a month, both ways.
        insights_metrics: Metrics that Container Insights makes of the cluster, at the desired number of tasks.
        run_minutes: Minutes that a run of a scheduled task takes, from the pull of the image to the end. Fargate charges one at least.
        image_gb: GB of images that the repositories of the stack hold.
        spot_discount: Per cent that Fargate Spot costs less. AWS says up to 70; the price changes with supply and demand.
    """

    requests_per_second: float = 0
    log_gb: float = 0
    transfer_gb: float = 0
    nat_gb: float = 0
    endpoint_gb: float = 0
    insights_metrics: float = 0
    run_minutes: float = 0
    image_gb: float = 0
    spot_discount: float = 70
