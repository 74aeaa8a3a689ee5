"""The command line of `fargate-web dashboard`."""

import argparse
from collections.abc import Sequence
from typing import Final

from fargate_web_cli.terminal.command_parser import CommandParser, build_command_parser

_DESCRIPTION: Final = """\
Print the address of the CloudWatch dashboard of a stack, and open it in a browser.

The address comes from the stack outputs; AWS is not asked. In a pipe, and where there is no browser, the address is only printed.
"""

_EXAMPLES: Final = """\
examples:
  fargate-web dashboard --stack prod
  fargate-web dashboard --print

exit status: 0 if the stack has a dashboard; 1 if it has none or the outputs can't be read; 2 if the command line is wrong.
"""


def main(argv: Sequence[str]) -> int:
    """Run the command.

    Args:
        argv: The arguments after `dashboard`.

    Returns:
        The exit status.
    """
    arguments = build_parser().parse_args(argv)
    from fargate_web_cli.live.run_live import run_live

    return run_live(lambda: _open(arguments))


def _open(arguments: argparse.Namespace) -> int:
    from fargate_web_cli.live.aws_errors import LiveError
    from fargate_web_cli.live.browser import show_url
    from fargate_web_cli.live.console_urls import build_dashboard_url
    from fargate_web_cli.live.deployed_stack import find_deployed_stack

    stack = find_deployed_stack(arguments)
    if stack.dashboard is None:
        raise LiveError("The stack has no dashboard (output dashboardName): set monitoring.dashboard to true, and deploy.")
    if stack.region is None:
        raise LiveError("The stack outputs name no Region.")
    show_url(build_dashboard_url(stack.dashboard, stack.region, stack.partition), only_print=arguments.print, as_json=arguments.json)
    return 0


def build_parser() -> CommandParser:
    """Build the parser of the command."""
    from fargate_web_cli.live.browser import add_browser_arguments
    from fargate_web_cli.live.deployed_stack import add_outputs_arguments

    parser = build_command_parser("fargate-web dashboard", _DESCRIPTION, _EXAMPLES)
    add_outputs_arguments(parser)
    add_browser_arguments(parser)
    return parser
