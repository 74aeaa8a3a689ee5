"""Every resource of a preview as a tree, one line each."""

from collections.abc import Iterable, Iterator

from fargate_web.testing import Resource
from rich.text import Text

from fargate_web_cli.preview.resource_tree import ResourceNode
from fargate_web_cli.terminal.formatting import shorten_type
from fargate_web_cli.terminal.hanging_lines import HangingLine

_MAXIMUM_TYPE_WIDTH, _MAXIMUM_NAME_WIDTH = 38, 36
"""Longer texts are not cut off; they only break the alignment."""

_CREATE_SIGN, _READ_SIGN, _IMPORT_SIGN = ("+", "green"), (">", "cyan"), ("=", "cyan")


def format_tree(root: ResourceNode) -> Iterator[HangingLine]:
    """Yield the lines of the tree."""
    yield HangingLine(_format_row(root, 0, 0))
    yield from _format_branches(root.children, "")


def choose_sign(resource: Resource) -> tuple[str, str]:
    """Return the sign and colour of the operation on a resource."""
    return _READ_SIGN if resource.read else _IMPORT_SIGN if resource.import_id else _CREATE_SIGN


def measure_column(texts: Iterable[str], longest: int) -> int:
    """Return the width of a column for all texts that are not longer than the limit."""
    return max((len(text) for text in texts if len(text) <= longest), default=0)


def _format_branches(nodes: Iterable[ResourceNode], guide: str) -> Iterator[HangingLine]:
    nodes = [*nodes]
    types = measure_column((shorten_type(node.resource.type) for node in nodes), _MAXIMUM_TYPE_WIDTH)
    names = measure_column((node.resource.name for node in nodes), _MAXIMUM_NAME_WIDTH)
    for index, node in enumerate(nodes):
        last = index == len(nodes) - 1
        child_guide = guide + ("   " if last else "│  ")
        first = Text.assemble((guide + ("└─ " if last else "├─ "), "dim"), _format_row(node, types, names))
        continuation = Text(child_guide + ("│  " if node.children else "   "), "dim")
        yield HangingLine(first, Text(node.description), continuation)
        yield from _format_branches(node.children, child_guide)


def _format_row(node: ResourceNode, types: int, names: int) -> Text:
    resource = node.resource
    type_ = shorten_type(resource.type)
    style = "" if resource.custom else "bold"
    return Text.assemble(choose_sign(resource), " ", (type_.ljust(types), style or "cyan"), "  ", (resource.name.ljust(names), style), "  ")
