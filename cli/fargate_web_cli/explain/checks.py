"""Explanations of checks, from the catalogue."""

import textwrap
from collections.abc import Iterator
from typing import Final

from fargate_web.checks.catalogue import CATALOGUE, WORKFLOW_CHECKS, CheckDescription
from fargate_web.checks.silence import is_silenceable

_SEVERITIES: Final = {
    "error": "an error, which stops the deployment",
    "warning": "a warning",
    "advice": "a warning, and an error on a protected stack",
}


def explain_check(check: CheckDescription, width: int) -> str:
    """Explain one check: what is wrong, the consequence, and what to write instead."""
    severity = _SEVERITIES[check.severity] + (", only of `fargate-web check`" if check.code in WORKFLOW_CHECKS else "")
    rows = [("Consequence", check.consequence), ("Fix", check.fix)]
    if check.source:
        rows.append(("Source", check.source))
    if is_silenceable(check):
        rows.append(("Silence", f"fargate-web:silence: {{{check.code}: <why it does not apply>}}"))
    lines = [f"{check.code}: {check.title}", *_wrap(f"It is {severity}.", width, "  "), ""]
    for name, text in rows:
        lines += _wrap(f"{name + ':':<13}{text}", width, "  ", hanging=13)
    return "\n".join(lines)


def list_checks(width: int) -> str:
    """Return all identifiers with what is wrong, in one line each if that fits."""
    longest = max(map(len, CATALOGUE))
    lines: list[str] = []
    for code in sorted(CATALOGUE):
        lines += _wrap(f"{code:<{longest}}  {CATALOGUE[code].title}", width, "", hanging=longest + 2)
    return "\n".join(lines)


def _wrap(text: str, width: int, indent: str, hanging: int = 0) -> Iterator[str]:
    yield from textwrap.wrap(
        text, width, initial_indent=indent, subsequent_indent=indent + " " * hanging, break_long_words=False, break_on_hyphens=False
    )
