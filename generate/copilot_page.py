"""Writes the tables of docs/migrating-from-copilot.md from the table that the converter goes by."""

from typing import Final

from fargate_web_cli.migrate.copilot.field_documentation import render_tables

BEGIN: Final = "<!-- Made by `make generate` from the table in cli/fargate_web_cli/migrate/copilot; do not edit. -->"
END: Final = "<!-- The end of what is made. -->"


def page(text: str) -> str:
    """Put the tables into the page, between the two marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{render_tables()}\n{END}{after}"
