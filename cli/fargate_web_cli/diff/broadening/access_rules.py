"""The access rules of a resource: what its inputs allow or forbid, in a form that two versions of a stack can be compared by."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Direction = Literal["broader", "unclear", "narrower"]


@dataclass(frozen=True)
class AccessChange:
    """A right or an opening that a change gives or takes.

    Attributes:
        direction: Whether access becomes broader or narrower; `unclear` if the values are secret or not known yet.
        subject: Who gets access, or what is opened: `role web-task`.
        text: What changes: `may s3:GetObject on <s3:Bucket files>.arn/*`.
        marks: Why it deserves a second look: `every resource`, `iam:PassRole`.
        urns: The URNs of the resources that it is written in, and of the components that contain them.
    """

    direction: Direction
    subject: str
    text: str
    marks: tuple[str, ...] = ()
    urns: tuple[str, ...] = ()

    @property
    def is_broadening(self) -> bool:
        """Whether it counts as a broadening. What can't be compared does."""
        return self.direction != "narrower"


@dataclass(frozen=True)
class ResourceVersion:
    """A resource in one version of a stack.

    Attributes:
        type: Its type.
        name: Its logical name.
        urn: Its URN.
        inputs: Its inputs, with labels in place of generated values, and digests in place of secrets.
        parent: The URN of its parent.
        identifiers: Its id, ARN and physical name, by which other resources refer to it.
    """

    type: str
    name: str
    urn: str
    inputs: Mapping[str, Any]
    parent: str = ""
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True)
class ResourceVersions:
    """A resource before and after a change; None where it does not exist."""

    old: ResourceVersion | None
    new: ResourceVersion | None


@dataclass(frozen=True)
class Description:
    """A right or an opening in words, and why it deserves a second look."""

    text: str
    marks: tuple[str, ...] = ()


class Access(ABC):
    """What an access rule allows or forbids."""

    @property
    @abstractmethod
    def topic(self) -> str:
        """The topic: only access of the same topic is compared."""

    @abstractmethod
    def is_covered_by(self, others: Sequence[Any]) -> bool:
        """Return whether other access of the same topic includes this one."""

    @classmethod
    @abstractmethod
    def describe(cls, entries: Sequence[Any], others: Sequence[Any], *, gained: bool, forbids: bool) -> Iterator[Description]:
        """Describe the access that is gained or lost.

        Args:
            entries: The access, of one subject and topic.
            others: The access of that subject and topic in the other version.
            gained: Whether it is gained; otherwise it is lost.
            forbids: Whether it forbids instead of allowing.
        """


@dataclass(frozen=True)
class AccessRule:
    """One thing that a resource allows or forbids.

    Attributes:
        subject: Who gets access, or what is opened.
        access: The access.
        source: The resource with the rule.
        forbids: Whether it forbids: to lose it is a broadening.
        is_opaque: Whether its content is secret, or not known yet.
        must_exist_before: Whether it counts only if its resource exists in both versions: without the resource there is nothing to open.
        referenced: The name of another resource whose access it passes on. If both are new, the rules of that resource tell it all.
    """

    subject: str
    access: Access
    source: ResourceVersion
    forbids: bool = False
    is_opaque: bool = False
    must_exist_before: bool = False
    referenced: str = ""


@dataclass(frozen=True)
class Setting(Access):
    """A setting that opens or protects something.

    Attributes:
        key: What is set; the topic.
        value: Its value.
        gained: The description of its gain.
        lost: The description of its loss.
        marks: Why its gain or its loss deserves a second look.
        level: How far it opens or protects, if values can be ordered: a level includes all lower ones.
    """

    key: str
    value: str
    gained: str
    lost: str
    marks: tuple[str, ...] = ()
    level: tuple[int, ...] | None = field(default=None, compare=False)

    @property
    def topic(self) -> str:
        """The key."""
        return self.key

    def is_covered_by(self, others: Sequence["Setting"]) -> bool:
        """Return whether another setting has the same value, or a level that includes this one."""
        return any(
            self.value == other.value
            or (self.level is not None and other.level is not None and all(a <= b for a, b in zip(self.level, other.level, strict=True)))
            for other in others
        )

    @classmethod
    def describe(
        cls,
        entries: Sequence["Setting"],
        others: Sequence["Setting"],  # noqa: ARG003 - the interface of all access
        *,
        gained: bool,
        forbids: bool,
    ) -> Iterator[Description]:
        """Yield the description of each setting. Only a broadening is marked."""
        for entry in entries:
            yield Description(entry.gained if gained else entry.lost, entry.marks if gained != forbids else ())


def walk_values(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each value inside a value with the names of its keys, joined by dots, outer values first."""
    yield path, value
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from walk_values(part, f"{path}.{key}" if path else key)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from walk_values(part, path)


def list_items(value: Any) -> list[Any]:
    """Return a value as a list: a single value can stand for a list with that value."""
    if value is None:
        return []
    return [*value] if isinstance(value, list | tuple) else [value]


def list_maps(value: Any) -> list[Mapping[str, Any]]:
    """Return the maps in a list, or a single map as a list."""
    return [item for item in list_items(value) if isinstance(item, Mapping)]


def join_words(words: Iterable[str]) -> str:
    """Join words by commas, each once."""
    return ", ".join(dict.fromkeys(words))
