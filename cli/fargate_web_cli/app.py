"""The command `fargate-web` and the table of its subcommands."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final, NamedTuple

from fargate_web_cli import __version__
from fargate_web_cli.terminal.command_parser import CommandParser, change_directory, find_closest_match
from fargate_web_cli.terminal.standard_output import write_standard_output


class Command(NamedTuple):
    """A subcommand.

    Attributes:
        module: The module with its `main(argv)` and `build_parser()`, imported on first use.
        summary: Its purpose, in one line.
    """

    module: str
    summary: str


COMMAND_GROUPS: Final[dict[str, dict[str, Command]]] = {
    "write a project": {
        "init": Command("fargate_web_cli.init.command", "Start a project"),
        "migrate": Command("fargate_web_cli.migrate.command", "Convert manifests of AWS Copilot into a stack file"),
        "schema": Command("fargate_web_cli.schema.command", "Write the JSON schema of stack files, for editors"),
    },
    "before a deployment": {
        "check": Command("fargate_web_cli.check.command", "Check stack files, without running the program"),
        "explain": Command("fargate_web_cli.explain.command", "Explain a check, a key, or why a resource exists"),
        "preview": Command("fargate_web_cli.preview.command", "Show what a stack would create"),
        "diff": Command("fargate_web_cli.diff.command", "Compare two revisions of a project"),
        "render": Command("fargate_web_cli.diff.render", "Show `pulumi preview --json` in the words of diff"),
        "cost": Command("fargate_web_cli.cost.command", "Estimate what a stack costs a month"),
        "graph": Command("fargate_web_cli.graph.command", "Draw the architecture of a stack"),
        "images": Command("fargate_web_cli.images.command", "Write the digests of images into a stack file"),
        "run": Command("fargate_web_cli.live.run.command", "Run services on this machine, as a Compose file"),
        "preflight": Command("fargate_web_cli.live.preflight.command", "Ask AWS what an update would run into"),
    },
    "after a deployment": {
        "status": Command("fargate_web_cli.live.status.command", "Show what a deployed stack does now"),
        "logs": Command("fargate_web_cli.live.logs.command", "Show what the containers of a service write"),
        "exec": Command("fargate_web_cli.live.exec.command", "Open a shell in a running container"),
        "alarms": Command("fargate_web_cli.live.alarms.command", "Show the alarms of a stack, and mute them"),
        "why": Command("fargate_web_cli.live.why.command", "Find out why a deployment failed or does not move"),
        "rollback": Command("fargate_web_cli.live.rollback.command", "Take a service back to its previous revision"),
        "open": Command("fargate_web_cli.live.open.command", "Open the address of a service"),
        "dashboard": Command("fargate_web_cli.live.dashboard.command", "Open the CloudWatch dashboard of a stack"),
    },
}
"""The subcommands by the time at which they are used, in the order of the help."""

COMMANDS: Final[dict[str, Command]] = {name: command for group in COMMAND_GROUPS.values() for name, command in group.items()}

SHELLS: Final = ("bash", "zsh", "fish")
_DESCRIPTION: Final = "Check, preview, compare, watch and operate stacks of ECS Fargate services."


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: The arguments. Default: those of the process.

    Returns:
        The exit status.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    start_folder = os.getcwd()  # noqa: PTH109 - pathlib is not needed for --help
    try:
        return _run_command(words)
    finally:
        if os.getcwd() != start_folder:  # noqa: PTH109
            os.chdir(start_folder)


def _run_command(words: list[str]) -> int:
    while words and words[0].startswith("-C") and len(words[0]) + len(words[1:]) > 2:
        # -C DIR or -CDIR, as after the command
        folder, words = (words[0][2:], words[1:]) if len(words[0]) > 2 else (words[1], words[2:])
        change_directory(folder, build_parser())
    if words and words[0] in COMMANDS:
        status: int = import_module(COMMANDS[words[0]].module).main(words[1:])
        return status
    parser = build_parser()
    if not words:
        parser.print_help(sys.stderr)
        return 2
    if not words[0].startswith("-"):
        closest = find_closest_match(words[0], list(COMMANDS))
        parser.error(f"there is no command {words[0]!r}" + (f"; did you mean {closest}?" if closest else ""))
    arguments = parser.parse_args(words)
    if arguments.version:
        print(f"fargate-web {__version__}")
        return 0
    if arguments.completion:
        from fargate_web_cli.terminal.completion import render_completion

        script = render_completion(parser, {name: command.module for name, command in COMMANDS.items()}, arguments.completion)
        return write_standard_output(lambda stream: stream.write(f"{script}\n"), "The script")
    return parser.error("name a command")


def build_parser() -> CommandParser:
    """Build the parser of `fargate-web` itself, whose help lists the subcommands."""
    parser = CommandParser("fargate-web", _DESCRIPTION, help_summary="show this help; COMMAND --help shows that of a command")
    # With the general options, so that the help fits a screen.
    parser.general_options.add_argument("--version", action="store_true", help="show the version")
    parser.general_options.add_argument(
        "--completion", metavar="SHELL", choices=SHELLS, help="write the completion script of bash, zsh or fish"
    )
    subcommands = parser.add_subparsers(metavar="COMMAND", dest="verb", parser_class=argparse.ArgumentParser)
    for title, commands in COMMAND_GROUPS.items():
        for name, command in commands.items():
            subcommands.add_parser(name, help=command.summary, add_help=False)
        parser.list_commands(title, commands)
    return parser
