"""The command line of `fargate-web check`."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fargate_web_cli.terminal.command_parser import CommandParser, build_command_parser, set_completion
from fargate_web_cli.terminal.standard_output import write_standard_output

if TYPE_CHECKING:
    from fargate_web_cli.check.stack_check import StackCheck

_DESCRIPTION: Final = """\
Check stack files: every fault with its position and what to write instead, and what a stack could do better.

The program does not run, so that this is fast; `fargate-web preview` runs it too. The same advice for several services is shown once, with the names
of all. The word in brackets is the identifier of the check: `fargate-web explain` explains it. A project whose program only imports the components
has no stack file of fargate-web, and nothing is checked.

--resources also runs the program, as `fargate-web preview` does, and judges every resource that it registers by the controls of Security Hub, CIS and
checkov, for any program. They are those of the policy pack, and take the same configuration.
"""

_EXAMPLES: Final = """\
examples:
  fargate-web check                      every stack file of the project
  fargate-web check --stack prod         one stack
  fargate-web check a/Pulumi.dev.yaml    a file, in the project that it is in
  fargate-web check --strict             warnings count as well
  fargate-web check --fix                show the certain fixes, and make them
  fargate-web check --format github      annotations in a pull request
  fargate-web check --format sarif       for code scanning, with fixes
  fargate-web check --resources          the security controls over every resource as well
  fargate-web check --resources --policy-pack-config controls.json
  fargate-web check --json | jq '.stacks | keys'

exit status: 0 if there are no faults; 1 if there are, or warnings with --strict, or a file can't be read; 2 if the command line is wrong.
environment: AWS_REGION is the Region if the file says none.
"""


def main(argv: Sequence[str]) -> int:
    """Run the command.

    Args:
        argv: The arguments after `check`.

    Returns:
        The exit status.
    """
    parser = build_parser()
    arguments = parser.parse_args(argv)
    if arguments.yes and not arguments.fix:
        parser.error("--yes answers the question of --fix")
    if arguments.config_file is not None and len(arguments.stack) > 1:
        parser.error("--config-file is the file of one stack")
    if arguments.policy_pack_config is not None and not arguments.resources:
        parser.error("--policy-pack-config is the configuration of --resources")
    if arguments.files and (arguments.stack or arguments.all or arguments.config_file is not None):
        parser.error("name files, or stacks of the project with --stack")
    # After the arguments, so that --help does not wait for the models.
    from fargate_web_cli.check.file_selection import find_programs, find_stack_files, select_files
    from fargate_web_cli.check.stack_check import check_stack_file
    from fargate_web_cli.project.project import ProjectError, find_project

    try:
        if arguments.files:
            files, left_out = select_files(arguments.files)
            for path in left_out:
                print(f"{path}: there is no setting of fargate-web in it, and its program loads none. It was not checked.", file=sys.stderr)
        elif arguments.resources:
            files = find_programs(find_project(), arguments.stack, arguments.config_file)
        else:
            project = find_project()
            files = find_stack_files(project, arguments.stack, arguments.config_file)
            if not files:
                print(
                    f"{project.name} has no stack file of fargate-web: its program only imports the components. Nothing was checked.",
                    file=sys.stderr,
                )
    except ProjectError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename} can't be read: {error.strerror or error}", file=sys.stderr)
        return 1
    if arguments.fix:
        from fargate_web_cli.check.fixing import fix_stack_files

        status = fix_stack_files(files, without_asking=arguments.yes)
        if status:
            return status
    checks = [check_stack_file(file) for file in files]
    if arguments.resources:
        # Separate imports: without the option, the SDKs are not needed.
        from fargate_web_cli.check.resource_check import check_resources, read_configuration

        try:
            configuration = read_configuration(arguments.policy_pack_config)
        except ProjectError as error:
            print(error, file=sys.stderr)
            return 1
        checks = [check_resources(file, check, configuration) for file, check in zip(files, checks, strict=True)]
    text = _render(checks, "json" if arguments.json else arguments.format)
    failed = write_standard_output(lambda stream: stream.write(text), "The result")
    unsuccessful = any(check.faults or (arguments.strict and check.warnings) for check in checks)
    return failed or int(unsuccessful)


def _render(checks: "Sequence[StackCheck]", output_format: str) -> str:
    """Render the result. Only the module of the format is imported."""
    if output_format == "json":
        from fargate_web_cli.check.json_document import render_json

        return render_json(checks)
    if output_format == "sarif":
        from fargate_web_cli.check.sarif import render_sarif

        return render_sarif(checks)
    if not checks:
        return ""
    if output_format == "github":
        from fargate_web_cli.check.github import render_github

        return render_github(checks)
    from fargate_web_cli.check.text import render_text

    return render_text(checks, terminal=sys.stdout.isatty())


def build_parser() -> CommandParser:
    """Build the parser of the command."""
    parser = build_command_parser("fargate-web check", _DESCRIPTION, _EXAMPLES)
    files = parser.add_argument("files", metavar="FILE", nargs="*", type=Path, help="a stack file (default: those of the project)")
    set_completion(files, "file")
    selection = parser.add_mutually_exclusive_group()
    stack = selection.add_argument("-s", "--stack", metavar="NAME", action="append", default=[], help="a stack; may be repeated")
    set_completion(stack, "stack")
    selection.add_argument("--all", action="store_true", help="every stack that has a file (the default)")
    file = parser.add_argument(
        "--config-file", metavar="FILE", type=Path, help="a stack file (default: Pulumi.<stack>.yaml beside Pulumi.yaml)"
    )
    set_completion(file, "file")
    formats = parser.add_mutually_exclusive_group()
    formats.add_argument(
        "-f", "--format", choices=("text", "github", "sarif", "json"), default="text", help="how to write the result (default: text)"
    )
    formats.add_argument("-j", "--json", action="store_true", help="the same as --format json")
    parser.add_argument("--fix", action="store_true", help="make the changes that you surely meant: shows them, asks, and writes the files")
    parser.add_argument("-y", "--yes", action="store_true", help="with --fix: don't ask")
    parser.add_argument("--resources", action="store_true", help="also run the program, and judge its resources by the security controls")
    configuration = parser.add_argument(
        "--policy-pack-config",
        metavar="FILE",
        type=Path,
        help="with --resources: levels, parameters and suppressions of the controls (JSON)",
    )
    set_completion(configuration, "file")
    parser.add_argument("--strict", action="store_true", help="exit with 1 if there are warnings")
    return parser
