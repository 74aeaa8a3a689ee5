"""Checks of notifications and service level objectives."""

from typing import Final

from .check_description import CheckDescription

CHECKS_OF_NOTIFICATIONS: Final = (
    CheckDescription(
        "invalid-mute-schedule",
        "error",
        "a schedule of planned work that CloudWatch doesn't read",
        "CloudWatch refuses the mute rule (ValidationError).",
        "Write cron(…) with five fields, or at(yyyy-mm-ddThh:mm).",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Schedule.html",
    ),
    CheckDescription(
        "invalid-mute-duration",
        "error",
        "a duration of planned work that CloudWatch doesn't read",
        "CloudWatch refuses the mute rule (ValidationError).",
        "Write a duration in ISO 8601 from one minute to 15 days, like PT4H.",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Schedule.html",
    ),
    CheckDescription(
        "mute-of-unknown-service",
        "error",
        "planned work on a service that the stack doesn't have",
        "The rule mutes no alarm of this service, and its alarms notify during the work.",
        "Write the name of a service or of a scheduled task, or remove the entry.",
    ),
    CheckDescription(
        "alarms-always-muted",
        "warning",
        "planned work that takes longer than the time until it begins again",
        "The alarms never notify anybody.",
        "Write a shorter duration, or a schedule with longer breaks.",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html",
    ),
    CheckDescription(
        "nobody-told",
        "warning",
        "alarms that notify nobody",
        "The topic has no subscribers.",
        "Write monitoring: {email: [team@example.com]} or {topicArn: …}.",
    ),
    CheckDescription(
        "webhook-of-chat",
        "error",
        "the webhook of a chat application as a subscriber",
        "SNS waits for a confirmation that the application never sends, and its messages have another form than the application's.",
        "Write slack or teams: Amazon Q Developer in chat applications writes into the channel.",
        "https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.prepare.html",
    ),
    CheckDescription(
        "webhook-in-plain-text",
        "warning",
        "a webhook with a key in plain text",
        "Whoever reads the stack file can raise and close alarms.",
        "Encrypt it with pulumi config set --secret --path.",
        "https://www.pulumi.com/docs/iac/concepts/secrets/",
        can_be_silenced=True,
    ),
    CheckDescription(
        "page-without-receiver",
        "error",
        "pages that nobody receives",
        "What users notice would reach nobody, since pages don't go to the others.",
        "Write who is called, or remove page.",
    ),
    CheckDescription(
        "chat-without-service",
        "error",
        "a chat channel in a partition without Amazon Q Developer in chat applications",
        "The channel can't be created.",
        "Write email or webhook instead.",
        "https://docs.aws.amazon.com/chatbot/latest/APIReference/API_CreateSlackChannelConfiguration.html",
    ),
    CheckDescription(
        "slo-without-objective",
        "error",
        "service level objectives without any",
        "No alarm would watch anything.",
        "Write availability or latency.",
    ),
    CheckDescription(
        "objective-of-unknown-service",
        "error",
        "objectives of a service that the stack does not have",
        "No alarm would watch them.",
        "Write the name of a service of the stack.",
    ),
    CheckDescription(
        "objective-without-requests",
        "warning",
        "objectives of a service that the load balancer does not reach",
        "No alarm watches them, since nothing counts the requests.",
        "Remove them, or give the service a route.",
    ),
)
