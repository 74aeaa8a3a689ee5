"""Renders the documentation pages about migrations, with the field tables of the converters."""

from typing import Final

from fargate_web_cli.migrate.copilot.field_documentation import render_tables
from fargate_web_cli.migrate.field_documentation import render_starting_points

from generate.page_regions import replace_region

BEGIN: Final = "<!-- Made by `make generate` from the table in cli/fargate_web_cli/migrate/copilot; do not edit. -->"
BEGIN_STARTING_POINTS: Final = "<!-- Made by `make generate` from the tables in cli/fargate_web_cli/migrate; do not edit. -->"


def render_copilot_page(text: str) -> str:
    """Return the page about Copilot with its generated tables replaced."""
    return replace_region(text, BEGIN, render_tables())


def render_starting_points_page(text: str) -> str:
    """Return the page about starting points with its generated tables replaced."""
    return replace_region(text, BEGIN_STARTING_POINTS, render_starting_points())
