"""The types of settings fields, derived from the pydantic models."""

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic.fields import FieldInfo

from ..settings.section import ALLOW_BOOLEAN, ALLOW_FALSE, Section, Shorthand
from ..settings.value_types import ALLOW_OUTPUT


@dataclass(frozen=True)
class ScalarType:
    """A single value.

    Attributes:
        name: `str`, `int`, `float`, `bool` or `Any`.
        accepts_output: Whether it accepts an Output.
    """

    name: str
    accepts_output: bool = False


@dataclass(frozen=True)
class LiteralType:
    """One of a few values."""

    values: tuple[Any, ...]


@dataclass(frozen=True)
class ListType:
    """A list.

    Attributes:
        inner: The type of its items.
        accepts_output: Where it accepts an Output: nowhere, in other languages only, or in Python too.
    """

    inner: "FieldType"
    accepts_output: Literal["nowhere", "elsewhere", "everywhere"] = "nowhere"


@dataclass(frozen=True)
class MapType:
    """A map with string keys."""

    inner: "FieldType"


@dataclass(frozen=True)
class SectionType:
    """A section of the settings."""

    model: type[Section]


@dataclass(frozen=True)
class SwitchType:
    """A section that `true` turns on and `false` turns off."""

    inner: "FieldType"


@dataclass(frozen=True)
class OrFalseType:
    """A value that is on by default, and that `false` turns off."""

    inner: "FieldType"


@dataclass(frozen=True)
class ShorthandType:
    """A section or a list that accepts a single value, `str` or `float`, as a shorthand."""

    inner: "FieldType"
    name: str


@dataclass(frozen=True)
class UnionType:
    """One of several types."""

    members: tuple["FieldType", ...]


@dataclass(frozen=True)
class WireType:
    """A mapping in place of a component; see `wires.WIRE_TYPES`."""

    name: str


@dataclass(frozen=True)
class PythonObjectType:
    """A Python object.

    Attributes:
        name: Its class.
        module: The module of its class, relative to the package.
        wire_type: The type that replaces it in other languages; None if there is none.
    """

    name: str
    module: str
    wire_type: WireType | None = None


FieldType: TypeAlias = (
    ScalarType
    | LiteralType
    | ListType
    | MapType
    | SectionType
    | SwitchType
    | OrFalseType
    | ShorthandType
    | UnionType
    | WireType
    | PythonObjectType
)

_SCALAR_NAMES: Final = {str: "str", int: "int", float: "float", bool: "bool", Any: "Any"}
_SHORTHAND_NAMES: Final = {"string": "str", "number": "float", "integer": "int", "boolean": "bool"}


def find_field_type(field: FieldInfo) -> FieldType:
    """Return the type of a field of a model.

    Raises:
        TypeError: The annotation has no field type.
    """
    return _parse_annotation(field.annotation, tuple(field.metadata))


def walk_field_type(field_type: FieldType) -> Iterator[FieldType]:
    """Yield a type and all types that it contains."""
    yield field_type
    match field_type:
        case ListType(inner=inner) | MapType(inner=inner) | SwitchType(inner=inner) | OrFalseType(inner=inner) | ShorthandType(inner=inner):
            yield from walk_field_type(inner)
        case UnionType(members=members):
            for member in members:
                yield from walk_field_type(member)
        case PythonObjectType(wire_type=WireType() as wire):
            yield wire


def _parse_annotation(annotation: Any, metadata: tuple[Any, ...]) -> FieldType:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        return _parse_annotation(arguments[0], (*arguments[1:], *metadata))
    if origin in (typing.Union, types.UnionType):
        members = tuple(dict.fromkeys(_parse_annotation(member, metadata) for member in arguments if member is not type(None)))
        return members[0] if len(members) == 1 else UnionType(members)
    field_type = _parse_bare_annotation(annotation, metadata)
    for shorthand in (item for item in metadata if isinstance(item, Shorthand)):
        if shorthand is ALLOW_BOOLEAN:
            field_type = SwitchType(field_type)
        elif shorthand is ALLOW_FALSE:
            field_type = OrFalseType(field_type)
        else:
            field_type = ShorthandType(field_type, _find_shorthand_name(shorthand))
    return field_type


def _find_shorthand_name(shorthand: Shorthand) -> str:
    name = _SHORTHAND_NAMES.get(shorthand.json_schema.get("type", ""))
    if name is None:
        raise TypeError(f"the shorthand {shorthand.json_schema} has no type among the typed arguments yet; add it to {__name__}")
    return name


def _parse_bare_annotation(annotation: Any, metadata: tuple[Any, ...]) -> FieldType:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Literal:
        return LiteralType(arguments)
    if origin is list:
        return ListType(_parse_annotation(arguments[0], ()))
    if origin is dict:
        return MapType(_parse_annotation(arguments[1], ()))
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return SectionType(annotation)
    if annotation in _SCALAR_NAMES:
        return ScalarType(_SCALAR_NAMES[annotation], any(item is ALLOW_OUTPUT for item in metadata))
    raise TypeError(f"{annotation} has no type among the typed arguments yet; add it to {__name__}")
