"""Controls of task definitions."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..analysis.likely_secrets import looks_secret
from ..settings.root_user import is_root_user
from .control import Control, Parameters
from .resource import UNKNOWN, RegisteredResource
from .sources import CHECKOV, link_security_hub

_TASK_DEFINITION: Final = "aws:ecs/taskDefinition:TaskDefinition"
_CONTAINER_PARAMETERS: Final = {"exemptContainers": ["log_router"]}
_CREDENTIALS: Final = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "ECS_ENGINE_AUTH_DATA")


def _list_containers(resource: RegisteredResource, parameters: Parameters | None = None) -> Iterator[Mapping[str, Any]]:
    exempt = parameters.get("exemptContainers", ()) if parameters else ()
    for container in resource.parse_json("containerDefinitions") or ():
        if isinstance(container, Mapping) and container.get("name") not in exempt:
            yield container


def _find_privileged(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    for container in _list_containers(resource):
        if container.get("privileged"):
            yield f"its container {container.get('name')} is privileged"


def _find_writable_roots(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    for container in _list_containers(resource, parameters):
        if container.get("readonlyRootFilesystem") is not True:
            yield f"its container {container.get('name')} can write to its root file system"


def _find_root_users(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    for container in _list_containers(resource, parameters):
        user = container.get("user")
        if not user:
            yield f"its container {container.get('name')} sets no user, so that the image decides"
        elif is_root_user(str(user)):
            yield f"its container {container.get('name')} runs as root"


def _find_secrets(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    for container in _list_containers(resource):
        for variable in container.get("environment") or ():
            name = str(variable.get("name"))
            if name in _CREDENTIALS or looks_secret(name, variable.get("value")):
                yield f"its container {container.get('name')} has what looks like a secret in the variable {name}"


def _find_unlogged(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    for container in _list_containers(resource):
        if not (container.get("logConfiguration") or {}).get("logDriver"):
            yield f"its container {container.get('name')} has no log configuration"


def _find_network_mode(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if not resource.may_be("networkMode", "awsvpc"):
        yield f"its network mode is {resource.get('networkMode') or 'bridge'}, not awsvpc"


def _find_shared_processes(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if resource.get("pidMode") == "host":
        yield "its containers share the processes of the host"


def _find_single_role(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    role = resource.get("taskRoleArn")
    if role and role is not UNKNOWN and role == resource.get("executionRoleArn"):
        yield "the application has the role with which ECS pulls images and reads secrets"


def _find_plain_efs(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    for volume in resource.list_blocks("volumes"):
        configuration = volume.get("efsVolumeConfiguration")
        if isinstance(configuration, Mapping) and configuration.get("transitEncryption") not in ("ENABLED", UNKNOWN):
            yield f"its volume {volume.get('name')} is mounted without encryption in transit"


TASK_CONTROLS: Final = (
    Control(
        "ecs-no-privileged-containers",
        "Containers are not privileged",
        "high",
        (_TASK_DEFINITION,),
        ("ECS.4", "CKV_AWS_334"),
        link_security_hub("ECS.4"),
        "`privileged` is never set",
        find=_find_privileged,
        level="mandatory",
    ),
    Control(
        "ecs-read-only-root",
        "Root file systems are read-only",
        "high",
        (_TASK_DEFINITION,),
        ("ECS.5", "CKV_AWS_336"),
        link_security_hub("ECS.5"),
        "`readonlyRootFilesystem: true`, for each sidecar too",
        "advice: it depends on the image",
        by_default=False,
        find=_find_writable_roots,
        parameters=_CONTAINER_PARAMETERS,
    ),
    Control(
        "ecs-no-root-user",
        "Containers don't run as root",
        "medium",
        (_TASK_DEFINITION,),
        ("ECS.20",),
        link_security_hub("ECS.20"),
        "`user`, for each sidecar too",
        "advice: it depends on the image",
        by_default=False,
        find=_find_root_users,
        parameters={"exemptContainers": ["log_router", "aws-otel-collector"]},
    ),
    Control(
        "ecs-no-secrets-in-environment",
        "Environment variables contain no secrets",
        "high",
        (_TASK_DEFINITION,),
        ("ECS.8",),
        link_security_hub("ECS.8"),
        "a check finds names and values that look like secrets, in sidecars too",
        "advice",
        find=_find_secrets,
    ),
    Control(
        "ecs-containers-log",
        "Every container has a log",
        "high",
        (_TASK_DEFINITION,),
        ("ECS.9",),
        link_security_hub("ECS.9"),
        "`awslogs` to the log group of the service; with `fireLens`, the output goes to the destination that you set",
        find=_find_unlogged,
        level="mandatory",
    ),
    Control(
        "ecs-network-mode",
        "Tasks have a network interface of their own",
        "medium",
        (_TASK_DEFINITION,),
        ("ECS.17",),
        link_security_hub("ECS.17"),
        "`awsvpc`",
        find=_find_network_mode,
        level="mandatory",
    ),
    Control(
        "ecs-no-host-processes",
        "Tasks don't share the processes of the host",
        "high",
        (_TASK_DEFINITION,),
        ("ECS.3", "CKV_AWS_335"),
        link_security_hub("ECS.3"),
        "`pidMode` is never `host`",
        find=_find_shared_processes,
        level="mandatory",
    ),
    Control(
        "ecs-separate-roles",
        "Application and ECS have different roles",
        "medium",
        (_TASK_DEFINITION,),
        ("CKV_AWS_249",),
        CHECKOV,
        "an execution role and a task role",
        find=_find_single_role,
        level="mandatory",
    ),
    Control(
        "ecs-efs-encrypted-in-transit",
        "File systems are mounted with encryption",
        "medium",
        (_TASK_DEFINITION,),
        ("ECS.18", "CKV_AWS_97"),
        link_security_hub("ECS.18"),
        "always, with `volumes`",
        find=_find_plain_efs,
        level="mandatory",
    ),
)
