"""Alarms and the dashboard."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from .section import ALLOW_FALSE, RuleViolation, Section, describe_field, find_duplicates
from .value_types import KmsKeyArn, TopicArn

_PercentageThreshold = Annotated[Annotated[float, Field(gt=0, le=100)] | None, ALLOW_FALSE]
_CountThreshold = Annotated[Annotated[float, Field(ge=1)] | None, ALLOW_FALSE]
_SecondsThreshold = Annotated[Annotated[float, Field(gt=0)] | None, ALLOW_FALSE]


class Alarms(Section):
    """The thresholds of the alarms; `false` leaves an alarm out. Each alarm costs $0.10 a month for each metric in it."""

    cpu: Annotated[_PercentageThreshold, describe_field("Average CPU utilisation of a service in percent, over 5 minutes.")] = 90
    memory: Annotated[_PercentageThreshold, describe_field("Average memory utilisation of a service in percent, over 5 minutes.")] = 90
    running_tasks: Annotated[
        bool, describe_field("Whether fewer running tasks than the minimum raise an alarm, over 5 minutes. Needs Container Insights.")
    ] = True
    unhealthy_targets: Annotated[_CountThreshold, describe_field("Targets that fail their health check, over 3 minutes.")] = 1
    target_5xx: Annotated[
        _CountThreshold,
        Field(alias="target5xx"),
        describe_field("Responses of a service with a status of 500 or above, a minute, for 3 minutes."),
    ] = 10
    latency_p99: Annotated[
        _SecondsThreshold, Field(alias="latencyP99"), describe_field("Seconds within which 99 of 100 requests are answered, for 3 minutes.")
    ] = 2
    load_balancer_5xx: Annotated[
        _CountThreshold,
        Field(alias="loadBalancer5xx"),
        describe_field("Responses that the load balancer itself gives with a status of 500 or above, a minute, for 3 minutes."),
    ] = 10
    rejected_connections: Annotated[
        _CountThreshold, describe_field("Connections refused because the load balancer had too many, a minute.")
    ] = 1
    not_started: Annotated[bool, describe_field("Whether a start of a scheduled task that was given up raises an alarm.")] = True
    failed_runs: Annotated[
        bool,
        describe_field(
            "Whether each scheduled task that ends with another exit code than 0 is told. A topic of your own must admit events.amazonaws.com.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html",
        ),
    ] = True


class Monitoring(Section):
    """Alarms for each service and the load balancer, a topic that they notify, and one dashboard."""

    alarms: Annotated[Alarms, describe_field("The thresholds of the alarms.", cost="$0.10 a month for each metric of each alarm")] = (
        Alarms()
    )
    topic_arn: Annotated[TopicArn | None, describe_field("An SNS topic that exists. Default: one is made, that alarms can publish to.")] = (
        None
    )
    email: Annotated[
        list[Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=320)]],
        describe_field("Addresses that are told; each must confirm the e-mail that SNS sends.", example=["team@example.com"]),
    ] = []
    encryption: Annotated[
        bool,
        describe_field(
            "Whether the made topic is encrypted with a key of its own: CloudWatch can't publish to a topic under the key that AWS manages.",
            cost="$1 a month for the key",
            source="https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
        ),
    ] = True
    kms_key_arn: Annotated[
        KmsKeyArn | None, describe_field("A key that exists for the made topic; its policy must let cloudwatch.amazonaws.com use it.")
    ] = None
    dashboard: Annotated[bool, describe_field("Whether a dashboard is made.", cost="$3 a month beyond the first three of an account")] = (
        True
    )

    key_hints = {"snsTopicArn": "write topicArn", "emails": "write email: […]", "notify": "write email: […] or topicArn"}

    def find_violations(self) -> Iterator[RuleViolation]:
        """Nobody is told twice; a topic that exists keeps its own key and subscriptions."""
        for twice in find_duplicates(self.email):
            yield RuleViolation(("email",), f"{twice!r} is listed twice; SNS keeps one subscription of an address; remove one")
        if self.topic_arn is not None:
            for field in sorted(self.model_fields_set & {"email", "encryption", "kms_key_arn"}):
                yield RuleViolation(
                    (field, "topic_arn"),
                    "this is a property of the topic that is made, and topicArn names one that exists; remove one of the two",
                )
        if self.kms_key_arn is not None and not self.encryption:
            yield RuleViolation(("kms_key_arn", "encryption"), "there is a key but encryption is false; remove one of the two")
