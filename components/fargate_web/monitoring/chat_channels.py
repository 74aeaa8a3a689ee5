"""Channels in Slack and Microsoft Teams, which Amazon Q Developer in chat applications (formerly AWS Chatbot) writes to."""

from typing import Any, Final

import pulumi
import pulumi_aws as aws

from ..component.documents import dump_canonical_json
from ..component.resource_names import MAX_ROLE_NAME_LENGTH, build_logical_name, sanitize_name
from ..settings.notifications import Notifications
from ..settings.role_defaults import RoleDefaults

_MAX_CONFIGURATION_NAME_LENGTH: Final = 128
_TRUST_POLICY: Final = dump_canonical_json(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "chatbot.amazonaws.com"}, "Action": "sts:AssumeRole"}],
    }
)
_NOTIFICATION_POLICY: Final = dump_canonical_json(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "ShowAlarms",
                "Effect": "Allow",
                "Action": [
                    "cloudwatch:DescribeAlarmHistory",
                    "cloudwatch:DescribeAlarms",
                    "cloudwatch:GetMetricData",
                    "cloudwatch:GetMetricStatistics",
                    "cloudwatch:GetMetricWidgetImage",
                    "cloudwatch:ListMetrics",
                ],
                "Resource": "*",
            }
        ],
    }
)
"""What a notification shows of an alarm: its state and its graph. None of these actions can be limited to a resource in a way that fits all metrics.

AWS's template for notifications allows more: https://docs.aws.amazon.com/chatbot/latest/adminguide/chatbot-iam-policies.html
"""


class ChatChannels:
    """The chat channels of a topic, with the role that they share.

    A channel that names no guardrail gets AdministratorAccess as one: whoever writes in it could use everything that its role may do. The
    guardrail here allows reading CloudWatch, and so does the role.

    Attributes:
        role: The role of the channels, None without channels.
        role_policy: What the role may do, None without channels.
        slack: The Slack channel, None if there is none.
        teams: The Microsoft Teams channel, None if there is none.
    """

    def __init__(
        self,
        name: str,
        notifications: Notifications,
        topic_arn: pulumi.Input[str],
        *,
        partition: str,
        role_defaults: RoleDefaults,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        self.role: aws.iam.Role | None = None
        self.role_policy: aws.iam.RolePolicy | None = None
        self.slack: aws.chatbot.SlackChannelConfiguration | None = None
        self.teams: aws.chatbot.TeamsChannelConfiguration | None = None
        slack, teams = notifications.slack, notifications.teams
        if slack is None and teams is None:
            return
        role_name = build_logical_name(name, "-chat", MAX_ROLE_NAME_LENGTH)
        opts = pulumi.ResourceOptions(parent=parent)
        self.role = aws.iam.Role(
            role_name,
            description=f"With which chat channels show the alarms of {pulumi.get_project()} {pulumi.get_stack()}.",
            assume_role_policy=_TRUST_POLICY,
            permissions_boundary=role_defaults.permissions_boundary,
            path=role_defaults.path,
            tags=tags,
            opts=opts,
        )
        self.role_policy = aws.iam.RolePolicy(role_name, role=self.role.name, policy=_NOTIFICATION_POLICY, opts=opts)
        shared: dict[str, Any] = {
            # The name is required, and unique in an account.
            "configuration_name": build_logical_name(
                sanitize_name(f"{pulumi.get_project()}-{pulumi.get_stack()}"), f"-{name}", _MAX_CONFIGURATION_NAME_LENGTH
            ),
            "iam_role_arn": self.role.arn,
            "guardrail_policy_arns": [f"arn:{partition}:iam::aws:policy/CloudWatchReadOnlyAccess"],
            "sns_topic_arns": [topic_arn],
            "tags": tags,
            "opts": pulumi.ResourceOptions(parent=parent, depends_on=[self.role_policy]),
        }
        if slack is not None:
            self.slack = aws.chatbot.SlackChannelConfiguration(
                f"{name}-slack", slack_team_id=slack.workspace_id, slack_channel_id=slack.channel_id, **shared
            )
        if teams is not None:
            self.teams = aws.chatbot.TeamsChannelConfiguration(
                f"{name}-teams", tenant_id=teams.tenant_id, team_id=teams.team_id, channel_id=teams.channel_id, **shared
            )
