"""Renders docs/checks.md, with every check, from the catalogue."""

from types import ModuleType
from typing import Final

from fargate_web.checks import catalogue
from fargate_web.checks.catalogue import PREFLIGHT_CHECKS, WORKFLOW_CHECKS, CheckDescription
from fargate_web.checks.silence import is_silenceable

from generate.reference import escape_markdown

_HEADER: Final = """# Checks

<!-- Made by `make generate` from the catalogue in components/fargate_web/checks/catalogue; do not edit. -->

Every check of a stack file, by its identifier. `fargate-web check` shows the identifier in brackets behind each report, and
`fargate-web explain <identifier>` shows its description in the terminal. An identifier never changes.

- An **error** stops the program before it registers anything.
- A **warning** is shown. `fargate-web check --strict` fails with warnings.
- **Advice** is a warning, and an error on a stack with `protected: true`.

Warnings and advice can be silenced in the stack file, each with a reason. So can errors where they are a choice; the list says which:
[how to silence a check](configuration.md#silence).
"""
_SEVERITIES: Final = {"error": "Error", "warning": "Warning", "advice": "Advice"}


def render_checks_page() -> str:
    """Return the page as Markdown."""
    parts = [_HEADER]
    for subject, checks in _list_subjects().items():
        parts += [f"## {subject}\n", *(_render_check(check) for check in sorted(checks, key=lambda check: check.code))]
    return "\n".join(parts)


def _list_subjects() -> dict[str, tuple[CheckDescription, ...]]:
    """Return the checks of each module of the catalogue. Its docstring names the subject."""
    subjects = {}
    for module in vars(catalogue).values():
        checks = [value for name, value in vars(module).items() if name.startswith("CHECKS_OF_")] if isinstance(module, ModuleType) else []
        if checks:
            subject = (module.__doc__ or "").partition(".")[0].removeprefix("Checks of ")
            subjects[subject[:1].upper() + subject[1:]] = checks[0]
    return subjects


def _render_check(check: CheckDescription) -> str:
    kind = _SEVERITIES[check.severity]
    if check.severity == "error" and is_silenceable(check):
        kind += ", which can be silenced"
    if check.code in WORKFLOW_CHECKS:
        kind += ", only in `fargate-web check`"
    if check.code in PREFLIGHT_CHECKS:
        kind += ", only in `fargate-web preflight`"
    lines = [
        f"### `{check.code}`",
        "",
        f"{kind}: {_escape(check.title)}.",
        "",
        f"- **Consequence:** {_escape(check.consequence)}",
        f"- **Fix:** {_escape(check.fix)}",
    ]
    if check.source:
        lines.append(f"- **Source:** <{check.source}>")
    return "\n".join([*lines, ""])


def _escape(text: str) -> str:
    return escape_markdown(text).replace("\\|", "|")  # outside a table
