"""Controls of services and clusters."""

from collections.abc import Iterator
from typing import Final

from .control import Control, Parameters
from .resource import UNKNOWN, RegisteredResource
from .sources import CHECKOV, link_security_hub

_TASK_DEFINITION: Final = "aws:ecs/taskDefinition:TaskDefinition"
_SERVICE: Final = "aws:ecs/service:Service"
_CLUSTER: Final = "aws:ecs/cluster:Cluster"
_INSIGHTS: Final = "containerInsights"


def _find_public_tasks(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if resource.get("networkConfiguration.assignPublicIp") is True:
        yield "its tasks have public addresses"


def _find_old_platform(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if resource.is_set("platformVersion") and not resource.may_be("platformVersion", "LATEST", "1.4.0"):
        yield f"its platform version is {resource.get('platformVersion')}"


def _find_exec(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if resource.get("enableExecuteCommand") is True:
        yield "ECS Exec lets people run commands in its containers"


def _find_missing_insights(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    settings = {setting.get("name"): setting.get("value") for setting in resource.list_blocks("settings")}
    if resource.get("settings") is not UNKNOWN and settings.get(_INSIGHTS) not in ("enabled", "enhanced", UNKNOWN):
        yield "Container Insights is off"


def _find_unlogged_exec(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    logging = resource.get("configuration.executeCommandConfiguration.logging")
    if logging in (None, "NONE"):
        yield "sessions of ECS Exec are not recorded"


def _find_unencrypted_exec(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if not resource.is_set("configuration.executeCommandConfiguration.kmsKeyId"):
        yield "sessions of ECS Exec are not encrypted with a key of yours"


def _find_untagged(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if not resource.is_set("tags") and not resource.is_set("tagsAll"):
        yield "it has no tags"


SERVICE_CONTROLS: Final = (
    Control(
        "ecs-no-public-addresses",
        "Tasks have no public addresses",
        "high",
        (_SERVICE,),
        ("ECS.2", "CKV_AWS_333"),
        link_security_hub("ECS.2"),
        "tasks in private subnets",
        "`subnets: public`",
        find=_find_public_tasks,
    ),
    Control(
        "ecs-latest-platform",
        "Services run on the latest platform of Fargate",
        "medium",
        (_SERVICE,),
        ("ECS.10", "CKV_AWS_332"),
        link_security_hub("ECS.10"),
        "`LATEST` or `1.4.0`",
        find=_find_old_platform,
        level="mandatory",
    ),
    Control(
        "ecs-exec-off",
        "ECS Exec is off",
        "medium",
        (_SERVICE,),
        (),
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
        "off by default",
        "`enableExecuteCommand: true`",
        find=_find_exec,
    ),
    Control(
        "ecs-container-insights",
        "Clusters have Container Insights",
        "medium",
        (_CLUSTER,),
        ("ECS.12", "CKV_AWS_65"),
        link_security_hub("ECS.12"),
        "`enhanced`",
        "`containerInsights: disabled`",
        find=_find_missing_insights,
    ),
    Control(
        "ecs-exec-recorded",
        "Sessions of ECS Exec are recorded",
        "medium",
        (_CLUSTER,),
        ("CKV_AWS_223",),
        CHECKOV,
        "a log group of its own",
        "`executeCommandLogs: false`",
        find=_find_unlogged_exec,
    ),
    Control(
        "ecs-exec-key",
        "Sessions of ECS Exec are encrypted with your own key",
        "low",
        (_CLUSTER,),
        ("CKV_AWS_224",),
        CHECKOV,
        "`encryption`, or `executeCommandLogs: {kmsKeyArn: …}`",
        by_default=False,
        find=_find_unencrypted_exec,
    ),
    Control(
        "ecs-tags",
        "Clusters, services and task definitions have tags",
        "low",
        (_CLUSTER, _SERVICE, _TASK_DEFINITION),
        ("ECS.13", "ECS.14", "ECS.15"),
        link_security_hub("ECS.13"),
        "the program tags its resources with `Project`, `Stack` and your tags; tasks get the tags of the service",
        find=_find_untagged,
    ),
)
