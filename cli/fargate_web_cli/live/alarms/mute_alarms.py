"""Mutes the alarms of a stack from the next minute on, and ends that mute."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from fargate_web.settings.mute import format_duration

from fargate_web_cli.live.alarms.read_alarms import read_mute_rules
from fargate_web_cli.live.aws_session import AwsSession
from fargate_web_cli.live.batches import split_into_batches

_ALARMS_PER_RULE: Final = 100
_PREFIX: Final = "fargate-web-"
_MAX_NAME_LENGTH: Final = 255


def mute_alarms(session: AwsSession, names: Sequence[str], duration: timedelta, now: datetime) -> datetime:
    """Mute alarms for a time, from the next full minute on: CloudWatch counts in minutes. A second mute replaces the first.

    Args:
        session: The session.
        names: The names of the alarms, sorted.
        duration: How long.
        now: The time, in UTC.

    Returns:
        When the mute ends.
    """
    start = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    for part in split_into_batches(names, _ALARMS_PER_RULE):
        session.call(
            "cloudwatch",
            "put_alarm_mute_rule",
            # Alarms have the names of project and stack in theirs, so that the rules of two stacks differ.
            Name=f"{_PREFIX}{part[0]}"[:_MAX_NAME_LENGTH],
            Description="Planned work: fargate-web alarms --mute",
            Rule={"Schedule": {"Expression": f"at({start:%Y-%m-%dT%H:%M})", "Duration": format_duration(duration), "Timezone": "UTC"}},
            MuteTargets={"AlarmNames": list(part)},
        )
    return start + duration


def unmute_alarms(session: AwsSession, names: Sequence[str]) -> int:
    """Delete the rules that the command has made. Rules of the stack file, and those that others made, stay.

    Returns:
        The number of deleted rules.
    """
    rules = [rule.name for rule in read_mute_rules(session, names) if rule.name.startswith(_PREFIX)]
    for rule in rules:
        session.call("cloudwatch", "delete_alarm_mute_rule", AlarmMuteRuleName=rule)
    return len(rules)
