"""A page of an estimate as text: tables in colours on a terminal, plain columns in a pipe, or Markdown."""

from io import StringIO
from typing import TextIO

from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from fargate_web_cli.cost.page import Notes, Page, Table
from fargate_web_cli.terminal.console import build_console, replace_unencodable_characters

_PIPE_WIDTH = 10_000
"""The width without a terminal, so that no line is wrapped."""

_INDENT = 4


def write_page(page: Page, stream: TextIO) -> None:
    """Write a page to a terminal, a file or a pipe."""
    terminal = stream.isatty()
    text = StringIO()
    rich = build_console(text, terminal=terminal, width=None if terminal else _PIPE_WIDTH, soft_wrap=False)
    rich.print(Text(page.title, "bold"))
    rich.print(Text(page.subtitle, "dim"))
    for part in page.parts:
        rich.print()
        rich.print(Text(part.heading, "bold"))
        if isinstance(part, Notes):
            for sentence in part.sentences:
                rich.print(Padding(Text(sentence), (0, 0, 0, _INDENT), expand=False))
        else:
            fits = part.measure_width() + _INDENT <= rich.width
            rich.print(Padding(_build_rich_table(part if fits else part.drop_optional_columns()), (0, 0, 0, _INDENT), expand=False))
    lines = [line.rstrip() for line in text.getvalue().splitlines()]
    replace_unencodable_characters(stream)
    stream.write("\n".join(lines) + "\n")
    stream.flush()


def render_markdown(page: Page) -> str:
    """Return a page as Markdown."""
    blocks = [f"## {page.title}", page.subtitle]
    for part in page.parts:
        blocks.append(f"### {part.heading}")
        if isinstance(part, Notes):
            blocks.append("\n".join(f"- {sentence}" for sentence in part.sentences))
        else:
            blocks.append(render_markdown_table(part))
    return "\n\n".join(blocks) + "\n"


def render_markdown_table(table: Table) -> str:
    """Return a table as Markdown."""
    last = len(table.rows) - 1
    rows = [
        tuple(f"**{cell}**" if cell and table.has_total and index == last else cell for cell in row) for index, row in enumerate(table.rows)
    ]
    rule = tuple("---:" if column in table.numeric_columns else "---" for column in table.columns)
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in (table.columns, rule, *rows))


def _build_rich_table(table: Table) -> RichTable:
    rich_table = RichTable(box=None, pad_edge=False, header_style="cyan")
    for column in table.columns:
        rich_table.add_column(
            column, justify="right" if column in table.numeric_columns else "left", no_wrap=column != "what", overflow="fold"
        )
    for index, row in enumerate(table.rows):
        rich_table.add_row(*map(Text, row), style="bold" if table.has_total and index == len(table.rows) - 1 else "")
    return rich_table
