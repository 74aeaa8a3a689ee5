"""The command line of `fargate-web run`."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from fargate_web_cli.terminal.command_parser import CommandParser, add_stack_arguments, build_command_parser, find_closest_match

if TYPE_CHECKING:
    from fargate_web.settings.stack import Stack
    from fargate_web.settings.task import Task

_DESCRIPTION: Final = """\
Print services as a Compose file, or run them with Docker.

The file has what ECS would get: images, commands, environment, sidecars with their order and health checks, volumes, user, limits, and the names of
Service Connect. Its ports are open on this machine only. Secrets are variables, like ${DATABASE_URL}; the file has no values.

With --up, Docker Compose runs the file. The secrets are read with your AWS credentials and passed on in the environment of Docker, and are written
nowhere. A variable that is set already is not read: DATABASE_URL=… fargate-web run web --up uses another database.
"""

_EXAMPLES: Final = """\
examples:
  fargate-web run web > compose.yaml
  fargate-web run web api --stack staging --up
  DATABASE_URL=postgres://localhost/shop fargate-web run web --up

exit status: 0 if the file was printed; that of Docker with --up; 1 if a secret can't be read or the stack file has faults; 2 if the command line is
wrong.
environment: AWS_PROFILE and the other variables of the AWS CLI, with --up.
"""


def main(argv: Sequence[str]) -> int:
    """Run the command.

    Args:
        argv: The arguments after `run`.

    Returns:
        The exit status.
    """
    arguments = build_parser().parse_args(argv)
    from fargate_web_cli.live.run_live import run_live

    return run_live(lambda: _run(arguments))


def _run(arguments: argparse.Namespace) -> int:
    from fargate_web_cli.live import aws_session
    from fargate_web_cli.live.run.compose_file import build_compose_file
    from fargate_web_cli.live.run.docker import find_docker, run_compose
    from fargate_web_cli.live.run.secret_values import read_secret_values
    from fargate_web_cli.live.stack_settings import load_stack_settings
    from fargate_web_cli.terminal.standard_output import write_standard_output

    docker = find_docker() if arguments.up else ""
    project, loaded, settings = load_stack_settings(arguments.stack, arguments.config_file)
    tasks = {name: _choose(settings, name) for name in arguments.services}
    file = build_compose_file(f"{project.name}-{loaded.name}", settings, tasks, loaded.region, passes_credentials=arguments.credentials)
    if not arguments.up:
        return write_standard_output(lambda stream: stream.write(file.render()), "The Compose file")
    for note in file.notes:
        print(note, file=sys.stderr)
    values = {}
    if any(variable.reference is not None and variable.name not in os.environ for variable in file.variables):
        values = read_secret_values(aws_session.open_session("run", loaded.region), file.variables, os.environ)
    return run_compose(docker, file.render(), {**os.environ, **values})


def _choose(stack: "Stack", name: str) -> "Task":
    from fargate_web_cli.live.aws_errors import LiveError

    tasks: dict[str, Task] = {**stack.services, **stack.scheduled_tasks}
    if name in tasks:
        return tasks[name]
    closest = find_closest_match(name, list(tasks))
    known = f"did you mean {closest}?" if closest else f"the stack has {', '.join(tasks) or 'none'}."
    raise LiveError(f"There is no service or scheduled task {name}; {known}")


def build_parser() -> CommandParser:
    """Build the parser of the command."""
    parser = build_command_parser("fargate-web run", _DESCRIPTION, _EXAMPLES)
    parser.add_argument("services", metavar="SERVICE", nargs="+", help="services or scheduled tasks, as the stack file names them")
    parser.add_argument("--up", action="store_true", help="run the file with Docker Compose, until Ctrl-C")
    parser.add_argument(
        "--credentials", action="store_true", help="give the containers the AWS credentials in your environment, instead of a task role"
    )
    add_stack_arguments(parser)
    return parser
