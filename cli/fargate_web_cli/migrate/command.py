"""The command line of `fargate-web migrate`."""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from fargate_web_cli.terminal.command_parser import CommandParser, build_command_parser

_DESCRIPTION: Final = "Convert the files of another tool into a stack file, offline."
_EXAMPLES: Final = """\
examples:
  fargate-web migrate copilot --help
  fargate-web migrate copilot copilot/*/manifest.yml -o Pulumi.shop.yaml

exit status: that of the command for the source; 2 if the command line is wrong.
"""

SOURCES: Final[dict[str, tuple[str, str]]] = {
    "copilot": ("fargate_web_cli.migrate.copilot.command", "manifests of AWS Copilot"),
}
"""The sources, with the module whose `main(argv)` converts them and what it reads."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: The arguments. Default: those of the process.

    Returns:
        The exit status.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    if words and words[0] in SOURCES:
        status: int = import_module(SOURCES[words[0]][0]).main(words[1:])
        return status
    parser = build_parser()
    arguments = parser.parse_args(words)
    return parser.error("name the source to convert" if arguments.source is None else f"{arguments.source} comes first, before the options")


def build_parser() -> CommandParser:
    """Build the parser of the command."""
    parser = build_command_parser("fargate-web migrate", _DESCRIPTION, _EXAMPLES)
    parser.add_argument(
        "source", nargs="?", choices=[*SOURCES], metavar="SOURCE", help="; ".join(f"{word}: {what}" for word, (_, what) in SOURCES.items())
    )
    return parser
