"""Ways in which rights on an AWS account give more rights, and whether statements of a role open one.

The table comes from cloudsplaining and pathfinding.cloud; `generate/escalation_paths.py` writes it.
"""

import fnmatch
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from ..settings.arn import split_arn
from ..settings.roles import Statement
from .iam_actions import load_action_tables

_TABLE: Final = Path(__file__).with_name("escalation_paths.tsv")
_EVERY_RESOURCE_PATTERN: Final = re.compile(r"\*+|[A-Za-z-]+[/:]\*+(?:[/:]\*+)*")
"""Every resource of a kind: the `role/*` of `arn:aws:iam::123456789012:role/*`."""
_CONDITIONS_ON_CALLS: Final = frozenset(
    f"aws:{key}".lower()
    for key in (
        "CalledVia",
        "CurrentTime",
        "PrincipalAccount",
        "PrincipalArn",
        "PrincipalOrgID",
        "RequestedRegion",
        "ResourceAccount",
        "SecureTransport",
        "SourceIp",
        "SourceVpc",
        "SourceVpce",
        "VpcSourceIp",
        "ViaAWSService",
    )
)
"""Conditions about how, where and when something is called: an intruder in the container meets them as the application does."""
_PASS_ROLE: Final = "iam:PassRole"


@dataclass(frozen=True, slots=True)
class EscalationPath:
    """A way to more rights.

    Attributes:
        name: Its name.
        actions: The actions that are needed together.
        page: The page that describes it.
    """

    name: str
    actions: tuple[str, ...]
    page: str


@dataclass(frozen=True, slots=True)
class OpenPath:
    """A way that the statements of a role open.

    Attributes:
        path: The way.
        statement: The index of the statement that allows its first action.
    """

    path: EscalationPath
    statement: int


@cache
def load_escalation_paths() -> tuple[EscalationPath, ...]:
    """Load all ways, the shortest first, so that the one that is reported needs the least."""
    lines = [line.split("\t") for line in _TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return tuple(
        sorted((EscalationPath(name, tuple(actions.split()), page) for name, actions, page in lines), key=lambda path: len(path.actions))
    )


def find_open_paths(statements: Sequence[Statement]) -> Iterator[OpenPath]:
    """Find the ways that the statements of a role open."""
    if not any(statement.effect == "Allow" for statement in statements):
        return
    for path in load_escalation_paths():
        allowing = [_find_statement(statements, path, action) for action in path.actions]
        if all(index is not None for index in allowing):
            assert allowing[0] is not None
            yield OpenPath(path, allowing[0])


def _find_statement(statements: Sequence[Statement], path: EscalationPath, action: str) -> int | None:
    """Return the index of a statement that allows an action on whatever an intruder chooses. Return None if none does, or if it is denied."""
    if any(
        statement.effect == "Deny" and not statement.conditions and _allows(statement, action, everywhere=True) for statement in statements
    ):
        return None
    # The role that is passed, or the identity that is changed, decides what is gained. What the role is passed to is the intruder's own.
    everywhere = action == _PASS_ROLE or _PASS_ROLE not in path.actions
    for index, statement in enumerate(statements):
        if statement.effect == "Allow" and _allows(statement, action, everywhere=everywhere) and not _is_limited(statement, path, action):
            return index
    return None


def _allows(statement: Statement, action: str, *, everywhere: bool) -> bool:
    if not any(fnmatch.fnmatchcase(action.lower(), pattern.lower().replace("[", "[[]")) for pattern in statement.actions):
        return False
    # Buckets are among the resources of other services as places of their output.
    services = load_action_tables()[action.partition(":")[0].lower()].arn_services - {"s3"}
    return any(_covers(resource, services, everywhere=everywhere) for resource in statement.resources)


def _covers(resource: Any, services: frozenset[str], *, everywhere: bool) -> bool:
    """Return whether a resource is one of some services; with `everywhere`, whether it is every one of a kind."""
    if resource == "*":
        return True
    found = split_arn(resource) if isinstance(resource, str) else None
    if found is None or not (found.service == "*" or found.service in services):
        return False
    return not everywhere or bool(_EVERY_RESOURCE_PATTERN.fullmatch(found.resource))


def _is_limited(statement: Statement, path: EscalationPath, action: str) -> bool:
    """Return whether a condition limits what the action is about."""
    keys = {key.lower(): values for conditions in statement.conditions.values() for key, values in conditions.items()}
    limiting = keys.keys() - _CONDITIONS_ON_CALLS
    if action == _PASS_ROLE and limiting == {"iam:passedtoservice"}:
        return not any(_runs_in(keys["iam:passedtoservice"], other) for other in path.actions if other != _PASS_ROLE)
    return bool(limiting)


def _runs_in(services: Any, action: str) -> bool:
    """Return whether one of the services that a role may be passed to is the one of an action."""
    names = [services] if isinstance(services, str) else services
    prefix = action.partition(":")[0]
    return any(isinstance(name, str) and (name == "*" or name.partition(".")[0].startswith(prefix)) for name in names)
