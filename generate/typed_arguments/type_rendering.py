"""Renders field types for Python type checkers, and for Pulumi's analyzer, which supports no unions and no literals."""

from typing import Any, Final

from fargate_web.plugin.field_types import (
    FieldType,
    ListType,
    LiteralType,
    MapType,
    OrFalseType,
    PythonObjectType,
    ScalarType,
    SectionType,
    ShorthandType,
    SwitchType,
    UnionType,
    WireType,
    walk_field_type,
)

from generate.typed_arguments.type_tree import Property, build_type_name

_SCALAR_DESCRIPTIONS: Final = {"str": "text", "int": "a whole number", "float": "a number", "bool": "true or false", "Any": "anything"}
_MAX_LISTED_CHOICES: Final = 9


def render_python_type(field_type: FieldType) -> str:
    """Return the Python type that a component accepts."""
    match field_type:
        case ScalarType(name=name, accepts_output=output):
            return f"pulumi.Input[{name}]" if output else name
        case LiteralType(values=values):
            return f"Literal[{', '.join(map(_render_literal, values))}]"
        case ListType(inner=inner, accepts_output=output):
            list_type = f"list[{render_python_type(inner)}]"
            return f"pulumi.Input[{list_type}]" if output == "everywhere" else list_type
        case MapType(inner=inner):
            return f"Mapping[str, {render_python_type(inner)}]"
        case SectionType(model=model):
            return build_type_name(model)
        case SwitchType(inner=inner):
            return f"{render_python_type(inner)} | bool"
        case OrFalseType(inner=inner):
            return f"{render_python_type(inner)} | Literal[False]"
        case ShorthandType(inner=inner, name=name):
            return f"{render_python_type(inner)} | {name}"
        case UnionType(members=kinds):
            return " | ".join(map(render_python_type, kinds))
        case WireType(name=name):
            return name
        case PythonObjectType(name=name, wire_type=wire):
            return f"{name} | {wire.name}" if wire else name


def render_analyzer_type(field_type: FieldType) -> str | None:
    """Return the type for other languages, in its most explicit form; None if they can't pass the value."""
    match field_type:
        case ScalarType(name=name, accepts_output=output):
            return f"pulumi.Input[{name}]" if output else name
        case LiteralType(values=values):
            names = {type(value).__name__ for value in values}
            return names.pop() if len(names) == 1 else "Any"
        case ListType(inner=inner, accepts_output=output):
            item_type = render_analyzer_type(inner)
            list_type = None if item_type is None else f"list[{item_type}]"
            return list_type if list_type is None or output == "nowhere" else f"pulumi.Input[{list_type}]"
        case MapType(inner=inner):
            value_type = render_analyzer_type(inner)
            return None if value_type is None else f"dict[str, {value_type}]"
        case SectionType(model=model):
            return build_type_name(model)
        case SwitchType(inner=inner) | ShorthandType(inner=inner):
            return render_analyzer_type(inner)
        case OrFalseType() | UnionType():
            return "Any"
        case WireType(name=name):
            return name
        case PythonObjectType(wire_type=wire):
            return wire.name if wire else None


def describe_property(type_property: Property, *, for_analyzer: bool) -> str:
    """Describe a key: meaning, cost and source, and for other languages the limits that their types don't express."""
    parts = [type_property.description]
    if for_analyzer:
        parts += _describe_choices(type_property.field_type, type_property.description)
        if isinstance(type_property.field_type, OrFalseType | UnionType):
            parts.append(f"Write {_describe_type(type_property.field_type)}.")
        if isinstance(type_property.field_type, SwitchType):
            parts.append("Here `{}` is what true means, and `{enabled: false}` what false means.")
    if (
        type_property.default is not None
        and isinstance(type_property.default, str | int | float)
        and "Default:" not in type_property.description
    ):
        parts.append(
            f"Default: {_render_literal(type_property.default).strip(chr(34)) if isinstance(type_property.default, str) else _render_default(type_property.default)}."
        )
    if type_property.cost:
        parts.append(f"Cost: {type_property.cost}.")
    if type_property.source:
        parts.append(f"See {type_property.source}")
    return " ".join(part for part in parts if part)


def _describe_choices(kind: FieldType, meaning: str) -> list[str]:
    literals = [part.values for part in walk_field_type(kind) if isinstance(part, LiteralType)]
    if not literals or len(literals[0]) > _MAX_LISTED_CHOICES or all(str(value) in meaning for value in literals[0]):
        return []
    return [f"One of {', '.join(str(value) for value in literals[0])}."]


def _describe_type(kind: FieldType) -> str:
    match kind:
        case ScalarType(name=name):
            return _SCALAR_DESCRIPTIONS[name]
        case ListType(inner=inner):
            return f"a list of {_describe_type(inner)}"
        case OrFalseType(inner=inner):
            return f"{_describe_type(inner)}, or false"
        case UnionType(members=kinds):
            return ", or ".join(map(_describe_type, kinds))
        case _:
            return "an object"


def _render_literal(value: Any) -> str:
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return str(value)


def _render_default(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)
