"""The command line of `python -m preview`."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from preview.standard_output import write_out

COMMANDS: Final[dict[str, str]] = {
    "cost": "preview.cost.command",
    "diff": "preview.diff.command",
    "render": "preview.diff.render",
    "graph": "preview.graph.command",
}
"""Sub-commands: the word → the module whose `main(argv)` runs it. Each is imported only when it is asked for."""

_ABOUT: Final = """\
Preview a stack offline: every resource that `pulumi up` would create for a new stack, and what matters of it.

The stack file is checked as a whole, then the real program (__main__.py) runs in this process against fakes of AWS. No Pulumi CLI, no
credentials and no network are needed, and nothing is changed. What only AWS can tell is unknown, as in `pulumi preview`. What exists
already is not known here: for the difference to a deployed stack, run `pulumi preview`.
"""

_EXAMPLES: Final = """\
examples:
  python -m preview                                   the stack dev, from Pulumi.dev.yaml
  python -m preview --stack prod                      another stack
  python -m preview --config-file ../team/shop.yaml   any stack file; the stack is called shop
  python -m preview --stack prod | grep iam:          plain text, one line a resource, nothing cut off
  python -m preview --json | jq '.steps[].urn'        the document of `pulumi preview --json`
  python -m preview cost --stack prod                 what a stack costs a month; see cost --help
  python -m preview diff --base main                  what a branch changes: python -m preview diff --help
  pulumi preview --json | python -m preview render    the same rendering for the real engine's preview
  python -m preview graph --help                      the architecture as Mermaid, SVG or a page to read

exit status: 0 if all is well, warnings included; 1 if the stack file has faults or the program fails; 2 if the command line is wrong.
environment: NO_COLOR turns colours off, FORCE_COLOR turns them on without a terminal; AWS_REGION is the Region if the file says none.
"""


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
    arguments = _parser().parse_args(given)
    # After the arguments, so that --help does not wait for the SDKs.
    from preview.program import PreviewError, take

    try:
        preview = take(arguments.stack, arguments.config_file)
    except PreviewError as error:
        print(error.report(verbose=arguments.verbose), file=sys.stderr)
        return 1
    # Each on its own: `--json` does not wait for rich.
    if arguments.json:
        from preview.digest import write
    else:
        from preview.text import write
    return write_out(lambda stream: write(preview, stream), "The preview")


def command_parser(prog: str, about: str, examples: str) -> argparse.ArgumentParser:
    """Make the parser of a command: its texts are shown as they are written, and options are written out."""
    return argparse.ArgumentParser(
        prog=prog, description=about, epilog=examples, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )


def stack_arguments(parser: argparse.ArgumentParser, *, every: bool = False) -> None:
    """Add the arguments that choose a stack, the same for every command.

    Args:
        parser: The parser.
        every: Whether the command takes all stacks where none is chosen.
    """
    default = "every stack that has a file" if every else "the one that --config-file is named after, else dev"
    parser.add_argument("-s", "--stack", metavar="NAME", help=f"the stack (default: {default})")
    parser.add_argument(
        "--config-file",
        metavar="FILE",
        type=Path,
        help="the stack file, relative to the current folder (default: Pulumi.<stack>.yaml beside Pulumi.yaml)",
    )


def _parser() -> argparse.ArgumentParser:
    parser = command_parser("python -m preview", _ABOUT, _EXAMPLES)
    stack_arguments(parser)
    parser.add_argument("-j", "--json", action="store_true", help="write the document that `pulumi preview --json` writes")
    parser.add_argument("-v", "--verbose", action="store_true", help="show the traceback if the program fails")
    return parser
