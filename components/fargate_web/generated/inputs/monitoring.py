"""`Alarms`, `MonitoringArgs`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NotRequired, TypedDict

import pulumi

from .mute import Mute
from .notifications import Notifications
from .notifications import SlackChannel
from .notifications import TeamsChannel
from .role_defaults import RoleDefaults
from .service_level_objectives import StackObjectives
from .synthetic_canary import SyntheticCanary
from .wires import EncryptionKeyWire
from .wires import LoadBalancerWire
from .wires import ScheduledTaskWire
from .wires import ServiceWire

if TYPE_CHECKING:
    from ...component.account import Account
    from ...component.transform import Transform
    from ...encryption_key.encryption_key import EncryptionKey
    from ...load_balancer.load_balancer import LoadBalancer
    from ...scheduled_task.scheduled_task import ScheduledTask
    from ...service.service import Service


class Alarms(TypedDict):
    """The thresholds of the alarms; `false` leaves an alarm out. Each alarm costs $0.10 a month for each metric in it."""

    cpu: NotRequired[float | Literal[False]]
    """Average CPU utilisation of a service in percent, over 5 minutes. Default: 90."""
    memory: NotRequired[float | Literal[False]]
    """Average memory utilisation of a service in percent, over 5 minutes. Default: 90."""
    running_tasks: NotRequired[bool]
    """Whether fewer running tasks than the minimum raise an alarm, over 5 minutes. Needs Container Insights. Default: true."""
    unhealthy_targets: NotRequired[float | Literal[False]]
    """Targets that fail their health check, over 3 minutes. Default: 1."""
    target_5xx: NotRequired[float | Literal[False]]
    """Responses of a service with a status of 500 or above, a minute, for 3 minutes. Default: 10."""
    latency_p99: NotRequired[float | Literal[False]]
    """Seconds within which 99 of 100 requests must be answered, over 3 minutes. Default: 2."""
    load_balancer_5xx: NotRequired[float | Literal[False]]
    """Responses that the load balancer itself returns with a status of 500 or above, a minute, for 3 minutes. Default: 10."""
    rejected_connections: NotRequired[float | Literal[False]]
    """Connections refused because the load balancer had too many, a minute. Default: 1."""
    dead_letters: NotRequired[float | Literal[False]]
    """Messages in the dead-letter queue of a service: they failed again and again. Default: 1."""
    oldest_message: NotRequired[float | Literal[False]]
    """Seconds for which the oldest message of a service's queue has waited, for 5 minutes: there are too few tasks, or they fail. Default: 3600. See https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html"""
    not_started: NotRequired[bool]
    """Whether a scheduled task that could not be started raises an alarm. Default: true."""
    failed_deployments: NotRequired[bool]
    """Whether a deployment that fails or is rolled back, and tasks that ECS can't start, send a notification. The policy of an existing topic must admit events.amazonaws.com. Default: true. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html"""
    failed_runs: NotRequired[bool]
    """Whether each scheduled task that ends with an exit code other than 0 sends a notification. The policy of an existing topic must admit events.amazonaws.com. Default: true. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html"""


class MonitoringArgs(TypedDict):
    """The arguments of a `Monitoring`."""

    topic_arn: NotRequired[pulumi.Input[str] | None]
    """An existing SNS topic. Default: one is created that alarms can publish to."""
    email: NotRequired[list[str] | None]
    """E-mail addresses that are notified; each must confirm the e-mail that SNS sends."""
    slack: NotRequired[SlackChannel | None]
    """A Slack channel that is notified, by Amazon Q Developer in chat applications. The channel may read CloudWatch, and nothing else. See https://docs.aws.amazon.com/chatbot/latest/adminguide/what-is.html"""
    teams: NotRequired[TeamsChannel | None]
    """A Microsoft Teams channel that is notified, by Amazon Q Developer in chat applications, as `slack`."""
    webhook: NotRequired[list[pulumi.Input[str]] | str | None]
    """URLs of PagerDuty, Opsgenie and other services that confirm a subscription of SNS by themselves; one, or a list. They often contain a key: write them with `pulumi config set --secret --path`. See https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html"""
    alarms: NotRequired[Alarms | None]
    """The thresholds of the alarms. Cost: $0.10 a month for each metric of each alarm."""
    slo: NotRequired[StackObjectives | None]
    """Service level objectives: how many requests must be answered well. Alarms tell how fast the error budget of 30 days is spent. Cost: $3.90 a month for each objective of each service. See https://sre.google/workbook/alerting-on-slos/"""
    canary: NotRequired[SyntheticCanary | None]
    """A request to the load balancer every few minutes from outside of the network, and an alarm if it isn't answered. Cost: $10.51 a month every 5 minutes, and $0.10 for the alarm. See https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries.html"""
    mute: NotRequired[Mapping[str, Mute] | None]
    """Planned work by name, during which alarms notify nobody. See https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html"""
    page: NotRequired[Notifications | None]
    """Who is called at any hour for what users notice: failed requests, unhealthy targets, fast loss of an error budget, failed deployments. The others get the rest. Default: nobody; everything goes to one topic."""
    encryption: NotRequired[bool | None]
    """Whether the created topics are encrypted with a customer managed key: CloudWatch can't publish to a topic that uses the AWS managed key. Default: true. Cost: $1 a month for the key. See https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html"""
    kms_key_arn: NotRequired[pulumi.Input[str] | None]
    """An existing key for the created topics; its policy must let cloudwatch.amazonaws.com use it. Default: that of encryption, or else one that is created."""
    roles: NotRequired[RoleDefaults | None]
    """What the roles of the chat channels and of the canary have beside their policies. Default: the roles of the stack."""
    dashboard: NotRequired[bool | None]
    """Whether a dashboard is created. Default: true. Cost: $3 a month beyond the first three of an account."""
    services: NotRequired["Mapping[str, Service | ServiceWire] | None"]
    """The services by name."""
    scheduled_tasks: NotRequired["Mapping[str, ScheduledTask | ScheduledTaskWire] | None"]
    """The scheduled tasks by name."""
    load_balancer: NotRequired["LoadBalancer | LoadBalancerWire | None"]
    """The load balancer: the component or its outputs, or the ARNs of an existing load balancer."""
    container_insights: NotRequired[bool | None]
    """Whether the cluster has Container Insights, which the alarm on running tasks requires. Default: true."""
    encryption_key: NotRequired["EncryptionKey | EncryptionKeyWire | None"]
    """The KMS key of what the component stores, unless its settings name another: the component, or the ARN of an existing key."""
    tags: NotRequired[Mapping[str, pulumi.Input[str]] | None]
    """Tags of every resource."""
    account: NotRequired["Account | None"]
    """An `Account` that several components share, so that AWS is asked once."""
    transform: NotRequired["Mapping[str, Transform] | None"]
    """Functions that change the arguments of children, by role."""
