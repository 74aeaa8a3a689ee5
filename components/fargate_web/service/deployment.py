"""The deployment configuration of an ECS service: the strategy, the lifecycle hooks, and the alarms that stop a deployment."""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import pulumi
import pulumi_aws as aws

from ..component.resource_names import MAX_ROLE_NAME_LENGTH, build_logical_name
from ..monitoring.alarms import AlarmDefinition, build_sum_expression, list_target_alarms, list_target_group_metrics
from ..monitoring.network_alarms import list_network_alarms
from ..settings.roles import Role as RoleSettings
from ..settings.route_split import find_grace_period
from ..settings.rule_names import describe_rule
from ..settings.service import Service as ServiceSettings
from ..settings.traffic_shift import DeploymentAlarms
from ..task.roles import INFRASTRUCTURE_TRUST_POLICY, IamRole

if TYPE_CHECKING:
    from .network_load_balancer import NetworkLoadBalancer

MAX_ALARM_MINUTES: Final = 1440
"""Minutes that an alarm can evaluate: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"""

CONSEQUENCE: Final = ", which ends a deployment"
"""How the descriptions of these alarms end."""

ECS_STRATEGIES: Final = {"rolling": "ROLLING", "blueGreen": "BLUE_GREEN", "canary": "CANARY", "linear": "LINEAR"}


class Deployment:
    """The deployment configuration of a service, and the resources that it needs.

    Everything that a strategy does not use is explicitly off. If it were left out, the provider would keep the old value, and a service that
    returns to rolling deployments would still refer to deleted alarms.

    Attributes:
        service_arguments: The deployment arguments of the ECS service.
        hook_role: The role that ECS calls the functions of the hooks with, None if there are none.
        alarms: The alarms that stop a deployment, by label. They exist before the service, so their names don't depend on it.
        dependencies: The resources that the service must wait for.
    """

    def __init__(
        self,
        name: str,
        settings: ServiceSettings,
        *,
        target_groups: Mapping[str, tuple[aws.lb.TargetGroup, ...]],
        load_balancer_arn_suffix: pulumi.Input[str] | None,
        network_load_balancer: "NetworkLoadBalancer | None" = None,
        partition: str,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        deployment = settings.deployment
        self.dependencies: list[pulumi.Resource] = []
        self.hook_role = self._create_hook_role(name, settings, partition, tags, parent)
        self.alarms: dict[str, aws.cloudwatch.MetricAlarm] = {}
        alarm_settings, alarm_names = deployment.effective_alarms, list[Any]()
        if alarm_settings is not None:
            definitions = {
                route: list(
                    list_deployment_alarms(
                        describe_rule(route),
                        settings,
                        alarm_settings,
                        {"target_groups": groups, "load_balancer_arn_suffix": load_balancer_arn_suffix},
                    )
                )
                for route, groups in target_groups.items()
                if load_balancer_arn_suffix
            }
            if network_load_balancer is not None:
                unhealthy_periods = _count_unhealthy_periods(settings, alarm_settings)
                definitions.setdefault(name, []).extend(
                    list_network_alarms(name, network_load_balancer, alarm_settings, CONSEQUENCE, unhealthy_periods)
                )
            for route, alarms in definitions.items():
                # Slashes: the alarms of the services web-deployment and web-admin have hyphens.
                prefix = f"{pulumi.get_project()}-{pulumi.get_stack()}-{route.replace(':', '/')}/deployment"
                for alarm in alarms:
                    metric_alarm = alarm.create(
                        f"{route}-deployment-{alarm.label}", f"{prefix}-{alarm.label}", [], tags, pulumi.ResourceOptions(parent=parent)
                    )
                    self.alarms[alarm.label if route == name else f"{route.partition(':')[2]}:{alarm.label}"] = metric_alarm
                    self.dependencies.append(metric_alarm)
                    alarm_names.append(f"{prefix}-{alarm.label}")
            alarm_names += alarm_settings.names
        breaker = deployment.circuit_breaker if deployment.strategy == "rolling" else None
        self.service_arguments: dict[str, Any] = {
            "deployment_controller": {"type": "ECS"},
            "deployment_configuration": self._build_configuration(settings),
            "deployment_minimum_healthy_percent": deployment.minimum_healthy_percent,
            "deployment_maximum_percent": deployment.maximum_percent,
            "deployment_circuit_breaker": {"enable": breaker is not None, "rollback": breaker is not None and breaker.rollback},
            "alarms": {
                "alarm_names": alarm_names,
                "enable": bool(alarm_names),
                "rollback": bool(alarm_names) and alarm_settings is not None and alarm_settings.rollback,
            },
            "wait_for_steady_state": deployment.wait_for_steady_state,
            "sigint_rollback": deployment.sigint_rollback or None,
        }

    def _create_hook_role(
        self, name: str, settings: ServiceSettings, partition: str, tags: dict[str, Any], parent: pulumi.Resource
    ) -> IamRole | None:
        functions = [hook.lambda_arn for _, hook in sorted(settings.deployment.hooks.items()) if hook.lambda_arn is not None]
        if not functions:
            return None
        unique = list({function if isinstance(function, str) else id(function): function for function in functions}.values())
        role = IamRole(
            build_logical_name(name, "-hooks", MAX_ROLE_NAME_LENGTH),
            RoleSettings(),
            defaults=settings.roles,
            trust_policy=INFRASTRUCTURE_TRUST_POLICY,
            statements=[{"Sid": "CallHooks", "Effect": "Allow", "Action": ["lambda:InvokeFunction"], "Resource": unique}],
            description=f"With which ECS calls the functions that check deployments of {name}.",
            partition=partition,
            tags=tags,
            parent=parent,
        )
        self.dependencies += role.dependencies
        return role

    def _build_configuration(self, settings: ServiceSettings) -> dict[str, Any]:
        deployment = settings.deployment
        configuration: dict[str, Any] = {"strategy": ECS_STRATEGIES[deployment.strategy]}
        if not deployment.shifts_traffic:
            return configuration
        # The provider takes times as strings.
        configuration["bake_time_in_minutes"] = str(deployment.bake_time_in_minutes)
        if deployment.strategy == "canary":
            configuration["canary_configuration"] = {
                "canary_percent": deployment.canary.percent,
                "canary_bake_time_in_minutes": str(deployment.canary.bake_time_in_minutes),
            }
        if deployment.strategy == "linear":
            configuration["linear_configuration"] = {
                "step_percent": deployment.linear.step_percent,
                "step_bake_time_in_minutes": str(deployment.linear.step_bake_time_in_minutes),
            }
        configuration["lifecycle_hooks"] = [self._build_lifecycle_hook(hook) for _, hook in sorted(deployment.hooks.items())] or None
        return configuration

    def _build_lifecycle_hook(self, hook: Any) -> dict[str, Any]:
        if hook.pause is not None:
            return {
                "target_type": "PAUSE",
                "lifecycle_stages": hook.stages,
                "timeout_configuration": {"timeout_in_minutes": str(hook.pause.timeout_in_minutes), "action": hook.pause.on_timeout},
            }
        return {
            "target_type": "AWS_LAMBDA",
            "hook_target_arn": hook.lambda_arn,
            "role_arn": self.hook_role.arn if self.hook_role else None,
            "lifecycle_stages": hook.stages,
            "hook_details": json.dumps(hook.details, sort_keys=True, separators=(",", ":")) if hook.details else None,
        }


def list_deployment_alarms(name: str, settings: ServiceSettings, thresholds: DeploymentAlarms, service: Any) -> Iterator[AlarmDefinition]:
    """List the alarms that stop a deployment of a service. They watch both target groups, because deployments switch the live one."""
    yield from list_target_alarms(
        name,
        service,
        thresholds,
        CONSEQUENCE,
        evaluation_periods=thresholds.evaluation_periods,
        datapoints_to_alarm=thresholds.datapoints_to_alarm,
        unhealthy_periods=_count_unhealthy_periods(settings, thresholds),
    )
    if thresholds.error_percent is not None:
        errors = tuple(
            metric for status in ("4XX", "5XX") for metric in list_target_group_metrics(service, f"HTTPCode_Target_{status}_Count", "Sum")
        )
        requests = list_target_group_metrics(service, "RequestCount", "Sum")
        all_requests = build_sum_expression(requests, len(errors))
        yield AlarmDefinition(
            "errors",
            f"More than {thresholds.error_percent:g} % of the responses of {name} have a status of 400 or above, "
            f"in {thresholds.datapoints_to_alarm} of {thresholds.evaluation_periods} minutes{CONSEQUENCE}.",
            thresholds.error_percent,
            errors + requests,
            f"IF({all_requests} > 0, 100 * ({build_sum_expression(errors)}) / ({all_requests}), 0)",
            comparison_operator="GreaterThanThreshold",
            evaluation_periods=thresholds.evaluation_periods,
            datapoints_to_alarm=thresholds.datapoints_to_alarm,
        )


def _count_unhealthy_periods(settings: ServiceSettings, thresholds: DeploymentAlarms) -> int:
    """Count the minutes after which unhealthy tasks end a deployment. Failures in the grace period are no fault of the new version."""
    return min(-(-find_grace_period(settings) // 60) + thresholds.evaluation_periods, MAX_ALARM_MINUTES)
