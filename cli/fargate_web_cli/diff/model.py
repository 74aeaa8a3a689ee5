"""A difference as everybody shows it: the text, the comment and the document, of this preview and of the real engine's."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from fargate_web_cli.cost.cost_difference import CostDifference
from fargate_web_cli.diff.value_changes import ValueChange

Operation = Literal["create", "delete", "update", "replace", "read", "import", "same"]
OPERATION_ORDER: tuple[Operation, ...] = ("replace", "delete", "create", "import", "read", "update")
"""What matters most comes first."""


@dataclass(frozen=True)
class PropertyChange:
    """One property that changes.

    Attributes:
        change: Where, from what, to what.
        forces_replacement: Whether it is a reason to replace the resource.
        derived: Whether it only follows from the replacement of another resource.
    """

    change: ValueChange
    forces_replacement: bool = False
    derived: bool = False


@dataclass(frozen=True)
class ResourceChange:
    """What happens to one resource.

    Attributes:
        op: What.
        urn: Its URN.
        type: Its type.
        name: Its logical name.
        property_changes: What changes.
        replacement_reasons: Why it is replaced, a sentence each.
        effect: What users notice of a replacement or a deletion.
        how_to_avoid: How to do without.
        former_urn: Its former URN, if an alias leads from there.
        is_protected: Whether Pulumi protects what is there now.
        is_retained: Whether what Pulumi forgets stays in AWS.
        old_state: The former state in the shape of `pulumi preview --json`, if there is one.
        new_state: The new one.
    """

    op: Operation
    urn: str
    type: str
    name: str
    property_changes: tuple[PropertyChange, ...] = ()
    replacement_reasons: tuple[str, ...] = ()
    effect: str = ""
    how_to_avoid: str = ""
    former_urn: str = ""
    is_protected: bool = False
    is_retained: bool = False
    old_state: Mapping[str, Any] | None = None
    new_state: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class BlockedChange:
    """A change that the guard stops.

    Attributes:
        change: The change.
        protected_asset: What would be lost: data, an address, traffic; nothing that is known, where Pulumi protects it.
    """

    change: ResourceChange
    protected_asset: str

    @property
    def reason(self) -> str:
        """Say why it is stopped."""
        return f"holds {self.protected_asset}" if self.protected_asset else "is protected by Pulumi"


@dataclass(frozen=True)
class StackDiff:
    """What happens to one stack.

    Attributes:
        name: Its name.
        region: Its Region.
        changes: What happens to its resources; those that stay as they are only if they move.
        unchanged_count: How many stay as they are.
        output_changes: What the stack will say differently.
        blocked: What the guard stops.
        warnings: What else to know.
        error: Why there is no difference to tell.
        config: The configuration.
        deployments: By service that is deployed: how, and how long it takes.
        cost: What it costs, if that can be told; None where it can't.
    """

    name: str
    region: str = ""
    changes: tuple[ResourceChange, ...] = ()
    unchanged_count: int = 0
    output_changes: tuple[ValueChange, ...] = ()
    blocked: tuple[BlockedChange, ...] = ()
    warnings: tuple[str, ...] = ()
    error: str = ""
    config: Mapping[str, str] = field(default_factory=dict)
    deployments: Mapping[str, str] = field(default_factory=dict)
    cost: CostDifference | None = None

    @property
    def operation_counts(self) -> dict[Operation, int]:
        """Count the changes by what they do, the most important first."""
        found = Counter(change.op for change in self.changes)
        return {op: found[op] for op in OPERATION_ORDER if found[op]}

    @property
    def has_changes(self) -> bool:
        """Whether anything happens to a resource."""
        return bool(self.operation_counts)


@dataclass(frozen=True)
class Diff:
    """What happens to some stacks.

    Attributes:
        title: What is compared.
        stacks: The stacks, in order.
        notes: What to know about the comparison.
        subject: What a comment is about: there is one comment for each subject.
    """

    title: str
    stacks: tuple[StackDiff, ...]
    notes: tuple[str, ...] = ()
    subject: str = "preview diff"
