"""What may stand in a field, read from the model that checks it."""

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
        accepts_output: Whether an Output may stand in its place.
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
        inner: Its entries.
        accepts_output: Whether an Output may stand in its place: nowhere, in other languages only, or in Python too.
    """

    inner: "FieldType"
    accepts_output: Literal["nowhere", "elsewhere", "everywhere"] = "nowhere"


@dataclass(frozen=True)
class MapType:
    """A map by name."""

    inner: "FieldType"


@dataclass(frozen=True)
class SectionType:
    """A section of the settings."""

    model: type[Section]


@dataclass(frozen=True)
class SwitchType:
    """A section that is on with `true` and off with `false`."""

    inner: "FieldType"


@dataclass(frozen=True)
class OrFalseType:
    """A value that is on by default, and that `false` leaves out."""

    inner: "FieldType"


@dataclass(frozen=True)
class ShorthandType:
    """A section or a list that may be written as one bare value, `str` or `float`."""

    inner: "FieldType"
    name: str


@dataclass(frozen=True)
class UnionType:
    """One of several kinds."""

    members: tuple["FieldType", ...]


@dataclass(frozen=True)
class WireType:
    """What is taken from a component: a mapping, see `wires.WIRE_TYPES`."""

    name: str


@dataclass(frozen=True)
class PythonObjectType:
    """An object of Python.

    Attributes:
        name: Its class.
        module: Where its class is, within the package.
        wire_type: What stands in its place in other languages; None where nothing does.
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
    """Tell what may stand in a field of a model.

    Raises:
        TypeError: There is no way to say it.
    """
    return _parse_annotation(field.annotation, tuple(field.metadata))


def walk_field_type(field_type: FieldType) -> Iterator[FieldType]:
    """Walk a kind and all that it is made of."""
    yield field_type
    match field_type:
        case ListType(inner=inner) | MapType(inner=inner) | SwitchType(inner=inner) | OrFalseType(inner=inner) | ShorthandType(inner=inner):
            yield from walk_field_type(inner)
        case UnionType(members=kinds):
            for each in kinds:
                yield from walk_field_type(each)
        case PythonObjectType(wire_type=WireType() as wire):
            yield wire


def _parse_annotation(annotation: Any, metadata: tuple[Any, ...]) -> FieldType:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        return _parse_annotation(arguments[0], (*arguments[1:], *metadata))
    if origin in (typing.Union, types.UnionType):
        kinds = tuple(dict.fromkeys(_parse_annotation(each, metadata) for each in arguments if each is not type(None)))
        return kinds[0] if len(kinds) == 1 else UnionType(kinds)
    kind = _parse_bare_annotation(annotation, metadata)
    for reads in (each for each in metadata if isinstance(each, Shorthand)):
        if reads is ALLOW_BOOLEAN:
            kind = SwitchType(kind)
        elif reads is ALLOW_FALSE:
            kind = OrFalseType(kind)
        else:
            kind = ShorthandType(kind, _find_shorthand_name(reads))
    return kind


def _find_shorthand_name(reads: Shorthand) -> str:
    name = _SHORTHAND_NAMES.get(reads.json_schema.get("type", ""))
    if name is None:
        raise TypeError(f"a shorter way of {reads.json_schema} has no place among the typed arguments yet; say in {__name__} what it is")
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
        return ScalarType(_SCALAR_NAMES[annotation], any(each is ALLOW_OUTPUT for each in metadata))
    raise TypeError(f"{annotation} has no place among the typed arguments yet; say in {__name__} what it is")
