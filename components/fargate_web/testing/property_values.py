"""Convert property values between Python and the protocol of the engine.

A request has its properties in a protobuf `Struct`. Values that a `Struct` can't represent are maps with a signature, or a reserved string.
These are constants of Pulumi's protocol, the same in every SDK (`sdk/go/common/resource/properties.go`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

import pulumi
from google.protobuf.struct_pb2 import NULL_VALUE, Struct, Value  # type: ignore[import-untyped] # protobuf ships no types
from pulumi.output import Unknown

UNKNOWN_STRING: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
_SIGNATURE_KEY: Final = "4dabf18193072939515e22adb298388d"
_ASSET_SIGNATURE: Final = "c44067f5952c0a294b673a41bacd8c17"
_ARCHIVE_SIGNATURE: Final = "0def7320c3a5731c473e5ecbe6d01bc7"
_SECRET_SIGNATURE: Final = "1b47061264138c4ac30d75fd1eb44270"
_RESOURCE_SIGNATURE: Final = "5cf8f73096256a8f31e491e813e4eb8e"
_OUTPUT_SIGNATURE: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"

# A path to a property: a linked list, because few paths are ever formatted.
_PropertyPath = tuple[Any, str | int] | None


class _UnknownValue(Unknown):
    """A singleton, so that `is` and `==` agree, also for copies."""

    def __init__(self) -> None: ...

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __reduce__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = _UnknownValue()
"""A value that a preview does not know yet."""


@dataclass(frozen=True, slots=True)
class ResourceReference:
    """A reference to another resource."""

    urn: str
    id: str | None = None


@dataclass(slots=True)
class PropertyMap:
    """A property map in plain Python values, with the paths that are secret or unknown."""

    values: dict[str, Any] = field(default_factory=dict)
    secrets: frozenset[str] = frozenset()
    unknowns: frozenset[str] = frozenset()


def read_properties(struct: Struct) -> PropertyMap:
    """Read a property map: secrets unwrapped, unknowns as `UNKNOWN`, integral numbers as `int`."""
    secrets: list[_PropertyPath] = []
    unknowns: list[_PropertyPath] = []
    values = _read_fields(struct, None, secrets, unknowns)
    return PropertyMap(values, _format_paths(secrets), _format_paths(unknowns))


def read_value(value: Value) -> Any:
    """Read one value, without its secret paths."""
    return _read_typed_value(value, None, [], [])


def write_properties(values: Mapping[str, Any], secrets: Iterable[str] = ()) -> Struct:
    """Write a property map; the top-level properties named in `secrets` are sent as secrets."""
    struct = Struct()
    secret_names = frozenset(secrets)
    for name, value in values.items():
        write_property(struct, name, value, secret=name in secret_names)
    return struct


def write_property(struct: Struct, name: str, value: Any, *, secret: bool = False) -> None:
    """Set one property of a map. A property that is None is left out, as every SDK does."""
    if value is None:
        return
    target = struct.fields[name]
    if secret:
        target = _add_signature(target, _SECRET_SIGNATURE).fields["value"]
    _write_value(target, value)


def mark_output(value: Value, dependencies: Iterable[str]) -> None:
    """Turn a value into an Output that depends on resources. An Output with an unknown part is unknown."""
    content = Value()
    content.CopyFrom(value)
    unknowns: list[_PropertyPath] = []
    _read_typed_value(content, None, [], unknowns)
    signature = content.struct_value.fields.get(_SIGNATURE_KEY) if content.HasField("struct_value") else None
    is_secret = signature is not None and signature.string_value == _SECRET_SIGNATURE
    value.Clear()
    fields = _add_signature(value, _OUTPUT_SIGNATURE).fields
    if not unknowns:
        fields["value"].CopyFrom(content.struct_value.fields["value"] if is_secret else content)
    fields["secret"].bool_value = is_secret
    for urn in dependencies:
        fields["dependencies"].list_value.values.add().string_value = urn


def is_unknown(value: Value) -> bool:
    """Return whether a value as a whole is unknown."""
    return bool(value.string_value == UNKNOWN_STRING)


def find_top_level_properties(paths: Iterable[str]) -> frozenset[str]:
    """Return the top-level properties that contain these paths."""
    return frozenset(path.replace("[", ".").split(".", 1)[0] for path in paths)


def _read_fields(struct: Struct, path: _PropertyPath, secrets: list[_PropertyPath], unknowns: list[_PropertyPath]) -> dict[str, Any]:
    values = {}
    # The fields of a Struct have no order: sort them so that each run records the same.
    for name, field_value in sorted(struct.fields.items(), key=_get_field_name):
        value = _read_typed_value(field_value, (path, name), secrets, unknowns)
        if value is not None:
            values[name] = value
    return values


def _read_typed_value(value: Value, path: _PropertyPath, secrets: list[_PropertyPath], unknowns: list[_PropertyPath]) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        if value.string_value == UNKNOWN_STRING:
            unknowns.append(path)
            return UNKNOWN
        return value.string_value
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    if kind == "bool_value":
        return value.bool_value
    if kind == "list_value":
        items = value.list_value.values
        return [_read_typed_value(item, (path, index), secrets, unknowns) for index, item in enumerate(items)]
    if kind == "struct_value":
        struct = value.struct_value
        if _SIGNATURE_KEY in struct.fields:
            return _read_signed(struct, path, secrets, unknowns)
        return _read_fields(struct, path, secrets, unknowns)
    return None


def _read_signed(struct: Struct, path: _PropertyPath, secrets: list[_PropertyPath], unknowns: list[_PropertyPath]) -> Any:
    signature = struct.fields[_SIGNATURE_KEY].string_value
    if signature == _SECRET_SIGNATURE:
        secrets.append(path)
        return _read_typed_value(struct.fields["value"], path, secrets, unknowns)
    parts = {name: read_value(part) for name, part in struct.fields.items() if name != _SIGNATURE_KEY}
    if signature == _RESOURCE_SIGNATURE:
        # The value of a custom resource is its id, that of a component its URN.
        reference = parts.get("id", parts["urn"])
        if reference is UNKNOWN:
            unknowns.append(path)
        return reference
    if signature == _ASSET_SIGNATURE:
        if "path" in parts:
            return pulumi.FileAsset(parts["path"])
        return pulumi.StringAsset(parts["text"]) if "text" in parts else pulumi.RemoteAsset(parts["uri"])
    if signature == _ARCHIVE_SIGNATURE:
        if "assets" in parts:
            return pulumi.AssetArchive(parts["assets"])
        return pulumi.FileArchive(parts["path"]) if "path" in parts else pulumi.RemoteArchive(parts["uri"])
    raise ValueError(f"A property has the unknown signature {signature!r}: does this version of pulumi send something new?")


def _write_value(target: Value, value: Any) -> None:
    # bool before int, its base class; Enum before str, which may be its base class.
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, str):
        target.string_value = value
    elif isinstance(value, bool):
        target.bool_value = value
    elif isinstance(value, int | float):
        target.number_value = value
    elif isinstance(value, Unknown):
        target.string_value = UNKNOWN_STRING
    elif isinstance(value, Mapping):
        # An empty map must still be a map.
        target.struct_value.SetInParent()
        for name, part in value.items():
            write_property(target.struct_value, name, part)
    elif isinstance(value, Sequence):
        target.list_value.SetInParent()
        for part in value:
            _write_value(target.list_value.values.add(), part)
    elif isinstance(value, ResourceReference):
        fields = _add_signature(target, _RESOURCE_SIGNATURE).fields
        fields["urn"].string_value = value.urn
        if value.id is not None:
            fields["id"].string_value = value.id
    elif isinstance(value, pulumi.Asset | pulumi.Archive):
        parts = {name: part for name, part in vars(value).items() if name in ("path", "text", "uri", "assets")}
        signed = _add_signature(target, _ASSET_SIGNATURE if isinstance(value, pulumi.Asset) else _ARCHIVE_SIGNATURE)
        for name, part in parts.items():
            write_property(signed, name, part)
    elif value is None:
        target.null_value = NULL_VALUE
    else:
        raise TypeError(f"A mock returned {value!r}: a {type(value).__name__} cannot be sent to a program. Return plain values.")


def _add_signature(target: Value, signature: str) -> Struct:
    target.struct_value.fields[_SIGNATURE_KEY].string_value = signature
    return target.struct_value


def _format_paths(paths: Iterable[_PropertyPath]) -> frozenset[str]:
    return frozenset(map(_format_path, paths))


def _format_path(path: _PropertyPath) -> str:
    """Format a path as Pulumi does: `environment.variables`, `listeners[0].port`, `tags["a.b"]`."""
    parts: list[str | int] = []
    while path is not None:
        path, part = path
        parts.append(part)
    text = ""
    for part in reversed(parts):
        if isinstance(part, int):
            text += f"[{part}]"
        elif any(mark in part for mark in '.["'):
            escaped = part.replace("\\", "\\\\").replace('"', '\\"')
            text += f'["{escaped}"]'
        else:
            text += f".{part}" if text else part
    return text


def _get_field_name(pair: tuple[str, Value]) -> str:
    return pair[0]
