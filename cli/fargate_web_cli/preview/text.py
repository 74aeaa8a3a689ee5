"""A preview as text: in colours and as wide as the terminal, or plain with one line a resource."""

from collections.abc import Iterable, Iterator
from io import StringIO
from typing import TextIO

from rich.text import Text

from fargate_web_cli.cost.summary import cost_line
from fargate_web_cli.preview.deployment_times import deployment_lines
from fargate_web_cli.preview.describe.phrases import counted
from fargate_web_cli.preview.outputs import output_lines
from fargate_web_cli.preview.resource_tree import Node, assumed, kinds, made_remotely, tree
from fargate_web_cli.preview.stack_preview import Preview
from fargate_web_cli.terminal.console import console, keep_writable
from fargate_web_cli.terminal.formatting import short_type
from fargate_web_cli.terminal.hanging_lines import Line, fitted

_LONGEST_TYPE, _LONGEST_NAME = 38, 36
"""Longer ones are written out all the same, out of line."""


def write(preview: Preview, stream: TextIO) -> None:
    """Write a preview to a terminal, a file or a pipe."""
    terminal = stream.isatty()
    text = StringIO()
    rich = console(text, terminal=terminal)
    width = rich.width if terminal else None
    for line in _page(preview):
        for row in fitted(line, width, rich):
            rich.print(row)
    keep_writable(stream)
    stream.write(text.getvalue())
    stream.flush()


def _page(preview: Preview) -> Iterator[Line]:
    title = Text.assemble("Preview of ", (f"{preview.project}/{preview.stack}", "bold"), f" in {preview.region}, from {preview.file}")
    yield Line(title)
    yield Line(
        Text("Offline: nothing is asked of AWS. Its account, the endings of names and what lookups find are made up.", "dim"),
    )
    yield Line(Text())
    yield from _tree(tree(preview))
    yield from _counts(preview)
    yield from _deployments(preview)
    yield from _cost(preview)
    yield from _warnings(preview)
    yield from _outputs(preview)


def _tree(root: Node) -> Iterator[Line]:
    yield Line(_row(root, 0, 0))
    yield from _branches(root.children, "")


def _branches(nodes: Iterable[Node], guide: str) -> Iterator[Line]:
    nodes = [*nodes]
    types = _column((short_type(node.resource.type) for node in nodes), _LONGEST_TYPE)
    names = _column((node.resource.name for node in nodes), _LONGEST_NAME)
    for index, node in enumerate(nodes):
        last = index == len(nodes) - 1
        below = guide + ("   " if last else "│  ")
        first = Text.assemble((guide + ("└─ " if last else "├─ "), "dim"), _row(node, types, names))
        rest = Text(below + ("│  " if node.children else "   "), "dim")
        yield Line(first, Text(node.description), rest)
        yield from _branches(node.children, below)


def _row(node: Node, types: int, names: int) -> Text:
    resource = node.resource
    sign = (">", "cyan") if resource.read else ("=", "cyan") if resource.import_id else ("+", "green")
    type_ = short_type(resource.type)
    style = "" if resource.custom else "bold"
    return Text.assemble(sign, " ", (type_.ljust(types), style or "cyan"), "  ", (resource.name.ljust(names), style), "  ")


def _column(texts: Iterable[str], longest: int) -> int:
    """Return the width of a column that all but the longest texts fit in."""
    return max((len(text) for text in texts if len(text) <= longest), default=0)


def _counts(preview: Preview) -> Iterator[Line]:
    groups = kinds(preview)
    widest = max(map(len, groups))
    yield Line(Text())
    yield Line(Text("Resources:", "bold"))
    yield Line(Text.assemble("    ", ("+", "green"), (f" {1 + len(preview.run.resources)} to create", "bold")))
    for group, counts in groups.items():
        listed = ", ".join(f"{count} {name}" for name, count in counts.items())
        yield Line(Text.assemble(f"{sum(counts.values()):>8}  ", (group.ljust(widest), "cyan"), "  "), Text(listed), Text("      "))
    for type_, made in made_remotely(preview).items():
        first = Text.assemble("    ", ("+", "green"), f" {sum(made.values())} that {type_} makes of its own: ")
        yield Line(first, Text(", ".join(counted(count, what) for what, count in made.items())), Text("      "))
    lookups = assumed(preview)
    if lookups:
        listed = ", ".join(f"{count} {what}" for what, count in lookups.items())
        yield Line(Text("    Looked up, and taken to exist: "), Text(listed), Text("      "))


def _deployments(preview: Preview) -> Iterator[Line]:
    names = [f"{name}: " for name in preview.settings.services]
    if names:
        yield Line(Text())
        yield Line(Text("Deployments:", "bold"))
    for name, line in zip(names, deployment_lines(preview.settings), strict=True):
        yield Line(Text(f"    {name.ljust(max(map(len, names)))}"), Text(line), Text("      "))


def _cost(preview: Preview) -> Iterator[Line]:
    yield Line(Text())
    yield Line(Text("Cost:", "bold"))
    yield Line(Text("    "), Text(cost_line(preview)), Text("      "))


def _warnings(preview: Preview) -> Iterator[Line]:
    messages = [str(fault) for fault in preview.warnings] + [log.message for log in preview.logs if log.severity == "warning"]
    if messages:
        yield Line(Text())
        yield Line(Text(f"Warnings ({len(messages)}):", "bold yellow"))
        for message in messages:
            yield Line(Text("    "), Text(message), Text("      "))
    said = [log.message for log in preview.logs if log.severity == "info"]
    if said:
        yield Line(Text())
        yield Line(Text("Messages:", "bold"))
        for message in said:
            yield Line(Text("    "), Text(message), Text("      "))


def _outputs(preview: Preview) -> Iterator[Line]:
    lines = [*output_lines(preview)]
    if lines:
        yield Line(Text())
        yield Line(Text("Outputs:", "bold"))
    for depth, key, value in lines:
        indent = "    " + "  " * depth
        style = "dim" if value in ("output<string>", "[secret]") else ""
        yield Line(Text(f"{indent}{key}{' ' if key and value else ''}"), Text(value, style), Text(indent + "  "))
