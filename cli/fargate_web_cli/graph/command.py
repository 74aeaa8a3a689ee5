"""The command line of `fargate-web graph`."""

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from fargate_web_cli.terminal.command_parser import CommandParser, add_stack_arguments, build_command_parser
from fargate_web_cli.terminal.standard_output import write_standard_output

_DESCRIPTION: Final = """\
Draw the architecture of a stack: users, load balancer, rules, services, scaling, discovery and data tiers, by zones and subnets.

mermaid  a flowchart as text, which GitHub, GitLab and many wikis draw: for a README or a pull request
svg      a picture in one file, in light and dark
html     a page in one file, to read, search and fold: the picture, services, deployments, cost, checks, settings and resources

As with the preview, the command does not call AWS and does not show secrets. The same stack file always gives the same text, so that it can be
committed. The page loads nothing and sends nothing.
"""

_EXAMPLES: Final = """\
examples:
  fargate-web graph                                       the stack dev as Mermaid, on the standard output
  fargate-web graph --stack prod --format html -o prod.html
  fargate-web graph --config-file Pulumi.prod.yaml --format svg -o prod.svg

exit status: 0 if all is well, warnings included; 1 if the stack file has faults, the program fails, or the file can't be written; 2 if the
command line is wrong.
"""

_FORMATS: Final = ("mermaid", "html", "svg")


def main(argv: Sequence[str]) -> int:
    """Run the command.

    Args:
        argv: The arguments after `graph`.

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
    from fargate_web_cli.graph.registered_architecture import has_something_to_draw

    settings = preview.stack_settings
    if settings is not None and settings.has_only_repositories:
        print("There is nothing to draw: the stack has only repositories.", file=sys.stderr)
        return 1
    if settings is None and not has_something_to_draw(preview):
        print("There is nothing to draw: the program registers no network, cluster, load balancer or service.", file=sys.stderr)
        return 1
    writer: Callable[[object], str] = import_module(
        f"fargate_web_cli.graph.{'page' if arguments.format == 'html' else 'picture'}"
    ).__dict__[f"render_{arguments.format}"]
    text = writer(preview)
    if arguments.output is None:
        return write_standard_output(lambda stream: stream.write(text), "The picture")
    try:
        arguments.output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        print(f"{arguments.output} can't be written: {error.strerror or error}", file=sys.stderr)
        return 1
    return 0


def build_parser() -> CommandParser:
    """Build the parser of the command."""
    parser = build_command_parser("fargate-web graph", _DESCRIPTION, _EXAMPLES)
    add_stack_arguments(parser)
    parser.add_argument("-f", "--format", choices=_FORMATS, default="mermaid", help="what to write (default: mermaid)")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="where to write it (default: the standard output)")
    parser.add_argument("-v", "--verbose", action="store_true", help="show the traceback if the program fails")
    return parser
