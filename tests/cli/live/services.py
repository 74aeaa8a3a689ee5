"""Answers of ECS about services, written after the API reference."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.cli.live.outputs import CLUSTER, GROUP

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ACCOUNT = "arn:aws:ecs:us-west-2:123456789012"


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def answer_service(name: str = "web", *, deploying: bool = False, **more: Any) -> dict[str, Any]:
    real = f"{name}-1a2b3c"
    found: dict[str, Any] = {
        "serviceArn": f"{ACCOUNT}:service/{CLUSTER}/{real}",
        "serviceName": real,
        "status": "ACTIVE",
        "desiredCount": 2,
        "runningCount": 2,
        "pendingCount": 0,
        "taskDefinition": f"{ACCOUNT}:task-definition/shop-{name}:12",
        "loadBalancers": [
            {
                "targetGroupArn": f"{GROUP}/{name}-blue/1",
                "containerName": name,
                "containerPort": 8080,
                "advancedConfiguration": {"alternateTargetGroupArn": f"{GROUP}/{name}-green/2"},
            }
        ],
        "deploymentConfiguration": {
            "strategy": "CANARY",
            "alarms": {"alarmNames": [f"shop-prod-{name}/deployment-5xx"], "enable": True, "rollback": True},
        },
        "currentServiceRevisions": [{"arn": revision_arn(name, 12), "requestedTaskCount": 2, "runningTaskCount": 2}],
        "events": [
            {"id": "1", "createdAt": at(-60), "message": f"(service {real}) has reached a steady state."},
            {"id": "2", "createdAt": at(5), "message": f"(service {real}) has started 1 tasks."},
        ],
    }
    if deploying:
        found["currentServiceDeployment"] = deployment_arn(name)
    return found | more


def revision_arn(name: str, number: int) -> str:
    return f"{ACCOUNT}:service-revision/{CLUSTER}/{name}-1a2b3c/{number}"


def deployment_arn(name: str = "web") -> str:
    return f"{ACCOUNT}:service-deployment/{CLUSTER}/{name}-1a2b3c/d1"


def answer_deployment(name: str = "web", status: str = "IN_PROGRESS", stage: str | None = "SCALE_UP", **more: Any) -> dict[str, Any]:
    weight, running = more.pop("weight", 0.0), more.pop("running", 1)
    strategy = more.pop("strategy", "CANARY")
    found: dict[str, Any] = {
        "serviceDeploymentArn": deployment_arn(name),
        "status": status,
        "createdAt": START,
        "startedAt": START,
        "deploymentConfiguration": {"strategy": strategy},
        "sourceServiceRevisions": [
            {
                "arn": revision_arn(name, 12),
                "requestedTaskCount": 2,
                "runningTaskCount": 2,
                "requestedProductionTrafficWeight": 100.0 - weight,
            }
        ],
        "targetServiceRevision": {
            "arn": revision_arn(name, 13),
            "requestedTaskCount": 2,
            "runningTaskCount": running,
            "pendingTaskCount": 1,
            "requestedProductionTrafficWeight": weight,
        },
    }
    if stage:
        found["lifecycleStage"] = stage
    return found | more


def list_deployments(name: str = "web", status: str = "IN_PROGRESS") -> dict[str, Any]:
    old = {"serviceDeploymentArn": "old", "createdAt": at(-9999), "status": "SUCCESSFUL"}
    return {"serviceDeployments": [old, {"serviceDeploymentArn": deployment_arn(name), "createdAt": START, "status": status}]}


def answer_revisions(params: dict[str, Any]) -> dict[str, Any]:
    return {"serviceRevisions": [_answer_revision(arn) for arn in params["serviceRevisionArns"]]}


def _answer_revision(arn: str) -> dict[str, Any]:
    name, number = arn.split("/")[-2].removesuffix("-1a2b3c"), arn.rpartition("/")[2]
    return {
        "serviceRevisionArn": arn,
        "taskDefinition": f"{ACCOUNT}:task-definition/shop-{name}:{number}",
        "loadBalancers": [{"containerName": name}],
        "containerImages": [
            {"containerName": "proxy", "image": "envoy:1"},
            {"containerName": name, "image": f"shop/{name}:1.{number}", "imageDigest": "sha256:0123456789abcdef0123456789abcdef"},
        ],
    }


def answer_alarms(params: dict[str, Any], *in_alarm: str) -> dict[str, Any]:
    names = in_alarm if "StateValue" in params else params["AlarmNames"]
    return {"MetricAlarms": [{"AlarmName": name, "StateValue": "ALARM" if name in in_alarm else "OK"} for name in names]}


def answer_health(params: dict[str, Any]) -> dict[str, Any]:
    states = ["healthy", "healthy"] if "blue" in params["TargetGroupArn"] else ["initial"]
    return {"TargetHealthDescriptions": [{"Target": {"Id": f"10.0.0.{i}"}, "TargetHealth": {"State": s}} for i, s in enumerate(states)]}
