"""Application Auto Scaling of a service."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pulumi
import pulumi_aws as aws

from ..component.arguments import get_wire_value, parse_arguments, require_wires
from ..component.documents import concat_inputs
from ..component.transform import add_transforms
from ..settings.scaling import Backlog, TargetTracking, Tracking
from ..settings.scaling import Scaling as ScalingSettings

WIRES = ("service", "tags", "transform")
_SCALABLE_DIMENSION = "ecs:service:DesiredCount"

if TYPE_CHECKING:
    from ..generated.inputs import ScalingArgs


class Scaling(pulumi.ComponentResource):
    """Application Auto Scaling for an ECS service.

    Creates: a scalable target, a target-tracking policy for each configured metric, and a scheduled action for each entry.

    Costs: nothing itself; the tasks that it adds, up to `max_capacity`.

    Refuses: a minimum above the maximum, limits without a policy or action, a minimum of 0 that a utilisation metric could never leave, two
    policies with one name, and requests per target without a load balancer.

    Args:
        name: The name of the component; its resources start with it.
        args: The settings (`fargate_web.settings.scaling.Scaling`) and these wires:
            `service`: a `Service` with `scaling` in its settings, or a mapping with `service_name` and `cluster_name` (and, for
            requests per target, `load_balancer_arn_suffix` and `target_group_arn_suffixes`; for
            a queue that is not named, `queue_name`).
            `tags`: tags of the scalable target.
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
        target_group_suffixes = _list_target_group_suffixes(service)
        if settings.requests_per_target and not target_group_suffixes:
            raise pulumi.RunError(f"{subject}: requestsPerTarget needs a load balancer, and the service has none; scale on cpu or memory")
        backlog_queue = settings.queue and (settings.queue.queue_name or settings.queue.queue_arn)
        if settings.queue and backlog_queue is None and get_wire_value(service, "queue_name") is None:
            raise pulumi.RunError(
                f"{subject}: queue names no queue, and the service has none; write queueName, or give the service a queue"
            )
        if settings.requests_per_target:
            require_wires(subject, "service", service, ("load_balancer_arn_suffix",))
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
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["minCapacity", "maxCapacity"] if settings.scheduled_actions else []),
        )
        self.policies: dict[str, aws.appautoscaling.Policy] = {}
        policies: tuple[tuple[str, TargetTracking | None, dict[str, Any]], ...] = (
            ("cpu", settings.cpu, _build_predefined_metric("ECSServiceAverageCPUUtilization")),
            ("memory", settings.memory, _build_predefined_metric("ECSServiceAverageMemoryUtilization")),
            ("requests", settings.requests_per_target, _build_requests_metric(service, target_group_suffixes)),
        )
        for label, policy, metric in policies:
            if policy is not None:
                self.policies[label] = self._create_policy(f"{name}-{label}", policy, policy.target, metric, child)
        if settings.queue is not None:
            backlog = _build_backlog_metric(service, settings.queue)
            self.policies["queue"] = self._create_policy(f"{name}-queue", settings.queue, settings.queue.messages_per_task, backlog, child)
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
            for label, action in sorted(settings.scheduled_actions.items())
        }
        self.register_outputs(
            {"resourceId": self.target.resource_id, "policyArns": {label: policy.arn for label, policy in self.policies.items()}}
        )

    def _create_policy(
        self, logical_name: str, settings: Tracking, target: float, metric: dict[str, Any], opts: pulumi.ResourceOptions
    ) -> aws.appautoscaling.Policy:
        configuration: Any = {
            **metric,
            "target_value": target,
            "scale_in_cooldown": settings.scale_in_cooldown,
            "scale_out_cooldown": settings.scale_out_cooldown,
            "disable_scale_in": settings.disable_scale_in,
        }
        return aws.appautoscaling.Policy(
            logical_name,
            name=settings.policy_name,
            policy_type="TargetTrackingScaling",
            service_namespace=self.target.service_namespace,
            scalable_dimension=self.target.scalable_dimension,
            resource_id=self.target.resource_id,
            target_tracking_scaling_policy_configuration=configuration,
            opts=opts,
        )


def _build_predefined_metric(metric: str) -> dict[str, Any]:
    return {"predefined_metric_specification": {"predefined_metric_type": metric}}


def _list_target_group_suffixes(service: Any) -> list[pulumi.Input[str]]:
    return [group.arn_suffix for group in get_wire_value(service, "target_groups", ())] or list(
        get_wire_value(service, "target_group_arn_suffixes", ())
    )


def _build_requests_metric(service: Any, target_group_suffixes: list[pulumi.Input[str]]) -> dict[str, Any]:
    """Return the metric of requests per task, over both target groups.

    The predefined metric has one target group and stops at the first deployment that shifts traffic to the other
    (https://github.com/aws/containers-roadmap/issues/1681). The group without tasks reports no data, hence FILL.
    """
    load_balancer = get_wire_value(service, "load_balancer_arn_suffix")
    metrics: list[dict[str, Any]] = [
        _build_metric_query(
            f"group{index}",
            "AWS/ApplicationELB",
            "RequestCountPerTarget",
            "Sum",
            [{"name": "TargetGroup", "value": suffix}, {"name": "LoadBalancer", "value": load_balancer}],
        )
        for index, suffix in enumerate(target_group_suffixes)
    ]
    total = " + ".join(f"FILL({metric['id']}, 0)" for metric in metrics)
    metrics.append({"id": "requests", "label": "Requests per task", "expression": total, "return_data": True})
    return {"customized_metric_specification": {"metrics": metrics}}


def _build_backlog_metric(service: Any, settings: Backlog) -> dict[str, Any]:
    """Return the metric of waiting messages per running task.

    AWS's own expression divides by zero if no task runs. Here, any message then exceeds the target, so that a first task starts. A queue that
    is idle for six hours reports no data, which counts as 0 messages. A late count of tasks repeats the previous value.
    Source: https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html
    """
    queue: Any = settings.queue_name or get_wire_value(service, "queue_name")
    if settings.queue_arn is not None:
        arn: Any = settings.queue_arn
        queue = arn.apply(_parse_queue_name) if isinstance(arn, pulumi.Output) else _parse_queue_name(arn)
    service_dimensions = [
        {"name": "ClusterName", "value": get_wire_value(service, "cluster_name")},
        {"name": "ServiceName", "value": get_wire_value(service, "service_name")},
    ]
    target = f"{settings.messages_per_task:g}"
    backlog_without_tasks = f"IF(FILL(waiting, 0) > 0, FILL(waiting, 0) + {target}, 0)"
    return {
        "customized_metric_specification": {
            "metrics": [
                _build_metric_query(
                    "waiting", "AWS/SQS", "ApproximateNumberOfMessagesVisible", "Sum", [{"name": "QueueName", "value": queue}]
                ),
                _build_metric_query("running", "ECS/ContainerInsights", "RunningTaskCount", "Average", service_dimensions),
                {
                    "id": "backlog",
                    "label": "Messages per task",
                    "expression": f"IF(FILL(running, REPEAT) > 0, FILL(waiting, 0) / FILL(running, REPEAT), {backlog_without_tasks})",
                    "return_data": True,
                },
            ]
        }
    }


def _build_metric_query(id_: str, namespace: str, name: str, statistic: str, dimensions: list[dict[str, Any]]) -> dict[str, Any]:
    metric = {"namespace": namespace, "metric_name": name, "dimensions": dimensions}
    return {"id": id_, "return_data": False, "metric_stat": {"stat": statistic, "metric": metric}}


def _parse_queue_name(arn: str) -> str:
    return arn.rsplit(":", 1)[-1]
