"""The settings as they hold: what the stack file says, and the defaults of all the rest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from fargate_web.faults.fault import dotted
from fargate_web.settings.section import Section
from fargate_web.settings.stack import Stack

from fargate_web_cli.graph.markup import Markup, element, joined, prose
from fargate_web_cli.terminal.formatting import SECRET

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting.

    Attributes:
        path: Where it stands, below its group.
        value: What holds.
        said: Whether the stack file says it.
        meaning: What it is for.
    """

    path: Path
    value: str
    said: bool
    meaning: str


def resolved(section: Section, path: Path = (), *, said: bool = True) -> Iterator[Setting]:
    """List the settings of a section and of all within it.

    Args:
        section: The section.
        path: Where it stands.
        said: Whether the stack file says the section at all.
    """
    for name, field in type(section).model_fields.items():
        here = (*path, field.alias or name)
        mentioned = said and name in section.model_fields_set
        yield from _value(getattr(section, name), here, mentioned, field.description or "")


def _value(value: Any, path: Path, said: bool, meaning: str) -> Iterator[Setting]:
    if isinstance(value, Section):
        yield from resolved(value, path, said=said)
    elif isinstance(value, Mapping) and value:
        for key, part in value.items():
            yield from _value(part, (*path, str(key)), said, meaning)
    elif isinstance(value, list) and any(isinstance(part, Section | Mapping | list) for part in value):
        for index, part in enumerate(value):
            yield from _value(part, (*path, index), said, meaning)
    else:
        yield Setting(path, _text(value, said), said, meaning)


def _text(value: Any, said: bool) -> str:
    match value:
        case pulumi.Output():
            return SECRET
        case None:
            return "false" if said else "not set"
        case bool():
            return str(value).lower()
        case float():
            return f"{value:g}"
        case Mapping() | list() if not value:
            return "none"
        case list():
            return ", ".join(_text(part, said) for part in value)
    return str(value)


_NAMED = {"services": "service", "scheduled_tasks": "task", "repositories": "repository"}
"""What has names of its own, and what the boxes of the picture call it."""


def settings(stack: Stack) -> Markup:
    """Write the settings, a group for each section and each service."""
    groups = []
    loose: list[Setting] = []
    for name, field in type(stack).model_fields.items():
        key, value, said = field.alias or name, getattr(stack, name), name in stack.model_fields_set
        if name in _NAMED:
            groups += [_group(f"{key}.{one}", resolved(each), f"{_NAMED[name]} {one}") for one, each in value.items()]
            if name == "repositories" and value:
                groups[-len(value)] = joined(element("span", id="settings-repositories"), groups[-len(value)])
        elif isinstance(value, Section):
            groups.append(_group(key, resolved(value, said=said)))
        else:
            loose += _value(value, (key,), said, field.description or "")
    groups.append(_group("stack", iter(loose)))
    return joined(*groups)


def _group(title: str, found: Iterator[Setting], node: str | None = None) -> Markup:
    rows = [*found]
    said = sum(row.said for row in rows)
    summary = element("summary", element("h3", title), element("span", f"{said} said, {len(rows) - said} by default", class_="count"))
    body = element("tbody", *(_row(row, title, node) for row in rows))
    head = element("thead", element("tr", *(element("th", name, scope="col") for name in ("Setting", "Value", "Meaning"))))
    return element(
        "details", summary, element("table", head, body, class_="settings"), id=f"settings-{title.replace('.', '-', 1)}", class_="group"
    )


def _row(row: Setting, group: str, node: str | None) -> Markup:
    return element(
        "tr",
        element("th", element("code", dotted(row.path)), scope="row"),
        element("td", row.value, element("span", " (default)", class_="origin") if not row.said else ""),
        element("td", prose(row.meaning), class_="meaning"),
        class_="said" if row.said else "default",
        # A row is found by the name of its service, too.
        data_find=group,
        data_nodes=node,
    )
