"""The section of resources, as a tree with inputs."""

import json
from collections.abc import Mapping
from typing import Any, Final

from fargate_web.faults.fault import escape_control_characters

from fargate_web_cli.graph.markup import Markup, build_element
from fargate_web_cli.preview.resource_tree import ResourceNode
from fargate_web_cli.project.secret_masking import mask_likely_secrets, mask_secrets
from fargate_web_cli.terminal.formatting import shorten_type

UNKNOWN_TEXT: Final = "(known after the deployment)"

_BOX_KEYS: Final = {
    "fargate-web:index:LoadBalancer": "load-balancer",
    "fargate-web:index:Service": "service {}",
    "fargate-web:index:Scaling": "scaling {}",
}
"""The keys of the boxes of components in the picture."""


def render_resources(root: ResourceNode) -> Markup:
    """Return the tree below the stack."""
    return build_element("ul", *(_render_branch(child, None) for child in root.children), class_="tree")


def _render_branch(node: ResourceNode, box_key: str | None) -> Markup:
    resource = node.resource
    box_key = _BOX_KEYS[resource.type].format(resource.name) if resource.type in _BOX_KEYS else box_key
    inputs = mask_likely_secrets(_expand_json(mask_secrets(resource.inputs, resource.secrets, UNKNOWN_TEXT)))
    line = (
        build_element("code", shorten_type(resource.type), class_="type"),
        build_element("span", resource.name, class_="resource"),
        build_element("span", node.description, class_="description"),
    )
    below = [build_element("ul", *(_render_branch(child, box_key) for child in node.children))] if node.children else []
    content: list[Markup] = []
    # The settings show the inputs of components, except those that a plugin builds.
    if inputs and (resource.custom or resource.remote):
        shown = json.dumps(inputs, indent=2, ensure_ascii=False, sort_keys=True)
        content.append(build_element("details", build_element("summary", *line), build_element("pre", shown), class_="inputs"))
        content += below
    elif below:
        content.append(
            build_element(
                "details",
                build_element("summary", *line, build_element("span", str(_count_descendants(node)), class_="count")),
                *below,
                class_="branch",
            )
        )
    else:
        content.append(build_element("div", *line, class_="plain"))
    return build_element("li", *content, data_find=True, data_nodes=box_key)


def _count_descendants(node: ResourceNode) -> int:
    return sum(1 for _ in node.iterate_descendants()) - 1


def _expand_json(value: Any) -> Any:
    """Return a copy of inputs with parsed JSON documents, such as policies."""
    if isinstance(value, Mapping):
        return {key: _expand_json(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_expand_json(part) for part in value]
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return _expand_json(json.loads(value))
        except ValueError:
            pass
    return escape_control_characters(value) if isinstance(value, str) and "\n" not in value else value
