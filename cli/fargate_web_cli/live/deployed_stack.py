"""The cluster and the services of a deployed stack, from its outputs or from the command line."""

import argparse
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fargate_web_cli.live.aws_errors import LiveError
from fargate_web_cli.terminal.command_parser import CommandParser, find_closest_match, set_completion


@dataclass(frozen=True)
class DeployedService:
    """A service of a deployed stack.

    Attributes:
        key: Its name in the stack file.
        name: Its name in ECS.
        log_group: The log group of its containers; None if it is not known.
        url: Its address; None if it has none, or none is known.
    """

    key: str
    name: str
    log_group: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class DeployedStack:
    """A deployed stack.

    Attributes:
        cluster: The name of its cluster.
        region: Its Region; None for that of the AWS configuration.
        services: Its services by key; None if only the cluster is known.
        partition: Its partition: `aws`, `aws-cn` or `aws-us-gov`.
        dashboard: The name of its CloudWatch dashboard; None if it has none, or none is known.
        alarms: The names of its alarms that notify somebody.
    """

    cluster: str
    region: str | None
    services: Mapping[str, DeployedService] | None
    partition: str = "aws"
    dashboard: str | None = None
    alarms: tuple[str, ...] = ()

    def get_service(self, key: str) -> DeployedService:
        """Return a service.

        Raises:
            LiveError: The stack has none of this name.
        """
        if self.services is None:
            return DeployedService(key, key)
        if key not in self.services:
            closest = find_closest_match(key, list(self.services))
            known = f"did you mean {closest}?" if closest else f"the stack has {', '.join(self.services) or 'none'}."
            raise LiveError(f"There is no service {key}; {known}")
        return self.services[key]

    def choose_service(self, key: str | None) -> DeployedService:
        """Return a service, by default the only one of the stack.

        Raises:
            LiveError: There are several services and none is named.
        """
        if key is not None:
            return self.get_service(key)
        if self.services is not None and len(self.services) == 1:
            return next(iter(self.services.values()))
        raise LiveError(f"Name a service{': ' + ', '.join(self.services) if self.services else ''}.")


def _parse_name(text: str) -> str:
    """Return a name. An empty one, such as that of a variable that is not set, would stand for another stack or Region than what was meant."""
    if not text.strip():
        raise argparse.ArgumentTypeError("the value is empty")
    return text


def add_live_arguments(parser: CommandParser) -> None:
    """Add the options that say which deployed stack a command asks about, the same for every command that asks AWS."""
    add_outputs_arguments(parser)
    parser.add_argument(
        "--cluster", metavar="NAME", type=_parse_name, help="the cluster, instead of stack outputs; then SERVICE is its name in ECS"
    )
    parser.add_argument("--region", metavar="REGION", type=_parse_name, help="the Region (default: that of the ARNs in the outputs)")


def add_outputs_arguments(parser: CommandParser) -> None:
    """Add the options that say whose stack outputs a command reads."""
    stack = parser.add_argument(
        "-s", "--stack", metavar="NAME", type=_parse_name, help="the stack (default: the selected one of the Pulumi CLI)"
    )
    set_completion(stack, "stack")
    outputs = parser.add_argument(
        "--outputs",
        metavar="FILE",
        type=Path,
        help="the stack outputs, as pulumi stack output --json writes them, instead of the Pulumi CLI",
    )
    set_completion(outputs, "file")


def find_deployed_stack(arguments: argparse.Namespace) -> DeployedStack:
    """Find the stack that the options of the command line name.

    Raises:
        LiveError: The options contradict each other, or the outputs can't be read.
    """
    region = getattr(arguments, "region", None)  # a command that reads the outputs alone has neither of these options
    if getattr(arguments, "cluster", None) is not None:
        if arguments.outputs is not None:
            raise LiveError("--cluster and --outputs exclude each other.")
        return DeployedStack(arguments.cluster, region, None)
    source = f"{arguments.outputs}" if arguments.outputs is not None else "the outputs of the stack"
    text = _read_file(arguments.outputs) if arguments.outputs is not None else _run_pulumi(arguments.stack)
    try:
        outputs = json.loads(text)
    except ValueError:
        raise LiveError(f"{source}: this is not JSON; write the file with pulumi stack output --json.") from None
    return parse_outputs(outputs, source, region)


def parse_outputs(outputs: Any, source: str, region: str | None = None) -> DeployedStack:
    """Return the stack of a document of outputs.

    Raises:
        LiveError: It has no cluster or services.
    """
    services = outputs.get("services") if isinstance(outputs, dict) else None
    if not isinstance(services, dict):
        raise LiveError(f"{source}: there is no output services; is it a stack of fargate-web, and was it deployed?")
    urls = outputs.get("urls") if isinstance(outputs.get("urls"), dict) else {}
    known = {
        key: DeployedService(key, str(value["name"]), value.get("logGroupName"), urls.get(key))
        for key, value in services.items()
        if isinstance(value, dict) and value.get("name")
    }
    # The ARN of a service names Region and cluster also in a stack that uses the cluster of another one:
    # arn:aws:ecs:us-west-2:123456789012:service/cluster/service.
    arns = [str(value.get("arn", "")) for value in services.values() if isinstance(value, dict)]
    parts = next((parts for arn in arns if len(parts := arn.split(":")) == 6 and parts[5].count("/") == 2), None)
    cluster = outputs.get("clusterName") or (parts[5].split("/")[1] if parts else None)
    if not cluster:
        raise LiveError(f"{source}: there is no output clusterName; write --cluster NAME.")
    place = parts or str(outputs.get("clusterArn", "")).split(":")
    found_region = place[3] if len(place) == 6 else None
    partition = place[1] if len(place) == 6 else "aws"
    alarms = outputs.get("alarmNames")
    names = tuple(map(str, alarms)) if isinstance(alarms, list) else ()
    return DeployedStack(str(cluster), region or found_region, known, partition, outputs.get("dashboardName"), names)


def _read_file(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise LiveError(f"{path} can't be read: {getattr(error, 'strerror', None) or error}") from None


def _run_pulumi(stack: str | None) -> str:
    program = shutil.which("pulumi")
    if program is None:
        raise LiveError(
            "The Pulumi CLI, which knows the outputs of the stack, is not installed; write --outputs FILE (of pulumi stack output --json) "
            "or --cluster NAME --region REGION."
        )
    command = [program, "stack", "output", "--json", "--non-interactive", *(("--stack", stack) if stack else ())]
    environment = {**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        raise LiveError(f"pulumi stack output failed: {lines[-1].removeprefix('error: ') if lines else f'exit status {done.returncode}'}")
    return done.stdout
