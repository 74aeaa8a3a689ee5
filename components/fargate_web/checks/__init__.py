"""Checks that only the whole stack can tell: pure functions from settings to findings, run before anything is registered.

A check is a function `(Stack, Region) -> Iterator[Finding]` in a module of its own subject; add it to `CHECKS`.
"""

from collections.abc import Callable, Iterator

from ..settings.stack import Stack
from .advice import advice
from .deployments import deployments
from .discovery import discovery
from .egress import egress
from .finding import Finding
from .listeners import listeners
from .regions import regions
from .routes import routes
from .scaling import scaling

__all__ = ["CHECKS", "Finding", "check"]

CHECKS: tuple[Callable[[Stack, str | None], Iterator[Finding]], ...] = (
    routes,
    listeners,
    egress,
    regions,
    discovery,
    deployments,
    scaling,
    advice,
)


def check(stack: Stack, region: str | None) -> list[Finding]:
    """Run every check.

    Args:
        stack: The settings of the whole stack, valid each for itself.
        region: The Region that it is for, None where it isn't known.

    Returns:
        The findings, errors before warnings, otherwise in the order of the checks.
    """
    findings = [finding for each in CHECKS for finding in each(stack, region)]
    return sorted(findings, key=lambda finding: finding.severity != "error")
