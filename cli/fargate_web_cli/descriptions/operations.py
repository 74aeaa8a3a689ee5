"""Descriptions of log groups, alarms, notifications and dashboards."""

import re
from collections.abc import Iterator
from typing import Final

from fargate_web_cli.descriptions.inputs_view import InputsView
from fargate_web_cli.descriptions.permissions import describe_resource_policy
from fargate_web_cli.descriptions.phrases import DescribersByType, choose_text, format_count, format_optional

_PERCENTAGE_PATTERN: Final = re.compile(r"\b100 [*-] ")
_COMPARISON_SIGNS: Final = {
    "GreaterThanOrEqualToThreshold": "≥",
    "GreaterThanThreshold": ">",
    "LessThanThreshold": "<",
    "LessThanOrEqualToThreshold": "≤",
}


def _describe_log_group(view: InputsView) -> Iterator[str]:
    yield view.text("name")
    days = view.number("retentionInDays")
    yield format_optional("kept for ", format_count(days, "day")) if days else "kept for ever"
    yield choose_text(view.text("logGroupClass") == "INFREQUENT_ACCESS", "infrequent access")
    yield choose_text(view.is_true("deletionProtectionEnabled"), "protected from deletion")
    yield format_optional("encrypted with ", view.resource_name("kmsKeyId"))


def _describe_topic(view: InputsView) -> Iterator[str]:
    yield format_optional("encrypted with the key ", view.resource_name("kmsMasterKeyId")) or "not encrypted"


def _describe_subscription(view: InputsView) -> Iterator[str]:
    yield " ".join(word for word in (view.text("protocol"), view.resource_name("endpoint")) if word)
    if view.text("protocol") == "sqs":
        yield format_optional("messages of ", view.resource_name("topic"))
        policy = view.parse_json("filterPolicy").preview_value
        yield format_optional("filtered by ", ", ".join(policy) if isinstance(policy, dict) else "")
        yield choose_text(view.is_true("rawMessageDelivery"), "as they were published")


def _describe_queue(view: InputsView) -> Iterator[str]:
    yield choose_text(view.is_true("fifoQueue"), "FIFO")
    yield format_optional("hidden for ", view.number("visibilityTimeoutSeconds"), " s while a task works on them")
    yield format_optional("kept for ", view.number("messageRetentionSeconds"), " s")
    yield format_optional("delayed by ", view.number("delaySeconds") or None, " s")
    redrive = view.parse_json_structure("redrivePolicy")
    yield format_optional("given up after ", format_count(redrive.number("maxReceiveCount"), "attempt"))
    yield format_optional("encrypted with the key ", view.resource_name("kmsMasterKeyId")) or choose_text(
        view.is_true("sqsManagedSseEnabled"), "encrypted by SQS", "not encrypted"
    )


def _describe_alarm(view: InputsView) -> Iterator[str]:
    measured = [part.nested("metric") for part in view.items("metricQueries")]
    names = list(dict.fromkeys(name for name in (view.text("metricName"), *(part.text("metricName") for part in measured)) if name))
    metric, unit = next(iter(names), ""), ""
    if any(_PERCENTAGE_PATTERN.search(part.text("expression")) for part in view.items("metricQueries")):
        # 14.4 % of the requests would read like 14.4 seconds, or like 14.4 requests.
        unit = " %"
        counted = f"({' + '.join(names[:-1])})" if len(names) > 2 else metric
        metric = f"{counted} / {names[-1]}" if len(names) > 1 else f"share of slow requests ({metric})"
    period = next((number for number in (view.number("period"), *(part.number("period") for part in measured)) if number), None)
    periods = view.number("evaluationPeriods")
    sign = _COMPARISON_SIGNS.get(view.text("comparisonOperator"), view.text("comparisonOperator"))
    length = f"for {period * periods} s" if period and periods else ""
    rolled_back = view.resolver.find_rolled_back_services(view.text("name"))
    told = [*view.resource_names("alarmActions"), *(f"rollback of {name}" for name in rolled_back)]
    yield " ".join(word for word in (metric, sign, view.text("threshold") + unit, length, f"→ {', '.join(told) or 'nobody'}") if word)


def _describe_composite_alarm(view: InputsView) -> Iterator[str]:
    yield f"{view.text('alarmRule')} → {', '.join(view.resource_names('alarmActions')) or 'nobody'}"


def _describe_mute_rule(view: InputsView) -> Iterator[str]:
    schedule = view.nested("rule").nested("schedule")
    alarms = format_count(len(view.nested("muteTargets").texts("alarmNames")) or None, "alarm")
    when = " ".join(word for word in (schedule.text("expression"), schedule.text("timezone")) if word)
    yield f"{alarms or 'alarms'} notify nobody for {schedule.text('duration') or '?'} from {when or '?'}"


def _describe_canary(view: InputsView) -> Iterator[str]:
    variables = view.nested("runConfig").nested("environmentVariables")
    yield format_optional("GET ", variables.text("CANARY_URL"))
    yield format_optional("expects ", variables.text("CANARY_STATUS"))
    yield view.nested("schedule").text("expression")
    yield choose_text(not view.is_true("startCanary"), "not started")


def _describe_chat_channel(view: InputsView) -> Iterator[str]:
    yield format_optional("channel ", view.text("slackChannelId") or view.text("channelId"))
    yield format_optional("hears ", ", ".join(view.resource_names("snsTopicArns")))


def _describe_event_rule(view: InputsView) -> Iterator[str]:
    yield view.text("description").removesuffix(".")


def _describe_event_target(view: InputsView) -> Iterator[str]:
    yield format_optional("→ ", view.resource_name("arn"))


def _describe_dashboard(view: InputsView) -> Iterator[str]:
    yield view.text("dashboardName")
    yield format_count(len(view.parse_json_structure("dashboardBody").items("widgets")) or None, "widget")


DESCRIBERS: Final[DescribersByType] = {
    "aws:sns/topic:Topic": _describe_topic,
    "aws:sns/topicPolicy:TopicPolicy": describe_resource_policy,
    "aws:sqs/queue:Queue": _describe_queue,
    "aws:sqs/queuePolicy:QueuePolicy": describe_resource_policy,
    "aws:sns/topicSubscription:TopicSubscription": _describe_subscription,
    "aws:cloudwatch/logGroup:LogGroup": _describe_log_group,
    "aws:cloudwatch/alarmMuteRule:AlarmMuteRule": _describe_mute_rule,
    "aws:synthetics/canary:Canary": _describe_canary,
    "aws:cloudwatch/metricAlarm:MetricAlarm": _describe_alarm,
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": _describe_composite_alarm,
    "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": _describe_chat_channel,
    "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration": _describe_chat_channel,
    "aws:cloudwatch/eventRule:EventRule": _describe_event_rule,
    "aws:cloudwatch/eventTarget:EventTarget": _describe_event_target,
    "aws:cloudwatch/dashboard:Dashboard": _describe_dashboard,
}
