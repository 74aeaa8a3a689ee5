"""The manifest fields and their counterparts as Markdown tables, from the table of the converter."""

from typing import Final

from fargate_web_cli.migrate.copilot.field_table import FIELD_TABLE
from fargate_web_cli.migrate.manifest_field import ManifestField

_KIND_LETTERS: Final = {"lb": "L", "backend": "B", "worker": "W", "job": "J"}


def render_tables() -> str:
    """Return the tables: one of the fields of workloads, one of environments."""
    workloads = [row for row in FIELD_TABLE if "env" not in row.kinds]
    environment = [row for row in FIELD_TABLE if "env" in row.kinds]
    head = "| Field | Of | Here | What to know |\n|---|---|---|---|\n"
    text = "### Workloads\n\nL: Load Balanced Web Service, B: Backend Service, W: Worker Service, J: Scheduled Job.\n\n" + head
    text += "".join(
        f"| `{row.path}` | {''.join(letter for kind, letter in _KIND_LETTERS.items() if kind in row.kinds)} | {_format_counterpart(row)} | {row.note} |\n"
        for row in workloads
    )
    text += "\n### Environments\n\n| Field | Here | What to know |\n|---|---|---|\n"
    text += "".join(f"| `{row.path}` | {_format_counterpart(row)} | {row.note} |\n" for row in environment)
    return text


def _format_counterpart(row: ManifestField) -> str:
    counterparts = row.counterpart.split(", ")
    if not row.counterpart:
        return "–"
    return row.counterpart if any(" " in each for each in counterparts) else ", ".join(f"`{each}`" for each in counterparts)
