"""Who is notified of alarms: a topic with its subscribers, and channels in chat applications."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, WithJsonSchema

from .arn_types import TopicArn
from .fix import Edit, Fix, combine, remove, write
from .section import ALLOW_SINGLE_OUTPUT, RuleViolation, Section, convert_to_key, describe_field, find_duplicates
from .value_types import ALLOW_OUTPUT, build_value_error

_IN_SLACK: Final = write("slack", value={"workspaceId": "T0123ABCDEF", "channelId": "C0123ABCDEF"})
_IN_TEAMS: Final = write(
    "teams",
    value={
        "tenantId": "12345678-1234-1234-1234-123456789012",
        "teamId": "87654321-4321-4321-4321-210987654321",
        "channelId": "19%3aabcdef0123456789%40thread.tacv2",
    },
)
_CHAT_WEBHOOKS: Final[Mapping[str, tuple[str, Fix | None]]] = {
    "slack.com": ("Slack", _IN_SLACK),
    "slack-gov.com": ("Slack", _IN_SLACK),
    "webhook.office.com": ("Teams", _IN_TEAMS),
    "logic.azure.com": ("Teams", _IN_TEAMS),
    "powerplatform.com": ("Teams", _IN_TEAMS),
    "discord.com": ("Discord", None),
    "chat.googleapis.com": ("Google Chat", None),
}
"""Domain of a chat application's webhooks: its name, and what to write instead."""

_UUID: Final = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


def _validate_webhook(value: str) -> str:
    """Check a URL without showing it: it often contains a key."""
    url = urlsplit(value)
    host = (url.hostname or "").lower()
    if url.scheme == "http" and "." in host:
        fix = Fix("write it with https:// if the service has that", (Edit((), "set", f"https{value.removeprefix(url.scheme)}"),))
        raise build_value_error("messages of alarms would be sent in plain text", fixes=(fix,))
    if url.scheme != "https" or "." not in host or re.search(r"\s", value):
        raise build_value_error("SNS delivers to URLs that start with https:// and a host name; write the integration URL of the service")
    return value


def _find_chat_application(url: str) -> tuple[str, Fix | None] | None:
    host = (urlsplit(url).hostname or "").lower()
    return next((found for domain, found in _CHAT_WEBHOOKS.items() if host == domain or host.endswith(f".{domain}")), None)


Webhook = Annotated[str, AfterValidator(_validate_webhook), WithJsonSchema({"type": "string", "pattern": "^https://.+"}), ALLOW_OUTPUT]


_TEAMS_CHANNEL_PATTERN: Final = re.compile(r"[a-zA-Z0-9_=+/.,-]*%3[aA][a-zA-Z0-9_=+/.,-]*%40[a-zA-Z0-9_=+/.,-]*")


def _validate_teams_channel(value: str) -> str:
    if not _TEAMS_CHANNEL_PATTERN.fullmatch(value):
        encoded = value.replace(":", "%3a").replace("@", "%40")
        fixes = (write(value=encoded, certain=True),) if _TEAMS_CHANNEL_PATTERN.fullmatch(encoded) else ()
        hint = "" if fixes else "; copy the link of the channel, and write what stands between /channel/ and the next slash"
        raise build_value_error(f"{value!r} isn't the id of a channel as AWS takes it (InvalidParameterException){hint}", fixes=fixes)
    return value


class SlackChannel(Section):
    """A channel in Slack, which Amazon Q Developer in chat applications (formerly AWS Chatbot) writes to.

    Authorize the workspace once in the console of Amazon Q Developer in chat applications.
    """

    workspace_id: Annotated[
        str,
        describe_field(
            "The id of the workspace, as the console of Amazon Q Developer in chat applications shows it.",
            example="T0123ABCDEF",
            source="https://docs.aws.amazon.com/chatbot/latest/adminguide/slack-setup.html",
            pattern=r"^[0-9A-Z]{1,255}$",
        ),
    ]
    channel_id: Annotated[
        str,
        describe_field(
            "The id of the channel: the last part of the link that Slack copies. Invite the app to a private channel: /invite @Amazon Q.",
            example="C0123ABCDEF",
            pattern=r"^[0-9A-Za-z]{1,255}$",
        ),
    ]

    key_hints = {
        "webhook": "write workspaceId and channelId",
        "webhookUrl": "write workspaceId and channelId",
        "teamId": "write workspaceId",
        "workspace": "write workspaceId",
        "channel": "write channelId: the id, not the name",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that the two ids don't stand in each other's place: those of workspaces start with T or E, those of channels with C, D or G."""
        if self.workspace_id[0] in "CDG" and self.channel_id[0] in "TE":
            yield RuleViolation(
                ("workspace_id", "channel_id"),
                "this is the id of a channel, and channelId that of a workspace",
                "wrong-format",
                (combine(write("workspaceId", value=self.channel_id), write("channelId", value=self.workspace_id), certain=True),),
            )


class TeamsChannel(Section):
    """A channel in Microsoft Teams, which Amazon Q Developer in chat applications (formerly AWS Chatbot) writes to.

    Authorize the team once in the console of Amazon Q Developer in chat applications.
    """

    tenant_id: Annotated[
        str,
        describe_field(
            "The id of the Microsoft tenant.",
            example="12345678-1234-1234-1234-123456789012",
            source="https://docs.aws.amazon.com/chatbot/latest/adminguide/teams-setup.html",
            pattern=f"^{_UUID}$",
        ),
    ]
    team_id: Annotated[
        str,
        describe_field(
            "The id of the team. Of each team, use one channel in an account: the provider finds a channel by its team.",
            example="87654321-4321-4321-4321-210987654321",
            pattern=f"^{_UUID}$",
        ),
    ]
    channel_id: Annotated[
        str,
        AfterValidator(_validate_teams_channel),
        describe_field(
            "The id of the channel: the part of its link after /channel/, with %3a and %40.",
            example="19%3aabcdef0123456789%40thread.tacv2",
            max_length=255,
        ),
    ]

    key_hints = {"webhook": "write tenantId, teamId and channelId", "channel": "write channelId: the id, not the name"}


class Notifications(Section):
    """Who is notified: an SNS topic with its subscribers, and channels in chat applications."""

    topic_arn: Annotated[TopicArn | None, describe_field("An existing SNS topic. Default: one is created that alarms can publish to.")] = (
        None
    )
    email: Annotated[
        list[Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=320)]],
        describe_field("E-mail addresses that are notified; each must confirm the e-mail that SNS sends.", example=["team@example.com"]),
    ] = []
    slack: Annotated[
        SlackChannel | None,
        describe_field(
            "A Slack channel that is notified, by Amazon Q Developer in chat applications. The channel may read CloudWatch, and nothing else.",
            source="https://docs.aws.amazon.com/chatbot/latest/adminguide/what-is.html",
            example={"workspaceId": "T0123ABCDEF", "channelId": "C0123ABCDEF"},
        ),
    ] = None
    teams: Annotated[
        TeamsChannel | None,
        describe_field(
            "A Microsoft Teams channel that is notified, by Amazon Q Developer in chat applications, as `slack`.",
            example={
                "tenantId": "12345678-1234-1234-1234-123456789012",
                "teamId": "87654321-4321-4321-4321-210987654321",
                "channelId": "19%3aabcdef0123456789%40thread.tacv2",
            },
        ),
    ] = None
    webhook: Annotated[
        list[Webhook],
        ALLOW_SINGLE_OUTPUT,
        describe_field(
            "URLs of PagerDuty, Opsgenie and other services that confirm a subscription of SNS by themselves; one, or a list. "
            "They often contain a key: write them with `pulumi config set --secret --path`.",
            example=["https://events.pagerduty.com/integration/0123456789abcdef/enqueue"],
            source="https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html",
        ),
    ] = []

    key_hints = {
        "snsTopicArn": "write topicArn",
        "emails": "write email: […]",
        "notify": "write email: […] or topicArn",
        "pagerDuty": "write webhook",
        "pagerduty": "write webhook",
        "opsgenie": "write webhook",
        "webhooks": "write webhook",
        "slackWebhook": "write slack: {workspaceId: …, channelId: …}",
        "msTeams": "write teams: {tenantId: …, teamId: …, channelId: …}",
        "chatbot": "write slack: {…} or teams: {…}",
    }

    @property
    def has_receivers(self) -> bool:
        """Whether anybody receives what the topic gets, as far as the settings tell."""
        return bool(self.topic_arn is not None or self.email or self.slack or self.teams or self.webhook)

    @property
    def has_channels(self) -> bool:
        """Whether there is a channel in a chat application, which needs a role."""
        return bool(self.slack or self.teams)

    @property
    def needs_alarms(self) -> bool:
        """Whether a receiver understands messages of alarms only: chat applications and services for on-call duty drop plain text."""
        return bool(self.has_channels or self.webhook)

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that nothing is listed twice, and that an existing topic keeps its own subscriptions."""
        for duplicate in find_duplicates(self.email):
            yield RuleViolation(
                ("email",),
                f"{duplicate!r} is listed twice; SNS keeps one subscription for each address",
                "listed-twice",
                (write("email", value=list(dict.fromkeys(self.email)), certain=True),),
            )
        for index, url in enumerate(self.webhook):
            if not isinstance(url, str):
                continue
            if url in self.webhook[:index]:
                yield RuleViolation(
                    ("webhook",),
                    "a URL is listed twice; SNS keeps one subscription for each",
                    "listed-twice",
                    (Fix("remove one of them", (Edit(("webhook", index), "remove"),), is_certain=True),),
                )
            found = _find_chat_application(url)
            if found is not None:
                application, instead = found
                # One URL may be written alone.
                removal = remove("webhook") if len(self.webhook) == 1 else Fix("remove it", (Edit(("webhook", index), "remove"),))
                yield RuleViolation(
                    ("webhook",),
                    f"a webhook of {application} can't confirm a subscription of SNS, and doesn't understand its messages",
                    "webhook-of-chat",
                    (combine(instead, removal) if instead is not None else removal,),
                )
        if self.topic_arn is not None:
            for field in sorted(self.model_fields_set & {"email", "webhook"}):
                yield RuleViolation(
                    (field, "topic_arn"),
                    "this is a setting of the topic that is created, but topicArn names an existing one",
                    "setting-without-effect",
                    (remove(convert_to_key(self, field)), remove("topicArn")),
                )
