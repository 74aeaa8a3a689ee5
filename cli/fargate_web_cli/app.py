"""The verbs of the command `fargate-web`, in the order in which a user meets them."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final, NamedTuple

from fargate_web_cli import __version__
from fargate_web_cli.terminal.command_parser import CommandParser, change_directory, find_nearest
from fargate_web_cli.terminal.standard_output import write_standard_output


class Command(NamedTuple):
    """A verb: the module whose `main(argv)` runs it, imported only then, and its purpose in a line."""

    module: str
    summary: str


COMMANDS: Final[dict[str, Command]] = {
    "init": Command("fargate_web_cli.init.command", "Start a project"),
    "check": Command("fargate_web_cli.check.command", "Check stack files, without running the program"),
    "preview": Command("fargate_web_cli.preview.command", "Show what a stack would create"),
    "diff": Command("fargate_web_cli.diff.command", "Compare two revisions of a project"),
    "cost": Command("fargate_web_cli.cost.command", "Estimate what a stack costs a month"),
    "graph": Command("fargate_web_cli.graph.command", "Draw the architecture of a stack"),
    "render": Command("fargate_web_cli.diff.render", "Show `pulumi preview --json` in the words of diff"),
    "migrate": Command("fargate_web_cli.migrate.command", "Convert manifests of AWS Copilot into a stack file"),
    "schema": Command("fargate_web_cli.schema.command", "Write the JSON schema of stack files, for editors"),
}
"""The verbs. Each module has `build_parser()` and `main(argv)`."""

SHELLS: Final = ("bash", "zsh", "fish")
_DESCRIPTION: Final = "Check, preview, compare and estimate stacks of ECS Fargate services, offline."


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: The arguments, those of the process unless given.

    Returns:
        The exit status.
    """
    given = list(sys.argv[1:] if argv is None else argv)
    before = os.getcwd()  # noqa: PTH109 - pathlib is not needed for --help
    try:
        return _run_verb(given)
    finally:
        if os.getcwd() != before:  # noqa: PTH109
            os.chdir(before)


def _run_verb(given: list[str]) -> int:
    while given and given[0].startswith("-C") and len(given[0]) + len(given[1:]) > 2:
        # -C DIR, or -CDIR as the parsers of the verbs take it too
        folder, given = (given[0][2:], given[1:]) if len(given[0]) > 2 else (given[1], given[2:])
        change_directory(folder, build_parser())
    if given and given[0] in COMMANDS:
        status: int = import_module(COMMANDS[given[0]].module).main(given[1:])
        return status
    parser = build_parser()
    if not given:
        parser.print_help(sys.stderr)
        return 2
    if not given[0].startswith("-"):
        nearest = find_nearest(given[0], list(COMMANDS))
        parser.error(f"there is no command {given[0]!r}" + (f"; did you mean {nearest}?" if nearest else ""))
    arguments = parser.parse_args(given)
    if arguments.version:
        print(f"fargate-web {__version__}")
        return 0
    if arguments.completion:
        from fargate_web_cli.terminal.completion import render_completion

        script = render_completion(parser, {word: command.module for word, command in COMMANDS.items()}, arguments.completion)
        return write_standard_output(lambda stream: stream.write(f"{script}\n"), "The script")
    return parser.error("name a command")


def build_parser() -> CommandParser:
    """Make the parser of the command itself: its help is the list of the verbs."""
    parser = CommandParser("fargate-web", _DESCRIPTION, "Help of a command: fargate-web COMMAND --help")
    parser.add_argument("--version", action="store_true", help="show the version")
    parser.add_argument("--completion", metavar="SHELL", choices=SHELLS, help="write the completion script of bash, zsh or fish")
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND", dest="verb", parser_class=argparse.ArgumentParser)
    for word, command in COMMANDS.items():
        verbs.add_parser(word, help=command.summary, add_help=False)
    return parser
