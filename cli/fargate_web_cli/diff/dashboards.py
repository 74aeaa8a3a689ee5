"""The differences of CloudWatch dashboards in words: which widgets come and go, not how the others are renumbered."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

_POSITION: Final = ("x", "y")
_Widgets = Mapping[str, Mapping[str, Any]]


def is_dashboard(value: Any) -> bool:
    """Return whether a JSON document is the body of a dashboard whose widgets have titles of their own."""
    widgets = value.get("widgets") if isinstance(value, Mapping) else None
    return isinstance(widgets, list) and len(index_widgets(widgets)) == len(widgets)


def index_widgets(widgets: list[Any]) -> dict[str, Mapping[str, Any]]:
    """Return the widgets by title."""
    return {title: widget for widget in widgets if isinstance(widget, Mapping) and (title := _find_title(widget))}


def group_titles(titles: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Group titles by what they begin with: `api: targets` belongs to `api`. A title without a colon is a group of its own."""
    groups: dict[str, list[str]] = {}
    for title in titles:
        subject, _, measured = title.partition(": ")
        groups.setdefault(subject, []).append(measured or title)
    yield from groups.items()


def remove_position(widget: Mapping[str, Any]) -> dict[str, Any]:
    """Return a widget without its place on the dashboard."""
    return {key: value for key, value in widget.items() if key not in _POSITION}


def have_moved(old: _Widgets, new: _Widgets) -> bool:
    """Return whether the widgets that both dashboards have are in another order."""
    kept = [title for title in old if title in new]
    return kept != [title for title in new if title in old] or any(
        (old[title].get("x"), old[title].get("width")) != (new[title].get("x"), new[title].get("width")) for title in kept
    )


def _find_title(widget: Mapping[str, Any]) -> str:
    properties = widget.get("properties")
    if not isinstance(properties, Mapping):
        return ""
    text = properties.get("title") or properties.get("markdown")
    return text.strip().splitlines()[0] if isinstance(text, str) and text.strip() else ""
