"""The log streams of a service, from its task definition."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fargate_web_cli.live.aws_errors import LiveError
from fargate_web_cli.live.aws_session import AwsSession
from fargate_web_cli.live.deployed_stack import DeployedService
from fargate_web_cli.live.read_service import read_service
from fargate_web_cli.terminal.command_parser import find_closest_match


@dataclass(frozen=True)
class LogSource:
    """The log of a container.

    Attributes:
        container: The name of the container.
        group: The log group.
        stream_prefix: The start of the names of its streams, which continue with the id of the task.
    """

    container: str
    group: str
    stream_prefix: str


def find_log_sources(
    session: AwsSession, cluster: str, service: DeployedService, container: str | None, *, sidecars: bool
) -> list[LogSource]:
    """Find the logs of the containers of a service.

    Args:
        session: The session.
        cluster: The cluster.
        service: The service.
        container: The only container. Default: the main one.
        sidecars: Whether to add all other containers.

    Raises:
        LiveError: There is no such service or container, or its log does not go to CloudWatch.
    """
    found = read_service(session, cluster, service)
    definition = session.call("ecs", "describe_task_definition", taskDefinition=found["taskDefinition"])["taskDefinition"]
    containers = {each["name"]: each for each in definition.get("containerDefinitions", ())}
    main = find_main_container(found, list(containers), service.key)
    if container is not None and container not in containers:
        closest = find_closest_match(container, list(containers))
        known = f"did you mean {closest}?" if closest else f"the task has {', '.join(containers)}."
        raise LiveError(f"There is no container {container}; {known}")
    names = [container or main, *(name for name in containers if sidecars and name != (container or main))]
    sources = {name: read_log_source(name, containers[name]) for name in names}
    known_sources = [source for source in sources.values() if source is not None]
    if sources[names[0]] is None and not sidecars:
        driver = containers[names[0]].get("logConfiguration", {}).get("logDriver")
        how = f"goes through the log driver {driver}" if driver else "is not kept"
        raise LiveError(f"The log of the container {names[0]} {how}, not to CloudWatch; --sidecars shows the other containers.")
    if not known_sources:
        raise LiveError(f"No container of {service.key} has a log in CloudWatch.")
    return known_sources


def find_main_container(service: Mapping[str, Any], containers: list[str], key: str) -> str:
    """Return the application's container: the one with the name of the service, or that of the load balancer, or else the first one."""
    candidates = [key, *(entry.get("containerName") for entry in service.get("loadBalancers", ()))]
    return next((name for name in candidates if name in containers), containers[0])


def read_log_source(name: str, definition: Mapping[str, Any]) -> LogSource | None:
    """Return the log of a container from its definition; None if it does not go to CloudWatch."""
    log = definition.get("logConfiguration", {})
    options = log.get("options", {})
    if log.get("logDriver") != "awslogs" or "awslogs-group" not in options or "awslogs-stream-prefix" not in options:
        return None
    return LogSource(name, options["awslogs-group"], f"{options['awslogs-stream-prefix']}/{name}/")
