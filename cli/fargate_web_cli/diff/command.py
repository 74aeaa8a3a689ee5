"""The command line of `fargate-web diff`."""

import sys
from collections.abc import Sequence
from typing import Final

from fargate_web_cli.diff.exit_status import find_exit_status
from fargate_web_cli.diff.output import add_output_arguments, write_diff
from fargate_web_cli.diff.revision_diff import DiffRequest, diff_revisions
from fargate_web_cli.diff.revisions import RevisionError
from fargate_web_cli.diff.termination import unwind_on_signals
from fargate_web_cli.project.project import ProjectError
from fargate_web_cli.terminal.command_parser import CommandParser, add_stack_arguments, build_command_parser

_DESCRIPTION: Final = """\
Show what a change of the program or of a stack file does: which resources are created, deleted, updated and replaced.

The program of both revisions is run in-process against fakes of AWS, each with its own code and with the versions that its own lock or
requirements pin: if this environment has other versions, one is built and kept below ~/.cache/fargate-web. The resources are matched by URN and aliases, and each property that changes is shown as old → new. The command does not call AWS and does not change the
working tree. It does not see manual changes in AWS: for those, run `pulumi preview --diff`, whose JSON
`fargate-web render` shows the same way.

A table of the properties that the provider can't change in place predicts replacements. The report says why, what users notice, and how to avoid
it. On a protected stack (fargate-web:protected) the guard stops the replacement or deletion of what holds data, an address or traffic, unless
fargate-web:allowReplacement names the resource, and the loss of a protection (deletion protection, backups, zones, the protection of the stack
itself), unless fargate-web:allowProtectionLoss does. The protection of the base counts as well. A base that can't be run stops a protected stack.

The section "Rights and openings" says who gets which permissions, secrets, network access or requests, what opens to the internet, and which
protection from requests goes. On a protected stack the guard stops what becomes broader, unless fargate-web:allowBroadening names the resource or
its component.
"""

_EXAMPLES: Final = """\
examples:
  fargate-web diff                              the working tree, compared with where its branch began
  fargate-web diff --base HEAD                  the changes that are not committed yet
  fargate-web diff --base v1.2.0 --head v1.3.0  two releases
  fargate-web diff --stack prod --markdown      a comment for a pull request
  fargate-web diff --markdown-dir comments      a comment for each stack, whatever the exit status
  fargate-web diff --stack prod --json | jq '.steps[] | select(.op == "replace") | .urn'
  fargate-web diff --fail-on broadening         stop at broader rights and new openings on any stack
  fargate-web diff --expect-no-changes          let CI check that a refactoring changes nothing

exit status: 0 if all is well; 1 if a stack file of the head has faults, its program fails, or there are changes with --expect-no-changes;
2 if the command line is wrong, or a revision can't be checked out or run with the versions that it pins; 3 if the guard stops a change; 4 if it
stops only broader rights or openings, on a protected stack or with --fail-on broadening.
environment: NO_COLOR turns colours off, FORCE_COLOR turns them on without a terminal.
"""


def main(argv: Sequence[str]) -> int:
    """Run the command.

    Args:
        argv: The arguments after `diff`.

    Returns:
        The exit status.
    """
    arguments = build_parser().parse_args(argv)
    request = DiffRequest(
        arguments.base,
        arguments.head,
        arguments.stack,
        arguments.config_file,
        arguments.base_python,
        arguments.head_python,
        arguments.same_environment,
        fail_on_broadening=arguments.fail_on is not None,
    )
    try:
        with unwind_on_signals():
            diff = diff_revisions(request)
    except ProjectError as error:
        print(error, file=sys.stderr)
        return 1
    except RevisionError as error:
        print(error, file=sys.stderr)
        return 2
    single_stack = arguments.stack is not None or arguments.config_file is not None
    failed = write_diff(diff, arguments, single_stack=single_stack)
    return failed or find_exit_status(diff, expect_no_changes=arguments.expect_no_changes)


def build_parser() -> CommandParser:
    """Build the parser of the command."""
    parser = build_command_parser("fargate-web diff", _DESCRIPTION, _EXAMPLES)
    parser.add_argument("--base", metavar="REV", help="the revision to compare with (default: where the branch left main)")
    parser.add_argument("--head", metavar="REV", help="the revision to compare (default: the working tree, with uncommitted changes)")
    add_stack_arguments(parser, allow_all_stacks=True)
    parser.add_argument(
        "--base-python", metavar="PATH", help="run the base with this Python (default: one with the versions that the base pins)"
    )
    parser.add_argument(
        "--head-python", metavar="PATH", help="run the head with this Python (default: one with the versions that the head pins)"
    )
    parser.add_argument(
        "--same-environment",
        action="store_true",
        help="run both with the versions of this environment, whatever they pin; the report says so",
    )
    add_output_arguments(parser)
    return parser
