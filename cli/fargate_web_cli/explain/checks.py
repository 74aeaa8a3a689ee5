"""Explanations of checks, from the catalogue."""

from typing import Final

from fargate_web.checks.catalogue import CATALOGUE, PREFLIGHT_CHECKS, WORKFLOW_CHECKS, CheckDescription
from fargate_web.checks.silence import is_silenceable
from fargate_web.controls.control import Control

from fargate_web_cli.terminal.formatting import wrap_text

_SEVERITIES: Final = {
    "error": "an error, which stops the deployment",
    "warning": "a warning",
    "advice": "a warning, and an error on a protected stack",
}


def explain_check(check: CheckDescription, width: int) -> str:
    """Explain one check: what is wrong, the consequence, and what to write instead."""
    severity = _SEVERITIES[check.severity] + _describe_command(check)
    rows = [("Consequence", check.consequence), ("Fix", check.fix)]
    if check.source:
        rows.append(("Source", check.source))
    if is_silenceable(check):
        rows.append(("Silence", f"fargate-web:silence: {{{check.code}: <why it does not apply>}}"))
    lines = [f"{check.code}: {check.title}", *wrap_text(f"It is {severity}.", width, indent="  "), ""]
    for name, text in rows:
        lines += wrap_text(f"{name + ':':<13}{text}", width, indent="  ", hanging=13)
    return "\n".join(lines)


def explain_control(control: Control, width: int) -> str:
    """Explain one control: what it requires, who else requires it, and how a stack meets it."""
    rows = [("Severity", control.severity), ("By default", control.level), ("Met by", control.met_by)]
    rows += [
        (name, text) for name, text in (("Turned off by", control.turned_off_by), ("The same as", ", ".join(control.standards))) if text
    ]
    rows += [("Parameters", f"{key}: {value}") for key, value in control.parameters.items()]
    rows += [("Source", control.source)]
    lines = [
        f"{control.id}: {control.title}",
        *wrap_text("It is a control of `fargate-web check --resources` and of the policy pack.", width, indent="  "),
        "",
    ]
    for name, text in rows:
        lines += wrap_text(f"{name + ':':<15}{text}", width, indent="  ", hanging=15)
    return "\n".join(lines)


def _describe_command(check: CheckDescription) -> str:
    command = "check" if check.code in WORKFLOW_CHECKS else "preflight" if check.code in PREFLIGHT_CHECKS else None
    return f", only of `fargate-web {command}`" if command else ""


def list_checks(width: int) -> str:
    """Return all identifiers with what is wrong, in one line each if that fits."""
    longest = max(map(len, CATALOGUE))
    lines: list[str] = []
    for code in sorted(CATALOGUE):
        lines += wrap_text(f"{code:<{longest}}  {CATALOGUE[code].title}", width, hanging=longest + 2)
    return "\n".join(lines)
