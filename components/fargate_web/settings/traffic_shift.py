"""The parts of a deployment that shifts traffic: steps, test traffic, hooks and alarms."""

from collections.abc import Iterator
from typing import Annotated, Final, Literal

from pydantic import Field

from .route import Header
from .section import OFF, SWITCH, Broken, Section, about, doubled
from .value_types import LEAF, AlarmName, LambdaArn

Stage = Literal[
    "RECONCILE_SERVICE",
    "PRE_SCALE_UP",
    "POST_SCALE_UP",
    "TEST_TRAFFIC_SHIFT",
    "POST_TEST_TRAFFIC_SHIFT",
    "PRODUCTION_TRAFFIC_SHIFT",
    "POST_PRODUCTION_TRAFFIC_SHIFT",
]
NO_PAUSE: Final = ("TEST_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT")


class Canary(Section):
    """A small share of the traffic first, the rest after a time."""

    percent: Annotated[float, about("The share in percent that moves first (0.1–100).", ge=0.1, le=100)] = 5
    bake_time_in_minutes: Annotated[int, about("Minutes until the rest moves (0–1440).", ge=0, le=1440)] = 10

    def rules(self) -> Iterator[Broken]:
        """The share is one that AWS takes."""
        if not _tenths(self.percent):
            yield Broken(("percent",), f"{self.percent:g} isn't a multiple of 0.1 (InvalidParameterException); round it")


class Linear(Section):
    """Equal steps with a time between them."""

    step_percent: Annotated[float, about("The share in percent that moves at each step (3–100).", ge=3, le=100)] = 10
    step_bake_time_in_minutes: Annotated[int, about("Minutes between two steps (0–1440).", ge=0, le=1440)] = 6

    def rules(self) -> Iterator[Broken]:
        """The share is one that AWS takes."""
        if not _tenths(self.step_percent):
            yield Broken(("step_percent",), f"{self.step_percent:g} isn't a multiple of 0.1 (InvalidParameterException); round it")


def _tenths(percent: float) -> bool:
    """Tell whether a share is a multiple of 0.1.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CanaryConfiguration.html
    """
    return abs(percent * 10 - round(percent * 10)) < 1e-9


class TestTraffic(Section):
    """A way to the new version before any traffic moves."""

    __test__ = False  # not a test, whatever pytest thinks of the name

    header: Annotated[
        Header | None,
        about(
            "A header on the production listener that leads to the new version. Default: the load balancer's testListener.",
            example={"name": "X-Test", "values": ["1"]},
        ),
    ] = None
    priority: Annotated[
        int | None, about("The priority of the rule (1–50000), before that of the service's own rule.", ge=1, le=50_000)
    ] = None


class Pause(Section):
    """Waits for an approval: `aws ecs continue-service-deployment`, which is among the outputs as `approve`."""

    timeout_in_minutes: Annotated[int, about("Minutes to wait (1–20160).", ge=1, le=20_160)] = 1440
    on_timeout: Annotated[Literal["ROLLBACK", "CONTINUE"], about("What happens when nobody answers.")] = "ROLLBACK"


class Hook(Section):
    """What happens at certain stages of a deployment."""

    stages: Annotated[
        list[Stage],
        about(
            "The stages. With canary and linear, the traffic-shift stages come at every step.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html",
            min_length=1,
            example=["POST_TEST_TRAFFIC_SHIFT"],
        ),
    ]
    lambda_arn: Annotated[
        LambdaArn | None, about("A Lambda function that answers SUCCEEDED, IN_PROGRESS or FAILED; FAILED rolls back.")
    ] = None
    details: Annotated[dict[str, str], about("Values that the function gets along.")] = {}
    pause: Annotated[Pause | None, SWITCH, about("Waits for an approval instead.")] = None

    answers = {
        "lambda": "write lambdaArn",
        "function": "write lambdaArn",
        "stage": "write stages: […]",
        "timeoutInMinutes": "write pause: {timeoutInMinutes: …}",
    }

    def rules(self) -> Iterator[Broken]:
        """It calls a function or waits, at stages that allow it."""
        if (self.lambda_arn is None) == (self.pause is None):
            yield Broken(("lambda_arn", "pause"), "a hook either calls a function or waits; write lambdaArn: …, or pause: true")
        if self.pause is not None:
            for stage in self.stages:
                if stage in NO_PAUSE:
                    yield Broken(
                        ("stages", "pause"),
                        f"a pause can't stand at {stage} (InvalidParameterException); write POST_{stage}, or a stage before",
                    )
            if self.details:
                yield Broken(("details", "pause"), "a pause gets no values; remove them")
        for twice in doubled(self.stages):
            yield Broken(("stages",), f"{twice} is listed twice; remove one")


Number = Annotated[Annotated[float, Field(ge=1)] | None, OFF]
Share = Annotated[Annotated[float, Field(gt=0, le=100)] | None, OFF]
Seconds = Annotated[Annotated[float, Field(gt=0)] | None, OFF]


class DeploymentAlarms(Section):
    """Alarms that end a deployment: the service's own, over both target groups, and any others by name."""

    target_5xx: Annotated[
        Number, Field(alias="target5xx"), about("Responses with a status of 500 or above, a minute; `false` leaves it out.")
    ] = 10
    error_percent: Annotated[
        Share,
        about(
            "The share of responses with a status of 400 or above in percent, beside the number of those of 500 or above; off by default."
        ),
    ] = None
    latency_p99: Annotated[
        Seconds, Field(alias="latencyP99"), about("Seconds within which 99 of 100 requests are answered; `false` leaves it out.")
    ] = 2
    unhealthy_targets: Annotated[
        Number, about("Tasks that fail their health check for longer than the grace period; `false` leaves it out.")
    ] = 1
    evaluation_periods: Annotated[int, about("Minutes that are looked at (1–60).", ge=1, le=60)] = 3
    datapoints_to_alarm: Annotated[int, about("Minutes of those that must be bad (1–60).", ge=1, le=60)] = 2
    names: Annotated[list[Annotated[AlarmName, LEAF]], about("Further alarms, by name; they must exist.")] = []
    rollback: Annotated[bool, about("Whether the last completed deployment is restored; otherwise the deployment only fails.")] = True

    answers = {"alarmNames": "write names: […]", "enable": "write alarms: true or false"}

    def rules(self) -> Iterator[Broken]:
        """The datapoints fit into the time that is looked at."""
        if self.datapoints_to_alarm > self.evaluation_periods:
            yield Broken(
                ("datapoints_to_alarm", "evaluation_periods"),
                f"{self.datapoints_to_alarm} bad minutes out of {self.evaluation_periods} can't be (ValidationError); write a number up to evaluationPeriods",
            )
