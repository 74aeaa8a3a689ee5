"""The command line of `fargate-web open`."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from fargate_web_cli.terminal.command_parser import CommandParser, build_command_parser

if TYPE_CHECKING:
    from fargate_web_cli.live.deployed_stack import DeployedService, DeployedStack

_DESCRIPTION: Final = """\
Print the address of a service, and open it in a browser.

The address comes from the stack outputs; AWS is not asked. In a pipe, and where there is no browser, the address is only printed.
"""

_EXAMPLES: Final = """\
examples:
  fargate-web open web --stack prod
  curl -i "$(fargate-web open web --print)"

exit status: 0 if the service has an address; 1 if it has none or the outputs can't be read; 2 if the command line is wrong.
"""


def main(argv: Sequence[str]) -> int:
    """Run the command.

    Args:
        argv: The arguments after `open`.

    Returns:
        The exit status.
    """
    arguments = build_parser().parse_args(argv)
    from fargate_web_cli.live.run_live import run_live

    return run_live(lambda: _open(arguments))


def _open(arguments: argparse.Namespace) -> int:
    from fargate_web_cli.live.aws_errors import LiveError
    from fargate_web_cli.live.browser import show_url
    from fargate_web_cli.live.deployed_stack import find_deployed_stack

    stack = find_deployed_stack(arguments)
    service = _choose(stack, arguments.service)
    if service.url is None:
        raise LiveError(f"{service.key} has no address: it is a worker, or is called from within the network alone.")
    show_url(service.url, only_print=arguments.print, as_json=arguments.json)
    return 0


def _choose(stack: "DeployedStack", key: str | None) -> "DeployedService":
    """Return the named service, by default the only one that has an address."""
    reachable = [service for service in (stack.services or {}).values() if service.url is not None]
    return reachable[0] if key is None and len(reachable) == 1 else stack.choose_service(key)


def build_parser() -> CommandParser:
    """Build the parser of the command."""
    from fargate_web_cli.live.browser import add_browser_arguments
    from fargate_web_cli.live.deployed_stack import add_outputs_arguments

    parser = build_command_parser("fargate-web open", _DESCRIPTION, _EXAMPLES)
    parser.add_argument(
        "service", metavar="SERVICE", nargs="?", help="the service, as the stack file names it (default: the only one with an address)"
    )
    add_outputs_arguments(parser)
    add_browser_arguments(parser)
    return parser
