"""The command line of `fargate-web migrate copilot`."""

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from fargate_web_cli.terminal.command_parser import CommandParser, build_command_parser

_DESCRIPTION: Final = """\
Convert manifests of AWS Copilot into a stack file, and list what could not be converted.

The overrides of one environment are applied as Copilot does, Copilot's defaults are written if those of fargate-web differ, and the result is
checked with the settings of the program. The command does not call AWS.
"""
_EXAMPLES: Final = """\
examples:
  fargate-web migrate copilot copilot/frontend/manifest.yml                       print the stack file
  fargate-web migrate copilot copilot/*/manifest.yml --environment prod \\
      --environment-manifest copilot/environments/prod/manifest.yml \\
      --region us-west-2 --account 123456789012 -o Pulumi.shop.yaml             a whole application
  fargate-web migrate copilot --fields                                            every field and its counterpart

exit status: 0 if the file was written and its settings are valid, whatever is reported; 1 if the input has faults or the settings refuse the result,
or with --strict if a field was not converted or needs a value; 2 if the command line is wrong. The report goes to stderr.
"""


def main(argv: Sequence[str]) -> int:
    """Run the command.

    Args:
        argv: The arguments after `copilot`.

    Returns:
        The exit status.
    """
    parser = build_parser()
    arguments = parser.parse_args(argv)
    if arguments.fields:
        from fargate_web_cli.migrate.copilot.field_documentation import render_tables

        return _print_text(render_tables())
    if not arguments.manifest:
        parser.error("the following arguments are required: manifest.yml")
    for given, pattern, example in (
        (arguments.region, r"[a-z]{2}(-[a-z]+)+-\d", "us-west-2"),
        (arguments.account, r"\d{12}", "123456789012"),
        (arguments.domain, r"([a-z0-9-]+\.)+[a-z]{2,}", "example.com"),
    ):
        if given is not None and not re.fullmatch(pattern, given):
            parser.error(f"{given!r} is not like {example}")
    # After the arguments, so that --help does not wait for the SDKs.
    from fargate_web_cli.migrate.copilot.convert import ConversionRequest, convert_manifests
    from fargate_web_cli.migrate.report import Report

    report = Report()
    region = arguments.region or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or None
    text = convert_manifests(
        ConversionRequest(
            arguments.manifest,
            arguments.environment,
            arguments.environment_manifest,
            region,
            arguments.account,
            arguments.app,
            domain=arguments.domain,
        ),
        report,
    )
    for line in report.format_lines():
        print(line, file=sys.stderr)
    if text is None:
        print("Nothing was written.", file=sys.stderr)
        return 1
    status = _print_text(text) if arguments.output is None else _write_file(text, Path(arguments.output), force=arguments.force)
    unfinished = report.faults_by_outcome["left"] + report.faults_by_outcome["needs"] if arguments.strict else []
    return status or int(bool(report.faults_by_outcome["refused"] or unfinished))


def _print_text(text: str) -> int:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (`head`, a pager) closed the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _write_file(text: str, path: Path, *, force: bool) -> int:
    try:
        with path.open("w" if force else "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        print(f"{path} exists; give another name, or --force to write over it. Nothing was written.", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{path} can't be written: {error.strerror or error}", file=sys.stderr)
        return 1
    print(f"{path} is written. Next: fargate-web preview --config-file {path}", file=sys.stderr)
    return 0


def build_parser() -> CommandParser:
    """Build the parser of the command."""
    parser = build_command_parser("fargate-web migrate copilot", _DESCRIPTION, _EXAMPLES)
    parser.add_argument("manifest", nargs="*", metavar="manifest.yml", help="manifests of services and jobs, one or many")
    parser.add_argument("-e", "--environment", metavar="NAME", help="the environment whose overrides apply")
    parser.add_argument("--environment-manifest", metavar="FILE", help="the manifest of that environment: network, certificates, logs")
    parser.add_argument("--region", metavar="REGION", help="the Region (default: AWS_REGION)")
    parser.add_argument("--account", metavar="ID", help="the account, for the ARNs of secrets and the addresses of images")
    parser.add_argument("--app", metavar="NAME", help="the name of the Copilot application (default: from copilot/.workspace)")
    parser.add_argument("--domain", metavar="DOMAIN", help="the domain of the application, if it was made with one (copilot app show)")
    parser.add_argument("-o", "--output", metavar="FILE", help="the stack file to write (default: print it)")
    parser.add_argument("--force", action="store_true", help="write over a file that exists")
    parser.add_argument("--strict", action="store_true", help="exit with 1 if something was left or needs a value")
    parser.add_argument("--fields", action="store_true", help="print every field of the manifests and its counterpart, as Markdown")
    return parser
