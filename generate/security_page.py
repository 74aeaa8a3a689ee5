"""Renders the tables of docs/security.md: the controls, and the findings of scanners that are accepted."""

from typing import Final

from fargate_web.controls.accepted_findings import ACCEPTED_FINDINGS
from fargate_web.controls.catalogue import CONTROLS
from fargate_web.controls.control import Control

from generate.page_regions import replace_region

CONTROLS_BEGIN: Final = "<!-- Made by `make generate` from components/fargate_web/controls; do not edit. -->"
ACCEPTED_BEGIN: Final = "<!-- Made by `make generate` from components/fargate_web/controls/accepted_findings.py; do not edit. -->"


def render_security_page(text: str) -> str:
    """Return the page with its generated tables replaced."""
    return replace_region(replace_region(text, CONTROLS_BEGIN, _render_controls()), ACCEPTED_BEGIN, _render_accepted_findings())


def _render_controls() -> str:
    header = "| Control | What holds | By default | Met by | Given up by |\n| --- | --- | --- | --- | --- |\n"
    return header + "".join(f"| {' | '.join(_describe(control))} |\n" for control in CONTROLS)


def _describe(control: Control) -> tuple[str, ...]:
    standards = ", ".join(control.standards)
    title = f"[{control.title}]({control.source})"
    default = "yes" if control.by_default else "no"
    return f"`{control.id}`" + (f" ({standards})" if standards else ""), title, default, control.met_by, control.turned_off_by or "–"


def _render_accepted_findings() -> str:
    header = "| Finding | Identifiers | Why |\n| --- | --- | --- |\n"
    return header + "".join(f"| {each.subject} | {', '.join(each.standards)} | {each.reason} |\n" for each in ACCEPTED_FINDINGS)
