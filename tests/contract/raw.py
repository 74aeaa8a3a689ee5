"""Resources of no provider, so that a test sees the engine and nothing else."""

from typing import Any

import pulumi
from pulumi import runtime


class Raw(pulumi.CustomResource):
    """A custom resource with the properties given, and the outputs `computed` and `secret`."""

    computed: pulumi.Output[Any]
    secret: pulumi.Output[Any]

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None, *, type_: str = "test:index:Raw", **properties: Any) -> None:
        super().__init__(type_, name, {"computed": None, "secret": None, **properties}, opts)


class Parent(pulumi.ComponentResource):
    """A component of the program's own."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None, *, type_: str = "test:index:Parent", **outputs: Any) -> None:
        super().__init__(type_, name, {}, opts)
        if outputs:
            self.register_outputs(outputs)


class RawMocks(runtime.Mocks):
    """Answers with an id and two outputs that nobody gave."""

    def __init__(self) -> None:
        self.created: list[runtime.MockResourceArgs] = []

    def new_resource(self, args: runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        self.created.append(args)
        return f"{args.name}-id", {"computed": f"{args.name}-computed"}

    def call(self, args: runtime.MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        if args.args.get("fail"):
            return {}, [("fail", "it was told to")]
        return {"echo": dict(args.args)}, None


def urn(qualified_type: str, name: str, stack: str = "dev", project: str = "project") -> str:
    return f"urn:pulumi:{stack}::{project}::{qualified_type}::{name}"


def options(**given: Any) -> pulumi.ResourceOptions:
    return pulumi.ResourceOptions(**given)


STACK = urn("pulumi:pulumi:Stack", "project-dev")
