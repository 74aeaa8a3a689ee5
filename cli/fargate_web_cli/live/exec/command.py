"""The command line of `fargate-web exec`."""

import argparse
import shlex
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from fargate_web_cli.terminal.command_parser import CommandParser, build_command_parser

if TYPE_CHECKING:
    from fargate_web_cli.live.aws_session import AwsSession
    from fargate_web_cli.live.exec.choose_task import SessionTarget

_DESCRIPTION: Final = """\
Open a shell in a running container of a service, or run a command there (ECS Exec).

The command first says what is missing, with the remedy: the Session Manager plugin, enableExecuteCommand in the stack file, a running task, the agent
of ECS Exec, a permission. It asks AWS with boto3 (pip install 'fargate-web-cli[live]'). The default is the newest task that is ready, and the container
that serves.
"""

_EXAMPLES: Final = """\
examples:
  fargate-web exec web                              a shell (/bin/sh)
  fargate-web exec web --stack prod -- bin/rails console
  fargate-web exec web --task 1f2e3d --container proxy
  fargate-web exec web -- sh -c 'env | sort'

exit status: that of the Session Manager plugin, which does not know the status of the command; 1 if something is missing or AWS can't be asked; 2 if
the command line is wrong.
environment: AWS_PROFILE, AWS_REGION and the other variables of the AWS CLI.
"""


def main(argv: Sequence[str]) -> int:
    """Run the command.

    Args:
        argv: The arguments after `exec`.

    Returns:
        The exit status.
    """
    words = list(argv)
    # argparse would give options of the command to this one.
    end = words.index("--") if "--" in words else len(words)
    arguments = build_parser().parse_args(words[:end])
    arguments.command = [*arguments.command, *words[end + 1 :]]
    from fargate_web_cli.live.run_live import run_live

    return run_live(lambda: _execute(arguments))


def _execute(arguments: argparse.Namespace) -> int:
    from fargate_web_cli.live import aws_session
    from fargate_web_cli.live.deployed_stack import find_deployed_stack
    from fargate_web_cli.live.exec.choose_task import choose_target
    from fargate_web_cli.live.exec.obstacle import NotReadyError, describe_obstacle
    from fargate_web_cli.live.exec.session_plugin import find_plugin_obstacle
    from fargate_web_cli.live.read_service import read_service
    from fargate_web_cli.live.setting_positions import open_stack_file_positions

    stack = find_deployed_stack(arguments)
    service = stack.choose_service(arguments.service)
    session = aws_session.open_session("exec", stack.region)
    plugin = find_plugin_obstacle()
    try:
        answer = read_service(session, stack.cluster, service)
        target = choose_target(session, stack.cluster, service, answer, arguments.task, arguments.container)
        return _start_session(session, target, arguments.command, plugin_is_missing=plugin is not None)
    except NotReadyError as error:
        find_position = open_stack_file_positions(arguments)
        for obstacle in [*([plugin] if plugin is not None else []), *error.obstacles]:
            print(describe_obstacle(obstacle, service.key, find_position), file=sys.stderr)
        return 1


def _start_session(session: "AwsSession", target: "SessionTarget", command: Sequence[str], *, plugin_is_missing: bool) -> int:
    from fargate_web_cli.live.aws_errors import LiveError
    from fargate_web_cli.live.exec.find_obstacles import explain_agent, find_task_obstacle
    from fargate_web_cli.live.exec.obstacle import NotReadyError
    from fargate_web_cli.live.exec.session_plugin import run_session
    from fargate_web_cli.live.status.parse_answers import shorten_arn

    obstacle = find_task_obstacle(target)
    if obstacle is not None or plugin_is_missing:
        raise NotReadyError([obstacle] if obstacle is not None else [])
    if target.agent_status != "RUNNING":
        raise NotReadyError(explain_agent(session, target))
    name = target.container["name"]
    try:
        answer = session.call(
            "ecs",
            "execute_command",
            cluster=target.cluster,
            task=target.task_id,
            container=name,
            command=join_command(command),
            interactive=True,
        )
    except LiveError as error:
        if "TargetNotConnectedException" not in str(error):
            raise
        raise NotReadyError(explain_agent(session, target)) from None
    print(f"Session in {name} of the task {target.task_id}", file=sys.stderr)  # not the command, which may contain a secret
    region, endpoint = session.describe_endpoint("ecs")
    cluster = shorten_arn(answer.get("clusterArn", target.cluster))
    return run_session(answer["session"], f"ecs:{cluster}_{target.task_id}_{target.container.get('runtimeId', '')}", region, endpoint)


def join_command(words: Sequence[str]) -> str:
    """Return the command as ECS takes it: one line, /bin/sh by default. A single word may be a whole line."""
    return words[0] if len(words) == 1 else shlex.join(words) or "/bin/sh"


def build_parser() -> CommandParser:
    """Build the parser of the command."""
    from fargate_web_cli.live.deployed_stack import add_live_arguments

    parser = build_command_parser("fargate-web exec", _DESCRIPTION, _EXAMPLES)
    parser.add_argument("service", metavar="SERVICE", nargs="?", help="the service, as the stack file names it (default: the only one)")
    parser.add_argument("command", metavar="-- COMMAND", nargs="*", help="the command with its arguments (default: /bin/sh)")
    add_live_arguments(parser)
    parser.add_argument("--task", metavar="ID", help="the task: its id, the start of it, or its ARN (default: the newest that is ready)")
    parser.add_argument("--container", metavar="NAME", help="the container (default: the one that serves)")
    return parser
