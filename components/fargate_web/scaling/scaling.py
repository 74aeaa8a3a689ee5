"""Application Auto Scaling of a service."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pulumi
import pulumi_aws as aws

from ..component.arguments import get_wire_value, parse_arguments, require_wires
from ..component.documents import concat_inputs
from ..component.transform import add_transforms
from ..settings.scaling import Scaling as ScalingSettings
from ..settings.target_tracking import TargetTracking, Tracking
from .metrics import (
    build_backlog_metric,
    build_custom_metric,
    build_predefined_metric,
    build_requests_metric,
    list_target_group_suffixes,
)
from .predictive_policy import build_predictive_configuration

WIRES = ("service", "tags", "transform")
_SCALABLE_DIMENSION = "ecs:service:DesiredCount"

if TYPE_CHECKING:
    from ..generated.inputs import ScalingArgs


class Scaling(pulumi.ComponentResource):
    """Application Auto Scaling for an ECS service.

    Creates: a scalable target; a target-tracking policy for each configured metric; for each of `steps` a policy and an alarm for high values, and
    both for low ones; a policy of predictive scaling; a scheduled action for each entry, and two for `hours`.

    Costs: the tasks that it adds, up to `max_capacity`, and $0.10 a month for each metric in an alarm, of which a target-tracking policy has two.

    Refuses: a minimum above the maximum, limits without a policy or action, a minimum of 0 that a utilisation metric could never leave, two
    policies with one name, requests per target without a load balancer, and expressions over metrics that are not there.

    Args:
        name: The name of the component; its resources start with it.
        args: The settings (`fargate_web.settings.scaling.Scaling`) and these wires:
            `service`: a `Service` with `scaling` in its settings, or a mapping with `service_name` and `cluster_name` (and, for
            requests per target, `load_balancer_arn_suffix` and `target_group_arn_suffixes`; for
            a queue that is not named, `queue_name`).
            `tags`: tags of the scalable target and the alarms.
            `transform`: functions that change the arguments or options of its children, by role; see `fargate_web.component.transform`.
        opts: Options of the component.

    Raises:
        SettingsError: The settings are invalid. It lists every fault, before any resource is registered.
    """

    def __init__(self, name: str, args: "ScalingArgs | Mapping[str, Any]", opts: pulumi.ResourceOptions | None = None) -> None:
        subject = f'Scaling "{name}"'
        settings, wires = parse_arguments(ScalingSettings, subject, args, WIRES)
        service = wires.get("service")
        require_wires(subject, "service", service, ("service_name", "cluster_name"))
        service_settings = get_wire_value(service, "settings")
        if service_settings is not None and service_settings.scaling is None:
            raise pulumi.RunError(
                f"{subject}: the service was created without scaling, so that every update would reset the number of tasks; "
                "pass scaling to the Service as well"
            )
        _require_metric_wires(subject, settings, service)
        super().__init__("fargate-web:index:Scaling", name, None, add_transforms(self, "Scaling", name, wires, opts))

        self.settings = settings
        child = pulumi.ResourceOptions(parent=self)
        self.target = aws.appautoscaling.Target(
            name,
            service_namespace="ecs",
            scalable_dimension=_SCALABLE_DIMENSION,
            resource_id=concat_inputs("service/", get_wire_value(service, "cluster_name"), "/", get_wire_value(service, "service_name")),
            min_capacity=settings.min_capacity,
            max_capacity=settings.max_capacity,
            tags=wires.get("tags"),
            # A scheduled action changes the limits; an update must not reset them.
            opts=pulumi.ResourceOptions(
                parent=self, ignore_changes=["minCapacity", "maxCapacity"] if settings.all_scheduled_actions else []
            ),
        )
        self.policies: dict[str, aws.appautoscaling.Policy] = {}
        self.alarms: dict[str, aws.cloudwatch.MetricAlarm] = {}
        self._track_metrics(name, service, child)
        self._create_steps(name, service, wires.get("tags"), child)
        if settings.predictive is not None:
            configuration = build_predictive_configuration(settings.predictive, service)
            self.policies["predictive"] = self._create_policy(
                f"{name}-predictive", "PredictiveScaling", child, predictive_scaling_policy_configuration=configuration
            )
        self.scheduled_actions = {
            label: aws.appautoscaling.ScheduledAction(
                f"{name}:{label}",  # with a hyphen, night of web-2 and 2-night of web would have one name
                name=label,
                service_namespace=self.target.service_namespace,
                scalable_dimension=self.target.scalable_dimension,
                resource_id=self.target.resource_id,
                schedule=action.schedule,
                timezone=action.timezone,
                scalable_target_action={"min_capacity": action.min_capacity, "max_capacity": action.max_capacity},
                opts=child,
            )
            for label, action in sorted(settings.all_scheduled_actions.items())
        }
        self.register_outputs(
            {"resourceId": self.target.resource_id, "policyArns": {label: policy.arn for label, policy in self.policies.items()}}
        )

    def _track_metrics(self, name: str, service: Any, opts: pulumi.ResourceOptions) -> None:
        settings = self.settings
        tracked: tuple[tuple[str, TargetTracking | None, dict[str, Any]], ...] = (
            ("cpu", settings.cpu, build_predefined_metric("ECSServiceAverageCPUUtilization")),
            ("memory", settings.memory, build_predefined_metric("ECSServiceAverageMemoryUtilization")),
            ("requests", settings.requests_per_target, build_requests_metric(service)),
        )
        for label, policy, metric in tracked:
            if policy is not None:
                self.policies[label] = self._track_metric(f"{name}-{label}", policy, policy.policy_name, policy.target, metric, opts)
        if settings.queue is not None:
            backlog = build_backlog_metric(service, settings.queue)
            queue = settings.queue
            self.policies["queue"] = self._track_metric(f"{name}-queue", queue, queue.policy_name, queue.messages_per_task, backlog, opts)
        for label, custom in sorted(settings.metrics.items()):
            metric = build_custom_metric(service, custom, label)
            # The colon keeps requests of web apart from web-requests.
            self.policies[f"metrics.{label}"] = self._track_metric(
                f"{name}:{label}", custom, custom.policy_name or label, custom.target, metric, opts
            )

    def _track_metric(
        self,
        logical_name: str,
        settings: Tracking,
        policy_name: str | None,
        target: float,
        metric: dict[str, Any],
        opts: pulumi.ResourceOptions,
    ) -> aws.appautoscaling.Policy:
        configuration: Any = {
            **metric,
            "target_value": target,
            "scale_in_cooldown": settings.scale_in_cooldown,
            "scale_out_cooldown": settings.scale_out_cooldown,
            "disable_scale_in": settings.disable_scale_in,
        }
        return self._create_policy(
            logical_name, "TargetTrackingScaling", opts, name=policy_name, target_tracking_scaling_policy_configuration=configuration
        )

    def _create_steps(self, name: str, service: Any, tags: Any, opts: pulumi.ResourceOptions) -> None:
        if not self.settings.steps:
            return
        # Few services need alarms of their own, which bring their part of the AWS SDK along.
        from .step_policies import build_step_configuration, create_step_alarm, list_directions

        for label, steps in sorted(self.settings.steps.items()):
            for direction in list_directions(steps):
                logical_name = f"{name}:{label}:{direction.suffix}"
                configuration = build_step_configuration(steps, direction)
                policy = self._create_policy(
                    logical_name, "StepScaling", opts, name=f"{label}-{direction.suffix}", step_scaling_policy_configuration=configuration
                )
                self.policies[f"steps.{label}.{direction.suffix}"] = policy
                self.alarms[f"steps.{label}.{direction.suffix}"] = create_step_alarm(
                    logical_name, service, label, steps, direction, policy, tags, opts
                )

    def _create_policy(
        self, logical_name: str, policy_type: str, opts: pulumi.ResourceOptions, **configuration: Any
    ) -> aws.appautoscaling.Policy:
        return aws.appautoscaling.Policy(
            logical_name,
            policy_type=policy_type,
            service_namespace=self.target.service_namespace,
            scalable_dimension=self.target.scalable_dimension,
            resource_id=self.target.resource_id,
            opts=opts,
            **configuration,
        )


def _require_metric_wires(subject: str, settings: ScalingSettings, service: Any) -> None:
    """Check that the service has what the metrics are about: a load balancer, and a queue."""
    by_requests = settings.requests_per_target or (settings.predictive and settings.predictive.requests_per_target)
    if by_requests and not list_target_group_suffixes(service):
        raise pulumi.RunError(f"{subject}: requestsPerTarget needs a load balancer, and the service has none; scale on cpu or memory")
    if by_requests:
        require_wires(subject, "service", service, ("load_balancer_arn_suffix",))
    backlog_queue = settings.queue and (settings.queue.queue_name or settings.queue.queue_arn)
    follows_own_queue = any(metric.uses_own_queue for source in settings.metric_sources.values() for metric in source.all_metrics)
    if get_wire_value(service, "queue_name") is None:
        if settings.queue and backlog_queue is None:
            raise pulumi.RunError(
                f"{subject}: queue names no queue, and the service has none; write queueName, or give the service a queue"
            )
        if follows_own_queue:
            raise pulumi.RunError(
                f"{subject}: a metric of SQS names no queue, and the service has none; write dimensions, or give the service a queue"
            )
