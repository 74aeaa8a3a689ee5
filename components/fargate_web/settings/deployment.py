"""How a new version of a service takes over: the strategy, in one word, and what belongs to it."""

import math
from collections.abc import Iterator
from typing import Annotated, Final, Literal

from .section import ALLOW_BOOLEAN, NUMBER_SCHEMA, RuleViolation, Section, allow_shorthand, describe_field
from .traffic_shift import Canary, DeploymentAlarms, Hook, Linear, TestTraffic
from .value_types import HookName

Strategy = Literal["rolling", "blueGreen", "canary", "linear"]
TRAFFIC_SHIFTING_STRATEGIES: Final = ("blueGreen", "canary", "linear")

_STRATEGIES_BY_FIELD: Final = {
    "minimum_healthy_percent": ("rolling",),
    "maximum_percent": ("rolling",),
    "circuit_breaker": ("rolling",),
    "bake_time_in_minutes": TRAFFIC_SHIFTING_STRATEGIES,
    "test_traffic": TRAFFIC_SHIFTING_STRATEGIES,
    "hooks": TRAFFIC_SHIFTING_STRATEGIES,
    "canary": ("canary",),
    "linear": ("linear",),
}
"""What each setting is for: a strategy that has no use for it refuses it, since it would have no effect."""


class CircuitBreaker(Section):
    """Stops a rolling deployment whose tasks keep failing."""

    rollback: Annotated[bool, describe_field("Whether the last completed deployment is restored.")] = True


class Deployment(Section):
    """How a new version of a service takes over.

    rolling replaces tasks a few at a time. blueGreen starts the new version beside the old one and moves all traffic at once; canary moves a
    small share first; linear moves it in equal steps. Changing the strategy is an update in place: nothing is replaced.
    """

    strategy: Annotated[
        Strategy,
        describe_field(
            "rolling, blueGreen, canary or linear.",
            cost="blueGreen, canary and linear run twice the tasks for as long as a deployment takes",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service-options.html",
        ),
    ] = "rolling"
    minimum_healthy_percent: Annotated[
        int, describe_field("rolling: the share of the desired tasks that must keep running (0–200); rounded up to tasks.", ge=0, le=200)
    ] = 100
    maximum_percent: Annotated[
        int, describe_field("rolling: the share of the desired tasks that may run at most (0–2000); rounded down to tasks.", ge=0, le=2000)
    ] = 200
    circuit_breaker: Annotated[
        CircuitBreaker | None,
        ALLOW_BOOLEAN,
        describe_field(
            "rolling: stops and rolls back a deployment after half the desired count of failed tasks, three at least; `false` turns it off.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
        ),
    ] = CircuitBreaker()
    bake_time_in_minutes: Annotated[
        int,
        describe_field(
            "blueGreen, canary, linear: minutes (0–1440) that the old version keeps running after all traffic has moved, for an instant way back.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-blue-green.html",
            ge=0,
            le=1440,
        ),
    ] = 15
    canary: Annotated[
        Canary, allow_shorthand("percent", NUMBER_SCHEMA), describe_field("canary: the share that moves first, and for how long.")
    ] = Canary()
    linear: Annotated[
        Linear, allow_shorthand("stepPercent", NUMBER_SCHEMA), describe_field("linear: the steps in which traffic moves.")
    ] = Linear()
    test_traffic: Annotated[
        TestTraffic | None,
        ALLOW_BOOLEAN,
        describe_field(
            "blueGreen, canary, linear: a way to the new version before any traffic moves; `true` uses the load balancer's testListener.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html",
        ),
    ] = None
    hooks: Annotated[
        dict[HookName, Hook],
        describe_field(
            "blueGreen, canary, linear: what happens at certain stages, by name: a Lambda function that decides, or a pause for an approval.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html",
        ),
    ] = {}
    alarms: Annotated[
        DeploymentAlarms | None,
        ALLOW_BOOLEAN,
        describe_field(
            "Alarms that end a deployment. Default: the service's own for blueGreen, canary and linear, none for rolling; "
            "`true` and `false` say it for any.",
            cost="$0.10 a month for each metric of each alarm, about $0.80 for a web service",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html",
        ),
    ] = None
    force_new_deployment: Annotated[
        bool,
        describe_field(
            "Whether an update of the service always starts new tasks, although the task definition is the same, to pull a moving tag."
        ),
    ] = False
    wait_for_steady_state: Annotated[
        bool, describe_field("Whether an update ends only when the deployment has, and fails when it was rolled back.")
    ] = True
    sigint_rollback: Annotated[
        bool, describe_field("Whether interrupting an update (Ctrl-C) rolls the deployment back; it needs waitForSteadyState.")
    ] = False
    timeout_in_minutes: Annotated[
        int | None, describe_field("How long an update may take (1–43200). Default: worked out from the settings.", ge=1, le=43_200)
    ] = None

    ci_limit_in_minutes: Annotated[
        int | None,
        describe_field("How long a CI job waits for an update (1–43200); a warning tells when a deployment takes longer.", ge=1, le=43_200),
    ] = None

    key_hints = {
        "minHealthyPercent": "write minimumHealthyPercent",
        "maxPercent": "write maximumPercent",
        "deploymentCircuitBreaker": "write circuitBreaker",
        "rollback": "write circuitBreaker: {rollback: true}, or alarms: {rollback: true}",
        "rollbackAlarms": "write alarms: {names: […]}",
        "controller": "the controller is always ECS; write strategy",
        "type": "write strategy",
        "bakeTime": "write bakeTimeInMinutes",
        "canaryPercent": "write canary: {percent: …}",
        "canaryBakeTimeInMinutes": "write canary: {bakeTimeInMinutes: …}",
        "stepPercent": "write linear: {stepPercent: …}",
        "stepBakeTimeInMinutes": "write linear: {stepBakeTimeInMinutes: …}",
        "lifecycleHooks": "write hooks: {<name>: {stages: […], lambdaArn: …}}",
        "testListener": "write loadBalancer: {testListener: {port: …}}, and testTraffic: true here",
        "blueGreen": "write strategy: blueGreen",
    }

    @property
    def shifts_traffic(self) -> bool:
        """Whether traffic moves from one target group to the other."""
        return self.strategy in TRAFFIC_SHIFTING_STRATEGIES

    @property
    def effective_alarms(self) -> DeploymentAlarms | None:
        """The alarms that end a deployment, default applied."""
        if "alarms" in self.model_fields_set:
            return self.alarms
        return DeploymentAlarms() if self.shifts_traffic else None

    def find_violations(self) -> Iterator[RuleViolation]:
        """Every setting is one that the strategy uses, and a rolling deployment has room."""
        for field in sorted(self.model_fields_set & _STRATEGIES_BY_FIELD.keys()):
            if self.strategy not in _STRATEGIES_BY_FIELD[field]:
                users = (
                    " and ".join(_STRATEGIES_BY_FIELD[field]) if len(_STRATEGIES_BY_FIELD[field]) < 3 else "blueGreen, canary and linear"
                )
                yield RuleViolation(
                    (field, "strategy"),
                    f"{self.strategy} has no use for this, so it would have no effect; it is for {users}; remove it, or change strategy",
                )
        if self.strategy == "rolling" and self.minimum_healthy_percent >= self.maximum_percent:
            swapped = "; the two look swapped" if self.minimum_healthy_percent > self.maximum_percent else ""
            yield RuleViolation(
                ("maximum_percent", "minimum_healthy_percent"),
                f"a deployment needs room between minimumHealthyPercent ({self.minimum_healthy_percent}) and maximumPercent ({self.maximum_percent}){swapped}; "
                "write for instance 100 and 200",
            )
        if self.sigint_rollback and not self.wait_for_steady_state:
            yield RuleViolation(
                ("sigint_rollback", "wait_for_steady_state"),
                "without waiting there is nothing to interrupt, and the provider refuses it; write waitForSteadyState: true, or remove sigintRollback",
            )

    def explain_stuck_deployment(self, desired_count: int) -> str | None:
        """Tell why a rolling deployment of so many tasks could never progress, after AWS's rounding; None where it can.

        AWS rounds the minimum up and the maximum down:
        https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
        """
        keep = math.ceil(desired_count * self.minimum_healthy_percent / 100)
        most = math.floor(desired_count * self.maximum_percent / 100)
        if self.shifts_traffic or desired_count == 0 or self.minimum_healthy_percent >= self.maximum_percent or most > keep:
            return None
        return (
            f"with {desired_count} task{'s' if desired_count > 1 else ''}, at least {keep} must keep running ({self.minimum_healthy_percent} % rounded up) "
            f"and at most {most} may run ({self.maximum_percent} % rounded down), so no task could be replaced and every deployment would hang; "
            f"write maximumPercent: {math.ceil((keep + 1) * 100 / desired_count)} or more, or a lower minimumHealthyPercent"
        )
