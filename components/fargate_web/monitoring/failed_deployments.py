"""Notifications of deployments that fail or are rolled back, and of tasks that ECS can't start."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import pulumi
import pulumi_aws as aws

from ..component.account import Account
from ..component.arguments import get_wire_value
from ..component.documents import concat_inputs, dump_canonical_json
from ..component.resource_names import build_logical_name
from .alarms import AlarmDefinition, Metric, build_sum_expression

_MAX_RULE_NAME_LENGTH: Final = 64
SERVICES_PER_RULE: Final = 4
"""The number of ARNs that fit into an event pattern, which may have 2,048 characters, even if the name of the cluster has 255:
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html"""
_RULES_PER_ALARM: Final = 10
"""The number of metrics that an alarm may have: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html"""

_FAILURES: Final = (
    "SERVICE_DEPLOYMENT_FAILED",
    # ECS couldn't start tasks several times in a row.
    "SERVICE_TASK_START_IMPAIRED",
    "SERVICE_TASK_CONFIGURATION_FAILURE",
)
_PATTERN: Final[dict[str, Any]] = {
    "source": ["aws.ecs"],
    # Failures that the circuit breaker finds are state changes of a deployment; those that an alarm or a lifecycle hook finds, with any other
    # strategy, are documented as actions of the service. Some failures may send both.
    "detail-type": ["ECS Deployment State Change", "ECS Service Action"],
    "detail": {
        "$or": [
            {"eventName": [*_FAILURES]},
            # Spot capacity comes and goes, and ECS tries again by itself.
            {
                "eventName": ["SERVICE_TASK_PLACEMENT_FAILURE"],
                "capacityProviderArns": [{"anything-but": {"suffix": "/FARGATE_SPOT"}}],
            },
            # A rollback is a deployment too; only the reason tells.
            {"eventName": ["SERVICE_DEPLOYMENT_IN_PROGRESS"], "reason": [{"wildcard": "*rolling back*"}]},
        ]
    },
}


class FailedDeploymentsRule(NamedTuple):
    """A rule of EventBridge for some services, and its target."""

    rule: aws.cloudwatch.EventRule
    target: aws.cloudwatch.EventTarget


def create_failed_deployments_rules(
    name: str,
    services: Mapping[str, Any],
    account: Account,
    *,
    topic_arn: pulumi.Input[str],
    tags: dict[str, Any],
    parent: pulumi.Resource,
) -> list[FailedDeploymentsRule]:
    """Create the rules that notify a topic of failed deployments: one for each four services. ECS events cost nothing.

    Args:
        name: The prefix of logical names.
        services: `Service` components by name, or mappings with `cluster_name` and `service_name`.
        account: The account of the services.
        topic_arn: The ARN of the topic.
        tags: Tags of the rules.
        parent: The parent of the rules and targets.
    """
    watched = list(services.values())
    rules = []
    for start in range(0, len(watched), SERVICES_PER_RULE):
        number = start // SERVICES_PER_RULE + 1
        suffix = "-failed-deployments" if number == 1 else f"-failed-deployments-{number}"
        logical_name = build_logical_name(name, suffix, _MAX_RULE_NAME_LENGTH)
        rules.append(_create_rule(logical_name, watched[start : start + SERVICES_PER_RULE], account, topic_arn, tags, parent))
    return rules


def list_failed_deployments_alarms(rules: Sequence[FailedDeploymentsRule]) -> Iterator[AlarmDefinition]:
    """List the alarms on the rules, for receivers that understand messages of alarms only: one for each ten rules."""
    for start in range(0, len(rules), _RULES_PER_ALARM):
        number = start // _RULES_PER_ALARM + 1
        metrics = tuple(
            Metric("AWS/Events", "TriggeredRules", "Sum", {"RuleName": each.rule.name}) for each in rules[start : start + _RULES_PER_ALARM]
        )
        yield AlarmDefinition(
            "failed" if number == 1 else f"failed-{number}",
            "A deployment of this stack failed or is rolled back, or ECS can't start tasks. "
            f"To see which service: fargate-web status --stack {pulumi.get_stack()}",
            1,
            metrics,
            build_sum_expression(metrics) if len(metrics) > 1 else None,
            evaluation_periods=1,
            is_page=True,
        )


def _create_rule(
    logical_name: str,
    services: Sequence[Any],
    account: Account,
    topic_arn: pulumi.Input[str],
    tags: dict[str, Any],
    parent: pulumi.Resource,
) -> FailedDeploymentsRule:
    opts = pulumi.ResourceOptions(parent=parent)
    rule = aws.cloudwatch.EventRule(
        logical_name,
        description="Deployments that fail or are rolled back, and tasks that can't start.",
        event_pattern=dump_canonical_json({**_PATTERN, "resources": [_build_service_arn(service, account) for service in services]}),
        tags=tags,
        opts=opts,
    )
    message = (
        "ECS reports <event> for <service> at <time>. <reason> "
        f"To find the cause and what to change: fargate-web why SERVICE --stack {pulumi.get_stack()}"
    )
    target = aws.cloudwatch.EventTarget(
        logical_name,
        rule=rule.name,
        arn=topic_arn,
        input_transformer={
            "input_paths": {"event": "$.detail.eventName", "reason": "$.detail.reason", "service": "$.resources[0]", "time": "$.time"},
            "input_template": json.dumps(message),
        },
        opts=opts,
    )
    return FailedDeploymentsRule(rule, target)


def _build_service_arn(service: Any, account: Account) -> pulumi.Input[str]:
    cluster, name = get_wire_value(service, "cluster_name"), get_wire_value(service, "service_name")
    return account.build_arn("ecs", concat_inputs("service/", cluster, "/", name))
