"""Alarms and the dashboard."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from .arn_types import KmsKeyArn
from .fix import remove, write
from .mute import Mute, MuteName
from .notifications import Notifications
from .role_defaults import RoleDefaults
from .section import ALLOW_FALSE, RuleViolation, Section, convert_to_key, describe_field
from .service_level_objectives import StackObjectives
from .synthetic_canary import SyntheticCanary

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
    dead_letters: Annotated[
        _CountThreshold, describe_field("Messages in the dead-letter queue of a service: they failed again and again.")
    ] = 1
    oldest_message: Annotated[
        _SecondsThreshold,
        describe_field(
            "Seconds for which the oldest message of a service's queue has waited, for 5 minutes: there are too few tasks, or they fail.",
            source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html",
        ),
    ] = 3600
    not_started: Annotated[bool, describe_field("Whether a scheduled task that could not be started raises an alarm.")] = True
    failed_deployments: Annotated[
        bool,
        describe_field(
            "Whether a deployment that fails or is rolled back, and tasks that ECS can't start, send a notification. "
            "The policy of an existing topic must admit events.amazonaws.com.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html",
        ),
    ] = True
    failed_runs: Annotated[
        bool,
        describe_field(
            "Whether each scheduled task that ends with an exit code other than 0 sends a notification. The policy of an existing topic must admit events.amazonaws.com.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html",
        ),
    ] = True


class Monitoring(Notifications):
    """Alarms for each service and the load balancer, a topic that they notify, and one dashboard."""

    alarms: Annotated[Alarms, describe_field("The thresholds of the alarms.", cost="$0.10 a month for each metric of each alarm")] = (
        Alarms()
    )
    slo: Annotated[
        StackObjectives | None,
        describe_field(
            "Service level objectives: how many requests must be answered well. Alarms tell how fast the error budget of 30 days is spent.",
            cost="$3.90 a month for each objective of each service",
            source="https://sre.google/workbook/alerting-on-slos/",
            example={"availability": 99.9},
        ),
    ] = None
    canary: Annotated[
        SyntheticCanary | None,
        describe_field(
            "A request to the load balancer every few minutes from outside of the network, and an alarm if it isn't answered.",
            cost="$10.51 a month every 5 minutes, and $0.10 for the alarm",
            source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries.html",
            example={"path": "/health"},
        ),
    ] = None
    mute: Annotated[
        dict[MuteName, Mute],
        describe_field(
            "Planned work by name, during which alarms notify nobody.",
            source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html",
            example={"load-test": {"schedule": "cron(0 2 * * SUN)", "duration": "PT4H", "timezone": "Europe/Vienna"}},
        ),
    ] = {}
    page: Annotated[
        Notifications | None,
        describe_field(
            "Who is called at any hour for what users notice: failed requests, unhealthy targets, fast loss of an error budget, failed deployments. "
            "The others get the rest. Default: nobody; everything goes to one topic.",
            example={"webhook": "https://events.pagerduty.com/integration/0123456789abcdef/enqueue"},
        ),
    ] = None
    encryption: Annotated[
        bool,
        describe_field(
            "Whether the created topics are encrypted with a customer managed key: CloudWatch can't publish to a topic that uses the AWS managed key.",
            cost="$1 a month for the key",
            source="https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
        ),
    ] = True
    kms_key_arn: Annotated[
        KmsKeyArn | None,
        describe_field(
            "An existing key for the created topics; its policy must let cloudwatch.amazonaws.com use it. Default: that of encryption, or else one that is created."
        ),
    ] = None
    roles: Annotated[
        RoleDefaults,
        describe_field(
            "What the roles of the chat channels and of the canary have beside their policies. Default: the roles of the stack."
        ),
    ] = RoleDefaults()
    dashboard: Annotated[
        bool, describe_field("Whether a dashboard is created.", cost="$3 a month beyond the first three of an account")
    ] = True

    key_hints = {
        **Notifications.key_hints,
        "pager": "write page: {…}",
        "critical": "write page: {…}",
        "slos": "write slo: {…}",
        "canaries": "write canary: {path: /health}",
        "synthetics": "write canary: {path: /health}",
        "muteRules": "write mute: {<name>: {…}}",
    }

    @property
    def creates_topic(self) -> bool:
        """Whether a topic is created, for all notifications or for pages."""
        return any(notifications is not None and notifications.topic_arn is None for notifications in (self, self.page))

    @property
    def creates_role(self) -> bool:
        """Whether a role is created: that of the chat channels, or of the canary."""
        return self.canary is not None or any(
            notifications is not None and notifications.has_channels for notifications in (self, self.page)
        )

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check who is notified, and that the settings of the key and of pages have an effect."""
        yield from super().find_violations()
        for field in sorted(self.model_fields_set & {"encryption", "kms_key_arn"}) if not self.creates_topic else ():
            yield RuleViolation(
                (field, "topic_arn"),
                "this is a setting of the topic that is created, but topicArn names an existing one",
                "setting-without-effect",
                (remove(convert_to_key(self, field)), remove("topicArn")),
            )
        if "roles" in self.model_fields_set and not self.creates_role:
            yield RuleViolation(
                ("roles", "slack", "teams", "canary"),
                "only chat channels and the canary have a role, and there is neither slack nor teams nor canary",
                "setting-without-effect",
                (remove("roles"),),
            )
        if self.page is not None and not self.page.has_receivers:
            yield RuleViolation(
                ("page",),
                "nobody would be called: there is neither email, slack, teams, webhook nor topicArn",
                "page-without-receiver",
                (write("page", value={"email": ["on-call@example.com"]}), remove("page")),
            )
        if self.kms_key_arn is not None and not self.encryption:
            yield RuleViolation(
                ("kms_key_arn", "encryption"),
                "there is a key but encryption is false",
                "setting-without-effect",
                (remove("encryption"), remove("kmsKeyArn")),
            )
