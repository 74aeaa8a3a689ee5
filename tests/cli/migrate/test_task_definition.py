"""A task definition becomes a service."""

import json
from pathlib import Path
from typing import Any

import pytest
from botocore.session import get_session
from fargate_web_cli.migrate.conversion import StackContext
from fargate_web_cli.migrate.report import Report
from fargate_web_cli.migrate.task_definition.convert import convert_task_definition
from fargate_web_cli.migrate.task_definition.fields import CONTAINER_FIELDS, TASK_FIELDS

from tests.cli.migrate.starting import Converted, convert

IMAGE = "123456789012.dkr.ecr.us-west-2.amazonaws.com/shop:1.2"


def task(folder: Path, *containers: dict[str, Any], indent: Any = 2, described: bool = True, **keys: Any) -> Converted:
    definition = {
        "family": "Shop_web",
        "containerDefinitions": [{"name": "app", "image": IMAGE, **each} for each in containers or ({},)],
        **keys,
    }
    return convert(
        folder, "task.json", json.dumps({"taskDefinition": definition} if described else definition, indent=indent), convert_task_definition
    )


def shop(converted: Converted) -> dict:
    return converted.sections["services"]["shop-web"]


@pytest.mark.parametrize(
    ("container", "expected"),
    [
        ({"portMappings": [{"containerPort": 80, "hostPort": 80, "protocol": "tcp"}]}, {"port": 80}),
        ({"environment": [{"name": "A", "value": "é\U0001f600"}]}, {"environment": {"A": "é\U0001f600"}}),
        ({"secrets": [{"name": "KEY", "valueFrom": "/shop/key"}]}, {"secrets": {"KEY": "/shop/key"}}),
        (
            {"command": ["a"], "entryPoint": ["b"], "workingDirectory": "/c"},
            {"command": ["a"], "entryPoint": ["b"], "workingDirectory": "/c"},
        ),
        ({"user": "1", "readonlyRootFilesystem": True, "stopTimeout": 5}, {"user": "1", "readonlyRootFilesystem": True, "stopTimeout": 5}),
        ({"healthCheck": {"command": ["CMD", "a"], "interval": 9}}, {"containerHealthCheck": {"command": ["CMD", "a"], "interval": 9}}),
        ({"ulimits": [{"name": "nofile", "softLimit": 1, "hardLimit": 2}]}, {"ulimits": {"nofile": {"soft": 1, "hard": 2}}}),
        (
            {"linuxParameters": {"tmpfs": [{"containerPath": "/t", "size": 8}], "initProcessEnabled": True}},
            {"tmpfs": {"/t": 8}, "initProcessEnabled": True},
        ),
        ({"dockerLabels": {"a": "b"}}, {"dockerLabels": {"a": "b"}}),
        ({"restartPolicy": {"enabled": True}}, {"restartPolicy": True}),
        ({"restartPolicy": {"enabled": False, "ignoredExitCodes": [0]}}, {}),
        (
            {"restartPolicy": {"enabled": True, "ignoredExitCodes": [0], "restartAttemptPeriod": 60}},
            {"restartPolicy": {"ignoredExitCodes": [0], "restartAttemptPeriod": 60}},
        ),
        ({"cpu": 0, "memory": 512, "essential": True, "mountPoints": [], "environment": []}, {}),
        (
            {"logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-stream-prefix": "x", "awslogs-region": "r"}}},
            {"logs": {"streamPrefix": "x"}},
        ),
    ],
)
def test_fields_of_the_application_become_settings(tmp_path, container, expected):
    assert shop(task(tmp_path, container)) == {"image": IMAGE, **expected}


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"cpu": "512", "memory": "1024"}, {"cpu": 512, "memory": 1024}),
        ({"cpu": ".5 vCPU", "memory": "3 GB"}, {"cpu": 512, "memory": 3072}),
        ({"cpu": "300", "memory": "600"}, {"cpu": 512, "memory": 1024}),
        ({"runtimePlatform": {"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"}}, {"cpuArchitecture": "ARM64"}),
        ({"ephemeralStorage": {"sizeInGiB": 50}}, {"ephemeralStorage": 50}),
        ({"taskRoleArn": "arn:aws:iam::123456789012:role/task"}, {"roles": {"taskRole": {"arn": "arn:aws:iam::123456789012:role/task"}}}),
        ({"networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "revision": 7, "status": "ACTIVE"}, {}),
    ],
)
def test_fields_of_the_task_become_settings(tmp_path, keys, expected):
    assert shop(task(tmp_path, **keys)) == {"image": IMAGE, **expected}


def test_the_other_containers_are_sidecars(tmp_path):
    proxy = {
        "name": "proxy",
        "memory": 128,
        "essential": True,
        "dependsOn": [{"containerName": "app", "condition": "HEALTHY"}],
        "mountPoints": [{"sourceVolume": "v", "containerPath": "/v"}],
    }
    app = {"portMappings": [{"containerPort": 80}], "healthCheck": {"command": ["CMD", "a"]}}
    settings = shop(task(tmp_path, proxy, app, volumes=[{"name": "v", "host": {}}]))
    assert settings["sidecars"] == {
        "proxy": {"image": IMAGE, "memory": 128, "essential": True, "dependsOn": {"main": "HEALTHY"}, "volumes": {"v": {"path": "/v"}}}
    }
    assert (settings["port"], settings["volumes"]) == (80, {"v": {}})


def test_a_log_router_is_a_setting_of_the_logs(tmp_path):
    router = {
        "name": "router",
        "firelensConfiguration": {"type": "fluentbit", "options": {"enable-ecs-log-metadata": "true"}},
        "memoryReservation": 50,
        "healthCheck": {"command": ["CMD", "healthy"], "interval": 10},
    }
    app = {"logConfiguration": {"logDriver": "awsfirelens", "options": {"Name": "stdout"}}, "versionConsistency": "disabled"}
    settings = shop(task(tmp_path, router, app))
    assert settings["logs"] == {
        "fireLens": {
            "options": {"Name": "stdout"},
            "image": IMAGE,
            "type": "fluentbit",
            "memoryReservation": 50,
            "healthCheck": {"command": ["CMD", "healthy"], "interval": 10},
            "enableEcsLogMetadata": True,
        }
    }
    assert settings["versionConsistency"] == "disabled"
    assert "sidecars" not in settings


def test_a_file_system_keeps_its_access_point(tmp_path):
    configuration = {
        "fileSystemId": "fs-0123456789abcdef0",
        "rootDirectory": "/",
        "transitEncryption": "ENABLED",
        "authorizationConfig": {"accessPointId": "fsap-0123456789abcdef0", "iam": "ENABLED"},
    }
    settings = shop(
        task(
            tmp_path,
            {"mountPoints": [{"sourceVolume": "v", "containerPath": "/v", "readOnly": True}]},
            volumes=[{"name": "v", "efsVolumeConfiguration": configuration}],
        )
    )
    assert settings["volumes"] == {
        "v": {"path": "/v", "readOnly": True, "fileSystemId": "fs-0123456789abcdef0", "accessPointId": "fsap-0123456789abcdef0"}
    }


def test_a_file_system_of_s3_files_keeps_its_access_point(tmp_path):
    file_system = "arn:aws:s3files:us-west-2:123456789012:file-system/fs-0123456789abcdef0"
    access_point = f"{file_system}/access-point/fsap-0123456789abcdef0"
    configuration = {"fileSystemArn": file_system, "rootDirectory": "/", "accessPointArn": access_point, "transitEncryptionPort": 2049}
    mount = {"mountPoints": [{"sourceVolume": "v", "containerPath": "/v"}]}
    settings = shop(task(tmp_path, mount, volumes=[{"name": "v", "s3filesVolumeConfiguration": configuration}]))
    assert settings["volumes"] == {"v": {"path": "/v", "s3Files": {"fileSystemArn": file_system, "accessPointArn": access_point}}}


@pytest.mark.parametrize(
    ("container", "message"),
    [
        ({"privileged": True}, "privileged: Fargate runs no privileged containers"),
        ({"whatever": 1}, "the documentation of ECS has no such field"),
        ({"logConfiguration": {"logDriver": "splunk"}}, "and not by splunk"),
        (
            {"linuxParameters": {"tmpfs": [{"containerPath": "/t", "size": 8, "mountOptions": ["rw"]}]}},
            "mountOptions: it has no counterpart here",
        ),
        ({"portMappings": [{"containerPort": 80}, {"containerPort": 81}]}, "port 81"),
        ({"portMappings": [{"containerPortRange": "80-90"}]}, "a service has one TCP port"),
    ],
)
def test_what_has_no_counterpart_is_told_with_its_line(tmp_path, container, message):
    text = task(tmp_path, container).lines()
    assert message in text
    assert "task.json:" in text


def test_secrets_in_the_environment_become_references(tmp_path):
    converted = task(tmp_path, {"environment": [{"name": "DB_PASSWORD", "value": "hunter2hunter2"}]})
    assert shop(converted)["secrets"] == {"DB_PASSWORD": "/shop/dev/shop-web/DB_PASSWORD"}
    assert "hunter2" not in converted.lines()


@pytest.mark.parametrize("indent", ["\t", None])
@pytest.mark.parametrize("described", [True, False])
def test_any_form_of_json_is_read(tmp_path, indent, described):
    assert shop(task(tmp_path, indent=indent, described=described))["image"] == IMAGE


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "task.json:1:2: this is not JSON"),
        ("{}", "is no task definition"),
        ('{"containerDefinitions": []}', "there is no container"),
        ('{"containerDefinitions": [{}]}', "name is missing"),
    ],
)
def test_what_is_wrong_in_the_file_is_told(tmp_path, text, message):
    assert message in convert(tmp_path, "task.json", text, convert_task_definition).lines()


@pytest.mark.parametrize(
    ("shape", "table"), [("TaskDefinition", TASK_FIELDS), ("ContainerDefinition", CONTAINER_FIELDS), ("LinuxParameters", CONTAINER_FIELDS)]
)
def test_every_field_that_ecs_has_is_in_the_table(shape, table):
    prefix = "linuxParameters." if shape == "LinuxParameters" else ""
    members = get_session().get_service_model("ecs").shape_for(shape).members
    assert {f"{prefix}{name}" for name in members} <= {row.path for row in table}


@pytest.mark.parametrize("row", [*TASK_FIELDS, *CONTAINER_FIELDS], ids=lambda row: row.path)
def test_each_field_is_converted_or_has_a_note(row):
    assert row.converter or row.note


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "can't be read: No such file or directory"),
        (b"\xff\xfe", "can't be read: it is not UTF-8"),
        (b"[" * 100_000, "can't be read: it is nested too deep"),
    ],
    ids=["missing", "not UTF-8", "deep"],
)
def test_why_a_file_can_t_be_read_is_told_in_plain_words(tmp_path, content, reason):
    file = tmp_path / "task.json"
    if content is not None:
        file.write_bytes(content)
    report = Report()
    convert_task_definition(str(file), StackContext(), report)
    assert [fault.message for fault in report.faults_by_outcome["fault"]] == [f"{file} {reason}"]


def test_a_container_without_an_image_is_a_fault(tmp_path):
    assert task(tmp_path, {"image": None}).told("fault") == ["image is missing"]


def test_containers_of_one_name_are_a_fault(tmp_path):
    assert task(tmp_path, {}, {"name": "log"}, {"name": "log"}).told("fault") == ["there is a container log already"]
