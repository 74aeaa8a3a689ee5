"""The command line of `fargate-web preflight`."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fargate_web_cli.terminal.command_parser import CommandParser, build_command_parser, set_completion
from fargate_web_cli.terminal.standard_output import write_standard_output

if TYPE_CHECKING:
    from fargate_web.stack.loaded_stack import LoadedStack

    from fargate_web_cli.live.preflight.planned_stack import PlannedStack

NOTHING_ASKED: Final = 2
"""The exit status if AWS could not be asked at all."""
_ROLE_KEYS: Final = ("aws:assumeRole", "aws:assumeRoles")

_DESCRIPTION: Final = """\
Find out before `pulumi up` what only the live account can tell, each with its position in the stack file: images and their architecture, secrets and
parameters, certificates and domains, subnets and routes, listener rules and names that others have, quotas and free addresses, roles, alarms, and
deployments that an update would cut off.

The command only reads (with boto3: pip install 'fargate-web-cli[live]'). What the credentials may not read is reported as not checked. Values of
secrets are read with --read-secrets alone, to look for their JSON keys, and are never shown. Images outside ECR are looked up in their registry.
"""

_EXAMPLES: Final = """\
examples:
  fargate-web preflight --stack prod
  fargate-web preflight --stack prod --read-secrets
  fargate-web preflight --stack prod --policy > preflight.json
  fargate-web preflight --stack prod --json | jq -r '.findings[].message'

exit status: 0 if there are no errors; 1 if there are, or the stack file has faults; 2 if AWS can't be asked, there is no such stack, or the command
line is wrong; 130 after Ctrl-C.
environment: AWS_PROFILE and the other variables of the AWS CLI; aws:profile of the stack file comes first.
"""


def main(argv: Sequence[str]) -> int:
    """Run the command.

    Args:
        argv: The arguments after `preflight`.

    Returns:
        The exit status.
    """
    arguments = build_parser().parse_args(argv)
    # After the arguments, so that --help does not wait for the models.
    from fargate_web.faults.fault import SettingsError

    from fargate_web_cli.live.aws_errors import LiveError
    from fargate_web_cli.live.run_live import INTERRUPTED_STATUS
    from fargate_web_cli.project.project import ProjectError

    try:
        return _run(arguments)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    except (ProjectError, LiveError) as error:
        print(error, file=sys.stderr)
        return NOTHING_ASKED
    except OSError as error:
        print(f"{error.filename} can't be read: {error.strerror or error}", file=sys.stderr)
        return NOTHING_ASKED
    except KeyboardInterrupt:
        return INTERRUPTED_STATUS


def _run(arguments: argparse.Namespace) -> int:
    from fargate_web_cli.live import aws_session
    from fargate_web_cli.live.preflight.aws_reader import AwsReader
    from fargate_web_cli.live.preflight.facts.http import fetch_url
    from fargate_web_cli.live.preflight.facts.name_servers import ask_resolver
    from fargate_web_cli.live.preflight.permissions import build_policy
    from fargate_web_cli.live.preflight.report import render_json, render_text
    from fargate_web_cli.live.preflight.run import run_preflight

    planned, loaded = load_planned_stack(arguments.stack, arguments.config_file)
    if arguments.policy:
        policy = json.dumps(build_policy(planned, reads_values=arguments.read_secrets), indent=2) + "\n"
        return write_standard_output(lambda stream: stream.write(policy), "The policy")
    profile = loaded.config.get("aws:profile") or None
    reader = AwsReader(lambda region: aws_session.open_session("preflight", region, profile), planned.region)
    account = reader.identify()
    if any(loaded.config.get(key) for key in _ROLE_KEYS):
        reader.report(
            "whether the role of the provider sees the same",
            "the provider takes the role of aws:assumeRoles; run this with its credentials.",
        )
    result = run_preflight(planned, reader, account, fetch_url, ask_resolver, reads_values=arguments.read_secrets)
    if arguments.json:
        text = render_json(planned, result, loaded.find_position)
    else:
        text = render_text(planned, result, loaded.find_position, terminal=sys.stdout.isatty())
    failed = write_standard_output(lambda stream: stream.write(text), "The result")
    has_errors = any(finding.severity == "error" for finding in result.findings)
    return failed or (1 if has_errors else 0 if result.has_answers else NOTHING_ASKED)


def load_planned_stack(stack: str | None, file: Path | None) -> "tuple[PlannedStack, LoadedStack]":
    """Load the stack that the options of the command line name.

    Raises:
        ProjectError: There is no such stack, or it has no stack file of fargate-web.
        SettingsError: The stack file has faults.
        OSError: A file can't be read.
    """
    from fargate_web.stack.load import load_file
    from fargate_web.stack_file.allowed_accounts import ACCOUNTS_KEY, parse_accounts

    from fargate_web_cli.live.preflight.planned_stack import PlannedStack
    from fargate_web_cli.project.project import ProjectError, find_project
    from fargate_web_cli.project.stack_configuration import choose_stack_file, is_stack_file

    project = find_project()
    name, path = choose_stack_file(project, stack, file)
    if path is None or not is_stack_file(path, project):
        raise ProjectError(
            f"{path or f'Pulumi.{name}.yaml'}: there is no setting of fargate-web in it, so that there is nothing to ask for."
        )
    loaded = load_file(path, stack=name, project_file=project.file)
    config: Mapping[str, str] = loaded.config
    planned = PlannedStack(
        project=project.name,
        name=loaded.stack_name,
        region=loaded.region,
        settings=loaded.stack,
        rule_priorities=loaded.rule_priorities,
        allowed_accounts=tuple(parse_accounts(config.get(ACCOUNTS_KEY, ""))),
        warned=frozenset((fault.code, fault.path) for fault in loaded.warnings),
    )
    return planned, loaded


def build_parser() -> CommandParser:
    """Build the parser of the command."""
    parser = build_command_parser("fargate-web preflight", _DESCRIPTION, _EXAMPLES)
    stack = parser.add_argument("-s", "--stack", metavar="NAME", help="the stack (default: dev, or the only one)")
    set_completion(stack, "stack")
    file = parser.add_argument(
        "--config-file", metavar="FILE", type=Path, help="a stack file (default: Pulumi.<stack>.yaml beside Pulumi.yaml)"
    )
    set_completion(file, "file")
    parser.add_argument("--read-secrets", action="store_true", help="read secrets to look for their JSON keys; values are never shown")
    formats = parser.add_mutually_exclusive_group()
    formats.add_argument("--policy", action="store_true", help="write the IAM policy that the command needs for the stack, and ask nothing")
    formats.add_argument("-j", "--json", action="store_true", help="write one JSON document")
    return parser
