"""Checks that need the whole stack: pure functions from settings to findings that run before any resource is registered.

A check is a function `(Stack, Region) -> Iterator[Finding]` in a module named after its subject. Add it to `CHECKS`. Some
checks need something else: `check_listener_rules` and `check_answering_rules` the priorities of the rules, which depend on the names of the project and the stack,
`check_accounts` and `check_encryption_keys` the account, and those of `silence` the findings of all others.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ..settings.stack import Stack
from .accounts import check_accounts
from .advice import check_advice
from .age_limits import check_age_limits
from .answering_rules import check_answering_rules
from .availability import check_availability
from .builds import check_builds
from .certificates import check_certificates
from .client_addresses import check_client_addresses
from .commands import check_commands
from .connection_times import check_connection_times
from .container_ports import check_container_ports
from .deployment_times import check_deployment_times
from .deployments import check_deployments
from .destinations import check_destinations
from .discovery import check_discovery
from .egress import check_egress
from .egress_rules import check_egress_rules
from .encryption_keys import check_encryption_keys
from .environment import check_environment
from .escalation import check_escalation
from .exact_paths import check_exact_paths
from .exposure import check_exposure
from .expressions import check_expressions
from .file_systems import check_file_systems
from .finding import Finding
from .hardening import check_hardening
from .health_checks import check_health_checks
from .health_programs import check_health_programs
from .images import check_images
from .ipv6 import check_ipv6
from .listener_rules import check_listener_rules
from .listeners import check_listeners
from .logins import check_logins
from .mutes import check_mutes
from .network_load_balancers import check_network_load_balancers
from .networks import check_networks
from .notifications import check_notifications
from .own_queues import check_own_queues
from .policies import check_policies
from .ports import check_ports
from .protocols import check_protocols
from .queues import check_queues
from .regions import check_regions
from .repositories import check_repositories
from .restarts import check_restarts
from .routes import check_routes
from .safeguards import check_safeguards
from .scaling import check_scaling
from .schedules import check_schedules
from .secrets import check_secrets
from .silence import SilencedFinding, check_silence, check_silence_effects, split_silenced
from .sizes import check_sizes
from .synthetic_canaries import check_synthetic_canaries
from .target_groups import check_target_groups
from .topics import check_topics
from .trace_destinations import check_trace_destinations
from .units import check_units
from .web_acls import check_web_acls

__all__ = ["CHECKS", "CheckResult", "Finding", "SilencedFinding", "check_stack", "run_checks"]

CHECKS: tuple[Callable[[Stack, str | None], Iterator[Finding]], ...] = (
    check_routes,
    check_exact_paths,
    check_listeners,
    check_network_load_balancers,
    check_certificates,
    check_logins,
    check_client_addresses,
    check_egress,
    check_egress_rules,
    check_destinations,
    check_trace_destinations,
    check_networks,
    check_ipv6,
    check_regions,
    check_discovery,
    check_protocols,
    check_policies,
    check_environment,
    check_expressions,
    check_secrets,
    check_ports,
    check_commands,
    check_restarts,
    check_health_checks,
    check_health_programs,
    check_builds,
    check_file_systems,
    check_container_ports,
    check_deployments,
    check_deployment_times,
    check_connection_times,
    check_target_groups,
    check_availability,
    check_scaling,
    check_queues,
    check_topics,
    check_own_queues,
    check_schedules,
    check_repositories,
    check_images,
    check_units,
    check_web_acls,
    check_sizes,
    check_advice,
    check_notifications,
    check_mutes,
    check_synthetic_canaries,
    check_exposure,
    check_safeguards,
    check_escalation,
    check_hardening,
    check_age_limits,
)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The findings of all checks.

    Attributes:
        findings: What to report: errors before warnings, then in the order of the checks.
        silenced: What the stack file silences.
    """

    findings: list[Finding]
    silenced: list[SilencedFinding]


def check_stack(
    stack: Stack,
    region: str | None,
    priorities: Mapping[str, int],
    account: str | None = None,
    *,
    reports_unused_silence: bool = True,
) -> CheckResult:
    """Run every check, and separate what the stack file silences.

    Args:
        stack: The settings of the whole stack. Each section is valid by itself.
        region: The AWS Region of the stack. None if it isn't known.
        priorities: The priority of each listener rule.
        account: The AWS account of the stack. None if the configuration doesn't name it.
        reports_unused_silence: Whether to report entries of `silence` that silence nothing. An entry for all stacks of a project may silence
            something in one of them only.
    """
    findings, silenced = split_silenced(run_checks(stack, region, priorities, account), stack)
    findings += check_silence(stack.silence)
    if reports_unused_silence:
        unused, silenced_unused = split_silenced(check_silence_effects(stack.silence, silenced), stack)
        findings, silenced = findings + unused, silenced + silenced_unused
    return CheckResult(sorted(findings, key=lambda finding: finding.severity != "error"), silenced)


def run_checks(stack: Stack, region: str | None, priorities: Mapping[str, int], account: str | None = None) -> list[Finding]:
    """Run every check. The arguments are those of `check_stack`.

    Returns:
        The findings, also those that the stack file silences: errors before warnings, then in the order of the checks.
    """
    findings = [
        *check_listener_rules(stack, priorities),
        *check_answering_rules(stack, priorities),
        *check_accounts(stack, account),
        *check_encryption_keys(stack, account),
        *(finding for check in CHECKS for finding in check(stack, region)),
    ]
    return sorted(findings, key=lambda finding: finding.severity != "error")
