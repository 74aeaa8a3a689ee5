"""The command line of `fargate-web status`."""

import argparse
import json
from collections.abc import Sequence
from datetime import UTC
from typing import Final

from fargate_web_cli.terminal.command_parser import CommandParser, build_command_parser

_DESCRIPTION: Final = """\
Show what the services of a deployed stack do now: tasks, the revision and image that serve, deployments, target health, alarms and events.

The command asks AWS (with boto3: pip install 'fargate-web-cli[live]') and changes nothing. A stack of 50 services takes at most 12 calls; what does
not fit, such as the health of targets, is shown for a single service. Without the permission for a part, the rest is shown with a note.
"""

_EXAMPLES: Final = """\
examples:
  fargate-web status                     all services of the selected stack
  fargate-web status web --stack prod    one service, with events
  fargate-web status web --watch         follow its deployment until it ends
  fargate-web status --json | jq '.services[].runningTasks'
  fargate-web status --cluster shop --region eu-west-1

exit status: 0 if the state was read, or with --watch if the deployment completed; 1 if the deployment was rolled back or stopped, or if AWS can't be
asked; 2 if the command line is wrong; 130 after Ctrl-C.
environment: AWS_PROFILE, AWS_REGION and the other variables of the AWS CLI.
"""


def main(argv: Sequence[str]) -> int:
    """Run the command.

    Args:
        argv: The arguments after `status`.

    Returns:
        The exit status.
    """
    parser = build_parser()
    arguments = parser.parse_args(argv)
    if arguments.watch and arguments.json:
        parser.error("--watch and --json exclude each other")
    from fargate_web_cli.live.run_live import run_live

    return run_live(lambda: _watch(arguments) if arguments.watch else _show(arguments))


def _show(arguments: argparse.Namespace) -> int:
    from datetime import datetime

    from fargate_web_cli.live import aws_session
    from fargate_web_cli.live.deployed_stack import find_deployed_stack
    from fargate_web_cli.live.status.document import build_document
    from fargate_web_cli.live.status.read_status import read_status
    from fargate_web_cli.live.status.text import render_status
    from fargate_web_cli.terminal.standard_output import write_standard_output

    stack = find_deployed_stack(arguments)
    service = stack.get_service(arguments.service) if arguments.service is not None else None
    status = read_status(aws_session.open_session("status", stack.region), stack, service)
    if arguments.json:
        text = json.dumps(build_document(status), indent=2, ensure_ascii=False) + "\n"
    else:
        text = render_status(status, datetime.now(UTC))
    failed = write_standard_output(lambda stream: stream.write(text), "The status")
    missing = service is not None and status.services[0].status == "MISSING"
    return failed or int(missing)


def _watch(arguments: argparse.Namespace) -> int:
    from fargate_web_cli.live import aws_session
    from fargate_web_cli.live.deployed_stack import find_deployed_stack
    from fargate_web_cli.live.status.display import follow_deployment
    from fargate_web_cli.live.status.expected_time import estimate_deployment_seconds

    stack = find_deployed_stack(arguments)
    service = stack.choose_service(arguments.service)
    session = aws_session.open_session("status", stack.region)
    return follow_deployment(session, stack, service, estimate_deployment_seconds(arguments, service.key))


def build_parser() -> CommandParser:
    """Build the parser of the command."""
    from fargate_web_cli.live.deployed_stack import add_live_arguments

    parser = build_command_parser("fargate-web status", _DESCRIPTION, _EXAMPLES)
    parser.add_argument("service", metavar="SERVICE", nargs="?", help="the service, as the stack file names it (default: all)")
    add_live_arguments(parser)
    parser.add_argument("-w", "--watch", action="store_true", help="follow the deployment of the service until it ends")
    parser.add_argument("-j", "--json", action="store_true", help="write one JSON document")
    return parser
