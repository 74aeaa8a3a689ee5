"""The command line of `fargate-web logs`."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC
from typing import Final, TextIO

from fargate_web_cli.terminal.command_parser import CommandParser, build_command_parser

_DESCRIPTION: Final = """\
Show what the containers of a service write, of all tasks in order of time, with a colour for each task.

The command asks AWS (with boto3: pip install 'fargate-web-cli[live]') and changes nothing. The log groups are those of the current task definition.
Values of Authorization headers, escape sequences and control characters are not printed. Times are in UTC.
"""

_EXAMPLES: Final = """\
examples:
  fargate-web logs web                          the last hour
  fargate-web logs web --since 10m --follow     and what comes
  fargate-web logs web --filter ERROR           lines with a word
  fargate-web logs web --filter '{ $.status = 500 }'
  fargate-web logs web --task 1f2e3d --sidecars
  fargate-web logs web --json | jq -r .message

exit status: 0 if the log was read; 1 if AWS can't be asked; 2 if the command line is wrong; 130 after Ctrl-C.
environment: AWS_PROFILE, AWS_REGION and the other variables of the AWS CLI.
"""


def main(argv: Sequence[str]) -> int:
    """Run the command.

    Args:
        argv: The arguments after `logs`.

    Returns:
        The exit status.
    """
    parser = build_parser()
    arguments = parser.parse_args(argv)
    from datetime import datetime

    from fargate_web_cli.live.logs.since import parse_since
    from fargate_web_cli.live.run_live import run_live
    from fargate_web_cli.terminal.standard_output import write_standard_output

    try:
        arguments.start = parse_since(arguments.since, datetime.now(UTC))
    except ValueError as error:
        parser.error(f"--since: {error}")
    return run_live(lambda: write_standard_output(lambda stream: _write_logs(arguments, stream), "The log"))


def _write_logs(arguments: argparse.Namespace, stream: TextIO) -> None:
    import time

    from fargate_web_cli.live import aws_session
    from fargate_web_cli.live.deployed_stack import find_deployed_stack
    from fargate_web_cli.live.logs.log_sources import find_log_sources
    from fargate_web_cli.live.logs.log_writer import LogWriter
    from fargate_web_cli.live.logs.read_logs import LogQuery, follow_logs, read_logs

    stack = find_deployed_stack(arguments)
    service = stack.choose_service(arguments.service)
    session = aws_session.open_session("logs", stack.region)
    sources = find_log_sources(session, stack.cluster, service, arguments.container, sidecars=arguments.sidecars)
    query = LogQuery(sources, arguments.task and arguments.task.rpartition("/")[2], arguments.filter)
    writer = LogWriter(stream, json_lines=arguments.json, show_container=len(sources) > 1)

    def warn(message: str) -> None:
        print(message, file=sys.stderr)

    events = (
        follow_logs(session, query, arguments.start, time.sleep, warn) if arguments.follow else read_logs(session, query, arguments.start)
    )
    count = 0
    for count, event in enumerate(events, 1):  # noqa: B007 - the number of events is needed after the loop
        writer.write(event)
    if not count:
        groups = ", ".join(dict.fromkeys(source.group for source in sources))
        warn(f"There are no log events since {arguments.start:%Y-%m-%d %H:%M:%SZ} in {groups}.")


def build_parser() -> CommandParser:
    """Build the parser of the command."""
    from fargate_web_cli.live.deployed_stack import add_live_arguments

    parser = build_command_parser("fargate-web logs", _DESCRIPTION, _EXAMPLES)
    parser.add_argument("service", metavar="SERVICE", nargs="?", help="the service, as the stack file names it (default: the only one)")
    add_live_arguments(parser)
    parser.add_argument("--since", metavar="TIME", default="1h", help="an age (10m, 1h, 2d) or a time in ISO 8601 (default: 1h)")
    parser.add_argument("-f", "--follow", action="store_true", help="go on with what comes, until Ctrl-C")
    parser.add_argument("--task", metavar="ID", help="the only task: its id, the start of it, or its ARN")
    parser.add_argument("--container", metavar="NAME", help="the container (default: the one that serves)")
    parser.add_argument("--sidecars", action="store_true", help="all other containers as well")
    parser.add_argument("--filter", metavar="PATTERN", help="a filter pattern of CloudWatch Logs")
    parser.add_argument("-j", "--json", action="store_true", help="write a JSON document for each event, one a line")
    return parser
