"""Reads one service from ECS."""

from collections.abc import Mapping
from typing import Any

from fargate_web_cli.live.aws_errors import LiveError
from fargate_web_cli.live.aws_session import AwsSession
from fargate_web_cli.live.deployed_stack import DeployedService


def read_service(session: AwsSession, cluster: str, service: DeployedService) -> Mapping[str, Any]:
    """Return the answer of DescribeServices about a service.

    Raises:
        LiveError: ECS does not know the service, or can't be asked.
    """
    answer = session.call("ecs", "describe_services", cluster=cluster, services=[service.name])
    found: Mapping[str, Any] | None = next(iter(answer.get("services", ())), None)
    if found is None or not found.get("taskDefinition"):
        raise LiveError(f"ECS does not know the service {service.name} in the cluster {cluster}.")
    return found
