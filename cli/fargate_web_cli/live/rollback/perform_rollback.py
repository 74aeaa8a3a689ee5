"""Takes a service back to its previous revision."""

from collections.abc import Callable
from typing import Final

from fargate_web_cli.live.aws_errors import LiveError
from fargate_web_cli.live.aws_session import AwsSession
from fargate_web_cli.live.deployed_stack import DeployedService
from fargate_web_cli.live.rollback.choose_rollback import Rollback
from fargate_web_cli.live.status.read_status import find_last_deployment

_POLL_SECONDS: Final = 3
_MAXIMUM_POLLS: Final = 20


def end_deployment(session: AwsSession, rollback: Rollback) -> None:
    """End the deployment in progress by rollback.

    Raises:
        LiveError: It ended meanwhile, or AWS refuses.
    """
    try:
        session.call("ecs", "stop_service_deployment", serviceDeploymentArn=rollback.deployment.arn, stopType="ROLLBACK")
    except LiveError as error:
        if "ConflictException" in str(error) or "ServiceDeploymentNotFoundException" in str(error):
            raise LiveError(f"The deployment has ended meanwhile, so that ECS can't stop it; run the command again. ({error})") from None
        raise


def deploy_previous(session: AwsSession, cluster: str, service: DeployedService, rollback: Rollback) -> None:
    """Deploy the previous task definition. All other settings of the service stay as they are."""
    definition = rollback.back_to.task_definition if rollback.back_to is not None else None
    if definition is None:
        raise ValueError("there is no previous task definition")
    session.call("ecs", "update_service", cluster=cluster, service=service.name, taskDefinition=definition)


def await_new_deployment(session: AwsSession, cluster: str, service: DeployedService, old: str, sleep: Callable[[float], None]) -> str:
    """Wait until ECS lists a deployment after another one, and return its ARN.

    Raises:
        LiveError: It lists none within a minute.
    """
    for _ in range(_MAXIMUM_POLLS):
        arn = find_last_deployment(session, cluster, service.name)
        if arn is not None and arn != old:
            return arn
        sleep(_POLL_SECONDS)
    raise LiveError(f"ECS does not list the new deployment yet; follow it: fargate-web status {service.key} --watch")
