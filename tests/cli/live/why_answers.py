"""Answers of AWS for `fargate-web why`."""

from tests.cli.live.fake_aws import FakeAws
from tests.cli.live.outputs import CLUSTER
from tests.cli.live.services import (
    ACCOUNT,
    answer_alarms,
    answer_deployment,
    answer_health,
    answer_revisions,
    answer_service,
    at,
    list_deployments,
)
from tests.cli.live.test_logs import container

NEW = f"{ACCOUNT}:task-definition/shop-web:13"

GROUP_ANSWER = {
    "HealthCheckPath": "/",
    "HealthCheckIntervalSeconds": 10,
    "HealthCheckTimeoutSeconds": 5,
    "Matcher": {"HttpCode": "200-299"},
}
ALARM = "shop-prod-web/deployment-5xx"


def answer_task(id_="t1", definition=NEW, **more):
    found = {
        "taskArn": f"{ACCOUNT}:task/{CLUSTER}/{id_}",
        "taskDefinitionArn": definition,
        "stopCode": "EssentialContainerExited",
        "stoppedReason": "Essential container in task exited",
        "startedAt": at(30),
        "stoppedAt": at(40),
        "containers": [{"name": "proxy", "exitCode": 0}, {"name": "web", "exitCode": 1}],
    }
    return found | more


def build_aws(*tasks, migrations=(), **more):
    image = {"image": "shop/web:1.13", "healthCheck": {"command": ["CMD-SHELL", "curl -f localhost"]}}
    definition = {"containerDefinitions": [container("proxy"), container("web") | image]}
    known = {task["taskArn"]: task for task in (*tasks, *migrations)}

    def list_tasks(params):
        if "family" in params:
            assert params["family"] == "shop-web-migration"
            status = "STOPPED" if params.get("desiredStatus") else "RUNNING"
            return {"taskArns": [task["taskArn"] for task in migrations if task.get("lastStatus", "STOPPED") == status]}
        return {"taskArns": [task["taskArn"] for task in tasks]}

    ended = answer_deployment(
        status="ROLLBACK_SUCCESSFUL", stage=None, finishedAt=at(300), deploymentCircuitBreaker={"status": "TRIGGERED"}
    )
    return FakeAws(
        **{
            "describe_services": {"services": [answer_service()]},
            "list_service_deployments": list_deployments(),
            "describe_service_deployments": {"serviceDeployments": [ended]},
            "describe_service_revisions": answer_revisions,
            "describe_task_definition": {"taskDefinition": definition},
            "list_tasks": list_tasks,
            "describe_tasks": lambda params: {"tasks": [known[arn] for arn in params["tasks"]]},
            "get_log_events": {"events": [{"message": "Error: no DATABASE_URL\n"}, {"message": "Authorization: Bearer abcdef"}]},
            "describe_target_health": answer_health,
            "describe_alarms": answer_alarms,
            "describe_target_groups": {"TargetGroups": [GROUP_ANSWER]},
        }
        | more
    )
