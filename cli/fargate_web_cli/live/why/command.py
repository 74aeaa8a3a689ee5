"""The command line of `fargate-web why`."""

import argparse
import json
from collections.abc import Sequence
from datetime import UTC
from typing import Final

from fargate_web_cli.terminal.command_parser import CommandParser, build_command_parser

_DESCRIPTION: Final = """\
Find out why the last deployment of a service failed, or why it does not move: the most likely cause first, with what AWS and the application say, and
the key of the stack file to change.

The command asks AWS (with boto3: pip install 'fargate-web-cli[live]') for deployments, events, stopped tasks, target health, alarms and the end of
logs, and changes nothing. ECS keeps stopped tasks for an hour: ask in time.
"""

_EXAMPLES: Final = """\
examples:
  fargate-web why web --stack prod
  fargate-web why web --json | jq -r '.causes[0].title'
  fargate-web why web-1a2b3c --cluster shop --region eu-west-1

exit status: 0 if AWS was asked, whatever was found; 1 if AWS can't be asked; 2 if the command line is wrong; 130 after Ctrl-C.
environment: AWS_PROFILE, AWS_REGION and the other variables of the AWS CLI.
"""


def main(argv: Sequence[str]) -> int:
    """Run the command.

    Args:
        argv: The arguments after `why`.

    Returns:
        The exit status.
    """
    arguments = build_parser().parse_args(argv)
    from fargate_web_cli.live.run_live import run_live

    return run_live(lambda: _explain(arguments))


def _explain(arguments: argparse.Namespace) -> int:
    from datetime import datetime

    from fargate_web_cli.live import aws_session
    from fargate_web_cli.live.asked_settings import load_service_settings
    from fargate_web_cli.live.deployed_stack import find_deployed_stack
    from fargate_web_cli.live.setting_positions import open_stack_file_positions
    from fargate_web_cli.live.why.collect_facts import collect_facts
    from fargate_web_cli.live.why.diagnosis import diagnose
    from fargate_web_cli.live.why.text import build_document, render_diagnosis
    from fargate_web_cli.terminal.standard_output import write_standard_output

    stack = find_deployed_stack(arguments)
    service = stack.choose_service(arguments.service)
    settings = load_service_settings(arguments, service.key)
    facts = collect_facts(aws_session.open_session("why", stack.region), stack.cluster, service, settings)
    diagnosis = diagnose(facts)
    find_position = open_stack_file_positions(arguments)
    if arguments.json:
        text = json.dumps(build_document(facts, diagnosis, find_position), indent=2, ensure_ascii=False) + "\n"
    else:
        text = render_diagnosis(facts, diagnosis, find_position, datetime.now(UTC))
    return write_standard_output(lambda stream: stream.write(text), "The diagnosis")


def build_parser() -> CommandParser:
    """Build the parser of the command."""
    from fargate_web_cli.live.deployed_stack import add_live_arguments

    parser = build_command_parser("fargate-web why", _DESCRIPTION, _EXAMPLES)
    parser.add_argument("service", metavar="SERVICE", nargs="?", help="the service, as the stack file names it (default: the only one)")
    add_live_arguments(parser)
    parser.add_argument("-j", "--json", action="store_true", help="write one JSON document")
    return parser
