"""The command line of `fargate-web preview`."""

import sys
from collections.abc import Sequence
from typing import Final

from fargate_web_cli.terminal.command_parser import CommandParser, add_stack_arguments, build_command_parser
from fargate_web_cli.terminal.standard_output import write_standard_output

_ABOUT: Final = """\
Preview a stack offline: the resources that `pulumi up` would create for a new stack.

The preview summarizes each component and the number of its resources. A `!` marks points for a review: access for everyone, wildcards in
policies, ECS Exec. --full shows every resource. Deployments, cost and warnings follow at the end.

The stack file is checked as a whole, then the real program (__main__.py) runs in this process against fakes of AWS. No Pulumi CLI, no
credentials and no network are needed, and nothing is changed. Values that only AWS knows are unknown, as in `pulumi preview`. The command
does not know deployed resources: for the difference to a deployed stack, run `pulumi preview`.
"""

_EXAMPLES: Final = """\
examples:
  fargate-web preview                                   the stack dev, from Pulumi.dev.yaml
  fargate-web preview --stack prod                      another stack
  fargate-web preview --config-file ../team/shop.yaml   any stack file; the stack is called shop
  fargate-web preview --stack prod --full               every resource
  fargate-web preview --stack prod --full | grep iam:   plain text, one line a resource, nothing cut off
  fargate-web preview --stack prod --outputs            the outputs of the stack as well
  fargate-web preview --json | jq '.steps[].urn'        the document of `pulumi preview --json`
  fargate-web cost --stack prod                         what a stack costs a month; see cost --help
  fargate-web diff --base main                          what a branch changes: fargate-web diff --help
  pulumi preview --json | fargate-web render            the same rendering for the real engine's preview
  fargate-web graph --help                              the architecture as Mermaid, SVG or a page to read

exit status: 0 if all is well, warnings included; 1 if the stack file has faults or the program fails; 2 if the command line is wrong.
environment: NO_COLOR turns colours off, FORCE_COLOR turns them on without a terminal; AWS_REGION is the Region if the file says none.
"""


def main(argv: Sequence[str]) -> int:
    """Run the command.

    Args:
        argv: The arguments after `preview`.

    Returns:
        The exit status.
    """
    arguments = build_parser().parse_args(argv)
    # After the arguments, so that --help does not wait for the SDKs.
    from fargate_web_cli.project.stack_preview import PreviewError, preview_stack

    try:
        preview = preview_stack(arguments.stack, arguments.config_file)
    except PreviewError as error:
        print(error.format_report(verbose=arguments.verbose), file=sys.stderr)
        return 1
    # Separate imports: `--json` does not need rich.
    if arguments.json:
        from fargate_web_cli.preview.json_digest import write_preview as write_json

        return write_standard_output(lambda stream: write_json(preview, stream), "The preview")
    from fargate_web_cli.preview.text import write_preview

    return write_standard_output(
        lambda stream: write_preview(preview, stream, full=arguments.full, outputs=arguments.outputs), "The preview"
    )


def build_parser() -> CommandParser:
    """Build the parser of the command."""
    parser = build_command_parser("fargate-web preview", _ABOUT, _EXAMPLES)
    add_stack_arguments(parser)
    parser.add_argument("--full", action="store_true", help="show every resource, not only a summary of each component")
    parser.add_argument("--outputs", action="store_true", help="also show the outputs of the stack")
    parser.add_argument("-j", "--json", action="store_true", help="write the document that `pulumi preview --json` writes")
    parser.add_argument("-v", "--verbose", action="store_true", help="show the traceback if the program fails")
    return parser
