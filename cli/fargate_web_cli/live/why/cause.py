"""A cause of a failed deployment, with its evidence and what to change."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import TypeAlias

from fargate_web_cli.live.why.facts import Facts


class Likelihood(IntEnum):
    """How directly the facts show a cause. Higher values are shown first."""

    CONSEQUENCE = 10
    """It follows from another cause."""
    POSSIBLE = 30
    """The facts fit, and would fit something else too."""
    LIKELY = 60
    """The facts name what failed, but not why."""
    CERTAIN = 90
    """AWS names the cause."""


@dataclass(frozen=True)
class Evidence:
    """What AWS or the application says, with the time and the origin of the words."""

    source: str
    quote: str
    time: datetime | None = None


@dataclass(frozen=True)
class Cause:
    """A cause.

    Attributes:
        kind: Its name for machines.
        likelihood: How directly the facts show it.
        title: What happened, in one sentence without a full stop.
        remedy: What to change.
        evidence: What shows it.
        setting: The key to change, below that of the service in the stack file.
    """

    kind: str
    likelihood: Likelihood
    title: str
    remedy: str
    evidence: tuple[Evidence, ...]
    setting: tuple[str, ...] | None = None


FindCauses: TypeAlias = Callable[[Facts], Iterator[Cause]]
