"""The verbs of the command `fargate-web`."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

COMMANDS: Final[dict[str, str]] = {
    "init": "fargate_web_cli.init.command",
    "preview": "fargate_web_cli.preview.command",
    "diff": "fargate_web_cli.diff.command",
    "render": "fargate_web_cli.diff.render",
    "cost": "fargate_web_cli.cost.command",
    "graph": "fargate_web_cli.graph.command",
    "migrate": "fargate_web_cli.migrate.command",
}
"""The verbs: the word → the module whose `main(argv)` runs it. Each is imported only when it is asked for."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: The arguments, those of the process unless given.

    Returns:
        The exit status.
    """
    given = list(sys.argv[1:] if argv is None else argv)
    if given and given[0] in COMMANDS:
        status: int = import_module(COMMANDS[given[0]]).main(given[1:])
        return status
    parser = build_command_parser("fargate-web", "Preview, compare and estimate stacks of ECS Fargate services, offline.", "")
    parser.add_argument("verb", choices=[*COMMANDS])
    parser.parse_args(given)
    return 2


def build_command_parser(prog: str, description: str, examples: str) -> argparse.ArgumentParser:
    """Make the parser of a command: its texts are shown as they are written, and options are written out."""
    return argparse.ArgumentParser(
        prog=prog, description=description, epilog=examples, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )


def add_stack_arguments(parser: argparse.ArgumentParser, *, allow_all_stacks: bool = False) -> None:
    """Add the arguments that choose a stack, the same for every command.

    Args:
        parser: The parser.
        allow_all_stacks: Whether the command takes all stacks where none is chosen.
    """
    default = "every stack that has a file" if allow_all_stacks else "the one that --config-file is named after, else dev"
    parser.add_argument("-s", "--stack", metavar="NAME", help=f"the stack (default: {default})")
    parser.add_argument(
        "--config-file",
        metavar="FILE",
        type=Path,
        help="the stack file, relative to the current folder (default: Pulumi.<stack>.yaml beside Pulumi.yaml)",
    )
