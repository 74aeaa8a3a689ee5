"""Renders a stack file, with keys in the order of the reference and with comments."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, get_args

import yaml
from fargate_web.faults.fault import SettingPath, escape_control_characters
from fargate_web.settings.section import Section
from fargate_web.settings.stack import Stack
from fargate_web.stack_file.yaml_scalars import describe_ambiguity
from pydantic.alias_generators import to_camel

PROJECT_NAME: Final = "fargate-web"
_MAXIMUM_LINE_WIDTH: Final = 120


def render_stack_file(
    settings: Mapping[str, Any],
    comments: Mapping[SettingPath, str],
    *,
    region: str | None,
    title: list[str],
    schema: str | None = "schema/stack.schema.json",
) -> str:
    """Render a stack file.

    Args:
        settings: The sections.
        comments: The comments above keys, by path.
        region: The Region; None for a comment in its place.
        title: The lines at the top.
        schema: The path of the JSON Schema for editors.

    Returns:
        The text of the file.
    """
    language_server = [f"# yaml-language-server: $schema={schema}"] if schema else []
    lines = [*language_server, *(_render_comment(line) for line in title), "config:"]
    lines.append(f"  aws:region: {region}" if region else "  # aws:region: <the Region of the environment>")
    for section, value in _order_keys(Stack, settings).items():
        lines += _render_entry(f"{PROJECT_NAME}:{section}", value, (section,), comments, 1)
    return "\n".join(lines) + "\n"


def _render_entry(key: str, value: Any, path: SettingPath, comments: Mapping[SettingPath, str], depth: int) -> Iterator[str]:
    indent = "  " * depth
    if path in comments:
        yield f"{indent}{_render_comment(comments[path])}"
    if isinstance(value, dict) and value:
        yield f"{indent}{render_scalar(key)}:"
        for inner, each in value.items():
            yield from _render_entry(inner, each, (*path, inner), comments, depth + 1)
    elif isinstance(value, list) and (any(isinstance(each, dict) for each in value) or len(_render_flow(value)) > _MAXIMUM_LINE_WIDTH):
        yield f"{indent}{render_scalar(key)}:"
        for each in value:
            yield from _render_item(each, (*path, 0), comments, depth + 1)
    else:
        yield f"{indent}{render_scalar(key)}: {_render_flow(value)}"


def _render_comment(text: str) -> str:
    # File names can contain line breaks, which would end the comment, and bytes that are not UTF-8.
    return f"# {escape_control_characters(text)}"


def _render_item(value: Any, path: SettingPath, comments: Mapping[SettingPath, str], depth: int) -> Iterator[str]:
    """Render an item of a list, in one line if it is short."""
    indent = "  " * depth
    if not isinstance(value, dict) or len(_render_flow(value)) <= _MAXIMUM_LINE_WIDTH:
        yield f"{indent}- {_render_flow(value) if isinstance(value, (dict, list)) else render_scalar(value)}"
        return
    lines = [line for inner, each in value.items() for line in _render_entry(inner, each, (*path, inner), comments, depth + 1)]
    yield f"{indent}- {lines[0].lstrip()}"
    yield from lines[1:]


def _render_flow(value: Any) -> str:
    """Render a value in one line, quoting text inside brackets if necessary."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{render_scalar(key, flow=True)}: {_render_nested_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_render_nested_flow(each) for each in value) + "]"
    return render_scalar(value)


def _render_nested_flow(value: Any) -> str:
    return _render_flow(value) if isinstance(value, (dict, list)) else render_scalar(value, flow=True)


def render_scalar(value: Any, *, flow: bool = False) -> str:
    """Render a scalar, quoted if YAML would read another value.

    Args:
        value: The value.
        flow: Whether it is inside brackets.
    """
    if not isinstance(value, str):
        return json.dumps(value)
    if describe_ambiguity(value) or not value.isprintable():
        return json.dumps(value, ensure_ascii=not value.isprintable())
    dumped: str = yaml.safe_dump([value] if flow else value, default_flow_style=flow or None, allow_unicode=True, width=float("inf"))
    written = dumped.strip()[1:-1] if flow else dumped.removesuffix("...\n").strip()
    return json.dumps(value, ensure_ascii=False) if written.startswith("'") else written


def _order_keys(model: type[Section], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Sort the keys of a section and its nested sections in the order of the models."""
    found: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        key = field.alias or to_camel(name)
        if key in settings:
            found[key] = _order_nested_keys(field.annotation, settings[key])
    return {**found, **{key: value for key, value in settings.items() if key not in found}}


def _order_nested_keys(annotation: Any, value: Any) -> Any:
    inner = _find_section_type(annotation)
    if inner is None:
        return value
    if isinstance(value, list):
        return [_order_keys(inner, each) if isinstance(each, dict) else each for each in value]
    if not isinstance(value, dict):
        return value
    if _is_map_type(annotation):
        return {key: _order_keys(inner, each) if isinstance(each, dict) else each for key, each in value.items()}
    return _order_keys(inner, value)


def _find_section_type(annotation: Any) -> type[Section] | None:
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return annotation
    return next((found for part in get_args(annotation) if (found := _find_section_type(part))), None)


def _is_map_type(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) is dict or any(_is_map_type(part) for part in get_args(annotation))
