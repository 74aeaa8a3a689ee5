"""The command line of `fargate-web schema`."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from fargate_web_cli.terminal.command_parser import CommandParser, build_command_parser, set_completion
from fargate_web_cli.terminal.standard_output import write_standard_output

_DESCRIPTION: Final = """\
Write the JSON schema of stack files, as the installed version of fargate-web checks them.

With the schema, an editor with a YAML language server completes and explains the keys of a stack file.
"""

_EXAMPLES: Final = """\
examples:
  fargate-web schema -o stack.schema.json
  fargate-web schema | jq '."$defs".Service.properties | keys'

In an editor: write this as the first line of a stack file.
  # yaml-language-server: $schema=stack.schema.json

exit status: 0 if all is well; 1 if the file can't be written; 2 if the command line is wrong.
"""


def main(argv: Sequence[str]) -> int:
    """Run the command.

    Args:
        argv: The arguments after `schema`.

    Returns:
        The exit status.
    """
    arguments = build_parser().parse_args(argv)
    # After the arguments, so that --help does not wait for the models.
    from fargate_web_cli.schema.json_schema import render_stack_schema

    text = render_stack_schema()
    if arguments.output is None:
        return write_standard_output(lambda stream: stream.write(text), "The schema")
    try:
        arguments.output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        print(f"{arguments.output} can't be written: {error.strerror or error}", file=sys.stderr)
        return 1
    return 0


def build_parser() -> CommandParser:
    """Build the parser of the command."""
    parser = build_command_parser("fargate-web schema", _DESCRIPTION, _EXAMPLES)
    set_completion(
        parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="where to write it (default: the standard output)"), "file"
    )
    return parser
