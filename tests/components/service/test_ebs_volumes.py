"""Volumes of EBS: what ECS is asked to create for each task, the role that it does so with, and what must not be created."""

import json

import pytest
from fargate_web.checks.arn_places import list_key_arns
from fargate_web.settings.ebs_volume import EbsVolume
from fargate_web.settings.service import Service as ServiceSettings
from fargate_web.settings.stack import Stack
from fargate_web.testing import Run
from pydantic import ValidationError

TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
SERVICE, ROLE, POLICY = "aws:ecs/service:Service", "aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
KEY = "arn:aws:kms:us-west-2:123456789012:key/1a2b3c4d-1a2b-3c4d-5e6f-1a2b3c4d5e6f"
DATA = {"data": {"path": "/data", "ebs": {"sizeInGib": 100}}}


def read_volume(result: Run) -> dict:
    return result.find_one(SERVICE).inputs["volumeConfiguration"]


def find_ebs_names(result: Run, type_: str) -> list[str]:
    return [resource.name for resource in result.find_all(type_) if "-ebs" in resource.name]


@pytest.mark.parametrize("strategy", ["rolling", "blueGreen", "canary", "linear"])
def test_each_task_of_any_strategy_gets_a_new_encrypted_volume(build, strategy):
    component, result = build.service(build.web(volumes=DATA, deployment=strategy))
    [volume] = result.find_one(TASK_DEFINITION).inputs["volumes"]
    assert volume == {"name": "data", "configureAtLaunch": True}
    configuration = read_volume(result)
    assert configuration["name"] == "data"
    managed = configuration["managedEbsVolume"]
    assert {key: managed[key] for key in ("encrypted", "sizeInGb", "volumeType", "fileSystemType")} == {
        "encrypted": True,
        "sizeInGb": 100,
        "volumeType": "gp3",
        "fileSystemType": "xfs",
    }
    assert managed.keys().isdisjoint({"iops", "throughput", "snapshotId", "kmsKeyId"})
    assert find_ebs_names(result, ROLE) == ["web-ebs"]
    assert component.volume_role.role is not None


def test_all_that_is_said_is_passed_on(build):
    ebs = {
        "sizeInGib": 4000,
        "iops": 16000,
        "throughput": 1000,
        "filesystemType": "ext4",
        "snapshotId": "snap-0123456789abcdef0",
        "kmsKeyArn": KEY,
    }
    result = build.service(build.worker(volumes={"data": {"path": "/data", "ebs": ebs}}, tags={"team": "shop"}))[1]
    managed = read_volume(result)["managedEbsVolume"]
    assert managed["tagSpecifications"] == [{"resourceType": "volume", "propagateTags": "SERVICE", "tags": {"team": "shop"}}]
    assert {**managed, "roleArn": "", "tagSpecifications": []} == {
        "roleArn": "",
        "tagSpecifications": [],
        "encrypted": True,
        "kmsKeyId": KEY,
        "sizeInGb": 4000,
        "volumeType": "gp3",
        "iops": 16000,
        "throughput": 1000,
        "snapshotId": "snap-0123456789abcdef0",
        "fileSystemType": "ext4",
    }


def test_the_role_manages_volumes_and_uses_a_key_of_ones_own_alone(build):
    result = build.service(build.worker(volumes={"data": {"path": "/data", "ebs": {"sizeInGib": 1, "kmsKeyArn": KEY}}}))[1]
    [attachment] = [each for each in result.find_all(ATTACHMENT) if "-ebs" in each.name]
    assert attachment.inputs["policyArn"] == "arn:aws:iam::aws:policy/service-role/AmazonECSInfrastructureRolePolicyForVolumes"
    [policy] = [each for each in result.find_all(POLICY) if "-ebs" in each.name]
    statements = json.loads(policy.inputs["policy"])["Statement"]
    assert {statement["Resource"] for statement in statements} == {KEY}
    assert [statement.get("Condition") for statement in statements] == [None, {"Bool": {"kms:GrantIsForAWSResource": "true"}}]
    [role] = [each for each in result.find_all(ROLE) if each.name == "web-ebs"]
    assert "ecs.amazonaws.com" in role.inputs["assumeRolePolicy"]


def test_without_a_key_of_ones_own_the_role_has_no_further_rights(build):
    assert find_ebs_names(build.service(build.worker(volumes=DATA))[1], POLICY) == []


@pytest.mark.parametrize("volumes", [{}, {"shared": "/shared"}, {"data": {"fileSystemId": "fs-0123456789abcdef0", "path": "/data"}}])
def test_other_volumes_need_no_role_and_no_configuration(build, volumes):
    component, result = build.service(build.worker(volumes=volumes))
    assert "volumeConfiguration" not in result.find_one(SERVICE).inputs
    assert component.volume_role is None
    assert find_ebs_names(result, ROLE) == []


def test_the_volume_of_a_sidecar_is_mounted_there(build):
    volumes = {"data": {"ebs": {"sizeInGib": 1}}}
    sidecars = {"agent": {"image": "example.com/agent:1", "volumes": {"data": "/data"}}}
    result = build.service(build.worker(volumes=volumes, sidecars=sidecars))[1]
    containers = {each["name"]: each for each in json.loads(result.find_one(TASK_DEFINITION).inputs["containerDefinitions"])}
    assert containers["agent"]["mountPoints"][0]["sourceVolume"] == "data"
    assert "mountPoints" not in containers["web"]


def test_a_migration_gets_an_empty_folder_instead_because_it_is_no_task_of_the_service():
    settings = ServiceSettings.model_validate({"image": "example.com/web:1", "volumes": DATA, "migration": {"command": ["migrate"]}})
    task = settings.migration_task
    assert task is not None
    assert task.volumes["data"].ebs is None
    assert task.volumes["data"].path == "/data"


def test_the_key_is_compared_with_the_region_like_other_keys():
    volumes = {"data": {"path": "/data", "ebs": {"sizeInGib": 1, "kmsKeyArn": KEY}}}
    stack = Stack.model_validate({"services": {"web": {"image": "example.com/web:1", "volumes": volumes}}})
    assert (("services", "web", "volumes", "data", "ebs", "kmsKeyArn"), KEY) in list(list_key_arns(stack))


@pytest.mark.parametrize(
    "ebs",
    [
        {"sizeInGib": 1},
        {"sizeInGib": 16_384, "volumeType": "gp2"},
        {"sizeInGib": 1, "iops": 3000},
        {"sizeInGib": 8, "iops": 4000, "throughput": 1000},
        {"sizeInGib": 4, "volumeType": "io1", "iops": 200},
        {"sizeInGib": 256, "volumeType": "io2", "iops": 256_000},
        {"sizeInGib": 125, "volumeType": "sc1"},
        {"snapshotId": "snap-0123456789abcdef0"},
    ],
)
def test_volumes_that_ebs_has_are_accepted(ebs):
    assert EbsVolume.model_validate(ebs)


@pytest.mark.parametrize(
    "ebs",
    [
        {},
        {"sizeInGib": 0},
        {"sizeInGib": 16_385},
        {"sizeInGib": 3, "volumeType": "io1", "iops": 100},
        {"sizeInGib": 124, "volumeType": "st1"},
        {"sizeInGib": 100, "volumeType": "io1"},
        {"sizeInGib": 100, "volumeType": "gp2", "iops": 3000},
        {"sizeInGib": 100, "iops": 2999},
        {"sizeInGib": 100, "iops": 16_001},
        {"sizeInGib": 7, "iops": 4000},
        {"sizeInGib": 100, "throughput": 751},
        {"sizeInGib": 100, "throughput": 124},
        {"sizeInGib": 100, "volumeType": "io2", "iops": 3000, "throughput": 125},
        {"sizeInGib": 100, "volumeType": "standard"},
    ],
)
def test_volumes_that_ebs_does_not_have_are_refused(ebs):
    with pytest.raises(ValidationError):
        EbsVolume.model_validate(ebs)


def test_advice_on_throughput_fits_the_size():
    small, large = (EbsVolume.model_construct(size_in_gib=size, throughput=1000) for size in (1, 100))
    assert [fix.text for violation in small.find_violations() for fix in violation.fixes] == ["write throughput: 750"]
    assert [fix.text for violation in large.find_violations() for fix in violation.fixes] == ["write iops: 4000", "write throughput: 750"]
