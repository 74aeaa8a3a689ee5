"""Calls the provider as Pulumi's engine does: values as another language sends them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pulumi
from fargate_web.plugin.provider import Provider
from fargate_web.testing import Run, run
from google.protobuf import json_format, struct_pb2
from pulumi.provider import ConstructResult
from pulumi.runtime import rpc

UNKNOWN = {rpc._special_sig_key: rpc._special_output_value_sig}
"""An output that isn't known yet, as an SDK sends it."""


@cache
def provider() -> Provider:
    """Make the provider; to find out what its components take is most of its work."""
    return Provider()


def output(value: Any, *, secret: bool = False) -> dict[str, Any]:
    """An output that is known, as an SDK sends it."""
    return {**UNKNOWN, "value": value, "secret": secret}


def received(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Send inputs over the wire: numbers become floats, and outputs are outputs again."""
    sent = json_format.ParseDict(inputs, struct_pb2.Struct())
    return rpc.deserialize_properties(sent, keep_unknowns=True)


def construct(component: str, name: str, inputs: Mapping[str, Any]) -> ConstructResult:
    """Construct a component within a program."""
    return provider().construct(name, f"fargate-web:index:{component}", received(inputs), pulumi.ResourceOptions())


def constructed(*components: tuple[str, str, Mapping[str, Any]], preview: bool = False) -> tuple[Run, list[Mapping[str, Any]]]:
    """Construct components one after another, and give what was registered and their states."""
    states: list[Mapping[str, Any]] = []

    def program() -> None:
        for component, name, inputs in components:
            states.append(construct(component, name, inputs).state)

    return run(program, config={"aws:region": "us-west-2"}, preview=preview), states


def refusal(component: str, name: str, inputs: Mapping[str, Any]) -> pulumi.InputPropertiesError:
    """Construct a component that is refused, and give the refusal."""
    found: list[pulumi.InputPropertiesError] = []

    def program() -> None:
        try:
            construct(component, name, inputs)
        except pulumi.InputPropertiesError as error:
            found.append(error)

    result = run(program, config={"aws:region": "us-west-2"})
    assert result.resources == []
    (error,) = found
    return error
