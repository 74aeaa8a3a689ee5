"""Tells of scheduled tasks that ran and failed: EventBridge Scheduler looks no further than their start."""

import json
from typing import Any

import pulumi
import pulumi_aws as aws

from ..component.arguments import part
from ..component.documents import canonical_json, joined
from ..component.resource_names import fit

_LONGEST_RULE_NAME = 64


def tell_of_failed_runs(
    prefix: str, name: str, task: Any, *, topic_arn: pulumi.Input[str], tags: dict[str, Any], parent: pulumi.Resource
) -> tuple[aws.cloudwatch.EventRule, aws.cloudwatch.EventTarget]:
    """Notify a topic of each task of a family that ends with another exit code than 0, or never comes to run.

    Args:
        prefix: What logical names start with.
        name: The name of the scheduled task.
        task: A `ScheduledTask`, or a mapping with `cluster_arn`, `container_name`, `family` and `log_group_name`.
        topic_arn: The topic.
        tags: Tags of the rule.
        parent: Whose children rule and target are.

    Returns:
        The rule and its target. Events of ECS cost nothing.
    """
    opts = pulumi.ResourceOptions(parent=parent)
    logical = fit(f"{prefix}-{name}", "-failed", _LONGEST_RULE_NAME)
    rule = aws.cloudwatch.EventRule(
        logical,
        description=f"Tasks of the scheduled task {name} that failed.",
        event_pattern=canonical_json(
            {
                "source": ["aws.ecs"],
                "detail-type": ["ECS Task State Change"],
                "detail": {
                    "clusterArn": [part(task, "cluster_arn")],
                    # What RunTask calls a group where it is told none; a run by hand has it too.
                    "group": [joined("family:", part(task, "family"))],
                    "lastStatus": ["STOPPED"],
                    "$or": [
                        {"containers": {"name": [part(task, "container_name")], "exitCode": [{"anything-but": [0]}]}},
                        {"stopCode": ["TaskFailedToStart", "SpotInterruption", "TerminationNotice"]},
                    ],
                },
            }
        ),
        tags=tags,
        opts=opts,
    )
    text = json.dumps(f"The scheduled task {name} failed: <reason>. Task: <task>. Its log: aws logs tail ")[:-1]
    target = aws.cloudwatch.EventTarget(
        logical,
        rule=rule.name,
        arn=topic_arn,
        input_transformer={
            "input_paths": {"reason": "$.detail.stoppedReason", "task": "$.detail.taskArn"},
            "input_template": joined(text, part(task, "log_group_name"), '"'),
        },
        opts=opts,
    )
    return rule, target
