"""Renders the documentation pages about migrations, with the field tables of the converters."""

from typing import Final

from fargate_web_cli.migrate.copilot.field_documentation import render_tables
from fargate_web_cli.migrate.field_documentation import render_starting_points

BEGIN: Final = "<!-- Made by `make generate` from the table in cli/fargate_web_cli/migrate/copilot; do not edit. -->"
BEGIN_STARTING_POINTS: Final = "<!-- Made by `make generate` from the tables in cli/fargate_web_cli/migrate; do not edit. -->"
END: Final = "<!-- The end of what is made. -->"


def render_copilot_page(text: str) -> str:
    """Return the page about Copilot with its generated tables replaced."""
    return _replace_between(text, BEGIN, render_tables())


def render_starting_points_page(text: str) -> str:
    """Return the page about starting points with its generated tables replaced."""
    return _replace_between(text, BEGIN_STARTING_POINTS, render_starting_points())


def _replace_between(text: str, begin: str, tables: str) -> str:
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(END)
    return f"{before}{begin}\n\n{tables}\n{END}{after}"
