"""Alarms and the dashboard."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from .arn_types import KmsKeyArn, TopicArn
from .fix import remove, write
from .section import ALLOW_FALSE, RuleViolation, Section, convert_to_key, describe_field, find_duplicates

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
        _SecondsThreshold,
        Field(alias="latencyP99"),
        describe_field("Seconds within which 99 of 100 requests must be answered, over 3 minutes."),
    ] = 2
    load_balancer_5xx: Annotated[
        _CountThreshold,
        Field(alias="loadBalancer5xx"),
        describe_field("Responses that the load balancer itself returns with a status of 500 or above, a minute, for 3 minutes."),
    ] = 10
    rejected_connections: Annotated[
        _CountThreshold, describe_field("Connections refused because the load balancer had too many, a minute.")
    ] = 1
    not_started: Annotated[bool, describe_field("Whether a scheduled task that could not be started raises an alarm.")] = True
    failed_runs: Annotated[
        bool,
        describe_field(
            "Whether each scheduled task that ends with an exit code other than 0 sends a notification. The policy of an existing topic must admit events.amazonaws.com.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html",
        ),
    ] = True


class Monitoring(Section):
    """Alarms for each service and the load balancer, a topic that they notify, and one dashboard."""

    alarms: Annotated[Alarms, describe_field("The thresholds of the alarms.", cost="$0.10 a month for each metric of each alarm")] = (
        Alarms()
    )
    topic_arn: Annotated[TopicArn | None, describe_field("An existing SNS topic. Default: one is created that alarms can publish to.")] = (
        None
    )
    email: Annotated[
        list[Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=320)]],
        describe_field("E-mail addresses that are notified; each must confirm the e-mail that SNS sends.", example=["team@example.com"]),
    ] = []
    encryption: Annotated[
        bool,
        describe_field(
            "Whether the created topic is encrypted with a customer managed key: CloudWatch can't publish to a topic that uses the AWS managed key.",
            cost="$1 a month for the key",
            source="https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
        ),
    ] = True
    kms_key_arn: Annotated[
        KmsKeyArn | None, describe_field("An existing key for the created topic; its policy must let cloudwatch.amazonaws.com use it.")
    ] = None
    dashboard: Annotated[
        bool, describe_field("Whether a dashboard is created.", cost="$3 a month beyond the first three of an account")
    ] = True

    key_hints = {"snsTopicArn": "write topicArn", "emails": "write email: […]", "notify": "write email: […] or topicArn"}

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that no address is listed twice, and that an existing topic keeps its own key and subscriptions."""
        for duplicate in find_duplicates(self.email):
            yield RuleViolation(
                ("email",),
                f"{duplicate!r} is listed twice; SNS keeps one subscription for each address",
                "listed-twice",
                (write("email", value=list(dict.fromkeys(self.email)), certain=True),),
            )
        if self.topic_arn is not None:
            for field in sorted(self.model_fields_set & {"email", "encryption", "kms_key_arn"}):
                yield RuleViolation(
                    (field, "topic_arn"),
                    "this is a setting of the topic that is created, but topicArn names an existing one",
                    "setting-without-effect",
                    (remove(convert_to_key(self, field)), remove("topicArn")),
                )
        if self.kms_key_arn is not None and not self.encryption:
            yield RuleViolation(
                ("kms_key_arn", "encryption"),
                "there is a key but encryption is false",
                "setting-without-effect",
                (remove("encryption"), remove("kmsKeyArn")),
            )
