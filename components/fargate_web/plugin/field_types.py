"""What may stand in a field, read from the model that checks it."""

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic.fields import FieldInfo

from ..settings.section import OFF, SWITCH, Reads, Section
from ..settings.value_types import LEAF


@dataclass(frozen=True)
class Scalar:
    """A single value.

    Attributes:
        name: `str`, `int`, `float`, `bool` or `Any`.
        output: Whether an Output may stand in its place.
    """

    name: str
    output: bool = False


@dataclass(frozen=True)
class Choice:
    """One of a few values."""

    values: tuple[Any, ...]


@dataclass(frozen=True)
class Entries:
    """A list.

    Attributes:
        inner: Its entries.
        output: Whether an Output may stand in its place: nowhere, in other languages only, or in Python too.
    """

    inner: "Kind"
    output: Literal["nowhere", "elsewhere", "everywhere"] = "nowhere"


@dataclass(frozen=True)
class Map:
    """A map by name."""

    inner: "Kind"


@dataclass(frozen=True)
class Group:
    """A section of the settings."""

    model: type[Section]


@dataclass(frozen=True)
class Switch:
    """A section that is on with `true` and off with `false`."""

    inner: "Kind"


@dataclass(frozen=True)
class Off:
    """A value that is on by default, and that `false` leaves out."""

    inner: "Kind"


@dataclass(frozen=True)
class Short:
    """A section or a list that may be written as one bare value, `str` or `float`."""

    inner: "Kind"
    name: str


@dataclass(frozen=True)
class Either:
    """One of several kinds."""

    kinds: tuple["Kind", ...]


@dataclass(frozen=True)
class Wire:
    """What is taken from a component: a mapping, see `wires.WIRE_TYPES`."""

    name: str


@dataclass(frozen=True)
class Foreign:
    """An object of Python.

    Attributes:
        name: Its class.
        module: Where its class is, within the package.
        wire: What stands in its place in other languages; None where nothing does.
    """

    name: str
    module: str
    wire: Wire | None = None


Kind: TypeAlias = Scalar | Choice | Entries | Map | Group | Switch | Off | Short | Either | Wire | Foreign

_SCALARS: Final = {str: "str", int: "int", float: "float", bool: "bool", Any: "Any"}
_SHORT: Final = {"string": "str", "number": "float", "integer": "int", "boolean": "bool"}


def kind_of(field: FieldInfo) -> Kind:
    """Tell what may stand in a field of a model.

    Raises:
        TypeError: There is no way to say it.
    """
    return _kind(field.annotation, tuple(field.metadata))


def within(kind: Kind) -> Iterator[Kind]:
    """Walk a kind and all that it is made of."""
    yield kind
    match kind:
        case Entries(inner=inner) | Map(inner=inner) | Switch(inner=inner) | Off(inner=inner) | Short(inner=inner):
            yield from within(inner)
        case Either(kinds=kinds):
            for each in kinds:
                yield from within(each)
        case Foreign(wire=Wire() as wire):
            yield wire


def _kind(annotation: Any, metadata: tuple[Any, ...]) -> Kind:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        return _kind(arguments[0], (*arguments[1:], *metadata))
    if origin in (typing.Union, types.UnionType):
        kinds = tuple(dict.fromkeys(_kind(each, metadata) for each in arguments if each is not type(None)))
        return kinds[0] if len(kinds) == 1 else Either(kinds)
    kind = _bare(annotation, metadata)
    for reads in (each for each in metadata if isinstance(each, Reads)):
        if reads is SWITCH:
            kind = Switch(kind)
        elif reads is OFF:
            kind = Off(kind)
        else:
            kind = Short(kind, _short(reads))
    return kind


def _short(reads: Reads) -> str:
    name = _SHORT.get(reads.also.get("type", ""))
    if name is None:
        raise TypeError(f"a shorter way of {reads.also} has no place among the typed arguments yet; say in {__name__} what it is")
    return name


def _bare(annotation: Any, metadata: tuple[Any, ...]) -> Kind:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Literal:
        return Choice(arguments)
    if origin is list:
        return Entries(_kind(arguments[0], ()))
    if origin is dict:
        return Map(_kind(arguments[1], ()))
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return Group(annotation)
    if annotation in _SCALARS:
        return Scalar(_SCALARS[annotation], any(each is LEAF for each in metadata))
    raise TypeError(f"{annotation} has no place among the typed arguments yet; say in {__name__} what it is")
