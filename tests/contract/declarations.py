"""Holds what is sent against what the AWS SDK of Pulumi declares."""

import collections.abc
import inspect
import re
import typing
from importlib import import_module
from types import UnionType
from typing import Any

import pulumi
from pulumi import _types  # the public ways lead to the same declarations, but one class at a time


def declared(token: str) -> type:
    """Find the class of the arguments of a resource: `aws:ecs/service:Service` → `pulumi_aws.ecs.service.ServiceArgs`."""
    package, module, name = token.split(":")
    folder, file = module.split("/")
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", file).lower()
    found = vars(import_module(f"pulumi_{package}.{folder}.{snake}"))
    # Where a block of another resource has the name already (aws.s3.BucketVersioning), the class is another one, and bears a mark.
    return found.get(f"{name}InitArgs") or found[f"{name}Args"]


def misfits(value: Any, kind: Any, path: str) -> list[str]:
    """List the places where a value is not what is declared."""
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, UnionType):
        plain = [
            part for part in parts if part is not type(None) and typing.get_origin(part) not in (pulumi.Output, collections.abc.Awaitable)
        ]
        found = [misfits(value, part, path) for part in plain if not _is_dict_twin(part)]
        return min(found, key=len, default=[])
    if origin in (list, collections.abc.Sequence):
        items = value if isinstance(value, list) else [value]
        return [] if not items else [fault for index, item in enumerate(items) for fault in misfits(item, parts[0], f"{path}[{index}]")]
    if origin in (dict, collections.abc.Mapping):
        return [fault for key, item in value.items() for fault in misfits(item, parts[1], f"{path}.{key}")]
    if inspect.isclass(kind) and _types.is_input_type(kind):
        if not isinstance(value, dict):
            return [f"{path} is {value!r} and no {kind.__name__}"]
        known = _types.input_type_types(kind)
        unknown = [f"{path}.{key} is unknown to {kind.__name__}" for key in value.keys() - known.keys()]
        return unknown + [fault for key in value.keys() & known.keys() for fault in misfits(value[key], known[key], f"{path}.{key}")]
    wanted = {str: str, bool: bool, int: int, float: int | float}.get(kind, object)
    right = isinstance(value, wanted) and (kind is bool or not isinstance(value, bool) or wanted is object)
    return [] if right else [f"{path} is {value!r} and no {kind}"]


def _is_dict_twin(kind: Any) -> bool:
    return typing.is_typeddict(kind)
