"""The command line of `fargate-web alarms`."""

import argparse
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from fargate_web_cli.terminal.command_parser import CommandParser, build_command_parser

if TYPE_CHECKING:
    from fargate_web_cli.live.alarms.read_alarms import MuteRule
    from fargate_web_cli.live.aws_session import AwsSession

_DESCRIPTION: Final = """\
Show the alarms of a stack, and mute them for planned work.

Muted alarms notify nobody, and still change their states: a deployment is rolled back by them as ever. An alarm that is in ALARM when the mute ends
notifies then. Failed deployments and failed runs are reported as events, which CloudWatch can't mute. For work that comes back, write monitoring.mute
in the stack file. It asks AWS with boto3 (pip install 'fargate-web-cli[live]').
"""

_EXAMPLES: Final = """\
examples:
  fargate-web alarms --stack prod
  fargate-web alarms --mute 2h          from the next minute on
  fargate-web alarms --unmute           before the time has passed

exit status: 0 if AWS did it, or if no alarm is in ALARM; 3 if one is, and is not muted; 1 if AWS can't be asked or refuses; 2 if the command line is
wrong.
environment: AWS_PROFILE, AWS_REGION and the other variables of the AWS CLI.
permissions: cloudwatch:DescribeAlarms, ListAlarmMuteRules and GetAlarmMuteRule; with --mute, PutAlarmMuteRule alone, on the alarms and on the rules
fargate-web-*; with --unmute, DeleteAlarmMuteRule on these rules instead of DescribeAlarms.
"""
_IN_ALARM_STATUS: Final = 3


def main(argv: Sequence[str]) -> int:
    """Run the command.

    Args:
        argv: The arguments after `alarms`.

    Returns:
        The exit status.
    """
    arguments = build_parser().parse_args(argv)
    from fargate_web_cli.live.run_live import run_live

    return run_live(lambda: _run(arguments))


def _run(arguments: argparse.Namespace) -> int:
    from fargate_web_cli.live import aws_session
    from fargate_web_cli.live.aws_errors import LiveError
    from fargate_web_cli.live.deployed_stack import find_deployed_stack

    stack = find_deployed_stack(arguments)
    if not stack.alarms:
        raise LiveError("The stack outputs name no alarms (output alarmNames): write monitoring: {email: […]}, and deploy.")
    session = aws_session.open_session("alarms", stack.region)
    if arguments.mute is not None:
        return _mute(session, stack.alarms, arguments.mute, as_json=arguments.json)
    if arguments.unmute:
        from fargate_web_cli.live.alarms.mute_alarms import unmute_alarms

        count = unmute_alarms(session, stack.alarms)
        text = (
            "This mute of the alarms is over. Those that are in ALARM notify now." if count else "No mute of this command is there to end."
        )
        print(json.dumps({"deletedMuteRules": count}) if arguments.json else text)
        return 0
    return _show(session, stack.alarms, as_json=arguments.json)


def _mute(session: "AwsSession", names: Sequence[str], duration: timedelta, *, as_json: bool) -> int:
    from fargate_web.analysis.clock import read_clock

    from fargate_web_cli.live.alarms.mute_alarms import mute_alarms

    end = mute_alarms(session, names, duration, read_clock())
    if as_json:
        print(json.dumps({"until": f"{end:%Y-%m-%dT%H:%MZ}"}))
    else:
        count = len(names)
        print(f"{count} alarm{'s' if count > 1 else ''} notif{'y' if count > 1 else 'ies'} nobody until {end:%Y-%m-%d %H:%M} UTC.")
        print("End it before: fargate-web alarms --unmute")
    return 0


def _show(session: "AwsSession", names: Sequence[str], *, as_json: bool) -> int:
    from fargate_web_cli.live.alarms.read_alarms import read_mute_rules, read_states

    states, rules = read_states(session, names), read_mute_rules(session, names)
    muted = frozenset(name for rule in rules if rule.is_active for name in rule.alarms)
    if as_json:
        print(json.dumps(_build_document(states, rules, muted), indent=2, ensure_ascii=False))
    else:
        width = max(map(len, names))
        for name, state in states.items():
            print(f"{name:<{width}}  {state}{', muted' if name in muted else ''}")
        for rule in rules:
            when = f"for {rule.duration} from {rule.expression} {rule.timezone}"
            print(f"{rule.name} mutes {len(rule.alarms)} of them {'now, ' if rule.is_active else ''}{when}")
    return _IN_ALARM_STATUS if any(state == "ALARM" and name not in muted for name, state in states.items()) else 0


def _build_document(states: Mapping[str, str], rules: Sequence["MuteRule"], muted: frozenset[str]) -> dict[str, object]:
    return {
        "alarms": [{"name": name, "state": state, "muted": name in muted} for name, state in states.items()],
        "muteRules": [
            {
                "name": rule.name,
                "active": rule.is_active,
                "expression": rule.expression,
                "duration": rule.duration,
                "timezone": rule.timezone,
                "alarms": sorted(rule.alarms),
            }
            for rule in rules
        ],
    }


def _parse_duration(text: str) -> timedelta:
    from fargate_web.settings.mute import is_allowed_duration, parse_duration, read_worded_duration

    duration = read_worded_duration(text)
    if duration is None:
        try:
            duration = parse_duration(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} isn't a time; write it like 2h, 90m or 1d") from None
    if not is_allowed_duration(duration):
        raise argparse.ArgumentTypeError("CloudWatch mutes alarms for one minute to 15 days")
    return duration


def build_parser() -> CommandParser:
    """Build the parser of the command."""
    from fargate_web_cli.live.deployed_stack import add_outputs_arguments

    parser = build_command_parser("fargate-web alarms", _DESCRIPTION, _EXAMPLES)
    add_outputs_arguments(parser)
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--mute", metavar="TIME", type=_parse_duration, help="mute all alarms of the stack for a time: 2h, 90m, 1d")
    change.add_argument("--unmute", action="store_true", help="end the mute that --mute began")
    parser.add_argument("-j", "--json", action="store_true", help="write one JSON document")
    return parser
