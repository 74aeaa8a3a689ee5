"""What the stack needs of the roles that exist already, and the service-linked roles that it needs."""

from typing import Final, TypeAlias

from fargate_web.analysis.secret_references import is_parameter
from fargate_web.checks.accounts import list_credentials, list_secrets
from fargate_web.checks.egress import list_images
from fargate_web.settings.registry_host import read_private_registry

from fargate_web_cli.live.preflight.facts.image_names import parse_image_name
from fargate_web_cli.live.preflight.facts.secrets import find_parameter_name, parse_secret_reference
from fargate_web_cli.live.preflight.planned_stack import PlannedStack, find_region_of

Needs: TypeAlias = list[tuple[tuple[str, ...], tuple[str, ...]]]
"""Groups of actions, each with its resources."""

PULL_ACTIONS: Final = ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")


def list_role_needs(planned: PlannedStack, account: str) -> dict[str, Needs]:
    """List the existing roles by ARN, with what ECS needs each execution role for. What a task role needs, only the application knows."""
    needs: dict[str, Needs] = {arn: [] for arn in planned.list_existing_roles().values()}
    for place, task in planned.settings.tasks.items():
        arn = task.roles.execution_role.arn
        if not isinstance(arn, str):
            continue
        images = [image for image in list_images(task).values() if isinstance(image, str)]
        references = [value for value in (list_secrets(place, task) | list_credentials(place, task)).values() if isinstance(value, str)]
        repositories = tuple(dict.fromkeys(found for image in images if (found := _build_repository_arn(image, planned.partition))))
        secrets = tuple(dict.fromkeys(parse_secret_reference(each).arn for each in references if not is_parameter(each)))
        parameters = tuple(dict.fromkeys(build_parameter_arn(each, planned, account) for each in references if is_parameter(each)))
        needs[arn] += [
            (actions, resources)
            for actions, resources in (
                (("ecr:GetAuthorizationToken",), ("*",) if repositories else ()),
                (PULL_ACTIONS, repositories),
                (("secretsmanager:GetSecretValue",), secrets),
                (("ssm:GetParameters",), parameters),
            )
            if resources and (actions, resources) not in needs[arn]
        ]
    return needs


def list_service_linked_roles(planned: PlannedStack) -> list[tuple[str, str]]:
    """List the service-linked roles that the stack needs: the name of each, and its service."""
    roles = []
    if planned.settings.tasks:
        roles.append(("AWSServiceRoleForECS", "ecs.amazonaws.com"))
    if planned.creates_load_balancer:
        roles.append(("AWSServiceRoleForElasticLoadBalancing", "elasticloadbalancing.amazonaws.com"))
    if any(service.scaling for service in planned.settings.services.values()):
        roles.append(("AWSServiceRoleForApplicationAutoScaling_ECSService", "ecs.application-autoscaling.amazonaws.com"))
    return roles


def build_parameter_arn(reference: str, planned: PlannedStack, account: str) -> str:
    """Build the ARN of a parameter that is referred to by name or ARN."""
    name = find_parameter_name(reference).lstrip("/")
    owner = reference.split(":")[4] if reference.startswith("arn:") else account
    return f"arn:{planned.partition}:ssm:{find_region_of(reference, planned.region)}:{owner}:parameter/{name}"


def _build_repository_arn(image: str, partition: str) -> str | None:
    registry = read_private_registry(image)
    if registry is None:
        return None
    return f"arn:{partition}:ecr:{registry.region}:{registry.account}:repository/{parse_image_name(image).repository}"
