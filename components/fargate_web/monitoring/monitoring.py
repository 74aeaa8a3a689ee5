"""Alarms for services, scheduled tasks and the load balancer, and one dashboard."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pulumi
import pulumi_aws as aws

from ..component.account import Account
from ..component.arguments import get_wire_value, parse_arguments
from ..component.encryption import find_key_arn
from ..component.resource_names import sanitize_name
from ..component.transform import add_transforms
from ..settings.monitoring import Monitoring as MonitoringSettings
from .alarm_topic import AlarmTopic
from .alarms import AlarmDefinition, list_load_balancer_alarms, list_scheduled_task_alarms, list_service_alarms
from .dashboard import build_dashboard_body
from .failed_runs import create_failed_runs_rule

WIRES = ("services", "scheduled_tasks", "load_balancer", "container_insights", "encryption_key", "tags", "account", "transform")

if TYPE_CHECKING:
    from ..generated.inputs import MonitoringArgs


class Monitoring(pulumi.ComponentResource):
    """Alarms for each service, scheduled task and the load balancer, the topic that they notify, and one dashboard.

    Creates: for each service, alarms on CPU, memory and running tasks, and with a load balancer on unhealthy targets, 5XX responses and p99
    latency (over both target groups); for the load balancer, alarms on its own 5XX responses and rejected connections; for each scheduled
    task, an alarm on dropped starts and an EventBridge rule that reports failed runs; an encrypted SNS topic that CloudWatch can publish to,
    with e-mail subscriptions; a dashboard. Names of alarms are deterministic: `<project>-<stack>-<service>-<alarm>`.

    Costs: $0.10 a month for each metric of each alarm (about $0.90 for a web service), $1 for the key, $3 for a dashboard beyond the first three.

    Refuses: settings of a new topic beside an existing topic.

    Args:
        name: The name of the component; its resources start with it.
        args: The settings (`fargate_web.settings.monitoring.Monitoring`) and these wires:
            `services`: the `Service` components by name.
            `scheduled_tasks`: the `ScheduledTask` components by name.
            `load_balancer`: a `LoadBalancer`, or a mapping with `arn_suffix`; omit it if there is none.
            `container_insights`: whether the cluster has Container Insights, which the alarm on running tasks requires. Default: true.
            `encryption_key`: an `EncryptionKey`, or a mapping with `arn`: the key of the topic. Default: a key of its own.
            `tags`, `account`: as for `Service`.
            `transform`: functions that change the arguments or options of its children, by role; see `fargate_web.component.transform`.
        opts: Options of the component.

    Raises:
        SettingsError: The settings are invalid. It lists every fault, before any resource is registered.
    """

    def __init__(self, name: str, args: "MonitoringArgs | Mapping[str, Any]", opts: pulumi.ResourceOptions | None = None) -> None:
        settings, wires = parse_arguments(MonitoringSettings, f'Monitoring "{name}"', args, WIRES)
        super().__init__("fargate-web:index:Monitoring", name, None, add_transforms(self, "Monitoring", name, wires, opts))
        self.settings = settings
        self.alarms: dict[str, aws.cloudwatch.MetricAlarm] = {}
        self.failed_runs: dict[str, tuple[aws.cloudwatch.EventRule, aws.cloudwatch.EventTarget]] = {}
        services: Mapping[str, Any] = wires.get("services", {})
        load_balancer = wires.get("load_balancer")
        tags: dict[str, Any] = wires.get("tags", {})
        account = Account.from_wire(wires.get("account"), self)

        scheduled_tasks: Mapping[str, Any] = wires.get("scheduled_tasks", {})
        self.topic = AlarmTopic(
            name,
            settings,
            account,
            tags,
            self,
            kms_key_arn=find_key_arn(settings.kms_key_arn, wires),
            allow_eventbridge=bool(scheduled_tasks) and settings.alarms.failed_runs,
        )
        container_insights = bool(wires.get("container_insights", True))
        for service_name, service in services.items():
            self._create_alarms(
                name, service_name, list_service_alarms(service_name, service, settings.alarms, container_insights=container_insights), tags
            )
        for task_name, task in scheduled_tasks.items():
            if settings.alarms.not_started:
                self._create_alarms(name, task_name, list_scheduled_task_alarms(task_name, task), tags)
            if settings.alarms.failed_runs:
                self.failed_runs[task_name] = create_failed_runs_rule(
                    name, task_name, task, topic_arn=self.topic.arn, tags=tags, parent=self
                )
        has_load_balancer = get_wire_value(load_balancer, "arn_suffix") is not None
        if has_load_balancer:
            self._create_alarms(name, "load-balancer", list_load_balancer_alarms(load_balancer, settings.alarms), tags)
        self.dashboard: aws.cloudwatch.Dashboard | None = None
        if settings.dashboard and (services or has_load_balancer):
            self.dashboard = aws.cloudwatch.Dashboard(
                name,
                dashboard_name=sanitize_name(f"{pulumi.get_project()}-{pulumi.get_stack()}"),
                dashboard_body=build_dashboard_body(services, load_balancer, account.region),
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.register_outputs({"topicArn": self.topic.arn, "alarmArns": {label: alarm.arn for label, alarm in self.alarms.items()}})

    def _create_alarms(self, name: str, subject: str, alarms: Iterable[AlarmDefinition], tags: dict[str, Any]) -> None:
        prefix = f"{pulumi.get_project()}-{pulumi.get_stack()}-{subject}"
        for alarm in alarms:
            self.alarms[f"{subject}-{alarm.label}"] = alarm.create(
                f"{name}-{subject}-{alarm.label}",
                f"{prefix}-{alarm.label}",
                [self.topic.arn],
                tags,
                pulumi.ResourceOptions(parent=self),
            )
