"""The resources as a tree, each with its inputs."""

import json
from collections.abc import Mapping
from typing import Any, Final

from fargate_web.faults.fault import printable

from fargate_web_cli.graph.markup import Markup, element
from fargate_web_cli.preview.resource_tree import Node
from fargate_web_cli.preview.secret_masking import masked
from fargate_web_cli.terminal.formatting import short_type

UNKNOWN: Final = "(known after the deployment)"

_PARTS: Final = {
    "fargate-web:index:LoadBalancer": "load-balancer",
    "fargate-web:index:Service": "service {}",
    "fargate-web:index:Scaling": "scaling {}",
}
"""Components that are boxes of the picture."""


def resources(root: Node) -> Markup:
    """Write the tree below the stack."""
    return element("ul", *(_branch(child, None) for child in root.children), class_="tree")


def _branch(node: Node, part: str | None) -> Markup:
    resource = node.resource
    part = _PARTS[resource.type].format(resource.name) if resource.type in _PARTS else part
    inputs = _readable(masked(resource.inputs, resource.secrets, UNKNOWN))
    line = (
        element("code", short_type(resource.type), class_="type"),
        element("span", resource.name, class_="resource"),
        element("span", node.description, class_="description"),
    )
    below = [element("ul", *(_branch(child, part) for child in node.children))] if node.children else []
    content: list[Markup] = []
    # What a component is given has been told by the settings, unless a plugin builds it.
    if inputs and (resource.custom or resource.remote):
        shown = json.dumps(inputs, indent=2, ensure_ascii=False, sort_keys=True)
        content.append(element("details", element("summary", *line), element("pre", shown), class_="inputs"))
        content += below
    elif below:
        content.append(
            element("details", element("summary", *line, element("span", str(_size(node)), class_="count")), *below, class_="branch")
        )
    else:
        content.append(element("div", *line, class_="plain"))
    return element("li", *content, data_find=True, data_nodes=part)


def _size(node: Node) -> int:
    return sum(1 for _ in node.walk()) - 1


def _readable(value: Any) -> Any:
    """Copy inputs with documents opened that are JSON within text, such as policies."""
    if isinstance(value, Mapping):
        return {key: _readable(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_readable(part) for part in value]
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return _readable(json.loads(value))
        except ValueError:
            pass
    return printable(value) if isinstance(value, str) and "\n" not in value else value
