"""An estimate or a delta as a page of tables and lists, before it is known how it is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fargate_web.analysis.deployment_timeline import spell

from fargate_web_cli.cost.cost_difference import Delta
from fargate_web_cli.cost.estimate import Estimate
from fargate_web_cli.cost.line_item import Item
from fargate_web_cli.cost.ranges import Range

_FIGURES = ("minimum", "desired", "maximum")


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        heading: What stands above it.
        columns: The heads of the columns; those in `numbers` are aligned to the right.
        rows: The cells.
        total: Whether the last row is a sum.
        optional: The columns that a narrow terminal does without.
    """

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[str] = frozenset(_FIGURES)
    total: bool = False
    optional: frozenset[str] = frozenset()

    def width(self) -> int:
        """Tell how many columns of a terminal the table takes, with two between its own."""
        return sum(max(map(len, cells)) + 2 for cells in zip(self.columns, *self.rows, strict=True)) - 2

    def narrowed(self) -> "Table":
        """Return the table without its optional columns."""
        kept = [index for index, column in enumerate(self.columns) if column not in self.optional]
        rows = tuple(tuple(row[index] for index in kept) for row in self.rows)
        return replace(self, columns=tuple(self.columns[index] for index in kept), rows=rows)


@dataclass(frozen=True, slots=True)
class Remarks:
    """A list of sentences under a heading."""

    heading: str
    sentences: Sequence[str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page.

    Attributes:
        title: Its first line.
        subtitle: What the figures are.
        parts: Its tables and lists.
    """

    title: str
    subtitle: str
    parts: tuple[Table | Remarks, ...]


def estimate_page(estimate: Estimate, name: str) -> Page:
    """Lay out an estimate of the stack of a name."""
    return Page(
        f"Estimate of {name} in {estimate.prices.region}, in US dollars a month",
        priced_at(estimate),
        tuple(_parts(estimate)),
    )


def delta_page(change: Delta, name: str) -> Page:
    """Lay out what a change of the stack of a name costs."""
    rows = [
        (
            each.kind,
            each.service,
            *(signed(figure) for figure in each.difference.figures),
            *(money(each.before.desired), money(each.after.desired)),
        )
        for each in change.changes
    ]
    sums = (
        *(signed(figure) for figure in change.difference.figures),
        money(change.base.monthly.desired),
        money(change.head.monthly.desired),
    )
    columns = ("kind", "service", *_FIGURES, "before", "after")
    table = Table("Cost", columns, (*rows, ("total", "", *sums)), frozenset((*_FIGURES, "before", "after")), total=True)
    remarks = [*_remarks("Taken for granted", change.head.notes), *_remarks("Left out", change.head.left_out)]
    return Page(f"Cost of the change of {name}, in US dollars a month", priced_at(change.head), (table, *remarks))


def priced_at(estimate: Estimate) -> str:
    """Say of when and where from the prices are."""
    prices = estimate.prices
    region = "us-east-1" if prices.unknown_region else prices.region
    return f"Prices of {region} as of {prices.date or 'an unknown date'}, from {prices.source}."


def money(figure: float) -> str:
    """Write dollars and cents."""
    return f"{figure:,.2f}"


def signed(figure: float) -> str:
    """Write a difference with its sign; what is no cent is nothing."""
    return "0.00" if abs(figure) < 0.005 else f"{figure:+,.2f}"


def _parts(estimate: Estimate) -> Iterator[Table | Remarks]:
    for heading, groups in (("By service", estimate.by_service()), ("By kind", estimate.by_kind())):
        rows = [(name, *_written(figures)) for name, figures in groups.items()]
        yield Table(heading, ("", *_FIGURES), (*rows, ("total", *_written(estimate.monthly))), total=True)
    yield Table(
        "Lines",
        ("kind", "service", "what", "units", "unit", "price", *_FIGURES),
        tuple(_line(item) for item in estimate.items),
        frozenset(("units", "price", *_FIGURES)),
        optional=frozenset(("units", "unit", "price")),
    )
    if estimate.deployments:
        yield Table(
            "One deployment, once, on top",
            ("service", "strategy", "extra tasks", "time", *_FIGURES),
            tuple(
                (each.service, each.strategy, _spread(each.tasks), _time(each.hours), *(f"{figure:,.4f}" for figure in each.cost.figures))
                for each in estimate.deployments
            ),
        )
    yield from _remarks("Taken for granted", estimate.notes)
    yield from _remarks("Left out", estimate.left_out)


def _remarks(heading: str, sentences: Sequence[str]) -> Iterator[Remarks]:
    if sentences:
        yield Remarks(heading, sentences)


def _line(item: Item) -> tuple[str, ...]:
    price = f"{item.price:.6f}".rstrip("0")
    decimals = len(price.partition(".")[2])
    return (
        item.kind,
        item.service,
        item.what,
        f"{item.quantity.desired:,.2f}".removesuffix(".00"),
        item.unit,
        price if decimals >= 2 else f"{item.price:.2f}",
        *_written(item.monthly),
    )


def _spread(figures: Range) -> str:
    least, _, most = figures.figures
    return f"{least:g}" if least == most else f"{least:g}–{most:g}"


def _time(hours: Range) -> str:
    least, _, most = (spell(round(figure * 3600)) for figure in hours.figures)
    return least if least == most else f"{least}–{most}"


def _written(figures: Range) -> tuple[str, str, str]:
    minimum, desired, maximum = (money(figure) for figure in figures.figures)
    return minimum, desired, maximum
