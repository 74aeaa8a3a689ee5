"""The section of warnings and silenced advice."""

from collections.abc import Iterable

from fargate_web.checks.finding import Finding
from fargate_web.checks.silence import SilencedFinding
from fargate_web.faults.fault import Fault, SettingPath, format_path
from fargate_web.settings.stack import Stack

from fargate_web_cli.graph.markup import Markup, build_element, join_markup, render_prose
from fargate_web_cli.terminal.formatting import format_count

_BOX_KINDS: dict[str | int, str] = {"services": "service", "scheduledTasks": "task"}
"""The sections whose entries have boxes in the picture."""
_NAMED_SECTIONS = {*_BOX_KINDS, "repositories"}


def render_checks(stack: Stack, faults: Iterable[Fault], silenced: Iterable[SilencedFinding], messages: Iterable[str]) -> Markup:
    """Return the section.

    Args:
        stack: The settings.
        faults: The advice of the checks, with positions.
        silenced: What the stack file silences, with the reasons.
        messages: Other warnings of the program.
    """
    found = [*map(_render_finding, faults), *map(_render_message, messages)]
    parts = [build_element("ul", *found, class_="findings") if found else build_element("p", "The checks found nothing.", class_="lead")]
    reasons = [_render_silenced(finding, reason) for finding, reason in silenced]
    if reasons:
        parts += [build_element("h3", "Silenced"), build_element("ul", *reasons, class_="findings quiet")]
    if stack.protected:
        parts.append(build_element("p", "The stack is protected: advice is an error here, so there is none.", class_="lead"))
    if stack.max_age_in_days is not None:
        parts.append(
            build_element(
                "p", f"The stack may be destroyed {format_count(stack.max_age_in_days, 'day')} after its last update.", class_="lead"
            )
        )
    return join_markup(*parts)


def render_messages(messages: Iterable[str]) -> Markup:
    """Return the warnings of a program without a stack file; empty if there are none."""
    found = [*map(_render_message, messages)]
    return build_element("ul", *found, class_="findings") if found else Markup("")


def _render_message(text: str) -> Markup:
    return build_element("li", build_element("p", text), data_find=True)


def _render_finding(fault: Fault) -> Markup:
    position = ":".join(str(part) for part in (fault.file, fault.line, fault.column) if part is not None)
    path = (
        build_element("a", build_element("code", format_path(fault.path)), href=f"#{build_settings_id(fault.path)}") if fault.path else ""
    )
    return build_element(
        "li",
        build_element("p", path, build_element("span", position, class_="place"), class_="where"),
        build_element("p", render_prose(fault.message)),
        data_find=True,
        data_nodes=_find_box(fault.path),
    )


def _render_silenced(finding: Finding, reason: str) -> Markup:
    setting = build_element("p", build_element("code", f"{format_path(finding.path)}: {finding.code}"), class_="where")
    return build_element("li", setting, build_element("p", reason), data_find=True, data_nodes=_find_box(finding.path))


def _find_box(path: SettingPath) -> str | None:
    """Return the box of the service or task that a setting belongs to. Return None if it belongs to none."""
    return f"{_BOX_KINDS[path[0]]} {path[1]}" if len(path) > 1 and path[0] in _BOX_KINDS else None


def build_settings_id(path: SettingPath) -> str:
    """Return the id of the settings that a path belongs to."""
    return "-".join(["settings", *(str(part) for part in path[: 2 if path[0] in _NAMED_SECTIONS else 1])])
