"""Logs, alarms, and who is told."""

from collections.abc import Iterator
from typing import Final

from fargate_web_cli.preview.describe.inputs_view import View
from fargate_web_cli.preview.describe.permissions import resource_policy
from fargate_web_cli.preview.describe.phrases import Describers, after, counted

_SIGNS: Final = {
    "GreaterThanOrEqualToThreshold": "≥",
    "GreaterThanThreshold": ">",
    "LessThanThreshold": "<",
    "LessThanOrEqualToThreshold": "≤",
}


def _log_group(view: View) -> Iterator[str]:
    yield view.text("name")
    days = view.number("retentionInDays")
    yield after("kept for ", counted(days, "day")) if days else "kept for ever"
    yield after("encrypted with ", view.name("kmsKeyId"))


def _topic(view: View) -> Iterator[str]:
    yield after("encrypted with the key ", view.name("kmsMasterKeyId")) or "not encrypted"


def _subscription(view: View) -> Iterator[str]:
    yield " ".join(word for word in (view.text("protocol"), view.name("endpoint")) if word)


def _alarm(view: View) -> Iterator[str]:
    measured = [part.at("metric") for part in view.each("metricQueries")]
    metric = next((name for name in (view.text("metricName"), *(part.text("metricName") for part in measured)) if name), "")
    period = next((number for number in (view.number("period"), *(part.number("period") for part in measured)) if number), None)
    periods = view.number("evaluationPeriods")
    sign = _SIGNS.get(view.text("comparisonOperator"), view.text("comparisonOperator"))
    length = f"for {period * periods} s" if period and periods else ""
    told = after("→ ", ", ".join(view.names("alarmActions"))) or "→ nobody"
    yield " ".join(word for word in (metric, sign, view.text("threshold"), length, told) if word)


def _event_rule(view: View) -> Iterator[str]:
    yield view.text("description").removesuffix(".")


def _event_target(view: View) -> Iterator[str]:
    yield after("→ ", view.name("arn"))


def _dashboard(view: View) -> Iterator[str]:
    yield view.text("dashboardName")
    yield counted(len(view.structure("dashboardBody").each("widgets")) or None, "widget")


DESCRIBERS: Final[Describers] = {
    "aws:sns/topic:Topic": _topic,
    "aws:sns/topicPolicy:TopicPolicy": resource_policy,
    "aws:sns/topicSubscription:TopicSubscription": _subscription,
    "aws:cloudwatch/logGroup:LogGroup": _log_group,
    "aws:cloudwatch/metricAlarm:MetricAlarm": _alarm,
    "aws:cloudwatch/eventRule:EventRule": _event_rule,
    "aws:cloudwatch/eventTarget:EventTarget": _event_target,
    "aws:cloudwatch/dashboard:Dashboard": _dashboard,
}
