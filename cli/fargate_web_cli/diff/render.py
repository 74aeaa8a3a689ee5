"""The command line of `fargate-web render`, which shows `pulumi preview --json` as `fargate-web diff` does."""

import json
import sys
from collections.abc import Sequence
from typing import Any, Final

from fargate_web_cli.diff.digest_reader import DigestError, read_stack_diff
from fargate_web_cli.diff.drift import leave_out_forced_deployments
from fargate_web_cli.diff.exit_status import find_exit_status
from fargate_web_cli.diff.model import Diff
from fargate_web_cli.diff.output import add_output_arguments, write_diff
from fargate_web_cli.terminal.command_parser import CommandParser, build_command_parser

_DESCRIPTION: Final = """\
Show the preview of the real engine in the form of `fargate-web diff`: each property as old → new, JSON compared by structure, why a
resource is replaced, what users notice, how to avoid it, which rights and openings become broader or narrower, and what a protected stack must
not lose.

The input is the document of `pulumi preview --json` or of `fargate-web diff --json`, from a file or from stdin.
"""

_EXAMPLES: Final = """\
examples:
  pulumi preview --json --stack prod | fargate-web render
  pulumi preview --json --stack prod | fargate-web render --markdown
  fargate-web render preview.json --expect-no-changes
  pulumi preview --refresh --json | fargate-web render --drift

exit status: 0 if all is well; 1 if the preview failed, or there are changes with --expect-no-changes; 2 if the command line or the
document is wrong; 3 if the guard stops a change; 4 if it stops only broader rights or openings.
"""


def main(argv: Sequence[str]) -> int:
    """Run the command.

    Args:
        argv: The arguments after `render`.

    Returns:
        The exit status.
    """
    arguments = build_parser().parse_args(argv)
    try:
        documents = _parse_documents(_read_document(arguments.file))
        stacks = tuple(read_stack_diff(document, fail_on_broadening=arguments.fail_on is not None) for document in documents)
    except DigestError as error:
        print(error, file=sys.stderr)
        return 2
    if arguments.drift:
        stacks = tuple(map(leave_out_forced_deployments, stacks))
    subject = " ".join(("preview render", *(stack.name for stack in stacks)))
    diff = Diff("AWS with the program" if arguments.drift else "the preview of the engine", stacks, subject=subject)
    failed = write_diff(diff, arguments, single_stack=len(documents) == 1)
    return failed or find_exit_status(diff, expect_no_changes=arguments.expect_no_changes)


def _read_document(file: str) -> str:
    if file == "-":
        if sys.stdin.isatty():
            raise DigestError("Nothing to read: pipe `pulumi preview --json` into it, or name a file.")
        try:
            return sys.stdin.read()
        except UnicodeError as error:
            raise DigestError(f"The document is not UTF-8 text: {error}") from None
    try:
        with open(file, encoding="utf-8") as stream:  # noqa: PTH123 - a name may be /dev/stdin or a pipe of the shell
            return stream.read()
    except (OSError, UnicodeError) as error:
        raise DigestError(f"{file} can't be read: {getattr(error, 'strerror', None) or error}") from None


def _parse_documents(text: str) -> list[dict[str, Any]]:
    try:
        document = json.loads(text)
    except ValueError as error:
        content = "nothing at all" if not text.strip() else f"no JSON ({error})"
        raise DigestError(f"The document holds {content}; it must be that of `pulumi preview --json`.") from None
    except RecursionError:
        raise DigestError("The document is nested too deeply; it must be that of `pulumi preview --json`.") from None
    stacks = document.get("stacks") if isinstance(document, dict) else None
    return list(stacks.values()) if isinstance(stacks, dict) else [document]


def build_parser() -> CommandParser:
    """Build the parser of the command."""
    parser = build_command_parser("fargate-web render", _DESCRIPTION, _EXAMPLES)
    parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="the document (default: stdin)")
    parser.add_argument(
        "--drift", action="store_true", help="look for drift: leave out what deployment.forceNewDeployment changes at each run"
    )
    add_output_arguments(parser)
    return parser
