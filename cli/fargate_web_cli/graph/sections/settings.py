"""The section of settings: the values of the stack file, and the defaults of all others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pulumi
from fargate_web.analysis.likely_secrets import looks_secret
from fargate_web.faults.fault import format_path
from fargate_web.settings.section import Section
from fargate_web.settings.stack import Stack

from fargate_web_cli.graph.markup import Markup, build_element, join_markup, render_prose
from fargate_web_cli.graph.summaries import format_plain
from fargate_web_cli.terminal.formatting import SECRET_PLACEHOLDER

Path = tuple[str | int, ...]
_MAPS_OF_VALUES: Final = frozenset(("environment", "options", "dockerLabels", "tags"))


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting.

    Attributes:
        path: Its path below its group.
        value: Its effective value.
        explicit: Whether the stack file sets it.
        description: Its meaning.
    """

    path: Path
    value: str
    explicit: bool
    description: str


def list_settings(section: Section, path: Path = (), *, explicit: bool = True) -> Iterator[Setting]:
    """List the settings of a section and its nested sections.

    Args:
        section: The section.
        path: The path of the section.
        explicit: Whether the stack file has the section.
    """
    for name, field in type(section).model_fields.items():
        setting_path = (*path, field.alias or name)
        is_set = explicit and name in section.model_fields_set
        yield from _list_value_settings(getattr(section, name), setting_path, is_set, field.description or "")


def _list_value_settings(value: Any, path: Path, explicit: bool, meaning: str) -> Iterator[Setting]:
    if isinstance(value, Section):
        yield from list_settings(value, path, explicit=explicit)
    elif isinstance(value, Mapping) and value:
        for key, part in value.items():
            yield from _list_value_settings(part, (*path, str(key)), explicit, meaning)
    elif isinstance(value, list) and any(isinstance(part, Section | Mapping | list) for part in value):
        for index, part in enumerate(value):
            yield from _list_value_settings(part, (*path, index), explicit, meaning)
    else:
        # A name of a variable says whether its value is a secret; the other settings have values of AWS.
        is_secret = len(path) > 1 and path[-2] in _MAPS_OF_VALUES and looks_secret(str(path[-1]), value)
        yield Setting(path, SECRET_PLACEHOLDER if is_secret else _format_value(value, explicit), explicit, meaning)


def _format_value(value: Any, explicit: bool) -> str:
    match value:
        case pulumi.Output():
            return format_plain(value)
        case None:
            return "false" if explicit else "not set"
        case bool():
            return str(value).lower()
        case float():
            return f"{value:g}"
        case Mapping() | list() if not value:
            return "none"
        case list():
            return ", ".join(_format_value(part, explicit) for part in value)
    return str(value)


_NAMED_SECTIONS = {"services": "service", "scheduled_tasks": "task", "repositories": "repository"}
"""The sections with named entries, and the prefixes of their boxes in the picture."""


def render_settings(stack: Stack) -> Markup:
    """Return the section, with a group for each section and service."""
    groups = []
    top_level_settings: list[Setting] = []
    for name, field in type(stack).model_fields.items():
        key, value, is_set = field.alias or name, getattr(stack, name), name in stack.model_fields_set
        if name in _NAMED_SECTIONS:
            groups += [
                _render_group(f"{key}.{entry_name}", list_settings(entry), f"{_NAMED_SECTIONS[name]} {entry_name}")
                for entry_name, entry in value.items()
            ]
            if name == "repositories" and value:
                groups[-len(value)] = join_markup(build_element("span", id="settings-repositories"), groups[-len(value)])
        elif isinstance(value, Section):
            groups.append(_render_group(key, list_settings(value, explicit=is_set)))
        else:
            top_level_settings += _list_value_settings(value, (key,), is_set, field.description or "")
    groups.append(_render_group("stack", iter(top_level_settings)))
    return join_markup(*groups)


def _render_group(title: str, found: Iterator[Setting], node: str | None = None) -> Markup:
    rows = [*found]
    explicit_count = sum(row.explicit for row in rows)
    summary = build_element(
        "summary",
        build_element("h3", title),
        build_element("span", f"{explicit_count} set, {len(rows) - explicit_count} by default", class_="count"),
    )
    body = build_element("tbody", *(_render_row(row, title, node) for row in rows))
    head = build_element(
        "thead", build_element("tr", *(build_element("th", name, scope="col") for name in ("Setting", "Value", "Meaning")))
    )
    return build_element(
        "details",
        summary,
        build_element("table", head, body, class_="settings"),
        id=f"settings-{title.replace('.', '-', 1)}",
        class_="group",
    )


def _render_row(row: Setting, group: str, node: str | None) -> Markup:
    return build_element(
        "tr",
        build_element("th", build_element("code", format_path(row.path)), scope="row"),
        build_element("td", row.value, build_element("span", " (default)", class_="origin") if not row.explicit else ""),
        build_element("td", render_prose(row.description), class_="meaning"),
        class_="said" if row.explicit else "default",
        # The search also finds a row by the name of its service.
        data_find=group,
        data_nodes=node,
    )
