"""The settings of a stack with what is known of their file."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..faults.fault import Fault, PositionFinder
from ..settings.stack import Stack
from ..stack_file.references import Reference

if TYPE_CHECKING:
    from ..checks import SilencedFinding


@dataclass(frozen=True)
class LoadedStack:
    """The settings of a stack, without faults.

    Attributes:
        stack: The settings.
        region: The Region.
        stack_name: The name of the stack.
        rule_priorities: The priority of each rule of `Stack.listener_rules`.
        config: The configuration as Pulumi hands it to a program, with placeholders for what is encrypted.
        secret_keys: The keys of `config` that hold something encrypted.
        file: The stack file; None where it was not found.
        warnings: What the whole stack could do better.
        silenced: What the stack file silences, with the reasons.
        find_position: Finds the position of a setting.
        references: What the program reads from other stacks and from Parameter Store.
    """

    stack: Stack
    region: str
    stack_name: str
    rule_priorities: dict[str, int]
    config: dict[str, str]
    secret_keys: list[str]
    file: str | None
    warnings: tuple[Fault, ...]
    silenced: "tuple[SilencedFinding, ...]"
    find_position: PositionFinder
    references: tuple[Reference, ...] = ()
