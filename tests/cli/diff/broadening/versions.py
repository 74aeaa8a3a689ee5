"""Pairs of made-up resources whose access is compared."""

import json
from typing import Any

from fargate_web_cli.diff.broadening.access_rules import AccessChange, ResourceVersion, ResourceVersions
from fargate_web_cli.diff.broadening.find_changes import find_access_changes

from tests.cli.diff.diffs import urn

Inputs = dict[str, Any]


def resource(type_: str, old: Inputs | None, new: Inputs | None, name: str = "web") -> ResourceVersions:
    """Build a resource from its inputs before and after a change."""
    before, after = (ResourceVersion(type_, name, urn(type_, name), inputs) if inputs is not None else None for inputs in (old, new))
    return ResourceVersions(before, after)


def policy(*statements: Inputs, **more: Any) -> Inputs:
    """Build the inputs of a resource with a policy."""
    return {"policy": json.dumps({"Version": "2012-10-17", "Statement": statements}), **more}


def allow(action: Any, on: Any = "*", **more: Any) -> Inputs:
    """Build a statement that allows."""
    return {"Effect": "Allow", "Action": action, "Resource": on, **more}


def deny(action: Any, on: Any = "*", **more: Any) -> Inputs:
    """Build a statement that denies."""
    return {**allow(action, on, **more), "Effect": "Deny"}


def compared(*resources: ResourceVersions) -> list[str]:
    """Return the changes of access as texts, with a sign for their direction."""
    return [show(change) for change in find_access_changes(resources)]


def changed(type_: str, old: Inputs | None, new: Inputs | None) -> list[str]:
    """Return the changes of access of one resource."""
    return compared(resource(type_, old, new))


def show(change: AccessChange) -> str:
    """Return a change as one text."""
    marks = f" ({', '.join(change.marks)})" if change.marks else ""
    return f"{ {'broader': '+', 'unclear': '?', 'narrower': '-'}[change.direction] } {change.subject} {change.text}{marks}"
