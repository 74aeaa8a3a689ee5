"""The section of the monthly cost, if this installation has the estimate."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from fargate_web_cli.graph.markup import Markup, build_element, join_markup
from fargate_web_cli.project.stack_preview import Preview

_ESTIMATE_MODULE: Final = "fargate_web_cli.cost.estimate"
_COLUMNS: Final = (("minimum", "Fewest"), ("desired", "Start"), ("maximum", "Most"))

EstimateDocument = Mapping[str, Any]


def load_estimate(preview: Preview) -> EstimateDocument | None:
    """Estimate the cost of a stack without traffic; None if this installation has no estimate."""
    if find_spec(_ESTIMATE_MODULE.rpartition(".")[0]) is None or find_spec(_ESTIMATE_MODULE) is None:
        return None
    estimate = import_module(_ESTIMATE_MODULE).estimate_cost
    document: EstimateDocument = estimate(preview.preview_run.resources, preview.region, services=preview.service_settings).as_json()
    return document


def render_cost(document: EstimateDocument | None) -> Markup:
    """Return the section for the JSON document of `fargate-web cost`."""
    if document is None:
        return build_element("p", "There is no estimate: this installation has no price table.", class_="lead")
    parts = [
        _render_table("Service", document["byService"], document["monthly"]),
        _render_table("Kind", document["byKind"], document["monthly"]),
    ]
    return join_markup(
        build_element(
            "p",
            "US dollars a month at the fewest tasks, at the start and at the most, at list prices of ",
            document["prices"]["date"],
            f", in {document['region']}.",
            class_="lead",
        ),
        build_element("div", *parts, class_="columns"),
        *_render_notes("Assumptions", document.get("notes", ())),
        *_render_notes("Left out", document.get("leftOut", ())),
    )


def format_total(document: EstimateDocument | None) -> str:
    """Return the monthly cost in a few words; empty without an estimate."""
    if document is None:
        return ""
    least, most = (f"{document['monthly'][key]:,.0f}" for key in ("minimum", "maximum"))
    return f"about ${least} a month" if least == most else f"about ${least}–{most} a month"


def _render_table(title: str, rows: Mapping[str, Mapping[str, float]], sums: Mapping[str, float]) -> Markup:
    head = build_element("tr", build_element("th", title, scope="col"), *(build_element("th", name, scope="col") for _, name in _COLUMNS))
    foot = build_element(
        "tr", build_element("th", "All", scope="row"), *(build_element("td", _format_dollars(sums[key])) for key, _ in _COLUMNS)
    )
    body = (
        build_element(
            "tr",
            build_element("th", name, scope="row"),
            *(build_element("td", _format_dollars(row[key])) for key, _ in _COLUMNS),
            data_find=True,
        )
        for name, row in rows.items()
    )
    return build_element("table", build_element("thead", head), build_element("tbody", *body), build_element("tfoot", foot), class_="money")


def _format_dollars(dollars: float) -> str:
    return f"{dollars:,.2f}"


def _render_notes(title: str, notes: Any) -> Iterator[Markup]:
    if notes:
        yield build_element("h3", title)
        yield build_element("ul", *(build_element("li", note) for note in notes), class_="notes")
