"""Checks that need the whole stack: pure functions from settings to findings that run before any resource is registered.

A check is a function `(Stack, Region) -> Iterator[Finding]` in a module named after its subject. Add it to `CHECKS`. Two
checks need something else: `check_listener_rules` the priorities of the rules, which depend on the names of the project and the stack, and
`check_accounts` the account.
"""

from collections.abc import Callable, Iterator, Mapping

from ..settings.stack import Stack
from .accounts import check_accounts
from .advice import check_advice
from .commands import check_commands
from .deployments import check_deployments
from .discovery import check_discovery
from .egress import check_egress
from .environment import check_environment
from .exact_paths import check_exact_paths
from .file_systems import check_file_systems
from .finding import Finding
from .health_checks import check_health_checks
from .images import check_images
from .listener_rules import check_listener_rules
from .listeners import check_listeners
from .networks import check_networks
from .policies import check_policies
from .protocols import check_protocols
from .queues import check_queues
from .regions import check_regions
from .repositories import check_repositories
from .routes import check_routes
from .scaling import check_scaling
from .schedules import check_schedules

__all__ = ["CHECKS", "Finding", "run_checks"]

CHECKS: tuple[Callable[[Stack, str | None], Iterator[Finding]], ...] = (
    check_routes,
    check_exact_paths,
    check_listeners,
    check_egress,
    check_networks,
    check_regions,
    check_discovery,
    check_protocols,
    check_policies,
    check_environment,
    check_commands,
    check_health_checks,
    check_file_systems,
    check_deployments,
    check_scaling,
    check_queues,
    check_schedules,
    check_repositories,
    check_images,
    check_advice,
)


def run_checks(stack: Stack, region: str | None, priorities: Mapping[str, int], account: str | None = None) -> list[Finding]:
    """Run every check.

    Args:
        stack: The settings of the whole stack. Each section is valid by itself.
        region: The AWS Region of the stack. None if it isn't known.
        priorities: The priority of each listener rule.
        account: The AWS account of the stack. None if the configuration doesn't name it.

    Returns:
        The findings: errors before warnings, then in the order of the checks.
    """
    findings = [
        *check_listener_rules(stack, priorities),
        *check_accounts(stack, account),
        *(finding for check in CHECKS for finding in check(stack, region)),
    ]
    return sorted(findings, key=lambda finding: finding.severity != "error")
