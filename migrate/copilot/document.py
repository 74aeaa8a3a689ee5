"""Writes the tables of docs/migrating-from-copilot.md from the table that the converter goes by."""

import sys
from pathlib import Path
from typing import Final

from .row import Field
from .table import TABLE

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "migrating-from-copilot.md"
BEGIN: Final = "<!-- Made by `python -m migrate.copilot.document` from the table in migrate/copilot; do not edit. -->"
END: Final = "<!-- The end of what is made. -->"
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


def page(text: str) -> str:
    """Put the tables into the page, between the two marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{tables()}\n{END}{after}"


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
