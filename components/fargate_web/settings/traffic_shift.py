"""The parts of a deployment that shifts traffic: steps, test traffic, hooks and alarms."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Final, Literal

from pydantic import Field

from .arn_types import LambdaArn
from .fix import Edit, Fix, remove, write
from .rule_conditions import Header
from .section import ALLOW_BOOLEAN, ALLOW_FALSE, RuleViolation, Section, describe_field, find_duplicates
from .value_types import ALLOW_OUTPUT, AlarmName

LifecycleStage = Literal[
    "RECONCILE_SERVICE",
    "PRE_SCALE_UP",
    "POST_SCALE_UP",
    "TEST_TRAFFIC_SHIFT",
    "POST_TEST_TRAFFIC_SHIFT",
    "PRODUCTION_TRAFFIC_SHIFT",
    "POST_PRODUCTION_TRAFFIC_SHIFT",
]
STAGES_WITHOUT_PAUSE: Final = ("TEST_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT")

TEST_RULE_SUFFIX: Final = ":test"
"""The end of the name of a rule for test traffic, after the name of its service. No service name has a colon, but one may be `web-test`."""


class Canary(Section):
    """A small share of the traffic moves first, the rest after a time."""

    percent: Annotated[float, describe_field("The share in percent that moves first (0.1–100).", ge=0.1, le=100)] = 5
    bake_time_in_minutes: Annotated[int, describe_field("Minutes until the rest moves (0–1440).", ge=0, le=1440)] = 10

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that AWS accepts the share."""
        if not _is_multiple_of_tenth(self.percent):
            yield _round_percent("percent", self.percent, self.model_fields_set)


class Linear(Section):
    """Equal steps with a time between them."""

    step_percent: Annotated[float, describe_field("The share in percent that moves at each step (3–100).", ge=3, le=100)] = 10
    step_bake_time_in_minutes: Annotated[int, describe_field("Minutes between two steps (0–1440).", ge=0, le=1440)] = 6

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that AWS accepts the share."""
        if not _is_multiple_of_tenth(self.step_percent):
            yield _round_percent("stepPercent", self.step_percent, self.model_fields_set)


def _is_multiple_of_tenth(percent: float) -> bool:
    """Return whether a share is a multiple of 0.1.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CanaryConfiguration.html
    """
    return abs(percent * 10 - round(percent * 10)) < 1e-9


def _round_percent(key: str, percent: float, given: set[str]) -> RuleViolation:
    field = {"percent": "percent", "stepPercent": "step_percent"}[key]
    fix = write(key, value=round(percent, 1))
    if given == {field}:
        # The share may be written alone, as the whole section.
        fix = replace(fix, edits=(Edit((), "set", {key: round(percent, 1)}),))
    return RuleViolation((field,), f"{percent:g} isn't a multiple of 0.1 (InvalidParameterException)", "percent-not-a-tenth", (fix,))


class TestTraffic(Section):
    """Test traffic to the new version before production traffic moves."""

    __test__ = False  # not a test, whatever pytest thinks of the name

    header: Annotated[
        Header | None,
        describe_field(
            "A header on the production listener that routes requests to the new version. Default: the load balancer's testListener.",
            example={"name": "X-Test", "values": ["1"]},
        ),
    ] = None
    priority: Annotated[
        int | None,
        describe_field(
            "The priority of the rule (1–50000), below that of the service's own rule. Default: calculated from the route and the header.",
            example=100,
            ge=1,
            le=50_000,
        ),
    ] = None


class Pause(Section):
    """Waits for an approval: `aws ecs continue-service-deployment`, which is among the outputs as `approve`."""

    timeout_in_minutes: Annotated[int, describe_field("Minutes to wait (1–20160).", ge=1, le=20_160)] = 1440
    on_timeout: Annotated[Literal["ROLLBACK", "CONTINUE"], describe_field("What happens when nobody answers.")] = "ROLLBACK"


class Hook(Section):
    """An action at certain stages of a deployment."""

    stages: Annotated[
        list[LifecycleStage],
        describe_field(
            "The stages. With canary and linear, the traffic-shift stages occur at every step.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html",
            min_length=1,
            example=["POST_TEST_TRAFFIC_SHIFT"],
        ),
    ]
    lambda_arn: Annotated[
        LambdaArn | None, describe_field("A Lambda function that answers SUCCEEDED, IN_PROGRESS or FAILED; FAILED rolls back.")
    ] = None
    details: Annotated[dict[str, str], describe_field("Values that are passed to the function.")] = {}
    pause: Annotated[Pause | None, ALLOW_BOOLEAN, describe_field("Waits for an approval instead of calling a function.")] = None

    key_hints = {
        "lambda": "write lambdaArn",
        "function": "write lambdaArn",
        "stage": "write stages: […]",
        "timeoutInMinutes": "write pause: {timeoutInMinutes: …}",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that the hook either calls a function or waits, at stages that allow it."""
        if (self.lambda_arn is None) == (self.pause is None):
            yield RuleViolation(
                ("lambda_arn", "pause"),
                "a hook either calls a function, which lambdaArn names, or waits for an approval",
                "hook-without-one-action",
                tuple(self._choose_action()),
            )
        if self.pause is not None:
            refused = [stage for stage in self.stages if stage in STAGES_WITHOUT_PAUSE]
            if refused:
                allowed = [f"POST_{stage}" if stage in STAGES_WITHOUT_PAUSE else stage for stage in self.stages]
                yield RuleViolation(
                    ("stages", "pause"),
                    f"a pause isn't allowed at {' and '.join(refused)} (InvalidParameterException), but after it or before",
                    "pause-during-shift",
                    (write("stages", value=list(dict.fromkeys(allowed))),),
                )
            if self.details:
                yield RuleViolation(("details", "pause"), "a pause gets no values", "setting-without-effect", (remove("details"),))
        for duplicate in find_duplicates(self.stages):
            fix = write("stages", value=list(dict.fromkeys(self.stages)), certain=True)
            yield RuleViolation(("stages",), f"{duplicate} is listed twice", "listed-twice", (fix,))

    def _choose_action(self) -> Iterator[Fix]:
        can_wait = not set(self.stages) & set(STAGES_WITHOUT_PAUSE)
        if self.lambda_arn is not None:
            yield remove("pause")
        if can_wait and not self.details:
            yield write("pause", value=True) if self.lambda_arn is None else remove("lambdaArn")


CountThreshold = Annotated[Annotated[float, Field(ge=1)] | None, ALLOW_FALSE]
PercentageThreshold = Annotated[Annotated[float, Field(gt=0, le=100)] | None, ALLOW_FALSE]
SecondsThreshold = Annotated[Annotated[float, Field(gt=0)] | None, ALLOW_FALSE]


class DeploymentAlarms(Section):
    """Alarms that end a deployment: the service's own, over both target groups, and any others by name."""

    target_5xx: Annotated[
        CountThreshold,
        Field(alias="target5xx"),
        describe_field("Responses with a status of 500 or above, a minute; `false` leaves it out."),
    ] = 10
    error_percent: Annotated[
        PercentageThreshold,
        describe_field(
            "The share of responses with a status of 400 or above in percent, beside the number of those of 500 or above; off by default."
        ),
    ] = None
    latency_p99: Annotated[
        SecondsThreshold,
        Field(alias="latencyP99"),
        describe_field("Seconds within which 99 of 100 requests are answered; `false` leaves it out."),
    ] = 2
    unhealthy_targets: Annotated[
        CountThreshold, describe_field("Tasks that fail their health check for longer than the grace period; `false` leaves it out.")
    ] = 1
    evaluation_periods: Annotated[int, describe_field("Minutes that an alarm evaluates (1–60).", ge=1, le=60)] = 3
    datapoints_to_alarm: Annotated[int, describe_field("Minutes of those that must breach the threshold (1–60).", ge=1, le=60)] = 2
    names: Annotated[list[Annotated[AlarmName, ALLOW_OUTPUT]], describe_field("Further alarms, by name; they must exist.")] = []
    rollback: Annotated[bool, describe_field("Whether the last completed deployment is restored; otherwise the deployment only fails.")] = (
        True
    )

    key_hints = {"alarmNames": "write names: […]", "enable": "write alarms: true or false"}

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that the datapoints fit into the evaluation periods."""
        if self.datapoints_to_alarm > self.evaluation_periods:
            yield RuleViolation(
                ("datapoints_to_alarm", "evaluation_periods"),
                f"{self.datapoints_to_alarm} breaching minutes out of {self.evaluation_periods} are impossible (ValidationError)",
                "impossible-datapoints",
                self._suggest_datapoints(),
            )

    def _suggest_datapoints(self) -> tuple[Fix, ...]:
        lower = write("datapointsToAlarm", value=self.evaluation_periods)
        return (lower, write("evaluationPeriods", value=self.datapoints_to_alarm))
