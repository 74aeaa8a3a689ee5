"""The command line of `fargate-web migrate`."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

SOURCES: Final[dict[str, tuple[str, str]]] = {
    "copilot": ("fargate_web_cli.migrate.copilot.command", "manifests of AWS Copilot"),
}
"""What is converted: the word → the module whose `main(argv)` does it, and what it reads."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: The arguments, those of the process unless given.

    Returns:
        The exit status.
    """
    given = list(sys.argv[1:] if argv is None else argv)
    if given and given[0] in SOURCES:
        status: int = import_module(SOURCES[given[0]][0]).main(given[1:])
        return status
    parser = argparse.ArgumentParser(
        prog="fargate-web migrate",
        description="Convert what another tool is told into a stack file, offline.",
        epilog="more: fargate-web migrate copilot --help",
    )
    parser.add_argument("source", choices=[*SOURCES], help="; ".join(f"{word}: {what}" for word, (_, what) in SOURCES.items()))
    parser.parse_args(given)
    return 2
