"""A preview as text: in colours and as wide as the terminal, or plain with one line a resource."""

from collections.abc import Iterable, Iterator
from io import StringIO
from typing import TextIO

from rich.text import Text

from fargate_web_cli.cost.summary import summarize_cost
from fargate_web_cli.preview.deployment_times import describe_deployments
from fargate_web_cli.preview.describe.phrases import format_count
from fargate_web_cli.preview.outputs import format_outputs
from fargate_web_cli.preview.resource_tree import ResourceNode, build_tree, count_lookups, count_remote_resources, count_types
from fargate_web_cli.project.stack_preview import Preview
from fargate_web_cli.terminal.console import build_console, replace_unencodable_characters
from fargate_web_cli.terminal.formatting import shorten_type
from fargate_web_cli.terminal.hanging_lines import HangingLine, wrap_line

_MAXIMUM_TYPE_WIDTH, _MAXIMUM_NAME_WIDTH = 38, 36
"""Longer ones are written out all the same, out of line."""


def write_preview(preview: Preview, stream: TextIO) -> None:
    """Write a preview to a terminal, a file or a pipe."""
    terminal = stream.isatty()
    text = StringIO()
    rich = build_console(text, terminal=terminal)
    width = rich.width if terminal else None
    for line in _format_preview(preview):
        for row in wrap_line(line, width, rich):
            rich.print(row)
    replace_unencodable_characters(stream)
    stream.write(text.getvalue())
    stream.flush()


def _format_preview(preview: Preview) -> Iterator[HangingLine]:
    title = Text.assemble(
        "Preview of ",
        (f"{preview.project}/{preview.stack}", "bold"),
        f" in {preview.region}",
        f", from {preview.stack_file}" if preview.stack_file else "",
    )
    yield HangingLine(title)
    yield HangingLine(
        Text("Offline: nothing is asked of AWS. Its account, the endings of names and what lookups find are made up.", "dim"),
    )
    yield HangingLine(Text())
    yield from _format_tree(build_tree(preview))
    yield from _format_counts(preview)
    yield from _format_deployments(preview)
    yield from _format_cost(preview)
    yield from _format_warnings(preview)
    yield from _format_output_lines(preview)


def _format_tree(root: ResourceNode) -> Iterator[HangingLine]:
    yield HangingLine(_format_row(root, 0, 0))
    yield from _format_branches(root.children, "")


def _format_branches(nodes: Iterable[ResourceNode], guide: str) -> Iterator[HangingLine]:
    nodes = [*nodes]
    types = _measure_column((shorten_type(node.resource.type) for node in nodes), _MAXIMUM_TYPE_WIDTH)
    names = _measure_column((node.resource.name for node in nodes), _MAXIMUM_NAME_WIDTH)
    for index, node in enumerate(nodes):
        last = index == len(nodes) - 1
        below = guide + ("   " if last else "│  ")
        first = Text.assemble((guide + ("└─ " if last else "├─ "), "dim"), _format_row(node, types, names))
        rest = Text(below + ("│  " if node.children else "   "), "dim")
        yield HangingLine(first, Text(node.description), rest)
        yield from _format_branches(node.children, below)


def _format_row(node: ResourceNode, types: int, names: int) -> Text:
    resource = node.resource
    sign = (">", "cyan") if resource.read else ("=", "cyan") if resource.import_id else ("+", "green")
    type_ = shorten_type(resource.type)
    style = "" if resource.custom else "bold"
    return Text.assemble(sign, " ", (type_.ljust(types), style or "cyan"), "  ", (resource.name.ljust(names), style), "  ")


def _measure_column(texts: Iterable[str], longest: int) -> int:
    """Return the width of a column that all but the longest texts fit in."""
    return max((len(text) for text in texts if len(text) <= longest), default=0)


def _format_counts(preview: Preview) -> Iterator[HangingLine]:
    groups = count_types(preview)
    widest = max(map(len, groups))
    yield HangingLine(Text())
    yield HangingLine(Text("Resources:", "bold"))
    yield HangingLine(Text.assemble("    ", ("+", "green"), (f" {1 + len(preview.preview_run.resources)} to create", "bold")))
    for group, counts in groups.items():
        listed = ", ".join(f"{count} {name}" for name, count in counts.items())
        yield HangingLine(Text.assemble(f"{sum(counts.values()):>8}  ", (group.ljust(widest), "cyan"), "  "), Text(listed), Text("      "))
    for type_, made in count_remote_resources(preview).items():
        first = Text.assemble("    ", ("+", "green"), f" {sum(made.values())} that {type_} makes of its own: ")
        yield HangingLine(first, Text(", ".join(format_count(count, what) for what, count in made.items())), Text("      "))
    lookups = count_lookups(preview)
    if lookups:
        listed = ", ".join(f"{count} {what}" for what, count in lookups.items())
        yield HangingLine(Text("    Looked up, and taken to exist: "), Text(listed), Text("      "))


def _format_deployments(preview: Preview) -> Iterator[HangingLine]:
    if preview.stack_settings is None:
        return
    names = [f"{name}: " for name in preview.stack_settings.services]
    if names:
        yield HangingLine(Text())
        yield HangingLine(Text("Deployments:", "bold"))
    for name, line in zip(names, describe_deployments(preview.stack_settings), strict=True):
        yield HangingLine(Text(f"    {name.ljust(max(map(len, names)))}"), Text(line), Text("      "))


def _format_cost(preview: Preview) -> Iterator[HangingLine]:
    yield HangingLine(Text())
    yield HangingLine(Text("Cost:", "bold"))
    yield HangingLine(Text("    "), Text(summarize_cost(preview)), Text("      "))


def _format_warnings(preview: Preview) -> Iterator[HangingLine]:
    messages = [str(fault) for fault in preview.warnings] + [log.message for log in preview.logs if log.severity == "warning"]
    if messages:
        yield HangingLine(Text())
        yield HangingLine(Text(f"Warnings ({len(messages)}):", "bold yellow"))
        for message in messages:
            yield HangingLine(Text("    "), Text(message), Text("      "))
    said = [log.message for log in preview.logs if log.severity == "info"]
    if said:
        yield HangingLine(Text())
        yield HangingLine(Text("Messages:", "bold"))
        for message in said:
            yield HangingLine(Text("    "), Text(message), Text("      "))


def _format_output_lines(preview: Preview) -> Iterator[HangingLine]:
    lines = [*format_outputs(preview)]
    if lines:
        yield HangingLine(Text())
        yield HangingLine(Text("Outputs:", "bold"))
    for depth, key, value in lines:
        indent = "    " + "  " * depth
        style = "dim" if value in ("output<string>", "[secret]") else ""
        yield HangingLine(Text(f"{indent}{key}{' ' if key and value else ''}"), Text(value, style), Text(indent + "  "))
