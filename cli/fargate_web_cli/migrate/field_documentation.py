"""Markdown tables of the keys that `init` converts, from the tables of the converters."""

from collections.abc import Iterable

from fargate_web_cli.migrate.compose.service_fields import FILE_FIELDS, SERVICE_FIELDS
from fargate_web_cli.migrate.dockerfile.instruction_table import INSTRUCTION_TABLE
from fargate_web_cli.migrate.manifest_field import ManifestField
from fargate_web_cli.migrate.task_definition.fields import CONTAINER_FIELDS, TASK_FIELDS


def render_starting_points() -> str:
    """Return the tables of Dockerfiles, Compose files and task definitions."""
    instructions = [_format_row(row.word, row.counterpart, row.note, is_reported=row.outcome == "left") for row in INSTRUCTION_TABLE]
    sections = (
        ("Instructions of a Dockerfile", instructions),
        ("Keys of a Compose service", _format_fields(SERVICE_FIELDS)),
        ("Keys at the top of a Compose file", _format_fields(FILE_FIELDS)),
        ("Keys of a task definition", _format_fields(TASK_FIELDS)),
        ("Keys of a container definition", _format_fields(CONTAINER_FIELDS)),
    )
    head = "| Key | Here | What to know |\n|---|---|---|\n"
    return "\n".join(f"## {title}\n\n{head}{''.join(rows)}" for title, rows in sections)


def _format_fields(rows: Iterable[ManifestField]) -> list[str]:
    return [_format_row(row.path, row.counterpart, row.note, is_reported=row.outcome == "left") for row in rows]


def _format_row(key: str, counterpart: str, note: str, *, is_reported: bool) -> str:
    counterparts = ", ".join(f"`{key_path}`" for key_path in counterpart.split(", ")) if counterpart else "–"
    prefix = "reported: " if is_reported else ""
    return f"| `{key}` | {counterparts} | {prefix}{_escape(note)} |\n"


def _escape(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
