"""Finds out how a service gets back to its previous revision."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from fargate_web_cli.live.aws_errors import LiveError, NotAllowedError
from fargate_web_cli.live.aws_session import AwsSession
from fargate_web_cli.live.deployed_stack import DeployedService
from fargate_web_cli.live.read_service import read_service
from fargate_web_cli.live.status.model import Deployment, Revision
from fargate_web_cli.live.status.parse_answers import parse_revision, shorten_arn
from fargate_web_cli.live.status.read_status import list_deployments, read_deployment

_REVISIONS_PER_CALL: Final = 20
_UNDER_WAY: Final = frozenset(("STOP_REQUESTED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS"))


class Way(Enum):
    """How a service gets back."""

    END_DEPLOYMENT = "end-deployment"
    """ECS ends the deployment in progress by rollback."""
    DEPLOY_PREVIOUS = "deploy-previous"
    """A new deployment of the previous task definition."""
    NOTHING = "nothing"
    """ECS goes back already, or has gone back."""


@dataclass(frozen=True)
class Rollback:
    """How a service gets back to its previous revision.

    Attributes:
        way: How.
        deployment: The newest deployment.
        away_from: The revision to leave.
        back_to: The revision to go back to; None if ECS does not name it.
        strategy: The strategy of the deployments of the service, in the terms of ECS.
    """

    way: Way
    deployment: Deployment
    away_from: Revision | None
    back_to: Revision | None
    strategy: str


def choose_rollback(session: AwsSession, cluster: str, service: DeployedService) -> Rollback:
    """Find out how a service gets back to its previous revision.

    Raises:
        LiveError: There is nothing to go back to, or AWS can't be asked.
    """
    answer = read_service(session, cluster, service)
    history = list_deployments(session, cluster, service.name)
    newest = read_deployment(session, history[0]["serviceDeploymentArn"]) if history else None
    if newest is None:
        raise LiveError(f"ECS knows no deployment of {service.key}.")
    strategy = str(newest.strategy or answer.get("deploymentConfiguration", {}).get("strategy") or "ROLLING")
    if newest.is_in_progress or newest.status == "ROLLBACK_SUCCESSFUL":
        try:
            revisions = _read_revisions(session, [*newest.sources[:1], *([newest.target] if newest.target else [])], service.key)
        except NotAllowedError:
            revisions = {}  # it only names them, and the deployment can end without it
        way = Way.END_DEPLOYMENT if newest.is_in_progress and newest.status not in _UNDER_WAY else Way.NOTHING
        return Rollback(
            way, newest, revisions.get(newest.target or ""), revisions.get(newest.sources[0]) if newest.sources else None, strategy
        )
    current = shorten_arn(answer["taskDefinition"])
    succeeded = [each["targetServiceRevisionArn"] for each in history if _has_succeeded(each)]
    arns = list(dict.fromkeys([*([newest.target] if newest.target else []), *succeeded]))[:_REVISIONS_PER_CALL]
    revisions = _read_revisions(session, arns, service.key)
    back_to = next((found for arn in succeeded if (found := revisions.get(arn)) is not None and found.task_definition != current), None)
    if back_to is None or back_to.task_definition is None:
        raise LiveError(
            f"ECS knows no earlier deployment of {service.key} that succeeded with another task definition than {current} (it keeps 90 days); restore the old "
            "settings in the stack file, and run pulumi up."
        )
    _check_task_definition(session, back_to.task_definition, service)
    away_from = next((found for found in revisions.values() if found.task_definition == current), Revision("", current))
    return Rollback(Way.DEPLOY_PREVIOUS, newest, away_from, back_to, strategy)


def _has_succeeded(deployment: Mapping[str, Any]) -> bool:
    return deployment.get("status") == "SUCCESSFUL" and bool(deployment.get("targetServiceRevisionArn"))


def _read_revisions(session: AwsSession, arns: list[str], key: str) -> dict[str, Revision]:
    if not arns:
        return {}
    answer = session.call("ecs", "describe_service_revisions", serviceRevisionArns=arns)
    return {each["serviceRevisionArn"]: parse_revision(each, key) for each in answer.get("serviceRevisions", ())}


def _check_task_definition(session: AwsSession, name: str, service: DeployedService) -> None:
    """Refuse a task definition that ECS would refuse."""
    definition = session.call("ecs", "describe_task_definition", taskDefinition=name)["taskDefinition"]
    if definition.get("status", "ACTIVE") != "ACTIVE":
        raise LiveError(
            f"The previous task definition of {service.key}, {name}, is {definition['status']}, so that ECS does not deploy it; restore the old settings in the "
            "stack file, and run pulumi up."
        )
