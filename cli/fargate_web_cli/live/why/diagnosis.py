"""The list of causes, and the diagnosis: what was found, most likely first, and what was ruled out."""

from dataclasses import dataclass
from typing import Final

from fargate_web_cli.live.why.cause import Cause, FindCauses
from fargate_web_cli.live.why.container_causes import find_container_health_causes, find_exit_causes
from fargate_web_cli.live.why.deployment_causes import find_agent_causes, find_alarm_causes, find_circuit_breaker_causes, find_hook_causes
from fargate_web_cli.live.why.drift_causes import find_drift_causes
from fargate_web_cli.live.why.facts import Facts
from fargate_web_cli.live.why.migration_causes import find_migration_causes
from fargate_web_cli.live.why.startup_causes import find_startup_causes
from fargate_web_cli.live.why.target_causes import (
    find_draining_causes,
    find_grace_period_causes,
    find_localhost_causes,
    find_target_health_causes,
)

CAUSES: Final[dict[str, FindCauses]] = {
    "migrations": find_migration_causes,
    "tasks that can't start (image, secrets, log group, network, quota, capacity)": find_startup_causes,
    "containers that end": find_exit_causes,
    "container health checks": find_container_health_causes,
    "target health checks": find_target_health_causes,
    "listening on localhost": find_localhost_causes,
    "the grace period": find_grace_period_causes,
    "alarms": find_alarm_causes,
    "hooks": find_hook_causes,
    "the circuit breaker": find_circuit_breaker_causes,
    "draining": find_draining_causes,
    "the agent of ECS Exec": find_agent_causes,
    "differences from the stack file": find_drift_causes,
}
"""What is looked for, by the words with which it is ruled out."""


@dataclass(frozen=True)
class Diagnosis:
    """What the facts say.

    Attributes:
        causes: The causes, the most likely first.
        ruled_out: What was looked for and not found.
    """

    causes: tuple[Cause, ...]
    ruled_out: tuple[str, ...]


def diagnose(facts: Facts) -> Diagnosis:
    """Find the causes in the facts. What could not be read is not ruled out."""
    causes: list[Cause] = []
    ruled_out = []
    for subject, find_causes in CAUSES.items():
        found = list(find_causes(facts))
        causes += found
        if not found and subject not in (facts.unread or {}):
            ruled_out.append(subject)
    return Diagnosis(tuple(sorted(causes, key=lambda cause: -cause.likelihood)), tuple(ruled_out))
