"""Sidecars: what is written of them, what the application keeps, and what they may do."""

import json

import pulumi
import pytest
from fargate_web import Service
from fargate_web.faults.fault import SettingsError
from fargate_web.testing import Run

TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
ECR = "123456789012.dkr.ecr.us-west-2.amazonaws.com"
REPOSITORY = "arn:aws:ecr:us-west-2:123456789012:repository"
SECRET = "arn:aws:secretsmanager:us-west-2:123456789012:secret"


def containers(result: Run) -> dict[str, dict]:
    """Read the container definitions of the one task, by name."""
    return {container["name"]: container for container in json.loads(result.find_one(TASK_DEFINITION).inputs["containerDefinitions"])}


def statements(result: Run, role: str) -> dict[str, dict]:
    """Read the policy of a role, by statement; none where the role has no policy."""
    policies = [policy for policy in result.find_all(ROLE_POLICY) if policy.name == role]
    found = [statement for policy in policies for statement in json.loads(policy.inputs["policy"])["Statement"]]
    return {statement.get("Sid", str(index)): statement for index, statement in enumerate(found)}


@pytest.fixture(scope="module")
def web(build) -> Run:
    proxy = {
        "image": f"{ECR}/proxy:1",
        "essential": False,
        "cpu": 64,
        "memory": 128,
        "memoryReservation": 64,
        "healthCheck": "wget -q localhost:8080",
        "dependsOn": {"main": "START", "init": "SUCCESS"},
        "environment": {"B": "2", "A": "1"},
        "secrets": {"KEY": f"{SECRET}:proxy-a1b2c3:key::"},
        "environmentFiles": ["arn:aws:s3:::settings/proxy.env"],
        "user": "101",
        "ulimits": {"nofile": {"soft": 1024, "hard": 4096}},
        "capabilities": {"drop": ["NET_RAW", "CHOWN"], "add": ["SYS_PTRACE"]},
        "dockerLabels": {"b": "2", "a": "1"},
        "stopTimeout": 10,
    }
    init = {"image": f"{ECR}/init:1", "essential": False, "readonlyRootFilesystem": True}
    return build.service(
        build.web(
            names={"container": "app"},
            sidecars={"proxy": proxy, "init": init},
            dependsOn={"init": "COMPLETE"},
            containerHealthCheck="true",
            readonlyRootFilesystem=True,
        )
    )[1]


def test_a_sidecar_is_written_in_full(web):
    assert containers(web)["proxy"] == {
        "name": "proxy",
        "image": f"{ECR}/proxy:1",
        "essential": False,
        "cpu": 64,
        "memory": 128,
        "memoryReservation": 64,
        "healthCheck": {"command": ["CMD-SHELL", "wget -q localhost:8080"], "interval": 30, "timeout": 5, "retries": 3},
        "dependsOn": [{"containerName": "app", "condition": "START"}, {"containerName": "init", "condition": "SUCCESS"}],
        "environment": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}],
        "secrets": [{"name": "KEY", "valueFrom": f"{SECRET}:proxy-a1b2c3:key::"}],
        "environmentFiles": [{"type": "s3", "value": "arn:aws:s3:::settings/proxy.env"}],
        "user": "101",
        "ulimits": [{"name": "nofile", "softLimit": 1024, "hardLimit": 4096}],
        "linuxParameters": {"capabilities": {"add": ["SYS_PTRACE"], "drop": ["CHOWN", "NET_RAW"]}},
        "dockerLabels": {"a": "1", "b": "2"},
        "stopTimeout": 10,
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": web.find_one(LOG_GROUP).outputs["name"],
                "awslogs-region": "us-west-2",
                "awslogs-stream-prefix": "web",
                "max-buffer-size": "25m",
                "mode": "non-blocking",
            },
        },
    }


def test_the_application_comes_first_and_the_sidecars_in_the_order_of_their_names(web):
    assert list(containers(web)) == ["app", "init", "proxy"]


def test_the_application_has_what_the_sidecars_leave(web):
    app = containers(web)["app"]
    assert app["cpu"] == 256 - 64
    assert app["essential"] is True
    assert app["dependsOn"] == [{"containerName": "init", "condition": "COMPLETE"}]
    assert "memory" not in app
    assert "cpu" not in containers(web)["init"]


def test_a_sidecar_has_no_port_and_nothing_lets_anybody_in_to_it(web, build):
    assert [name for name, container in containers(web).items() if "portMappings" in container] == ["app"]
    plain = build.service(build.web())[1]
    assert {each.type for each in web.resources} == {each.type for each in plain.resources}
    assert len(web.resources) == len(plain.resources)


def test_scratch_volumes_are_each_containers_own(web):
    assert [volume["name"] for volume in web.find_one(TASK_DEFINITION).inputs["volumes"]] == ["scratch-tmp", "init--scratch-tmp"]
    assert containers(web)["app"]["mountPoints"] == [{"sourceVolume": "scratch-tmp", "containerPath": "/tmp", "readOnly": False}]
    assert containers(web)["init"]["mountPoints"] == [{"sourceVolume": "init--scratch-tmp", "containerPath": "/tmp", "readOnly": False}]


def test_a_scratch_volume_with_a_long_name_is_still_one_that_ecs_takes(build):
    sidecar = {"image": "a:1", "readonlyRootFilesystem": True, "writablePaths": ["/" + "a-" * 110, "/" + "a-" * 110 + "b"]}
    _, result = build.service(build.worker(sidecars={"s" * 128: sidecar}))
    volumes = [volume["name"] for volume in result.find_one(TASK_DEFINITION).inputs["volumes"]]
    assert len(set(volumes)) == 2
    assert max(map(len, volumes)) <= 255


def test_without_sidecars_nothing_of_them_is_written(build):
    [only] = containers(build.service(build.web())[1]).values()
    assert not only.keys() & {
        "cpu",
        "memory",
        "dependsOn",
        "ulimits",
        "dockerLabels",
        "environmentFiles",
        "repositoryCredentials",
        "environment",
    }
    assert "linuxParameters" not in only


def test_the_order_in_which_sidecars_are_said_makes_no_difference(build):
    one, two = {"image": f"{ECR}/b:1", "cpu": 1}, {"image": f"{ECR}/a:1", "dependsOn": {"main": "START", "one": "START"}}
    first = build.service(build.worker(sidecars={"one": one, "two": two}))[1]
    other = build.service(build.worker(sidecars={"two": {**two, "dependsOn": {"one": "START", "main": "START"}}, "one": one}))[1]
    assert first.find_one(TASK_DEFINITION).inputs == other.find_one(TASK_DEFINITION).inputs
    assert first.find_one(ROLE_POLICY).inputs == other.find_one(ROLE_POLICY).inputs


# --- permissions --------------------------------------------------------------------------------------------------------


def test_ecs_may_pull_and_read_what_every_container_needs_and_nothing_else(web):
    found = statements(web, "web-execution")
    assert found.keys() == {"Authenticate", "PullImage", "WriteLogs", "ReadSecrets", "ReadEnvironmentFiles", "LocateEnvironmentFiles"}
    assert found["PullImage"]["Resource"] == [f"{REPOSITORY}/web", f"{REPOSITORY}/init", f"{REPOSITORY}/proxy"]
    assert found["ReadSecrets"]["Resource"] == [f"{SECRET}:proxy-a1b2c3"]
    assert found["ReadEnvironmentFiles"]["Action"] == ["s3:GetObject"]
    assert found["ReadEnvironmentFiles"]["Resource"] == ["arn:aws:s3:::settings/proxy.env"]
    assert found["LocateEnvironmentFiles"]["Action"] == ["s3:GetBucketLocation"]
    assert found["LocateEnvironmentFiles"]["Resource"] == ["arn:aws:s3:::settings"]
    assert [sid for sid, statement in found.items() if statement["Resource"] == "*"] == ["Authenticate"]


def test_a_sidecar_gives_the_application_no_permission(web):
    assert statements(web, "web-task") == {}


def test_one_repository_and_one_secret_are_named_once(build):
    secrets = {"KEY": f"{SECRET}:key-a1b2c3:one::"}
    sidecar = {"image": build.image, "secrets": {"KEY": f"{SECRET}:key-a1b2c3:two::"}, "environmentFiles": ["arn:aws:s3:::b-1/a.env"]}
    args = build.worker(secrets=secrets, sidecars={"a": sidecar}, environmentFiles=["arn:aws:s3:::b-1/a.env", "arn:aws:s3:::b-1/b.env"])
    found = statements(build.service(args)[1], "web-execution")
    assert found["PullImage"]["Resource"] == f"{REPOSITORY}/web"
    assert found["ReadSecrets"]["Resource"] == [f"{SECRET}:key-a1b2c3"]
    assert found["ReadEnvironmentFiles"]["Resource"] == ["arn:aws:s3:::b-1/a.env", "arn:aws:s3:::b-1/b.env"]
    assert found["LocateEnvironmentFiles"]["Resource"] == ["arn:aws:s3:::b-1"]


def test_the_password_of_a_private_registry_may_be_read(build):
    result = build.service(build.worker(image="registry.example.com/web:1", repositoryCredentials=f"{SECRET}:registry-a1b2c3"))[1]
    assert statements(result, "web-execution").keys() == {"WriteLogs", "ReadSecrets"}
    assert statements(result, "web-execution")["ReadSecrets"]["Resource"] == [f"{SECRET}:registry-a1b2c3"]
    assert containers(result)["web"]["repositoryCredentials"] == {"credentialsParameter": f"{SECRET}:registry-a1b2c3"}


@pytest.mark.parametrize(
    ("name", "resources"),
    [
        ("database", ["database-??????"]),
        ("database-a1b2c3", ["database-a1b2c3"]),
        ("database-AbCdEf", ["database-AbCdEf"]),
        # A name may end like what Secrets Manager appends; both are allowed for, since ECS would otherwise not read the one of the two.
        ("database-secret", ["database-secret", "database-secret-??????"]),
    ],
)
def test_a_secret_is_read_whether_or_not_its_six_letters_are_said(build, name, resources):
    found = statements(build.service(build.worker(secrets={"A": f"{SECRET}:{name}"}))[1], "web-execution")
    assert found["ReadSecrets"]["Resource"] == [f"{SECRET}:{resource}" for resource in resources]


@pytest.mark.parametrize(
    ("reference", "resource"),
    [
        (f"{SECRET}:database-a1b2c3:url:AWSPREVIOUS:", f"{SECRET}:database-a1b2c3"),
        (f"{SECRET}:database-a1b2c3:::id", f"{SECRET}:database-a1b2c3"),
        (
            "arn:aws:secretsmanager:eu-west-1:210987654321:secret:database-a1b2c3:url::",
            "arn:aws:secretsmanager:eu-west-1:210987654321:secret:database-a1b2c3",
        ),
        ("arn:aws:ssm:eu-west-1:210987654321:parameter/web/key", "arn:aws:ssm:eu-west-1:210987654321:parameter/web/key"),
    ],
)
def test_a_secret_of_another_region_or_account_or_version_is_read_where_it_lies(build, reference, resource):
    result = build.service(build.worker(secrets={"A": reference}))[1]
    read = [each for each in statements(result, "web-execution").values() if each["Action"][0].startswith(("secretsmanager:", "ssm:"))]
    assert [each["Resource"] for each in read] == [[resource]]
    assert containers(result)["web"]["secrets"] == [{"name": "A", "valueFrom": reference}]


def test_files_and_images_that_are_known_later_are_allowed_as_soon_as_they_are_known(build):
    def args():
        later = pulumi.Output.from_input
        sidecar = {"image": later(f"{ECR}/proxy:1"), "environmentFiles": [later("arn:aws:s3:::settings/a.env")]}
        return build.worker(sidecars={"proxy": sidecar})

    found = statements(build.service(args)[1], "web-execution")
    assert found["PullImage"]["Resource"] == [f"{REPOSITORY}/web", f"{REPOSITORY}/proxy"]
    assert found["ReadEnvironmentFiles"]["Resource"] == ["arn:aws:s3:::settings/a.env"]
    assert found["LocateEnvironmentFiles"]["Resource"] == ["arn:aws:s3:::settings"]


# --- names --------------------------------------------------------------------------------------------------------------


def test_a_sidecar_with_the_name_of_the_service_is_refused_before_anything_is_registered(build):
    _, result = build.service(build.worker(sidecars={"web": {"image": "a:1"}}), strict=False)
    assert "'web' is the name of the application's own container too" in str(result.error)
    assert [resource for resource in result.resources if resource.custom] == []


def test_a_sidecar_may_have_the_name_of_the_service_where_the_application_has_another(build):
    result = build.service(build.worker(names={"container": "app"}, sidecars={"web": {"image": "a:1"}}))[1]
    assert list(containers(result)) == ["app", "web"]


def test_a_component_refuses_what_the_stack_file_does():
    with pytest.raises(SettingsError, match=r"sidecars\.a\.image"):
        Service("web", {"image": "a:1", "sidecars": {"a": {}}})
