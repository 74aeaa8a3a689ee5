"""Applies what a report says to write to the data of a stack file."""

import copy
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import yaml
from fargate_web.settings.fix import Edit, SettingPath
from fargate_web.stack_file.yaml_scalars import resolve_scalar


class _Loader(yaml.SafeLoader):
    """Reads plain scalars as the product does: `on` is text."""


def _construct_scalar(loader: _Loader, node: yaml.ScalarNode) -> Any:
    return node.value if node.style else resolve_scalar(node.value)


for _tag in ("null", "bool", "int", "float", "timestamp", "str"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_tag}", _construct_scalar)


def parse_text(text: str) -> Any:
    """Parse a stack file. Return None if it is no YAML."""
    try:
        return yaml.load(text, _Loader)
    except (yaml.YAMLError, TypeError, ValueError):
        return None


def render_data(data: Any) -> str:
    """Render data as a stack file. JSON is YAML, and says of each text that it is one."""
    return json.dumps(data, indent=1, ensure_ascii=False, default=str)


def apply_edits(data: Any, edits: Iterable[Edit], namespace: str = "fargate-web") -> Any:
    """Return the data of a stack file with some changes."""
    changed = copy.deepcopy(data)
    for edit in edits:
        first = str(edit.path[0])
        if edit.action == "rename" and len(edit.path) == 1 and ":" not in edit.value:
            edit = replace(edit, value=f"{namespace}:{edit.value}")
        _apply(changed, ("config", first if ":" in first else f"{namespace}:{first}", *edit.path[1:]), edit)
    return changed


def _apply(data: Any, path: SettingPath, edit: Edit) -> None:
    node, last = data, path[-1]
    for part in path[:-1]:
        if isinstance(node, dict) and edit.action == "set" and node.get(part) is None:
            node[part] = {}
        if isinstance(node, dict) and isinstance(node.get(part), str) and node[part].startswith("{"):
            node[part] = json.loads(node[part])  # a section as JSON text
        if last == 0 and isinstance(node, dict) and isinstance(node[part], str):
            last = part  # a list with one entry, written as the entry
            break
        node = node[part]
    if edit.action == "remove":
        del node[last]
    elif edit.action == "rename":
        entries = [(edit.value if key == last else key, value) for key, value in node.items()]
        assert len(dict(entries)) == len(node), f"{edit.value} is there already"
        node.clear()
        node.update(entries)
    elif isinstance(node, list) and last == len(node):
        node.append(edit.value)
    else:
        node[last] = edit.value
