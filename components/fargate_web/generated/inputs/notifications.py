"""`SlackChannel`, `TeamsChannel`, `Notifications`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi


class SlackChannel(TypedDict):
    """A channel in Slack, which Amazon Q Developer in chat applications (formerly AWS Chatbot) writes to."""

    workspace_id: str
    """The id of the workspace, as the console of Amazon Q Developer in chat applications shows it. See https://docs.aws.amazon.com/chatbot/latest/adminguide/slack-setup.html"""
    channel_id: str
    """The id of the channel: the last part of the link that Slack copies. Invite the app to a private channel: /invite @Amazon Q."""


class TeamsChannel(TypedDict):
    """A channel in Microsoft Teams, which Amazon Q Developer in chat applications (formerly AWS Chatbot) writes to."""

    tenant_id: str
    """The id of the Microsoft tenant. See https://docs.aws.amazon.com/chatbot/latest/adminguide/teams-setup.html"""
    team_id: str
    """The id of the team. Of each team, use one channel in an account: the provider finds a channel by its team."""
    channel_id: str
    """The id of the channel: the part of its link after /channel/, with %3a and %40."""


class Notifications(TypedDict):
    """Who is notified: an SNS topic with its subscribers, and channels in chat applications."""

    topic_arn: NotRequired[pulumi.Input[str]]
    """An existing SNS topic. Default: one is created that alarms can publish to."""
    email: NotRequired[list[str]]
    """E-mail addresses that are notified; each must confirm the e-mail that SNS sends."""
    slack: NotRequired[SlackChannel]
    """A Slack channel that is notified, by Amazon Q Developer in chat applications. The channel may read CloudWatch, and nothing else. See https://docs.aws.amazon.com/chatbot/latest/adminguide/what-is.html"""
    teams: NotRequired[TeamsChannel]
    """A Microsoft Teams channel that is notified, by Amazon Q Developer in chat applications, as `slack`."""
    webhook: NotRequired[list[pulumi.Input[str]] | str]
    """URLs of PagerDuty, Opsgenie and other services that confirm a subscription of SNS by themselves; one, or a list. They often contain a key: write them with `pulumi config set --secret --path`. See https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html"""
