"""The manifest fields and their counterparts as Markdown tables, from the table that the converter goes by."""

from typing import Final

from fargate_web_cli.migrate.copilot.field_table import TABLE
from fargate_web_cli.migrate.copilot.manifest_field import Field

_KINDS: Final = {"lb": "L", "backend": "B", "worker": "W", "job": "J"}


def tables() -> str:
    """Write the tables: one of the fields of workloads, one of an environment's."""
    workloads = [row for row in TABLE if "env" not in row.kinds]
    environment = [row for row in TABLE if "env" in row.kinds]
    head = "| Field | Of | Here | What to know |\n|---|---|---|---|\n"
    text = "### Workloads\n\nL: Load Balanced Web Service, B: Backend Service, W: Worker Service, J: Scheduled Job.\n\n" + head
    text += "".join(
        f"| `{row.path}` | {''.join(letter for kind, letter in _KINDS.items() if kind in row.kinds)} | {_here(row)} | {row.note} |\n"
        for row in workloads
    )
    text += "\n### Environments\n\n| Field | Here | What to know |\n|---|---|---|\n"
    text += "".join(f"| `{row.path}` | {_here(row)} | {row.note} |\n" for row in environment)
    return text


def _here(row: Field) -> str:
    counterparts = row.here.split(", ")
    if not row.here:
        return "–"
    return row.here if any(" " in each for each in counterparts) else ", ".join(f"`{each}`" for each in counterparts)
