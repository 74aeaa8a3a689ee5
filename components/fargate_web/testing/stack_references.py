"""Outputs of other stacks, which a run does not have. Placeholders stand for them and say so."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pulumi


class PlaceholderOutput(str):
    """A text in place of the output of another stack. A part of it is a placeholder too."""

    __slots__ = ()

    def __getitem__(self, key: Any) -> "PlaceholderOutput":
        return PlaceholderOutput(f"{self.removesuffix(']')}, {key!r}]")

    def __iter__(self) -> Iterator["PlaceholderOutput"]:
        yield self[0]


class _PlaceholderOutputs(dict[str, Any]):
    """The outputs of a stack: a placeholder for each name."""

    def __init__(self, stack: str) -> None:
        super().__init__()
        self._stack = stack

    def __missing__(self, name: str) -> PlaceholderOutput:
        return PlaceholderOutput(f"[output {name} of the stack {self._stack}]")

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ARG002 - every name has an output
        return self[name]

    def __contains__(self, name: object) -> bool:
        return True


@contextmanager
def fill_stack_references() -> Iterator[None]:
    """Give a `StackReference` placeholders for its outputs, unless the mocks return outputs."""
    create = pulumi.StackReference.__init__

    def create_filled(
        self: pulumi.StackReference, name: str, stack_name: str | None = None, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        create(self, name, stack_name, opts)
        self.outputs = self.outputs.apply(lambda outputs: _PlaceholderOutputs(stack_name or name) if outputs is None else outputs)

    pulumi.StackReference.__init__ = create_filled  # type: ignore[method-assign]
    try:
        yield
    finally:
        pulumi.StackReference.__init__ = create  # type: ignore[method-assign]
