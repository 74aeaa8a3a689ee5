"""The resources as a tree, each with its inputs."""

import json
from collections.abc import Mapping
from typing import Any, Final

from fargate_web.settings.faults import printable

from preview.describe.wording import short_type
from preview.graph.markup import Markup, element
from preview.masking import masked
from preview.tree import Node

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
    summary = element(
        "summary",
        element("code", short_type(resource.type), class_="type"),
        element("span", resource.name, class_="resource"),
        element("span", node.description, class_="description"),
    )
    shown = element("pre", json.dumps(inputs, indent=2, ensure_ascii=False, sort_keys=True), tabindex="0", aria_label=f"Inputs of {resource.name}")
    if resource.custom and inputs:
        line = element("details", summary, shown, class_="inputs")
    else:
        line = element("div", *_inline(node), class_="component")
    children = element("ul", *(_branch(child, part) for child in node.children)) if node.children else ""
    return element("li", line, children, data_find=True, data_nodes=part)


def _inline(node: Node) -> tuple[Markup, ...]:
    return (
        element("code", short_type(node.resource.type), class_="type"),
        element("strong", node.resource.name, class_="resource"),
        element("span", node.description, class_="description"),
    )


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


