"""Checks that need the whole stack: pure functions from settings to findings that run before any resource is registered.

A check is a function `(Stack, Region) -> Iterator[Finding]` in a module named after its subject. Add it to `CHECKS`.
"""

from collections.abc import Callable, Iterator

from ..settings.stack import Stack
from .advice import check_advice
from .deployments import check_deployments
from .discovery import check_discovery
from .egress import check_egress
from .finding import Finding
from .listeners import check_listeners
from .regions import check_regions
from .routes import check_routes
from .scaling import check_scaling

__all__ = ["CHECKS", "Finding", "run_checks"]

CHECKS: tuple[Callable[[Stack, str | None], Iterator[Finding]], ...] = (
    check_routes,
    check_listeners,
    check_egress,
    check_regions,
    check_discovery,
    check_deployments,
    check_scaling,
    check_advice,
)


def run_checks(stack: Stack, region: str | None) -> list[Finding]:
    """Run every check.

    Args:
        stack: The settings of the whole stack. Each section is valid by itself.
        region: The AWS Region of the stack. None if it isn't known.

    Returns:
        The findings: errors before warnings, then in the order of the checks.
    """
    findings = [finding for check in CHECKS for finding in check(stack, region)]
    return sorted(findings, key=lambda finding: finding.severity != "error")
