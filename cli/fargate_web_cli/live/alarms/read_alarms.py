"""The states of the alarms of a stack, and the rules that mute them now or later."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fargate_web_cli.live.aws_session import AwsSession
from fargate_web_cli.live.batches import split_into_batches

_ALARMS_PER_CALL: Final = 100


@dataclass(frozen=True)
class MuteRule:
    """A rule that mutes alarms of the stack.

    Attributes:
        name: Its name.
        is_active: Whether it mutes them now.
        expression: When it begins.
        duration: How long it takes.
        timezone: The time zone of its expression.
        alarms: The alarms of the stack that it mutes.
    """

    name: str
    is_active: bool
    expression: str
    duration: str
    timezone: str
    alarms: frozenset[str]


def read_states(session: AwsSession, names: Sequence[str]) -> dict[str, str]:
    """Return the states of alarms: `OK`, `ALARM` or `INSUFFICIENT_DATA`, and `MISSING` for one that does not exist."""
    states = dict.fromkeys(names, "MISSING")
    for part in split_into_batches(names, _ALARMS_PER_CALL):
        answer = session.call(
            "cloudwatch",
            "describe_alarms",
            AlarmNames=list(part),
            AlarmTypes=["MetricAlarm", "CompositeAlarm"],
            MaxRecords=_ALARMS_PER_CALL,
        )
        for key in ("MetricAlarms", "CompositeAlarms"):
            states.update({alarm["AlarmName"]: alarm["StateValue"] for alarm in answer.get(key, ())})
    return states


def read_mute_rules(session: AwsSession, names: Sequence[str]) -> list[MuteRule]:
    """List the rules that mute alarms of the stack now or later, whoever made them."""
    rules = [_read_rule(session, str(rule["AlarmMuteRuleArn"]), frozenset(names)) for rule in _list_summaries(session)]
    return sorted((rule for rule in rules if rule.alarms), key=lambda rule: (not rule.is_active, rule.name))


def _list_summaries(session: AwsSession) -> Iterator[dict[str, Any]]:
    for page in session.call_pages("cloudwatch", "list_alarm_mute_rules", Statuses=["ACTIVE", "SCHEDULED"]):
        yield from page.get("AlarmMuteRuleSummaries", ())


def _read_rule(session: AwsSession, arn: str, names: frozenset[str]) -> MuteRule:
    answer = session.call("cloudwatch", "get_alarm_mute_rule", AlarmMuteRuleName=arn.split(":", 6)[-1])
    schedule = answer.get("Rule", {}).get("Schedule", {})
    return MuteRule(
        str(answer.get("Name", arn)),
        answer.get("Status") == "ACTIVE",
        str(schedule.get("Expression", "")),
        str(schedule.get("Duration", "")),
        str(schedule.get("Timezone") or "UTC"),
        names & frozenset(answer.get("MuteTargets", {}).get("AlarmNames", ())),
    )
