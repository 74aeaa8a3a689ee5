"""Alarms and the dashboard."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from .section import OFF, Broken, Section, about, doubled
from .value_types import KmsKeyArn, TopicArn

_Percentage = Annotated[Annotated[float, Field(gt=0, le=100)] | None, OFF]
_Count = Annotated[Annotated[float, Field(ge=1)] | None, OFF]
_Seconds = Annotated[Annotated[float, Field(gt=0)] | None, OFF]


class Alarms(Section):
    """The thresholds of the alarms; `false` leaves an alarm out. Each alarm costs $0.10 a month for each metric in it."""

    cpu: Annotated[_Percentage, about("Average CPU utilisation of a service in percent, over 5 minutes.")] = 90
    memory: Annotated[_Percentage, about("Average memory utilisation of a service in percent, over 5 minutes.")] = 90
    running_tasks: Annotated[
        bool, about("Whether fewer running tasks than the minimum raise an alarm, over 5 minutes. Needs Container Insights.")
    ] = True
    unhealthy_targets: Annotated[_Count, about("Targets that fail their health check, over 3 minutes.")] = 1
    target_5xx: Annotated[
        _Count, Field(alias="target5xx"), about("Responses of a service with a status of 500 or above, a minute, for 3 minutes.")
    ] = 10
    latency_p99: Annotated[
        _Seconds, Field(alias="latencyP99"), about("Seconds within which 99 of 100 requests are answered, for 3 minutes.")
    ] = 2
    load_balancer_5xx: Annotated[
        _Count,
        Field(alias="loadBalancer5xx"),
        about("Responses that the load balancer itself gives with a status of 500 or above, a minute, for 3 minutes."),
    ] = 10
    rejected_connections: Annotated[_Count, about("Connections refused because the load balancer had too many, a minute.")] = 1
    not_started: Annotated[bool, about("Whether a start of a scheduled task that was given up raises an alarm.")] = True
    failed_runs: Annotated[
        bool,
        about(
            "Whether each scheduled task that ends with another exit code than 0 is told. A topic of your own must admit events.amazonaws.com.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html",
        ),
    ] = True


class Monitoring(Section):
    """Alarms for each service and the load balancer, a topic that they notify, and one dashboard."""

    alarms: Annotated[Alarms, about("The thresholds of the alarms.", cost="$0.10 a month for each metric of each alarm")] = Alarms()
    topic_arn: Annotated[TopicArn | None, about("An SNS topic that exists. Default: one is made, that alarms can publish to.")] = None
    email: Annotated[
        list[Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=320)]],
        about("Addresses that are told; each must confirm the e-mail that SNS sends.", example=["team@example.com"]),
    ] = []
    encryption: Annotated[
        bool,
        about(
            "Whether the made topic is encrypted with a key of its own: CloudWatch can't publish to a topic under the key that AWS manages.",
            cost="$1 a month for the key",
            source="https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
        ),
    ] = True
    kms_key_arn: Annotated[
        KmsKeyArn | None, about("A key that exists for the made topic; its policy must let cloudwatch.amazonaws.com use it.")
    ] = None
    dashboard: Annotated[bool, about("Whether a dashboard is made.", cost="$3 a month beyond the first three of an account")] = True

    answers = {"snsTopicArn": "write topicArn", "emails": "write email: […]", "notify": "write email: […] or topicArn"}

    def rules(self) -> Iterator[Broken]:
        """Nobody is told twice; a topic that exists keeps its own key and subscriptions."""
        for twice in doubled(self.email):
            yield Broken(("email",), f"{twice!r} is listed twice; SNS keeps one subscription of an address; remove one")
        if self.topic_arn is not None:
            for field in sorted(self.model_fields_set & {"email", "encryption", "kms_key_arn"}):
                yield Broken(
                    (field, "topic_arn"),
                    "this is a property of the topic that is made, and topicArn names one that exists; remove one of the two",
                )
        if self.kms_key_arn is not None and not self.encryption:
            yield Broken(("kms_key_arn", "encryption"), "there is a key but encryption is false; remove one of the two")
