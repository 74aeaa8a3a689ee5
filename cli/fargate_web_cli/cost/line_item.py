"""The line items of an estimate, and the usage that they assume."""

from dataclasses import dataclass
from typing import Any

from fargate_web_cli.cost.ranges import Range


@dataclass(frozen=True, slots=True)
class LineItem:
    """A line item: a quantity of a charged unit at a price.

    Attributes:
        kind: The kind of cost: `Fargate`, `NAT gateway`, `alarms` …
        service: The service or scheduled task that it belongs to, or `shared`.
        description: What AWS charges for.
        quantity: The number of units a month.
        unit: The unit that AWS charges: `vCPU-hour`, `hour`, `GB` …
        unit_price: The price of a unit, in US dollars.
        price_key: The key in the price table.
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
        """The cost in US dollars a month."""
        return self.quantity * self.unit_price

    def as_json(self) -> dict[str, Any]:
        """Return the line item as a JSON value."""
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
    """The usage that the resources don't show, as set by the user. Costs that depend on a figure of zero are left out.

    Attributes:
        requests_per_second: Requests that reach the load balancer, on average of the month.
        log_gb: GB of log events that all services and scheduled tasks together write a month.
        transfer_gb: GB that the load balancer sends to the internet a month.
        nat_gb: GB that pass the NAT gateways a month, both ways.
        endpoint_gb: GB that pass the interface endpoints a month, both ways.
        insights_metrics: Metrics that Container Insights collects from the cluster, at the desired number of tasks.
        run_minutes: Minutes that a run of a scheduled task takes, from the pull of the image to the end. Fargate charges at least one minute.
        image_gb: GB of images that the repositories of the stack hold.
        spot_discount: The discount of Fargate Spot, in per cent. AWS says up to 70; the price changes with supply and demand.
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
