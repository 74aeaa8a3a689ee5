"""The command line of `fargate-web rollback`."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from fargate_web_cli.terminal.command_parser import CommandParser, build_command_parser

if TYPE_CHECKING:
    from fargate_web_cli.live.aws_session import AwsSession
    from fargate_web_cli.live.deployed_stack import DeployedService, DeployedStack
    from fargate_web_cli.live.rollback.choose_rollback import Rollback

_DESCRIPTION: Final = """\
Take a service back to its previous revision.

A deployment in progress ends by rollback at once, also in its bake time. After its end, the command names the previous revision with its image, asks, and
deploys it with the strategy of the service. It then tells what to write in the stack file, so that the next pulumi up does not undo it. It asks AWS
with boto3 (pip install 'fargate-web-cli[live]').
"""

_EXAMPLES: Final = """\
examples:
  fargate-web rollback web --stack prod
  fargate-web rollback web --watch      and follow it until the previous revision serves
  fargate-web rollback web --yes        without a question, for scripts

exit status: 0 if ECS goes back or has gone back; with --watch, if the previous revision serves; 1 if nothing was changed or AWS can't be asked; 2 if
the command line is wrong; 130 after Ctrl-C. Ctrl-C does not end the rollback.
environment: AWS_PROFILE, AWS_REGION and the other variables of the AWS CLI.
"""


def main(argv: Sequence[str]) -> int:
    """Run the command.

    Args:
        argv: The arguments after `rollback`.

    Returns:
        The exit status.
    """
    parser = build_parser()
    arguments = parser.parse_args(argv)
    if arguments.watch and arguments.json:
        parser.error("--watch and --json exclude each other")
    from fargate_web_cli.live.run_live import run_live

    return run_live(lambda: _roll_back(arguments))


def _roll_back(arguments: argparse.Namespace) -> int:
    from fargate_web_cli.live import aws_session
    from fargate_web_cli.live.asked_settings import load_service_settings
    from fargate_web_cli.live.deployed_stack import find_deployed_stack
    from fargate_web_cli.live.rollback import text
    from fargate_web_cli.live.rollback.choose_rollback import Way, choose_rollback
    from fargate_web_cli.live.rollback.perform_rollback import deploy_previous, end_deployment
    from fargate_web_cli.live.setting_positions import open_stack_file_positions

    stack = find_deployed_stack(arguments)
    service = stack.choose_service(arguments.service)
    session = aws_session.open_session("rollback", stack.region)
    rollback = choose_rollback(session, stack.cluster, service)
    print(text.describe_way(service.key, rollback), file=sys.stderr if arguments.json else sys.stdout, flush=True)
    if rollback.way is Way.DEPLOY_PREVIOUS:
        if not (arguments.yes or _confirm()):
            print("Nothing was changed.", file=sys.stderr)
            return 1
        deploy_previous(session, stack.cluster, service, rollback)
    elif rollback.way is Way.END_DEPLOYMENT:
        end_deployment(session, rollback)
    find_position = open_stack_file_positions(arguments)
    if arguments.json:
        print(json.dumps(text.build_document(service.key, rollback, find_position), indent=2, ensure_ascii=False))
        return 0
    for line in text.describe_stack_file(service.key, rollback, load_service_settings(arguments, service.key), find_position):
        print(line, flush=True)
    if rollback.way is Way.NOTHING and not rollback.deployment.is_in_progress:
        return 0
    if arguments.watch:
        return _watch(session, stack, service, rollback)
    print(f"Follow it: fargate-web status {service.key} --watch")
    return 0


def _confirm() -> bool:
    from fargate_web_cli.live.aws_errors import LiveError

    if not sys.stdin.isatty():
        raise LiveError("Nothing was changed: there is no terminal to ask; write --yes.")
    print("Deploy it? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _watch(session: "AwsSession", stack: "DeployedStack", service: "DeployedService", rollback: "Rollback") -> int:
    import time

    from fargate_web_cli.live.rollback.choose_rollback import Way
    from fargate_web_cli.live.rollback.perform_rollback import await_new_deployment
    from fargate_web_cli.live.status.display import follow_deployment

    arn, wanted = rollback.deployment.arn, "ROLLBACK_SUCCESSFUL"
    if rollback.way is Way.DEPLOY_PREVIOUS:
        arn, wanted = await_new_deployment(session, stack.cluster, service, arn, time.sleep), "SUCCESSFUL"
    return follow_deployment(session, stack, service, None, arn=arn, wanted_status=wanted)


def build_parser() -> CommandParser:
    """Build the parser of the command."""
    from fargate_web_cli.live.deployed_stack import add_live_arguments

    parser = build_command_parser("fargate-web rollback", _DESCRIPTION, _EXAMPLES)
    parser.add_argument("service", metavar="SERVICE", nargs="?", help="the service, as the stack file names it (default: the only one)")
    add_live_arguments(parser)
    parser.add_argument("-y", "--yes", action="store_true", help="deploy the previous revision without a question")
    parser.add_argument("-w", "--watch", action="store_true", help="follow the deployment until it ends")
    parser.add_argument("-j", "--json", action="store_true", help="write one JSON document")
    return parser
