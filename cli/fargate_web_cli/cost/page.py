"""An estimate or a difference as a page of tables and lists, independent of the output format."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fargate_web.analysis.deployment_timeline import format_duration

from fargate_web_cli.cost.cost_difference import CostDifference
from fargate_web_cli.cost.estimate import Estimate
from fargate_web_cli.cost.line_item import LineItem
from fargate_web_cli.cost.ranges import Range

_COST_COLUMNS = ("minimum", "desired", "maximum")


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        heading: The heading above it.
        columns: The column headings.
        rows: The cells of each row.
        numeric_columns: The columns that are aligned to the right.
        has_total: Whether the last row is the total.
        optional_columns: The columns that a narrow terminal omits.
    """

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric_columns: frozenset[str] = frozenset(_COST_COLUMNS)
    has_total: bool = False
    optional_columns: frozenset[str] = frozenset()

    def measure_width(self) -> int:
        """Return the width of the table in characters, with two between columns."""
        return sum(max(map(len, cells)) + 2 for cells in zip(self.columns, *self.rows, strict=True)) - 2

    def drop_optional_columns(self) -> "Table":
        """Return the table without its optional columns."""
        kept_indices = [index for index, column in enumerate(self.columns) if column not in self.optional_columns]
        rows = tuple(tuple(row[index] for index in kept_indices) for row in self.rows)
        return replace(self, columns=tuple(self.columns[index] for index in kept_indices), rows=rows)


@dataclass(frozen=True, slots=True)
class Notes:
    """A list of sentences under a heading."""

    heading: str
    sentences: Sequence[str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page.

    Attributes:
        title: Its first line.
        subtitle: A description of the figures.
        parts: Its tables and lists.
    """

    title: str
    subtitle: str
    parts: tuple[Table | Notes, ...]


def build_estimate_page(estimate: Estimate, name: str) -> Page:
    """Build the page of an estimate of a stack."""
    return Page(
        f"Estimate of {name} in {estimate.prices.region}, in US dollars a month",
        describe_prices(estimate),
        tuple(_build_parts(estimate)),
    )


def build_difference_page(difference: CostDifference, name: str) -> Page:
    """Build the page of a difference in the cost of a stack."""
    rows = [
        (
            entry.kind,
            entry.service,
            *(format_difference(figure) for figure in entry.difference.values),
            *(format_dollars(entry.cost_before.desired), format_dollars(entry.cost_after.desired)),
        )
        for entry in difference.changes
    ]
    sums = (
        *(format_difference(figure) for figure in difference.difference.values),
        format_dollars(difference.base_estimate.monthly_cost.desired),
        format_dollars(difference.head_estimate.monthly_cost.desired),
    )
    columns = ("kind", "service", *_COST_COLUMNS, "before", "after")
    table = Table("Cost", columns, (*rows, ("total", "", *sums)), frozenset((*_COST_COLUMNS, "before", "after")), has_total=True)
    remarks = [
        *_build_notes("Assumptions", difference.head_estimate.assumptions),
        *_build_notes("Left out", difference.head_estimate.omissions),
    ]
    return Page(f"Cost of the change of {name}, in US dollars a month", describe_prices(difference.head_estimate), (table, *remarks))


def describe_prices(estimate: Estimate) -> str:
    """Return a sentence with the date and source of the prices."""
    prices = estimate.prices
    region = "us-east-1" if prices.unknown_region else prices.region
    return f"Prices of {region} as of {prices.date or 'an unknown date'}, from {prices.source}."


def format_dollars(figure: float) -> str:
    """Return an amount in dollars and cents."""
    return f"{figure:,.2f}"


def format_difference(figure: float) -> str:
    """Return a difference with its sign, rounded to cents."""
    return "0.00" if abs(figure) < 0.005 else f"{figure:+,.2f}"


def _build_parts(estimate: Estimate) -> Iterator[Table | Notes]:
    for heading, groups in (("By service", estimate.sum_by_service()), ("By kind", estimate.sum_by_kind())):
        rows = [(name, *_format_costs(figures)) for name, figures in groups.items()]
        yield Table(heading, ("", *_COST_COLUMNS), (*rows, ("total", *_format_costs(estimate.monthly_cost))), has_total=True)
    yield Table(
        "Lines",
        ("kind", "service", "what", "units", "unit", "price", *_COST_COLUMNS),
        tuple(_format_item(item) for item in estimate.items),
        frozenset(("units", "price", *_COST_COLUMNS)),
        optional_columns=frozenset(("units", "unit", "price")),
    )
    if estimate.deployments:
        yield Table(
            "One deployment, once, on top",
            ("service", "strategy", "extra tasks", "time", *_COST_COLUMNS),
            tuple(
                (
                    entry.service,
                    entry.strategy,
                    _format_range(entry.extra_tasks),
                    _format_time(entry.hours),
                    *(f"{figure:,.4f}" for figure in entry.cost.values),
                )
                for entry in estimate.deployments
            ),
        )
    yield from _build_notes("Assumptions", estimate.assumptions)
    yield from _build_notes("Left out", estimate.omissions)


def _build_notes(heading: str, sentences: Sequence[str]) -> Iterator[Notes]:
    if sentences:
        yield Notes(heading, sentences)


def _format_item(item: LineItem) -> tuple[str, ...]:
    price = f"{item.unit_price:.6f}".rstrip("0")
    decimals = len(price.partition(".")[2])
    return (
        item.kind,
        item.service,
        item.description,
        f"{item.quantity.desired:,.2f}".removesuffix(".00"),
        item.unit,
        price if decimals >= 2 else f"{item.unit_price:.2f}",
        *_format_costs(item.monthly_cost),
    )


def _format_range(figures: Range) -> str:
    least, _, most = figures.values
    return f"{least:g}" if least == most else f"{least:g}–{most:g}"


def _format_time(hours: Range) -> str:
    least, _, most = (format_duration(round(figure * 3600)) for figure in hours.values)
    return least if least == most else f"{least}–{most}"


def _format_costs(figures: Range) -> tuple[str, str, str]:
    minimum, desired, maximum = (format_dollars(figure) for figure in figures.values)
    return minimum, desired, maximum
