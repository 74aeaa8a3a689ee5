"""A preview as text: coloured and wrapped for a terminal, plain and unwrapped otherwise."""

from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Final, TextIO

from rich.text import Text

from fargate_web_cli.preview.closing_summary import format_closing_summary
from fargate_web_cli.preview.full_tree import choose_sign, format_tree, measure_column
from fargate_web_cli.preview.outputs import format_outputs
from fargate_web_cli.preview.resource_groups import ResourceGroup, build_groups
from fargate_web_cli.preview.resource_tree import build_tree
from fargate_web_cli.project.stack_preview import Preview
from fargate_web_cli.terminal.console import build_console, replace_unencodable_characters
from fargate_web_cli.terminal.hanging_lines import HangingLine, wrap_line

_MAXIMUM_LABEL_WIDTH, _MAXIMUM_NAME_WIDTH = 16, 18
"""Longer texts are not cut off; they only break the alignment."""

_GROUP_INDENT: Final = Text("    ")


def write_preview(preview: Preview, stream: TextIO, *, full: bool = False, outputs: bool = False) -> None:
    """Write a preview to a terminal, a file or a pipe.

    Args:
        preview: The preview.
        stream: The output stream.
        full: Whether to show every resource, not only a summary of each component.
        outputs: Whether to show the outputs of the stack.
    """
    terminal = stream.isatty()
    text = StringIO()
    rich = build_console(text, terminal=terminal)
    width = rich.width if terminal else None
    for line in _format_preview(preview, full=full, outputs=outputs):
        for row in wrap_line(line, width, rich):
            rich.print(row)
    replace_unencodable_characters(stream)
    stream.write(text.getvalue())
    stream.flush()


def _format_preview(preview: Preview, *, full: bool, outputs: bool) -> Iterator[HangingLine]:
    title = Text.assemble(
        "Preview of ",
        (f"{preview.project}/{preview.stack}", "bold"),
        f" in {preview.region}",
        f", from {preview.stack_file}" if preview.stack_file else "",
    )
    yield HangingLine(title)
    yield HangingLine(
        Text("Offline, without calls to AWS: the account, name suffixes and lookup results are fake.", "dim"),
    )
    yield HangingLine(Text())
    if full:
        yield from format_tree(build_tree(preview))
        yield HangingLine(Text())
    else:
        yield from _format_groups(build_groups(preview))
    if outputs:
        yield from _format_outputs(preview)
    yield from format_closing_summary(preview, full=full)


def _format_groups(groups: Iterable[ResourceGroup]) -> Iterator[HangingLine]:
    groups = [*groups]
    labels = measure_column((group.label for group in groups), _MAXIMUM_LABEL_WIDTH)
    names = measure_column((group.resource.name for group in groups), _MAXIMUM_NAME_WIDTH)
    for group in groups:
        style = "" if group.resource.custom else "bold"
        first = Text.assemble(
            choose_sign(group.resource),
            " ",
            (group.label.ljust(labels), style or "cyan"),
            "  ",
            (group.resource.name.ljust(names), style),
            "  ",
        )
        yield HangingLine(first, Text(group.summary), _GROUP_INDENT, keeps_phrases=True)
        column = Text(" " * (2 + labels + 2 + names + 2))
        members, points = group.format_members(), group.format_review_points()
        if members:
            yield HangingLine(column, Text(members, "dim"), _GROUP_INDENT, keeps_phrases=True)
        if points:
            yield HangingLine(Text.assemble(column, ("! ", "yellow")), Text(points, "yellow"), _GROUP_INDENT, keeps_phrases=True)
    if groups:
        yield HangingLine(Text())


def _format_outputs(preview: Preview) -> Iterator[HangingLine]:
    lines = [*format_outputs(preview)]
    if lines:
        yield HangingLine(Text("Outputs:", "bold"))
    for depth, key, value in lines:
        indent = "    " + "  " * depth
        style = "dim" if value in ("output<string>", "[secret]") else ""
        yield HangingLine(Text(f"{indent}{key}{' ' if key and value else ''}"), Text(value, style), Text(indent + "  "))
    if lines:
        yield HangingLine(Text())
