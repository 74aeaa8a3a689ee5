"""The manifest fields and their counterparts as Markdown tables, from the table of the converter."""

from typing import Final

from fargate_web_cli.migrate.copilot.field_table import FIELD_TABLE
from fargate_web_cli.migrate.copilot.unconverted_fields import PIPELINE_FIELDS, REQUEST_DRIVEN_FIELDS, STATIC_SITE_FIELDS
from fargate_web_cli.migrate.manifest_field import ManifestField

_KIND_LETTERS: Final = {"lb": "L", "backend": "B", "worker": "W", "job": "J"}


def render_tables() -> str:
    """Return the tables: of workloads, of environments, and of the manifests that are not converted."""
    workloads = [row for row in FIELD_TABLE if "env" not in row.kinds]
    environment = [row for row in FIELD_TABLE if "env" in row.kinds]
    head = "| Field | Of | Here | What to know |\n|---|---|---|---|\n"
    text = "### Workloads\n\nL: Load Balanced Web Service, B: Backend Service, W: Worker Service, J: Scheduled Job.\n\n" + head
    text += "".join(
        f"| `{row.path}` | {''.join(letter for kind, letter in _KIND_LETTERS.items() if kind in row.kinds)} | {_format_counterpart(row)} | {row.note} |\n"
        for row in workloads
    )
    for title, rows in (
        ("Environments", environment),
        ("Request-Driven Web Services (not converted)", REQUEST_DRIVEN_FIELDS),
        ("Static Sites (not converted)", STATIC_SITE_FIELDS),
        ("Pipelines (not converted)", PIPELINE_FIELDS),
    ):
        text += f"\n### {title}\n\n| Field | Here | What to know |\n|---|---|---|\n"
        text += "".join(f"| `{row.path}` | {_format_counterpart(row)} | {row.note} |\n" for row in rows)
    return text


def _format_counterpart(row: ManifestField) -> str:
    counterparts = row.counterpart.split(", ")
    if not row.counterpart:
        return "–"
    return row.counterpart if any(" " in each for each in counterparts) else ", ".join(f"`{each}`" for each in counterparts)
