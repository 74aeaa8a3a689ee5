"""The model of a difference, which all output formats of `diff` and `render` share."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from fargate_web_cli.cost.cost_difference import CostDifference
from fargate_web_cli.diff.broadening.access_rules import AccessChange
from fargate_web_cli.diff.value_changes import ValueChange

Operation = Literal["create", "delete", "update", "replace", "read", "import", "same"]
OPERATION_ORDER: tuple[Operation, ...] = ("replace", "delete", "create", "import", "read", "update")
"""The operations, the most important first."""

StopKind = Literal["replacement", "deletion", "loss of protection", "unknown base", "broadening"]


@dataclass(frozen=True)
class PropertyChange:
    """One property that changes.

    Attributes:
        change: The path, the old and the new value.
        forces_replacement: Whether it replaces the resource.
        derived: Whether it is only a consequence of the replacement of another resource.
    """

    change: ValueChange
    forces_replacement: bool = False
    derived: bool = False


@dataclass(frozen=True)
class ResourceChange:
    """What happens to one resource.

    Attributes:
        op: The operation.
        urn: Its URN.
        type: Its type.
        name: Its logical name.
        property_changes: The changed properties.
        replacement_reasons: Why it is replaced, one sentence for each reason.
        effect: What users notice of it.
        summary: A created resource in a line.
        how_to_avoid: How to avoid a replacement.
        former_urn: Its former URN, if an alias connects it to one.
        is_protected: Whether Pulumi protects the current resource.
        is_component: Whether it only groups other resources, so that AWS has nothing of it.
        lost_options: The options of Pulumi that protect the current resource and not the new one.
        is_retained: Whether the resource stays in AWS after Pulumi forgets it.
        old_state: The old state in the format of `pulumi preview --json`, if there is one.
        new_state: The new state, if there is one.
    """

    op: Operation
    urn: str
    type: str
    name: str
    property_changes: tuple[PropertyChange, ...] = ()
    replacement_reasons: tuple[str, ...] = ()
    effect: str = ""
    summary: str = ""
    how_to_avoid: str = ""
    former_urn: str = ""
    is_protected: bool = False
    is_retained: bool = False
    is_component: bool = False
    lost_options: tuple[str, ...] = ()
    old_state: Mapping[str, Any] | None = None
    new_state: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class StoppedChange:
    """A change that a guard stops.

    Attributes:
        kind: The kind of the change, which decides the exit status (`exit_status.py`).
        urn: The URN of the resource; empty for a setting of the stack.
        sentence: What would happen, and why the guard stops it.
        setting: The setting of the stack file that allows it.
        entry: What to write there.
        engine_command: The command that takes Pulumi's own protection away, if the engine stops the change as well.
    """

    kind: StopKind
    urn: str
    sentence: str
    setting: str
    entry: str
    engine_command: str = ""


@dataclass(frozen=True)
class StackDiff:
    """What happens to one stack.

    Attributes:
        name: Its name.
        region: Its Region.
        changes: The changes of its resources; unchanged ones only if their URN changes.
        unchanged_count: The number of unchanged resources.
        output_changes: The changed outputs.
        access_changes: The rights and openings that are gained or lost, broadenings first.
        stopped: The changes that the guards stop.
        warnings: Warnings about the comparison.
        added_advice: The advice for the stack that the change adds.
        removed_advice: The advice that it makes unnecessary.
        error: Why the stack can't be compared; empty if it can.
        config: The configuration.
        deployments: The strategy and duration of each deployment, by service.
        cost: The difference in cost; None if it is unknown.
        unprotected: The resources that Pulumi stops to protect, changed or not.
        was_protected: Whether the stack is protected in the base.
    """

    name: str
    region: str = ""
    changes: tuple[ResourceChange, ...] = ()
    unchanged_count: int = 0
    output_changes: tuple[ValueChange, ...] = ()
    access_changes: tuple[AccessChange, ...] = ()
    stopped: tuple[StoppedChange, ...] = ()
    warnings: tuple[str, ...] = ()
    added_advice: tuple[str, ...] = ()
    removed_advice: tuple[str, ...] = ()
    error: str = ""
    config: Mapping[str, str] = field(default_factory=dict)
    deployments: Mapping[str, str] = field(default_factory=dict)
    cost: CostDifference | None = None
    unprotected: tuple[ResourceChange, ...] = ()
    was_protected: bool = False

    @property
    def operation_counts(self) -> dict[Operation, int]:
        """The number of changes by operation, the most important first."""
        counts = Counter(change.op for change in self.changes)
        return {op: counts[op] for op in OPERATION_ORDER if counts[op]}

    @property
    def has_changes(self) -> bool:
        """Whether any resource changes."""
        return bool(self.operation_counts)


@dataclass(frozen=True)
class Diff:
    """What happens to some stacks.

    Attributes:
        title: The compared revisions.
        stacks: The stacks, in order.
        notes: Notes about the comparison.
        subject: The subject of a comment; a pull request has one comment for each subject.
    """

    title: str
    stacks: tuple[StackDiff, ...]
    notes: tuple[str, ...] = ()
    subject: str = "preview diff"
