"""Notifications of failed runs of scheduled tasks: EventBridge Scheduler only knows whether a task starts."""

import json
from typing import Any

import pulumi
import pulumi_aws as aws

from ..component.arguments import get_wire_value
from ..component.documents import concat_inputs, dump_canonical_json
from ..component.resource_names import build_logical_name

_MAX_RULE_NAME_LENGTH = 64


def create_failed_runs_rule(
    name_prefix: str, name: str, task: Any, *, topic_arn: pulumi.Input[str], tags: dict[str, Any], parent: pulumi.Resource
) -> tuple[aws.cloudwatch.EventRule, aws.cloudwatch.EventTarget]:
    """Create the rule that notifies a topic of each task of a family that exits with another code than 0, or fails to start.

    Args:
        name_prefix: The prefix of logical names.
        name: The name of the scheduled task.
        task: A `ScheduledTask`, or a mapping with `cluster_arn`, `container_name`, `family` and `log_group_name`.
        topic_arn: The ARN of the topic.
        tags: Tags of the rule.
        parent: The parent of the rule and its target.

    Returns:
        The rule and its target. ECS events cost nothing.
    """
    opts = pulumi.ResourceOptions(parent=parent)
    logical_name = build_logical_name(f"{name_prefix}-{name}", "-failed", _MAX_RULE_NAME_LENGTH)
    rule = aws.cloudwatch.EventRule(
        logical_name,
        description=f"Tasks of the scheduled task {name} that failed.",
        event_pattern=dump_canonical_json(
            {
                "source": ["aws.ecs"],
                "detail-type": ["ECS Task State Change"],
                "detail": {
                    "clusterArn": [get_wire_value(task, "cluster_arn")],
                    # The default group of RunTask; tasks that are started by hand have it too.
                    "group": [concat_inputs("family:", get_wire_value(task, "family"))],
                    "lastStatus": ["STOPPED"],
                    "$or": [
                        {"containers": {"name": [get_wire_value(task, "container_name")], "exitCode": [{"anything-but": [0]}]}},
                        {"stopCode": ["TaskFailedToStart", "SpotInterruption", "TerminationNotice"]},
                    ],
                },
            }
        ),
        tags=tags,
        opts=opts,
    )
    message = json.dumps(f"The scheduled task {name} failed: <reason>. Task: <task>. Its log: aws logs tail ")[:-1]
    target = aws.cloudwatch.EventTarget(
        logical_name,
        rule=rule.name,
        arn=topic_arn,
        input_transformer={
            "input_paths": {"reason": "$.detail.stoppedReason", "task": "$.detail.taskArn"},
            "input_template": concat_inputs(message, get_wire_value(task, "log_group_name"), '"'),
        },
        opts=opts,
    )
    return rule, target
