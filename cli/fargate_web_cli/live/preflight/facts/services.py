"""Asks for the services of the stack that run already: their tasks, deployments and targets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fargate_web_cli.live.batches import split_into_batches
from fargate_web_cli.live.preflight.aws_reader import AwsReader
from fargate_web_cli.live.status.parse_answers import list_target_groups

_SERVICES_IN_A_CALL: Final = 10


@dataclass(frozen=True)
class LiveService:
    """A service that runs.

    Attributes:
        name: Its name in ECS.
        running: The number of tasks that run.
        desired: The number of tasks that shall run.
        is_deploying: Whether a deployment is in progress.
        strategy: The strategy of its deployments: `ROLLING`, `BLUE_GREEN`.
        weights: The share of the traffic of each revision in percent, the new one last; empty if none is shifted.
        healthy_targets: The number of healthy targets; None if it has no targets, or they are not known.
        targets: The number of targets.
    """

    name: str
    running: int
    desired: int
    is_deploying: bool = False
    strategy: str = "ROLLING"
    weights: tuple[float, ...] = ()
    healthy_targets: int | None = None
    targets: int = 0


def gather_services(reader: AwsReader, arns: Iterable[str]) -> tuple[LiveService, ...] | None:
    """Ask for services by their ARNs. Return None if they can't be asked for."""
    by_cluster: dict[str, list[str]] = {}
    for arn in arns:
        parts = arn.split("/")
        if len(parts) == 3:
            by_cluster.setdefault(parts[1], []).append(arn)
    found: list[LiveService] = []
    for cluster, services in by_cluster.items():
        for some in split_into_batches(services, _SERVICES_IN_A_CALL):
            answer = reader.ask(
                "the services that run",
                "ecs",
                "describe_services",
                answers=("ClusterNotFoundException",),
                cluster=cluster,
                services=some,
            )
            if answer is None:
                return None
            found += [_read_service(reader, service) for service in answer.content.get("services", ()) if service.get("status") == "ACTIVE"]
    return tuple(found)


def _read_service(reader: AwsReader, service: Mapping[str, Any]) -> LiveService:
    name = service["serviceName"]
    is_deploying = bool(service.get("currentServiceDeployment")) or any(
        deployment.get("rolloutState") == "IN_PROGRESS" for deployment in service.get("deployments", ())
    )
    states: list[str] | None = []
    for group in list_target_groups(service):
        answer = reader.ask(f"the targets of {name}", "elbv2", "describe_target_health", TargetGroupArn=group)
        if answer is None:
            states = None
            break
        assert states is not None
        states += [each.get("TargetHealth", {}).get("State", "") for each in answer.content.get("TargetHealthDescriptions", ())]
    return LiveService(
        name=name,
        running=service.get("runningCount", 0),
        desired=service.get("desiredCount", 0),
        is_deploying=is_deploying,
        strategy=service.get("deploymentConfiguration", {}).get("strategy", "ROLLING"),
        weights=_read_weights(reader, service) if is_deploying else (),
        healthy_targets=states.count("healthy") if states else None,
        targets=len(states or ()),
    )


def _read_weights(reader: AwsReader, service: Mapping[str, Any]) -> tuple[float, ...]:
    arn = service.get("currentServiceDeployment")
    if not arn:
        return ()
    answer = reader.ask(f"the deployment of {service['serviceName']}", "ecs", "describe_service_deployments", serviceDeploymentArns=[arn])
    deployment: Mapping[str, Any] = next(iter(answer.content.get("serviceDeployments", ())), {}) if answer else {}
    target = deployment.get("targetServiceRevision", {})
    revisions = [*deployment.get("sourceServiceRevisions", ()), target]
    weights = [revision.get("requestedProductionTrafficWeight") for revision in revisions]
    return tuple(float(weight) for weight in weights if weight is not None)
