import json

import pulumi
import pulumi_aws as aws
import pytest
from fargate_web.component.documents import dump_canonical_json
from fargate_web.settings.service import Service as ServiceSettings
from fargate_web.task.task_definition import build_container_definitions
from fargate_web.task.volumes import list_scratch_volumes
from fargate_web.testing import Run

TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
SECRET = "arn:aws:secretsmanager:us-west-2:123456789012:secret:database-a1b2c3:url::"


def settings(**said) -> ServiceSettings:
    return ServiceSettings.model_validate({"image": "example.com/web:1", **said})


def written(name="web", **said) -> str:
    task = settings(**said)
    text = build_container_definitions(name, task, log_group_name="/logs", region="us-west-2", ports=task.container_ports)
    assert isinstance(text, str)
    return text


def definition(name="web", **said) -> dict:
    [only] = json.loads(written(name, **said))
    return only


LOG_CONFIGURATION = {
    "logDriver": "awslogs",
    "options": {
        "awslogs-group": "/logs",
        "awslogs-region": "us-west-2",
        "awslogs-stream-prefix": "web",
        "max-buffer-size": "25m",
        "mode": "non-blocking",
    },
}


def test_a_container_that_says_little_is_written_in_few_words():
    assert written() == (
        '[{"essential":true,"image":"example.com/web:1","logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"/logs",'
        '"awslogs-region":"us-west-2","awslogs-stream-prefix":"web","max-buffer-size":"25m","mode":"non-blocking"}},"name":"web"}]'
    )


def test_a_container_that_says_everything_is_written_in_full():
    assert definition(
        port=3000,
        command=["serve", "--port", "3000"],
        entryPoint=["/entry"],
        workingDirectory="/app",
        environment={"B": "2", "A": 1, "EMPTY": ""},
        secrets={"URL": SECRET, "KEY": "/web/key"},
        containerHealthCheck={"command": "curl -f localhost", "interval": 10, "timeout": 4, "retries": 2, "startPeriod": 20},
        user="10001:10001",
        readonlyRootFilesystem=True,
        writablePaths=["/tmp", "/var/cache/app.d"],
        initProcessEnabled=True,
        stopTimeout=60,
        logs={"streamPrefix": "ecs", "mode": "blocking"},
        names={"container": "Prod-E_Container"},
    ) == {
        "name": "Prod-E_Container",
        "image": "example.com/web:1",
        "essential": True,
        "portMappings": [{"name": "prod-e_container", "containerPort": 3000, "hostPort": 3000, "protocol": "tcp"}],
        "command": ["serve", "--port", "3000"],
        "entryPoint": ["/entry"],
        "workingDirectory": "/app",
        "environment": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}, {"name": "EMPTY", "value": ""}],
        "secrets": [{"name": "KEY", "valueFrom": "/web/key"}, {"name": "URL", "valueFrom": SECRET}],
        "healthCheck": {"command": ["CMD-SHELL", "curl -f localhost"], "interval": 10, "timeout": 4, "retries": 2, "startPeriod": 20},
        "user": "10001:10001",
        "readonlyRootFilesystem": True,
        "mountPoints": [
            {"sourceVolume": "scratch-tmp", "containerPath": "/tmp", "readOnly": False},
            {"sourceVolume": "scratch-var-cache-app_d", "containerPath": "/var/cache/app.d", "readOnly": False},
        ],
        "linuxParameters": {"initProcessEnabled": True},
        "stopTimeout": 60,
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {"awslogs-group": "/logs", "awslogs-region": "us-west-2", "awslogs-stream-prefix": "ecs", "mode": "blocking"},
        },
    }


def test_the_order_in_which_it_is_said_makes_no_difference():
    one = written(environment={"A": "1", "B": "2"}, secrets={"X": "x", "Y": "y"}, user="1", stopTimeout=30)
    other = written(stopTimeout=30, user="1", secrets={"Y": "y", "X": "x"}, environment={"B": "2", "A": "1"})
    assert one == other == dump_canonical_json(json.loads(one))


def test_nothing_that_fargate_refuses_is_written():
    refused = {"cpu", "memory", "links", "privileged", "extraHosts", "hostname", "dockerSecurityOptions", "volumesFrom"}
    assert not refused & definition(port=80, readonlyRootFilesystem=True).keys()


def test_a_start_period_of_nothing_is_left_out():
    assert definition(containerHealthCheck="true")["healthCheck"] == {
        "command": ["CMD-SHELL", "true"],
        "interval": 30,
        "timeout": 5,
        "retries": 3,
    }


@pytest.mark.parametrize(
    ("container", "port_name"),
    [("Web_1", "web_1"), ("-web", "web"), ("a" * 200, "a" * 64)],
)
def test_the_name_of_the_port_is_one_that_service_connect_takes(container, port_name):
    assert definition(port=80, names={"container": container})["portMappings"][0]["name"] == port_name


# --- a root that is read-only -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", [{}, {"readonlyRootFilesystem": False}])
def test_a_root_that_is_writable_needs_no_scratch_volumes(build, said):
    assert list_scratch_volumes(settings(**said)) == {}
    assert "mountPoints" not in definition(**said)
    _, result = build.service(build.worker(**said))
    assert "volumes" not in result.find_one(TASK_DEFINITION).inputs


def test_what_is_not_said_of_the_root_is_left_to_ecs():
    assert "readonlyRootFilesystem" not in definition()
    assert definition(readonlyRootFilesystem=False)["readonlyRootFilesystem"] is False


def test_every_mount_point_has_its_volume(build):
    _, result = build.service(build.worker(readonlyRootFilesystem=True, writablePaths=["/tmp", "/var/cache/nginx", "/var/run"]))
    inputs = result.find_one(TASK_DEFINITION).inputs
    [container] = json.loads(inputs["containerDefinitions"])
    assert inputs["volumes"] == [{"name": "scratch-tmp"}, {"name": "scratch-var-cache-nginx"}, {"name": "scratch-var-run"}]
    assert [mount["sourceVolume"] for mount in container["mountPoints"]] == [volume["name"] for volume in inputs["volumes"]]


def test_a_read_only_root_without_writable_paths_has_no_volumes(build):
    _, result = build.service(build.worker(readonlyRootFilesystem=True, writablePaths=[]))
    assert "volumes" not in result.find_one(TASK_DEFINITION).inputs
    assert json.loads(result.find_one(TASK_DEFINITION).inputs["containerDefinitions"])[0]["readonlyRootFilesystem"] is True


# --- logs ---------------------------------------------------------------------------------------------------------------


def test_the_log_driver_says_what_fargate_requires():
    assert definition()["logConfiguration"] == LOG_CONFIGURATION


def test_a_driver_that_blocks_has_no_buffer():
    options = definition(logs={"mode": "blocking", "maxBufferSize": "1m"})["logConfiguration"]["options"]
    assert options["mode"] == "blocking"
    assert "max-buffer-size" not in options


def test_the_buffer_is_as_said():
    assert definition(logs={"maxBufferSize": "4m"})["logConfiguration"]["options"]["max-buffer-size"] == "4m"


# --- Outputs ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def with_outputs(build) -> Run:
    def args():
        later = pulumi.Output.from_input
        return build.worker(image=later("example.com/web:2"), environment={"A": later("1")}, secrets={"KEY": later("/web/key")})

    return build.service(args)[1]


def test_outputs_stand_where_they_were_put_and_are_no_secret(with_outputs):
    task = with_outputs.find_one(TASK_DEFINITION)
    [container] = json.loads(task.inputs["containerDefinitions"])
    assert container["image"] == "example.com/web:2"
    assert container["environment"] == [{"name": "A", "value": "1"}]
    assert container["secrets"] == [{"name": "KEY", "valueFrom": "/web/key"}]
    assert task.secrets == frozenset()


def test_the_text_with_outputs_is_as_canonical_as_without(with_outputs):
    text = with_outputs.find_one(TASK_DEFINITION).inputs["containerDefinitions"]
    assert text == dump_canonical_json(json.loads(text))


@pytest.mark.parametrize("said", [{}, {"logs": {"logGroupName": "/ecs/web"}}])
def test_a_preview_shows_the_definitions_although_nothing_exists_yet(build, said):
    shown, created = (build.service(build.worker(**said), preview=preview)[1].find_one(TASK_DEFINITION) for preview in (True, False))
    assert shown.inputs["containerDefinitions"] == created.inputs["containerDefinitions"]


def test_a_preview_does_not_know_the_definitions_where_it_does_not_know_a_part(build):
    def args():
        return build.worker(environment={"TOPIC": aws.sns.Topic("topic").arn})

    assert "containerDefinitions" in build.service(args, preview=True)[1].find_one(TASK_DEFINITION).unknowns


def test_folders_in_memory_need_no_volume(build):
    _, result = build.service(
        build.worker(readonlyRootFilesystem=True, writablePaths=["/tmp", "/var/run"], tmpfs={"/tmp": 64, "/cache": 128})
    )
    inputs = result.find_one(TASK_DEFINITION).inputs
    [container] = json.loads(inputs["containerDefinitions"])
    assert container["linuxParameters"] == {"tmpfs": [{"containerPath": "/cache", "size": 128}, {"containerPath": "/tmp", "size": 64}]}
    assert [mount["containerPath"] for mount in container["mountPoints"]] == ["/var/run"]
    assert [volume["name"] for volume in inputs["volumes"]] == ["scratch-var-run"]


# --- a proxy in front -----------------------------------------------------------------------------------------------------


def test_the_port_of_a_proxy_is_mapped_at_the_proxy_under_the_name_of_the_service():
    proxy = {"image": "nginx:1"}
    application, sidecar = json.loads(written(port=8080, targetContainer="proxy", sidecars={"proxy": proxy}))
    assert "portMappings" not in application
    assert sidecar["portMappings"] == [{"name": "web", "containerPort": 8080, "hostPort": 8080, "protocol": "tcp"}]
    assert sidecar["dependsOn"] == [{"containerName": "web", "condition": "START"}]
