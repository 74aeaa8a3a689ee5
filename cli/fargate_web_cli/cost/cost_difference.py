"""What a change costs: one estimate beside another."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fargate_web_cli.cost.estimate import Estimate
from fargate_web_cli.cost.line_item import Item
from fargate_web_cli.cost.ranges import Range


@dataclass(frozen=True, slots=True)
class Change:
    """The cost of one kind and service before and after.

    Attributes:
        kind: The kind of cost.
        service: The service, or `shared`.
        before: US dollars a month before.
        after: US dollars a month after.
    """

    kind: str
    service: str
    before: Range
    after: Range

    @property
    def difference(self) -> Range:
        """US dollars a month more, or less where negative."""
        return self.after - self.before

    def as_json(self) -> dict[str, Any]:
        """Return the change as a value of JSON."""
        return {
            "kind": self.kind,
            "service": self.service,
            "before": self.before.as_json(),
            "after": self.after.as_json(),
            "difference": self.difference.as_json(),
        }


@dataclass(frozen=True)
class Delta:
    """What a change costs.

    Attributes:
        base: The estimate before.
        head: The estimate after.
        changes: Where they differ, the greatest difference first.
    """

    base: Estimate
    head: Estimate
    changes: tuple[Change, ...]

    @property
    def difference(self) -> Range:
        """US dollars a month more, or less where negative."""
        return self.head.monthly - self.base.monthly

    def as_json(self) -> dict[str, Any]:
        """Return the delta as a value of JSON."""
        return {
            "currency": "USD",
            "before": self.base.monthly.as_json(),
            "after": self.head.monthly.as_json(),
            "difference": self.difference.as_json(),
            "changes": [change.as_json() for change in self.changes],
            "prices": {"date": self.head.prices.date, "source": self.head.prices.source},
        }


def delta(base: Estimate, head: Estimate) -> Delta:
    """Compare two estimates; what costs as much as before is left out."""
    before, after = _summed(base.items), _summed(head.items)
    nothing = Range.of(0)
    changes = [Change(*key, before.get(key, nothing), after.get(key, nothing)) for key in dict.fromkeys([*before, *after])]
    changed = [change for change in changes if any(abs(figure) >= _CENT for figure in change.difference.figures)]
    return Delta(base, head, tuple(sorted(changed, key=lambda change: -abs(change.difference.desired))))


_CENT = 0.005


def _summed(items: Iterable[Item]) -> dict[tuple[str, str], Range]:
    sums: dict[tuple[str, str], Range] = {}
    for item in items:
        key = item.kind, item.service
        sums[key] = sums.get(key, Range.of(0)) + item.monthly
    return sums
