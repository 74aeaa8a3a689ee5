"""The deployment of a new version of a service: the strategy and its settings."""

import math
from collections.abc import Iterable, Iterator
from typing import Annotated, Final, Literal

from .fix import Fix, combine, remove, write
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
"""The strategies that use each field. Other strategies refuse the field, since it would have no effect."""


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
        int,
        describe_field(
            "rolling: the percentage of the desired tasks that must keep running (0–200), rounded up to whole tasks.", ge=0, le=200
        ),
    ] = 100
    maximum_percent: Annotated[
        int,
        describe_field(
            "rolling: the percentage of the desired tasks that may run at most (0–2000), rounded down to whole tasks.", ge=0, le=2000
        ),
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
            "blueGreen, canary, linear: minutes (0–1440) that the old version keeps running after all traffic has moved, for an instant rollback.",
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
            "blueGreen, canary, linear: test traffic to the new version before production traffic moves; `true` uses the load balancer's testListener.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html",
        ),
    ] = None
    hooks: Annotated[
        dict[HookName, Hook],
        describe_field(
            "blueGreen, canary, linear: actions at certain stages, by name: a Lambda function that decides, or a pause for an approval.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html",
        ),
    ] = {}
    alarms: Annotated[
        DeploymentAlarms | None,
        ALLOW_BOOLEAN,
        describe_field(
            "Alarms that end a deployment. Default: the service's own for blueGreen, canary and linear, none for rolling; "
            "`true` and `false` override that for any strategy.",
            cost="$0.10 a month for each metric of each alarm, about $0.80 for a web service",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html",
        ),
    ] = None
    force_new_deployment: Annotated[
        bool,
        describe_field(
            "Whether every update of the service starts new tasks, even with the same task definition, to pull a moving tag again."
        ),
    ] = False
    wait_for_steady_state: Annotated[
        bool, describe_field("Whether an update waits until the deployment ends, and fails if it is rolled back.")
    ] = True
    sigint_rollback: Annotated[
        bool, describe_field("Whether interrupting an update (Ctrl-C) rolls the deployment back; it needs waitForSteadyState.")
    ] = False
    timeout_in_minutes: Annotated[
        int | None, describe_field("Minutes that an update may take (1–43200). Default: calculated from the settings.", ge=1, le=43_200)
    ] = None

    ci_limit_in_minutes: Annotated[
        int | None,
        describe_field("Minutes that a CI job waits for an update (1–43200); a check warns if a deployment takes longer.", ge=1, le=43_200),
    ] = None

    key_hints = {
        "maxHealthyPercent": "write maximumPercent",
        "maxSurge": "write maximumPercent: 200 (percent of desiredCount)",
        "maxUnavailable": "write minimumHealthyPercent: 100 (percent of desiredCount)",
        "order": "write minimumHealthyPercent: 100 to start new tasks first, 0 to stop old ones first",
        "rolling": "write strategy: rolling",
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
        """Whether the strategy moves traffic from one target group to the other."""
        return self.strategy in TRAFFIC_SHIFTING_STRATEGIES

    @property
    def effective_alarms(self) -> DeploymentAlarms | None:
        """The alarms that end a deployment, with the default applied."""
        if "alarms" in self.model_fields_set:
            return self.alarms
        return DeploymentAlarms() if self.shifts_traffic else None

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that the strategy uses every setting, and that a rolling deployment can replace tasks."""
        for field in sorted(self.model_fields_set & _STRATEGIES_BY_FIELD.keys()):
            if self.strategy not in _STRATEGIES_BY_FIELD[field]:
                strategies = (
                    " and ".join(_STRATEGIES_BY_FIELD[field]) if len(_STRATEGIES_BY_FIELD[field]) < 3 else "blueGreen, canary and linear"
                )
                yield RuleViolation(
                    (field, "strategy"),
                    f"{self.strategy} does not use this setting, so it would have no effect; it is for {strategies}",
                    "setting-without-effect",
                    tuple(self._suggest_strategy(field)),
                )
        if self.strategy == "rolling" and self.minimum_healthy_percent >= self.maximum_percent:
            is_swapped = self.minimum_healthy_percent >= self.maximum_percent + 100
            lowest, highest = (self.maximum_percent, self.minimum_healthy_percent) if is_swapped else (100, 200)
            swap_hint = "; the two look swapped" if self.minimum_healthy_percent > self.maximum_percent else ""
            yield RuleViolation(
                ("maximum_percent", "minimum_healthy_percent"),
                f"a deployment needs room between minimumHealthyPercent ({self.minimum_healthy_percent}) and maximumPercent ({self.maximum_percent}){swap_hint}",
                "no-room-for-deployment",
                (combine(write("minimumHealthyPercent", value=lowest), write("maximumPercent", value=highest)),),
            )
        if self.sigint_rollback and not self.wait_for_steady_state:
            yield RuleViolation(
                ("sigint_rollback", "wait_for_steady_state"),
                "without waiting there is nothing to interrupt, and the provider refuses it",
                "interrupt-without-waiting",
                (write("waitForSteadyState", value=True), remove("sigintRollback")),
            )

    def _suggest_strategy(self, field: str) -> Iterator[Fix]:
        """Yield what makes sense of a field that the strategy does not use: a strategy that uses all fields, and leaving the field out."""
        given = self.model_fields_set & _STRATEGIES_BY_FIELD.keys()
        useful = [strategy for strategy in TRAFFIC_SHIFTING_STRATEGIES if all(strategy in _STRATEGIES_BY_FIELD[name] for name in given)]
        if useful:
            # What only canary or linear use names the strategy; the rest suits blueGreen as well.
            yield write("strategy", value=useful[0])
        yield remove(type(self).model_fields[field].alias or field)

    def _count_limits(self, desired_count: int) -> tuple[int, int]:
        """Return how many tasks must and may run. AWS rounds the minimum up and the maximum down."""
        return math.ceil(desired_count * self.minimum_healthy_percent / 100), math.floor(desired_count * self.maximum_percent / 100)

    def is_stuck(self, desired_count: int) -> bool:
        """Return whether a rolling deployment of this many tasks could never progress after AWS's rounding."""
        if self.shifts_traffic or desired_count == 0 or self.minimum_healthy_percent >= self.maximum_percent:
            return False
        minimum_running, maximum_running = self._count_limits(desired_count)
        return maximum_running <= minimum_running

    def suggest_percentages(self, stuck_counts: Iterable[int], *path: str) -> Iterator[Fix]:
        """Yield the percentages with which none of the task counts is stuck.

        Args:
            stuck_counts: Task counts for which `is_stuck` is true.
            *path: The path of this section.
        """
        limits = {count: self._count_limits(count) for count in stuck_counts}
        maximum = max(math.ceil((minimum + 1) * 100 / count) for count, (minimum, _) in limits.items())
        if maximum <= 2000:
            yield write(*path, "maximumPercent", value=maximum)
        minimum = min(math.floor((maximum - 1) * 100 / count) for count, (_, maximum) in limits.items())
        if 0 <= minimum < self.maximum_percent:
            yield write(*path, "minimumHealthyPercent", value=minimum)

    def explain_stuck_deployment(self, desired_count: int) -> str | None:
        """Explain why a rolling deployment of this many tasks could never progress after AWS's rounding. Return None if it can.

        AWS rounds the minimum up and the maximum down:
        https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
        """
        if not self.is_stuck(desired_count):
            return None
        minimum_running, maximum_running = self._count_limits(desired_count)
        return (
            f"with {desired_count} task{'s' if desired_count > 1 else ''}, at least {minimum_running} must keep running ({self.minimum_healthy_percent} % rounded up) "
            f"and at most {maximum_running} may run ({self.maximum_percent} % rounded down), so no task could be replaced and every deployment would hang"
        )
