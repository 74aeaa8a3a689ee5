"""Checks that need the whole stack: pure functions from settings to findings that run before any resource is registered.

A check is a function `(Stack, Region) -> Iterator[Finding]` in a module named after its subject. Add it to `CHECKS`. Only
`check_listener_rules` needs more: the priorities of the rules, which depend on the names of the project and the stack.
"""

from collections.abc import Callable, Iterator, Mapping

from ..settings.stack import Stack
from .advice import check_advice
from .deployments import check_deployments
from .discovery import check_discovery
from .egress import check_egress
from .finding import Finding
from .listener_rules import check_listener_rules
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


def run_checks(stack: Stack, region: str | None, priorities: Mapping[str, int]) -> list[Finding]:
    """Run every check.

    Args:
        stack: The settings of the whole stack. Each section is valid by itself.
        region: The AWS Region of the stack. None if it isn't known.
        priorities: The priority of each listener rule.

    Returns:
        The findings: errors before warnings, then in the order of the checks.
    """
    findings = [*check_listener_rules(stack, priorities), *(finding for check in CHECKS for finding in check(stack, region))]
    return sorted(findings, key=lambda finding: finding.severity != "error")
