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
from ..settings.notifications import Notifications
from .alarm_topic import AlarmTopic, create_alarm_key
from .alarms import AlarmDefinition, list_load_balancer_alarms, list_route_alarms, list_scheduled_task_alarms, list_service_alarms
from .burn_rates import BurnRateAlarm, list_burn_rate_alarms
from .dashboard import build_dashboard_body
from .failed_deployments import FailedDeploymentsRule, create_failed_deployments_rules, list_failed_deployments_alarms
from .failed_runs import create_failed_runs_rule
from .mute_rules import create_mute_rules
from .network_alarms import list_network_alarms
from .synthetic_canary import SyntheticCanary, build_canary_url

WIRES = ("services", "scheduled_tasks", "load_balancer", "container_insights", "encryption_key", "tags", "account", "transform")

if TYPE_CHECKING:
    from ..generated.inputs import MonitoringArgs


class Monitoring(pulumi.ComponentResource):
    """Alarms for each service, scheduled task and the load balancer, the topic that they notify, and one dashboard.

    Creates: for each service, alarms on CPU, memory and running tasks, and with a load balancer on unhealthy targets, 5XX responses and p99
    latency (over both target groups); for the load balancer, alarms on its own 5XX responses and rejected connections; for each scheduled
    task, an alarm on dropped starts and an EventBridge rule that reports failed runs; an EventBridge rule for failed deployments; an encrypted
    SNS topic that CloudWatch can publish to, with its subscriptions and chat channels; a dashboard. With `page`, a second topic for what users
    notice. With `slo`, alarms on error budgets. With `mute`, rules that mute the alarms during planned work. With `canary`, a canary of CloudWatch
    Synthetics that requests a URL, its role, an S3 bucket, and an alarm. Names of alarms are deterministic: `<project>-<stack>-<service>-<alarm>`.

    Costs: $0.10 a month for each metric of each alarm (about $0.90 for a web service), $1 for the key, $3 for a dashboard beyond the first
    three; with `slo`, $3.90 for each objective of a service; with `canary`, $10.51 for a run every 5 minutes.

    Refuses: settings of a new topic beside an existing topic.

    Args:
        name: The name of the component; its resources start with it.
        args: The settings (`fargate_web.settings.monitoring.Monitoring`) and these wires:
            `services`: the `Service` components by name.
            `scheduled_tasks`: the `ScheduledTask` components by name.
            `load_balancer`: a `LoadBalancer`, or a mapping with `arn_suffix` (for the canary also `url`, or `protocol` and `port` of its listener with canary.host); omit it if there is none.
            `container_insights`: whether the cluster has Container Insights, which the alarm on running tasks requires. Default: true.
            `encryption_key`: an `EncryptionKey`, or a mapping with `arn`: the key of the topic and of the canary's bucket. Default: a key of its own.
            `tags`, `account`: as for `Service`.
            `transform`: functions that change the arguments or options of its children, by role; see `fargate_web.component.transform`.
        opts: Options of the component.

    Raises:
        SettingsError: The settings are invalid. It lists every fault, before any resource is registered.
    """

    def __init__(self, name: str, args: "MonitoringArgs | Mapping[str, Any]", opts: pulumi.ResourceOptions | None = None) -> None:
        settings, wires = parse_arguments(MonitoringSettings, f'Monitoring "{name}"', args, WIRES)
        canary_url = build_canary_url(settings.canary, wires.get("load_balancer")) if settings.canary is not None else None
        super().__init__("fargate-web:index:Monitoring", name, None, add_transforms(self, "Monitoring", name, wires, opts))
        self.settings = settings
        self.alarms: dict[str, aws.cloudwatch.MetricAlarm | aws.cloudwatch.CompositeAlarm] = {}
        self.failed_runs: dict[str, tuple[aws.cloudwatch.EventRule, aws.cloudwatch.EventTarget]] = {}
        self.failed_deployments: list[FailedDeploymentsRule] = []
        self._notifying_alarms: dict[str, dict[str, pulumi.Output[str]]] = {}
        services: Mapping[str, Any] = wires.get("services", {})
        scheduled_tasks: Mapping[str, Any] = wires.get("scheduled_tasks", {})
        load_balancer = wires.get("load_balancer")
        self._name = name
        self._tags: dict[str, Any] = wires.get("tags", {})
        account = Account.from_wire(wires.get("account"), self)

        watches_deployments = bool(services) and settings.alarms.failed_deployments
        watches_runs = bool(scheduled_tasks) and settings.alarms.failed_runs
        key_arn = find_key_arn(settings.kms_key_arn, wires) if settings.encryption else None
        self.kms_key: aws.kms.Key | None = None
        if settings.creates_topic and settings.encryption and key_arn is None:
            self.kms_key = create_alarm_key(
                name, account, allow_eventbridge=watches_deployments or watches_runs, tags=self._tags, parent=self
            )
            key_arn = self.kms_key.arn

        def create_topic(topic_name: str, notifications: Notifications, *, separator: str, allow_eventbridge: bool) -> AlarmTopic:
            return AlarmTopic(
                topic_name,
                notifications,
                account,
                role_defaults=settings.roles,
                subscription_prefix=f"{topic_name}{separator}",
                key_arn=key_arn,
                allow_eventbridge=allow_eventbridge,
                tags=self._tags,
                parent=self,
            )

        has_pages = settings.page is not None
        self.topic = create_topic(name, settings, separator="-", allow_eventbridge=watches_runs or (watches_deployments and not has_pages))
        self.page_topic: AlarmTopic | None = None
        if settings.page is not None:
            # A colon: the first topic may have the subscriber page-team@example.com, and this one team@example.com.
            self.page_topic = create_topic(f"{name}-page", settings.page, separator=":", allow_eventbridge=watches_deployments)
        if watches_deployments:
            urgent_topic = self.page_topic or self.topic
            self.failed_deployments = create_failed_deployments_rules(
                name, services, account, topic_arn=urgent_topic.arn, tags=self._tags, parent=self
            )
            if (settings.page or settings).needs_alarms:
                self._create_alarms("deployments", list_failed_deployments_alarms(self.failed_deployments))
        container_insights = bool(wires.get("container_insights", True))
        objectives = {service_name: settings.slo.find_objectives(service_name) for service_name in services} if settings.slo else {}
        for service_name, service in services.items():
            self._create_alarms(
                service_name, list_service_alarms(service_name, service, settings.alarms, container_insights=container_insights)
            )
            for route, alarms in list_route_alarms(service_name, service, settings.alarms).items():
                self._create_alarms(route, alarms)
            balancer = get_wire_value(service, "network_load_balancer")
            if balancer is not None:
                self._create_alarms(service_name, list_network_alarms(service_name, balancer, settings.alarms, "", 3))
            if service_name in objectives:
                self._create_burn_rate_alarms(service_name, list_burn_rate_alarms(service_name, service, objectives[service_name]))
        for task_name, task in scheduled_tasks.items():
            if settings.alarms.not_started:
                self._create_alarms(task_name, list_scheduled_task_alarms(task_name, task))
            if settings.alarms.failed_runs:
                self.failed_runs[task_name] = create_failed_runs_rule(
                    name, task_name, task, topic_arn=self.topic.arn, tags=self._tags, parent=self
                )
        has_load_balancer = get_wire_value(load_balancer, "arn_suffix") is not None
        if has_load_balancer:
            self._create_alarms("load-balancer", list_load_balancer_alarms(load_balancer, settings.alarms))
        self.canary: SyntheticCanary | None = None
        if settings.canary is not None and canary_url is not None:
            self.canary = SyntheticCanary(
                name,
                settings.canary,
                canary_url,
                account,
                key_arn=find_key_arn(None, wires),
                role_defaults=settings.roles,
                services=[service for service in services.values() if isinstance(service, pulumi.Resource)],
                tags=self._tags,
                parent=self,
            )
            self._create_alarms("load-balancer", [self.canary.define_alarm(settings.canary)])
        self.mute_rules = [
            rule
            for mute_name, mute in settings.mute.items()
            for rule in create_mute_rules(f"{name}-mute-{mute_name}", mute, self._notifying_alarms, tags=self._tags, parent=self)
        ]
        self.dashboard: aws.cloudwatch.Dashboard | None = None
        if settings.dashboard and (services or has_load_balancer):
            self.dashboard = aws.cloudwatch.Dashboard(
                name,
                dashboard_name=sanitize_name(f"{pulumi.get_project()}-{pulumi.get_stack()}"),
                dashboard_body=build_dashboard_body(services, load_balancer, account.region, objectives),
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.register_outputs({"topicArn": self.topic.arn, "alarmArns": {label: alarm.arn for label, alarm in self.alarms.items()}})

    @property
    def alarm_names(self) -> list[pulumi.Output[str]]:
        """The names of the alarms that notify somebody, sorted. Those of time windows belong to other alarms, and notify nobody."""
        called = {label: name for alarms in self._notifying_alarms.values() for label, name in alarms.items()}
        return [called[label] for label in sorted(called)]

    def _create_alarms(self, subject: str, alarms: Iterable[AlarmDefinition]) -> None:
        for alarm in alarms:
            self._create_alarm(subject, alarm, self._list_actions(is_page=alarm.is_page))

    def _create_alarm(self, subject: str, alarm: AlarmDefinition, actions: list[pulumi.Input[str]]) -> aws.cloudwatch.MetricAlarm:
        created = alarm.create(
            f"{self._name}-{subject}-{alarm.label}",
            _build_alarm_name(subject, alarm.label),
            actions,
            self._tags,
            pulumi.ResourceOptions(parent=self),
        )
        self.alarms[f"{subject}-{alarm.label}"] = created
        if actions:
            self._notifying_alarms.setdefault(subject, {})[_build_alarm_name(subject, alarm.label)] = created.name
        return created

    def _create_burn_rate_alarms(self, subject: str, alarms: Iterable[BurnRateAlarm]) -> None:
        for alarm in alarms:
            windows = [self._create_alarm(subject, window, []) for window in alarm.windows]
            actions = self._list_actions(is_page=alarm.is_page)
            composite = aws.cloudwatch.CompositeAlarm(
                f"{self._name}-{subject}-{alarm.label}",
                alarm_name=_build_alarm_name(subject, alarm.label),
                alarm_description=alarm.description,
                alarm_rule=" AND ".join(f'ALARM("{_build_alarm_name(subject, window.label)}")' for window in alarm.windows),
                alarm_actions=actions,
                ok_actions=actions,
                tags=self._tags,
                opts=pulumi.ResourceOptions(parent=self, depends_on=windows),
            )
            self.alarms[f"{subject}-{alarm.label}"] = composite
            self._notifying_alarms.setdefault(subject, {})[_build_alarm_name(subject, alarm.label)] = composite.alarm_name

    def _list_actions(self, *, is_page: bool) -> list[pulumi.Input[str]]:
        topic = self.page_topic if is_page and self.page_topic is not None else self.topic
        return [topic.arn]


def _build_alarm_name(subject: str, label: str) -> str:
    return f"{pulumi.get_project()}-{pulumi.get_stack()}-{subject.replace(':', '/')}-{label}"
