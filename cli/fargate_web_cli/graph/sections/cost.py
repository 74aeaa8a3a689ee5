"""What the stack will cost a month, where the estimate is part of this installation."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from fargate_web_cli.graph.markup import Markup, element, joined
from fargate_web_cli.preview.stack_preview import Preview

_ESTIMATE: Final = "fargate_web_cli.cost.estimate"
_COLUMNS: Final = (("minimum", "Fewest"), ("desired", "Start"), ("maximum", "Most"))

Document = Mapping[str, Any]


def estimated(preview: Preview) -> Document | None:
    """Estimate a stack, with nothing said of its traffic; None where there is no estimate to ask."""
    if find_spec(_ESTIMATE.rpartition(".")[0]) is None or find_spec(_ESTIMATE) is None:
        return None
    estimate = import_module(_ESTIMATE).estimate
    document: Document = estimate(preview.run.resources, preview.region, services=preview.settings.services).as_json()
    return document


def cost(document: Document | None) -> Markup:
    """Write an estimate, as the document that `fargate-web cost` writes as JSON."""
    if document is None:
        return element("p", "There is no estimate: this installation has no price table.", class_="lead")
    parts = [_table("Service", document["byService"], document["monthly"]), _table("Kind", document["byKind"], document["monthly"])]
    return joined(
        element(
            "p",
            "US dollars a month at the fewest tasks, at the start and at the most, at list prices of ",
            document["prices"]["date"],
            f", in {document['region']}.",
            class_="lead",
        ),
        element("div", *parts, class_="columns"),
        *_notes("What it takes for granted", document.get("notes", ())),
        *_notes("What it leaves out", document.get("leftOut", ())),
    )


def total(document: Document | None) -> str:
    """Say in a few words what a month costs; nothing without an estimate."""
    if document is None:
        return ""
    least, most = (f"{document['monthly'][key]:,.0f}" for key in ("minimum", "maximum"))
    return f"about ${least} a month" if least == most else f"about ${least}–{most} a month"


def _table(title: str, rows: Mapping[str, Mapping[str, float]], sums: Mapping[str, float]) -> Markup:
    head = element("tr", element("th", title, scope="col"), *(element("th", name, scope="col") for _, name in _COLUMNS))
    foot = element("tr", element("th", "All", scope="row"), *(element("td", _money(sums[key])) for key, _ in _COLUMNS))
    body = (
        element("tr", element("th", name, scope="row"), *(element("td", _money(row[key])) for key, _ in _COLUMNS), data_find=True)
        for name, row in rows.items()
    )
    return element("table", element("thead", head), element("tbody", *body), element("tfoot", foot), class_="money")


def _money(dollars: float) -> str:
    return f"{dollars:,.2f}"


def _notes(title: str, notes: Any) -> Iterator[Markup]:
    if notes:
        yield element("h3", title)
        yield element("ul", *(element("li", note) for note in notes), class_="notes")
