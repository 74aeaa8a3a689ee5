"""A difference as everybody shows it: the text, the comment and the document, of this preview and of the real engine's."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from fargate_web_cli.cost.cost_difference import Delta
from fargate_web_cli.diff.value_changes import ValueChange

Op = Literal["create", "delete", "update", "replace", "read", "import", "same"]
ORDER: tuple[Op, ...] = ("replace", "delete", "create", "import", "read", "update")
"""What matters most comes first."""


@dataclass(frozen=True)
class PropertyChange:
    """One property that changes.

    Attributes:
        change: Where, from what, to what.
        forces: Whether it is a reason to replace the resource.
        derived: Whether it only follows from the replacement of another resource.
    """

    change: ValueChange
    forces: bool = False
    derived: bool = False


@dataclass(frozen=True)
class Change:
    """What happens to one resource.

    Attributes:
        op: What.
        urn: Its URN.
        type: Its type.
        name: Its logical name.
        properties: What changes.
        reasons: Why it is replaced, a sentence each.
        effect: What users notice of a replacement or a deletion.
        avoid: How to do without.
        moved_from: Its former URN, if an alias leads from there.
        protect: Whether Pulumi protects what is there now.
        retained: Whether what Pulumi forgets stays in AWS.
        old: The former state in the shape of `pulumi preview --json`, if there is one.
        new: The new one.
    """

    op: Op
    urn: str
    type: str
    name: str
    properties: tuple[PropertyChange, ...] = ()
    reasons: tuple[str, ...] = ()
    effect: str = ""
    avoid: str = ""
    moved_from: str = ""
    protect: bool = False
    retained: bool = False
    old: Mapping[str, Any] | None = None
    new: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Stopped:
    """A change that the guard stops.

    Attributes:
        change: The change.
        holds: What would be lost: data, an address, traffic; nothing that is known, where Pulumi protects it.
    """

    change: Change
    holds: str

    @property
    def why(self) -> str:
        """Say why it is stopped."""
        return f"holds {self.holds}" if self.holds else "is protected by Pulumi"


@dataclass(frozen=True)
class StackDiff:
    """What happens to one stack.

    Attributes:
        stack: Its name.
        region: Its Region.
        changes: What happens to its resources; those that stay as they are only if they move.
        same: How many stay as they are.
        outputs: What the stack will say differently.
        stopped: What the guard stops.
        warnings: What else to know.
        error: Why there is no difference to tell.
        config: The configuration.
        deployments: By service that is deployed: how, and how long it takes.
        cost: What it costs, if that can be told; None where it can't.
    """

    stack: str
    region: str = ""
    changes: tuple[Change, ...] = ()
    same: int = 0
    outputs: tuple[ValueChange, ...] = ()
    stopped: tuple[Stopped, ...] = ()
    warnings: tuple[str, ...] = ()
    error: str = ""
    config: Mapping[str, str] = field(default_factory=dict)
    deployments: Mapping[str, str] = field(default_factory=dict)
    cost: Delta | None = None

    @property
    def counts(self) -> dict[Op, int]:
        """Count the changes by what they do, the most important first."""
        found = Counter(change.op for change in self.changes)
        return {op: found[op] for op in ORDER if found[op]}

    @property
    def changed(self) -> bool:
        """Whether anything happens to a resource."""
        return bool(self.counts)


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
