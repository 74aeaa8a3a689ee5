"""The command line of `fargate-web init`."""

import os
import shlex
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fargate_web_cli.init.project_choices import (
    DEFAULT_REGION,
    DEFAULT_STACK,
    REPOSITORY_PLACEHOLDER,
    SAMPLE_IMAGE,
    SAMPLE_PORT,
    ProjectChoices,
    choose_default_region,
    derive_project_name,
    find_option_faults,
)
from fargate_web_cli.terminal.command_parser import CommandParser, build_command_parser

if TYPE_CHECKING:
    from fargate_web_cli.init.starting_point import StartingPoint

_DESCRIPTION: Final = """\
Start a project: write its stack files, program, dependencies and tests into a folder.

In a terminal the command asks for values that no option sets. It can start from the Dockerfile of that folder, a Compose file, a task definition or a
Copilot application. A report lists what could not be converted and what to do. No file is overwritten, and either all files are written or none.
"""
_EXAMPLES: Final = """\
examples:
  fargate-web init shop                                             ask, and write to the folder shop
  fargate-web init shop --yes --stack dev --stack prod --region eu-central-1 --image public.ecr.aws/acme/shop:1.4.2 --port 3000
  fargate-web init infra --from-compose docker-compose.yml          the services of a Compose file
  fargate-web init infra --from-task-definition task.json           what runs on ECS today
  fargate-web init infra --from-copilot copilot --stack prod        an application of AWS Copilot, with the overrides of the environment prod

exit status: 0 if the project was written and its stack files are valid; 1 if nothing was written, or a stack file needs corrections; 2 if the command
line is wrong.
"""


def main(argv: Sequence[str]) -> int:
    """Run the command.

    Args:
        argv: The arguments after `init`.

    Returns:
        The exit status.
    """
    parser = build_parser()
    arguments = parser.parse_args(argv)
    faults = list(find_option_faults(vars(arguments)))
    if faults:
        parser.error("\n  ".join(faults))
    folder = Path(arguments.folder)
    # After the arguments, so that --help does not wait for the SDKs.
    from fargate_web_cli.init.starting_point import find_starting_point

    start = find_starting_point(arguments, folder)
    choices = ProjectChoices(
        folder=folder,
        name=arguments.name or derive_project_name(folder),
        stacks=tuple(arguments.stack or [DEFAULT_STACK]),
        region=arguments.region or (start.region if start else None) or choose_default_region(),
        image=arguments.image or SAMPLE_IMAGE,
        port=SAMPLE_PORT if arguments.port is None else arguments.port,
        installer=arguments.installer or "pip",
        source=arguments.source,
        github=bool(arguments.github),
    )
    if not arguments.yes and sys.stdin.isatty() and sys.stdout.isatty():
        from fargate_web_cli.init.questions import ask_choices

        given = {name for name, value in vars(arguments).items() if value is not None}
        try:
            choices = ask_choices(choices, given, with_image=start is None)
        except (EOFError, KeyboardInterrupt):
            print("\nNothing was written.", file=sys.stderr)
            return 1
    faults = list(choices.find_faults())
    if faults:
        parser.error("\n  ".join(faults))
    return _write_project(choices, start, force=arguments.force)


def _write_project(choices: ProjectChoices, start: "StartingPoint | None", *, force: bool) -> int:
    from fargate_web_cli.init.project_files import render_project_files, write_files
    from fargate_web_cli.init.stack_files import render_stack_files
    from fargate_web_cli.migrate.report import Report

    report = Report()
    stack_files = render_stack_files(choices, start, report)
    refused = bool(report.faults_by_outcome["refused"])
    # Converted stack files are written with their faults, to be corrected in the file; wrong answers stop the command.
    if stack_files is None or (refused and start is None):
        return _report_nothing_written(report.format_lines())
    texts = render_project_files(choices, stack_files)
    obstacles = write_files(choices.folder, texts, force=force)
    if obstacles:
        can_force = not force and all(obstacle.endswith(" exists") for obstacle in obstacles)
        hint = ["Give another folder, or --force to overwrite existing files."] if can_force else []
        return _report_nothing_written([*obstacles, *hint])
    for line in report.format_lines():
        print(line, file=sys.stderr)
    print(format_summary(choices, texts, has_faults=refused))
    return int(refused)


def _report_nothing_written(lines: Iterable[str]) -> int:
    for line in lines:
        print(line, file=sys.stderr)
    print("Nothing was written.", file=sys.stderr)
    return 1


def format_summary(choices: ProjectChoices, texts: Mapping[str, str], *, has_faults: bool) -> str:
    """List the written files and the next commands."""
    folder = os.path.relpath(choices.folder)
    enter = [] if folder == "." else [f"  cd {shlex.quote(folder)}"]
    install = ["  uv sync && . .venv/bin/activate"]
    if choices.installer == "pip":
        install = ["  python3 -m venv .venv && . .venv/bin/activate && pip install -r requirements.txt"]
    option = "" if DEFAULT_STACK in choices.stacks or len(choices.stacks) == 1 else f" --stack {choices.stacks[0]}"
    lines = [
        f"The project {choices.name} is written into {'this folder' if folder == '.' else folder}:",
        *(f"  {name}" for name in texts),
        "Correct the faults above. Next:" if has_faults else "Next:",
        *enter,
        *install,
        # Without comments: an interactive zsh takes them for arguments.
        "  fargate-web check",
        f"  fargate-web preview{option}",
        "  python -m pytest",
        f"  pulumi stack init {choices.stacks[0]} && pulumi up",
    ]
    if any(REPOSITORY_PLACEHOLDER in text for text in texts.values()):
        lines.append(f"In the workflow, replace {REPOSITORY_PLACEHOLDER} with the repository of fargate-web on GitHub.")
    return "\n".join(lines)


def build_parser() -> CommandParser:
    """Build the parser of the command."""
    parser = build_command_parser("fargate-web init", _DESCRIPTION, _EXAMPLES)
    parser.add_argument("folder", nargs="?", default=".", metavar="DIR", help="the folder of the project (default: this one)")
    parser.add_argument("--name", metavar="NAME", help="the name of the project (default: that of the folder)")
    parser.add_argument("-s", "--stack", action="append", metavar="NAME", help="a stack, once for each (default: dev)")
    parser.add_argument(
        "--region", metavar="REGION", help=f"the Region (default: that of the task definition, AWS_REGION, or {DEFAULT_REGION})"
    )
    parser.add_argument(
        "--image", metavar="IMAGE", help="the image of the service web, or the one that the Dockerfile builds (default: a sample)"
    )
    parser.add_argument("--port", metavar="PORT", type=int, help=f"the port that its container listens on (default: {SAMPLE_PORT})")
    start = parser.add_mutually_exclusive_group()
    start.add_argument(
        "--from-dockerfile", metavar="FILE", help="start from a Dockerfile (default: that of DIR, if there is one and no --image)"
    )
    start.add_argument("--from-compose", metavar="FILE", help="start from a file of Docker Compose")
    start.add_argument("--from-task-definition", metavar="FILE", help="start from a task definition, as JSON of the AWS CLI")
    start.add_argument("--from-copilot", metavar="DIR", help="start from the folder copilot of AWS Copilot")
    parser.add_argument("--account", metavar="ID", help="the AWS account, for the ARNs and addresses that a conversion writes")
    parser.add_argument("--with", dest="installer", choices=("pip", "uv"), help="the installer of the packages (default: pip)")
    parser.add_argument(
        "--source", default="index", metavar="SOURCE", help="index, or git+https://github.com/<owner>/<repository>@<tag> (default: index)"
    )
    parser.add_argument("--github", action="store_const", const=True, help="write a workflow for pull requests too")
    parser.add_argument("--force", action="store_true", help="overwrite existing files")
    parser.add_argument("-y", "--yes", action="store_true", help="ask nothing")
    return parser
