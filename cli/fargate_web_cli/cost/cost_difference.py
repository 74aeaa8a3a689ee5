"""The difference between two estimates."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fargate_web_cli.cost.estimate import Estimate
from fargate_web_cli.cost.line_item import LineItem
from fargate_web_cli.cost.ranges import Range


@dataclass(frozen=True, slots=True)
class CostChange:
    """The cost of one kind and service before and after.

    Attributes:
        kind: The kind of cost.
        service: The service, or `shared`.
        cost_before: The cost before, in US dollars a month.
        cost_after: The cost after, in US dollars a month.
    """

    kind: str
    service: str
    cost_before: Range
    cost_after: Range

    @property
    def difference(self) -> Range:
        """The difference in US dollars a month, negative if the cost decreases."""
        return self.cost_after - self.cost_before

    def as_json(self) -> dict[str, Any]:
        """Return the change as a JSON value."""
        return {
            "kind": self.kind,
            "service": self.service,
            "before": self.cost_before.as_json(),
            "after": self.cost_after.as_json(),
            "difference": self.difference.as_json(),
        }


@dataclass(frozen=True)
class CostDifference:
    """The difference in cost between two revisions.

    Attributes:
        base_estimate: The estimate of the base.
        head_estimate: The estimate of the head.
        changes: The changes by kind and service, the greatest first.
    """

    base_estimate: Estimate
    head_estimate: Estimate
    changes: tuple[CostChange, ...]

    @property
    def difference(self) -> Range:
        """The difference in US dollars a month, negative if the cost decreases."""
        return self.head_estimate.monthly_cost - self.base_estimate.monthly_cost

    def as_json(self) -> dict[str, Any]:
        """Return the difference as a JSON value."""
        return {
            "currency": "USD",
            "before": self.base_estimate.monthly_cost.as_json(),
            "after": self.head_estimate.monthly_cost.as_json(),
            "difference": self.difference.as_json(),
            "changes": [change.as_json() for change in self.changes],
            "prices": {"date": self.head_estimate.prices.date, "source": self.head_estimate.prices.source},
        }


def compare_estimates(base: Estimate, head: Estimate) -> CostDifference:
    """Compare two estimates, without unchanged costs."""
    before, after = _sum_by_kind_and_service(base.items), _sum_by_kind_and_service(head.items)
    zero = Range.constant(0)
    changes = [CostChange(*key, before.get(key, zero), after.get(key, zero)) for key in dict.fromkeys([*before, *after])]
    changed = [change for change in changes if any(abs(figure) >= _HALF_CENT for figure in change.difference.values)]
    return CostDifference(base, head, tuple(sorted(changed, key=lambda change: -abs(change.difference.desired))))


_HALF_CENT = 0.005


def _sum_by_kind_and_service(items: Iterable[LineItem]) -> dict[tuple[str, str], Range]:
    sums: dict[tuple[str, str], Range] = {}
    for item in items:
        key = item.kind, item.service
        sums[key] = sums.get(key, Range.constant(0)) + item.monthly_cost
    return sums
