"""What the checks say of a stack, and what somebody has silenced."""

from collections.abc import Iterable, Iterator

from fargate_web.faults.fault import Fault, Path, dotted
from fargate_web.settings.stack import Stack

from fargate_web_cli.graph.markup import Markup, element, joined, prose

_BOXES: dict[str | int, str] = {"services": "service", "scheduledTasks": "task"}
"""What has a box of its own in the picture."""
_NAMED = {*_BOXES, "repositories"}


def checks(stack: Stack, faults: Iterable[Fault], said: Iterable[str]) -> Markup:
    """Write the findings.

    Args:
        stack: The settings.
        faults: What the checks advise, with positions.
        said: What else the program warns of.
    """
    found = [*(_finding(fault) for fault in faults), *(element("li", element("p", text), data_find=True) for text in said)]
    parts = [element("ul", *found, class_="findings") if found else element("p", "The checks have nothing to say.", class_="lead")]
    silenced = [*_silenced(stack)]
    if silenced:
        parts += [element("h3", "Silenced"), element("ul", *silenced, class_="findings quiet")]
    if stack.protected:
        parts.append(
            element("p", "The stack is protected: what would be advice elsewhere is an error here, so none is left.", class_="lead")
        )
    return joined(*parts)


def _finding(fault: Fault) -> Markup:
    place = ":".join(str(part) for part in (fault.file, fault.line, fault.column) if part is not None)
    path = element("a", element("code", dotted(fault.path)), href=f"#{anchor(fault.path)}") if fault.path else ""
    return element(
        "li",
        element("p", path, element("span", place, class_="place"), class_="where"),
        element("p", prose(fault.message)),
        data_find=True,
        data_nodes=f"{_BOXES[fault.path[0]]} {fault.path[1]}" if len(fault.path) > 1 and fault.path[0] in _BOXES else None,
    )


def _silenced(stack: Stack) -> Iterator[Markup]:
    for section, found in (("services", stack.services), ("scheduledTasks", stack.scheduled_tasks)):
        for name, each in found.items():
            for advice, reason in each.silence.items():
                where = element("p", element("code", f"{section}.{name}: {advice}"), class_="where")
                yield element("li", where, element("p", reason), data_find=True, data_nodes=f"{_BOXES[section]} {name}")


def anchor(path: Path) -> str:
    """Return the id of the settings that a path belongs to."""
    return "-".join(["settings", *(str(part) for part in path[: 2 if path[0] in _NAMED else 1])])
