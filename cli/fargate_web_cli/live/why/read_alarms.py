"""Reads the alarms that watch deployments, with their history."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any, Final

from fargate_web_cli.live.aws_session import AwsSession
from fargate_web_cli.live.plain_text import clean_text
from fargate_web_cli.live.why.facts import Alarm, AlarmChange

_ALARMS_PER_CALL: Final = 100
_MAXIMUM_HISTORIES: Final = 10
_MAXIMUM_PAGES: Final = 5
_TYPES: Final = ["MetricAlarm", "CompositeAlarm"]
_SYMBOLS: Final = {
    "GreaterThanOrEqualToThreshold": ">=",
    "GreaterThanThreshold": ">",
    "LessThanThreshold": "<",
    "LessThanOrEqualToThreshold": "<=",
}


def read_alarms(session: AwsSession, names: list[str]) -> list[Alarm]:
    """Return the alarms of these names."""
    if not names:
        return []
    answer = session.call("cloudwatch", "describe_alarms", AlarmNames=names[:_ALARMS_PER_CALL], AlarmTypes=_TYPES)
    return [_parse_alarm(alarm) for key in ("MetricAlarms", "CompositeAlarms") for alarm in answer.get(key, ())]


def add_histories(session: AwsSession, alarms: list[Alarm], started: datetime) -> list[Alarm]:
    """Add their changes to the alarms that are in ALARM or that changed since a deployment started. The others were OK all the time."""
    asked = [alarm.name for alarm in alarms if alarm.state == "ALARM" or (alarm.changed is not None and alarm.changed >= started)]
    known = {name: _read_history(session, name, started) for name in asked[:_MAXIMUM_HISTORIES]}
    return [replace(alarm, changes=known.get(alarm.name, ())) for alarm in alarms]


def _read_history(session: AwsSession, name: str, started: datetime) -> tuple[AlarmChange, ...]:
    pages = session.call_pages(
        "cloudwatch",
        "describe_alarm_history",
        AlarmName=name,
        AlarmTypes=_TYPES,
        HistoryItemType="StateUpdate",
        ScanBy="TimestampDescending",
        MaxRecords=100,
    )
    changes: list[AlarmChange] = []
    for page in islice(pages, _MAXIMUM_PAGES):
        changes += [_parse_change(item) for item in page.get("AlarmHistoryItems", ()) if item.get("Timestamp")]
        if changes and changes[-1].time < started:
            break
    return tuple(sorted(changes, key=lambda change: change.time, reverse=True))


def _parse_change(item: Mapping[str, Any]) -> AlarmChange:
    try:
        new = json.loads(item.get("HistoryData", ""))["newState"]
        state, reason = str(new["stateValue"]), str(new.get("stateReason", ""))
    except (ValueError, KeyError, TypeError):
        reason = str(item.get("HistorySummary", ""))  # Alarm updated from OK to ALARM
        state = reason.rpartition(" ")[2]
    return AlarmChange(item["Timestamp"], state, clean_text(reason))


def _parse_alarm(alarm: Mapping[str, Any]) -> Alarm:
    return Alarm(
        alarm["AlarmName"],
        alarm.get("StateValue", ""),
        clean_text(alarm.get("StateReason", "")),
        alarm.get("StateTransitionedTimestamp") or alarm.get("StateUpdatedTimestamp"),
        _describe_condition(alarm),
    )


def _describe_condition(alarm: Mapping[str, Any]) -> str:
    if alarm.get("AlarmRule"):
        return clean_text(alarm["AlarmRule"])
    results = [query for query in alarm.get("Metrics", ()) if query.get("ReturnData", True)]
    metric = alarm.get("MetricName") or next((query.get("Label") or query.get("Expression") or "" for query in results), "")
    symbol = _SYMBOLS.get(alarm.get("ComparisonOperator", ""))
    if not metric or symbol is None or alarm.get("Threshold") is None:
        return clean_text(metric)
    return clean_text(f"{metric} {symbol} {alarm['Threshold']:g}")
