"""Answers of AWS for `fargate-web rollback`."""

from tests.cli.live.fake_aws import FakeAws
from tests.cli.live.outputs import CLUSTER
from tests.cli.live.services import (
    ACCOUNT,
    answer_deployment,
    answer_revisions,
    answer_service,
    at,
    deployment_arn,
    revision_arn,
)

SHIFTING = ("BLUE_GREEN", "CANARY", "LINEAR")
STACK_FILE = """\
config:
  aws:region: us-west-2
  fargate-web:services:
    web:
      image: {image}
      port: 8080
"""


def list_history(*revisions, status="SUCCESSFUL"):
    """List deployments of revisions, the newest first."""
    return {
        "serviceDeployments": [
            {
                "serviceDeploymentArn": deployment_arn() if index == 0 else f"old-{index}",
                "createdAt": at(-1000 * index),
                "status": status if index == 0 else "SUCCESSFUL",
                "targetServiceRevisionArn": revision_arn("web", number),
            }
            for index, number in enumerate(revisions)
        ]
    }


def build_aws(deployment, running=13, **more):
    status = deployment["status"]
    return FakeAws(
        **{
            "describe_services": {"services": [answer_service(taskDefinition=f"{ACCOUNT}:task-definition/shop-web:{running}")]},
            "list_service_deployments": list_history(13, 12, 11, status=status),
            "describe_service_deployments": {"serviceDeployments": [deployment]},
            "describe_service_revisions": answer_revisions,
            "describe_task_definition": {"taskDefinition": {"status": "ACTIVE"}},
            "stop_service_deployment": {"serviceDeploymentArn": deployment_arn()},
            "update_service": {"service": answer_service()},
        }
        | more
    )


DONE = answer_deployment(status="SUCCESSFUL", stage=None, finishedAt=at(400))


def changes(aws):
    return [(operation, params) for operation, params in aws.calls if operation in ("stop_service_deployment", "update_service")]


STOP = ("stop_service_deployment", {"serviceDeploymentArn": deployment_arn(), "stopType": "ROLLBACK"})
UPDATE = ("update_service", {"cluster": CLUSTER, "service": "web-1a2b3c", "taskDefinition": "shop-web:12"})
