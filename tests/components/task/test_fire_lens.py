"""FireLens: the log router beside the application."""

import json

import pytest
from fargate_web.testing import Run

TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
KEY = "arn:aws:secretsmanager:us-west-2:123456789012:secret:datadog-a1b2c3"


def containers(result: Run) -> dict[str, dict]:
    return {each["name"]: each for each in json.loads(result.find_one(TASK_DEFINITION).inputs["containerDefinitions"])}


@pytest.fixture(scope="module")
def routed(build) -> Run:
    router = {"options": {"Name": "datadog", "provider": "ecs", "retry_limit": 2}, "secretOptions": {"apikey": KEY}}
    return build.service(build.worker(logs={"fireLens": router}, sidecars={"agent": {"image": "a:1"}}))[1]


def test_the_output_of_the_application_goes_to_the_router(routed):
    assert containers(routed)["web"]["logConfiguration"] == {
        "logDriver": "awsfirelens",
        "options": {"Name": "datadog", "provider": "ecs", "retry_limit": "2"},
        "secretOptions": [{"name": "apikey", "valueFrom": KEY}],
    }


def test_the_router_is_essential_and_root_and_writes_to_the_log_group(routed):
    router = containers(routed)["log_router"]
    assert {key: value for key, value in router.items() if key != "logConfiguration"} == {
        "name": "log_router",
        "image": "public.ecr.aws/aws-observability/aws-for-fluent-bit:3.4.17",
        "essential": True,
        "user": "0",
        "cpu": 32,
        "memoryReservation": 64,
        "firelensConfiguration": {"type": "fluentbit", "options": {"enable-ecs-log-metadata": "true"}},
    }
    assert router["logConfiguration"]["logDriver"] == "awslogs"
    assert router["logConfiguration"]["options"]["awslogs-group"] == routed.find_one(LOG_GROUP).outputs["name"]


def test_the_output_of_sidecars_goes_to_the_log_group(routed):
    assert containers(routed)["agent"]["logConfiguration"]["logDriver"] == "awslogs"


def test_its_secrets_may_be_read_by_ecs_and_by_nobody_else(routed):
    policies = {each.name: json.loads(each.inputs["policy"])["Statement"] for each in routed.find_all(ROLE_POLICY)}
    assert policies.keys() == {"web-execution"}
    [read] = [each for each in policies["web-execution"] if each["Sid"] == "ReadSecrets"]
    assert read["Resource"] == [KEY]


def test_a_file_of_the_image_and_the_other_router_are_as_said(build):
    router = {"type": "fluentd", "image": build.image, "configFile": "/extra.conf", "enableEcsLogMetadata": False, "memoryReservation": 100}
    result = build.service(build.worker(logs={"fireLens": router}))[1]
    assert containers(result)["log_router"]["firelensConfiguration"] == {
        "type": "fluentd",
        "options": {"config-file-type": "file", "config-file-value": "/extra.conf", "enable-ecs-log-metadata": "false"},
    }
    assert containers(result)["log_router"]["memoryReservation"] == 100
    assert containers(result)["web"]["logConfiguration"] == {"logDriver": "awsfirelens"}


def test_without_it_there_is_no_router(build):
    result = build.service(build.worker())[1]
    assert list(containers(result)) == ["web"]
    assert "firelensConfiguration" not in containers(result)["web"]


# --- health checks ------------------------------------------------------------------------------------------------------

WAITING = {"dependsOn": {"log_router": "HEALTHY"}, "cpu": 512, "memory": 1024}
UPTIME = ["CMD-SHELL", "curl -sf http://127.0.0.1:2020/api/v1/uptime || exit 1"]


def test_a_container_may_wait_until_the_router_is_healthy(build):
    result = build.service(build.worker(**WAITING, logs={"fireLens": {"options": {"Name": "datadog"}}}))[1]
    assert containers(result)["web"]["dependsOn"] == [{"containerName": "log_router", "condition": "HEALTHY"}]
    router = containers(result)["log_router"]
    assert router["healthCheck"]["command"] == UPTIME
    # The file opens the port that the check asks.
    options = router["firelensConfiguration"]["options"]
    assert options["config-file-value"] == "/fluent-bit/configs/output-metrics-healthcheck.conf"


def test_a_sidecar_may_wait_for_the_router_too(build):
    sidecars = {"agent": {"image": "a:1", "dependsOn": {"log_router": "HEALTHY"}}}
    result = build.service(build.worker(sidecars=sidecars, cpu=512, memory=1024, logs={"fireLens": {"options": {"Name": "s3"}}}))[1]
    assert containers(result)["log_router"]["healthCheck"]["command"] == UPTIME


def test_a_health_check_of_the_router_is_as_said(build):
    router = {"configFile": "/extra.conf", "healthCheck": {"command": "pgrep fluent-bit", "interval": 10}}
    result = build.service(build.worker(**WAITING, logs={"fireLens": router}))[1]
    check = containers(result)["log_router"]["healthCheck"]
    assert (check["command"], check["interval"]) == (["CMD-SHELL", "pgrep fluent-bit"], 10)
    assert containers(result)["log_router"]["firelensConfiguration"]["options"]["config-file-value"] == "/extra.conf"


@pytest.mark.parametrize(
    "router",
    [
        {"configFile": "/extra.conf"},
        {"options": {"Name": "s3"}, "image": "registry.example.com/own-router:1"},
        {"options": {"@type": "s3"}, "type": "fluentd", "image": "registry.example.com/fluentd:1"},
    ],
)
def test_a_router_of_another_make_needs_a_health_check_of_its_own(build, router):
    result = build.service(build.worker(**WAITING, logs={"fireLens": router}), strict=False)[1]
    assert "write logs: {fireLens: {healthCheck: …}}; or write dependsOn: {log_router: START}" in str(result.error)
    result = build.service(build.worker(**WAITING, logs={"fireLens": {**router, "healthCheck": "true"}}))[1]
    assert containers(result)["log_router"]["healthCheck"]["command"] == ["CMD-SHELL", "true"]
