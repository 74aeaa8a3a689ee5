"""Asks for alarms: those that the stack file names, and those of the stack."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fargate_web_cli.live.batches import split_into_batches
from fargate_web_cli.live.plain_text import clean_text
from fargate_web_cli.live.preflight.aws_reader import AwsReader

_ALARMS_IN_A_CALL: Final = 100


@dataclass(frozen=True)
class AlarmFacts:
    """An alarm.

    Attributes:
        state: Its state: `OK`, `ALARM` or `INSUFFICIENT_DATA`.
        reason: Why it has this state, in the words of CloudWatch.
    """

    state: str
    reason: str = ""


def gather_alarms(reader: AwsReader, names: Iterable[str]) -> dict[str, AlarmFacts | None]:
    """Ask for alarms.

    Returns:
        The facts by name; None for an alarm that does not exist. Those that could not be asked for are missing.
    """
    asked = sorted(set(names))
    found: dict[str, AlarmFacts | None] = {}
    for some in split_into_batches(asked, _ALARMS_IN_A_CALL):
        answer = reader.ask(
            "the alarms", "cloudwatch", "describe_alarms", AlarmNames=some, AlarmTypes=["MetricAlarm", "CompositeAlarm"], MaxRecords=100
        )
        if answer is None:
            continue
        found |= dict.fromkeys(some)
        for key in ("MetricAlarms", "CompositeAlarms"):
            for alarm in answer.content.get(key, ()):
                found[alarm["AlarmName"]] = AlarmFacts(alarm.get("StateValue", ""), clean_text(alarm.get("StateReason", "")))
    return found
