"""Volumes: file systems, shared folders, who may mount them, and the way to them."""

import json

import pulumi_aws as aws
import pytest
from fargate_web.testing import UNKNOWN, Run

TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup"
FS, FSAP, SG = "fs-0123456789abcdef0", "fsap-0123456789abcdef0", "sg-0123456789abcdef0"
EFS = "arn:aws:elasticfilesystem:us-west-2:123456789012"


def volumes(result: Run) -> list[dict]:
    return result.find_one(TASK_DEFINITION).inputs["volumes"]


def mounts(result: Run) -> dict[str, list[dict]]:
    return {
        each["name"]: each.get("mountPoints", []) for each in json.loads(result.find_one(TASK_DEFINITION).inputs["containerDefinitions"])
    }


def allowed(result: Run) -> list[dict]:
    """Read what the task role may do."""
    return [
        statement
        for each in result.find_all(ROLE_POLICY)
        if each.name == "web-task"
        for statement in json.loads(each.inputs["policy"])["Statement"]
    ]


@pytest.fixture(scope="module")
def built(build):
    return lambda **said: build.service(build.worker(**said))[1]


def test_a_file_system_by_its_access_point_is_encrypted_on_the_way_and_asks_the_task_role(built):
    result = built(volumes={"data": {"fileSystemId": FS, "accessPointId": FSAP, "path": "/data"}})
    assert volumes(result) == [
        {
            "name": "data",
            "efsVolumeConfiguration": {
                "fileSystemId": FS,
                "transitEncryption": "ENABLED",
                "authorizationConfig": {"accessPointId": FSAP, "iam": "ENABLED"},
            },
        }
    ]
    assert mounts(result) == {"web": [{"sourceVolume": "data", "containerPath": "/data", "readOnly": False}]}
    assert allowed(result) == [
        {
            "Sid": "MountFileSystem",
            "Effect": "Allow",
            "Action": ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
            "Resource": f"{EFS}:file-system/{FS}",
            "Condition": {"StringEquals": {"elasticfilesystem:AccessPointArn": f"{EFS}:access-point/{FSAP}"}},
        }
    ]


def test_a_file_system_without_an_access_point_is_mounted_from_its_folder(built):
    result = built(volumes={"data": {"fileSystemId": FS, "rootDirectory": "/web", "path": "/data", "readOnly": True}})
    [volume] = volumes(result)
    assert volume["efsVolumeConfiguration"]["rootDirectory"] == "/web"
    assert volume["efsVolumeConfiguration"]["transitEncryption"] == "ENABLED"
    [statement] = allowed(result)
    assert statement["Action"] == ["elasticfilesystem:ClientMount"]
    assert "Condition" not in statement


def test_the_task_role_may_nothing_where_it_is_not_asked(built):
    result = built(volumes={"data": {"fileSystemId": FS, "path": "/data", "iam": False}})
    assert volumes(result)[0]["efsVolumeConfiguration"]["authorizationConfig"] == {"iam": "DISABLED"}
    assert allowed(result) == []


@pytest.mark.parametrize(("sidecar_only_reads", "writes"), [(True, False), (False, True)])
def test_it_may_write_where_one_container_may(built, sidecar_only_reads, writes):
    sidecar = {"image": "a:1", "volumes": {"data": {"path": "/in", "readOnly": sidecar_only_reads}}}
    result = built(volumes={"data": {"fileSystemId": FS, "path": "/data", "readOnly": True}}, sidecars={"a": sidecar})
    [statement] = allowed(result)
    assert ("elasticfilesystem:ClientWrite" in statement["Action"]) is writes
    assert mounts(result)["a"] == [{"sourceVolume": "data", "containerPath": "/in", "readOnly": sidecar_only_reads}]


def test_no_task_is_ever_root_on_a_file_system_or_on_all_of_them(built):
    file_systems = {"a": {"fileSystemId": FS, "path": "/a"}, "b": {"fileSystemId": "fs-1", "accessPointId": FSAP, "path": "/b"}}
    statements = allowed(built(volumes=file_systems))
    assert [statement["Sid"] for statement in statements] == ["MountFileSystem1", "MountFileSystem2"]
    assert {action for statement in statements for action in statement["Action"]} == {
        "elasticfilesystem:ClientMount",
        "elasticfilesystem:ClientWrite",
    }
    assert [statement["Resource"] for statement in statements] == [f"{EFS}:file-system/{FS}", f"{EFS}:file-system/fs-1"]


def test_a_shared_folder_is_seen_by_the_containers_that_say_so(built):
    sidecars = {"a": {"image": "a:1", "volumes": {"shared": "/in"}}, "b": {"image": "b:1"}}
    result = built(volumes={"shared": "/out"}, sidecars=sidecars)
    assert volumes(result) == [{"name": "shared"}]
    assert [mount["containerPath"] for mount in mounts(result)["web"]] == ["/out"]
    assert [mount["containerPath"] for mount in mounts(result)["a"]] == ["/in"]
    assert mounts(result)["b"] == []
    assert allowed(result) == []


def test_scratch_volumes_come_beside_them(built):
    result = built(volumes={"shared": "/out"}, readonlyRootFilesystem=True)
    assert [volume["name"] for volume in volumes(result)] == ["scratch-tmp", "shared"]


def test_the_mount_targets_admit_the_tasks_where_their_group_is_said(built):
    result = built(volumes={"data": {"fileSystemId": FS, "path": "/data", "mountTargetSecurityGroupId": SG}})
    rule = result.find_one(INGRESS)
    assert rule.name == "web-to-data-2049"
    said = {key: value for key, value in rule.inputs.items() if key != "tags"}
    assert said == {
        "securityGroupId": SG,
        "referencedSecurityGroupId": result.find_one(SECURITY_GROUP).id,
        "description": "NFS for the tasks of web",
        "ipProtocol": "tcp",
        "fromPort": 2049,
        "toPort": 2049,
    }
    assert rule.urn in result.find_one("aws:ecs/service:Service").dependencies


def test_a_group_of_two_file_systems_gets_one_rule(built):
    said = {"path": "/a", "mountTargetSecurityGroupId": SG}
    result = built(volumes={"a": {"fileSystemId": FS, **said}, "b": {"fileSystemId": "fs-1", **said, "path": "/b"}})
    assert [rule.name for rule in result.find_all(INGRESS)] == ["web-to-a-2049"]


def test_nothing_is_opened_where_no_group_is_said(built):
    result = built(volumes={"data": {"fileSystemId": FS, "path": "/data"}})
    assert result.find_all(INGRESS) == []


def test_a_file_system_of_the_same_program_is_named_in_the_policy(build):
    def args():
        file_system = aws.efs.FileSystem("files", encrypted=True)
        access_point = aws.efs.AccessPoint("files", file_system_id=file_system.id)
        return build.worker(volumes={"data": {"file_system_id": file_system.id, "access_point_id": access_point.id, "path": "/data"}})

    result = build.service(args)[1]
    file_system = result.find_one("aws:efs/fileSystem:FileSystem")
    [statement] = allowed(result)
    assert statement["Resource"] == f"{EFS}:file-system/{file_system.id}"
    assert volumes(result)[0]["efsVolumeConfiguration"]["fileSystemId"] == file_system.id
    preview = build.service(args, preview=True)[1]
    assert [each.inputs["policy"] for each in preview.find_all(ROLE_POLICY) if each.name == "web-task"] == [UNKNOWN]
    assert {each.urn for each in preview.resources} == {each.urn for each in result.resources}


def test_the_rule_at_the_mount_targets_is_reshaped_by_a_role_of_its_own(build):
    volumes = {"data": {"fileSystemId": FS, "path": "/data", "mountTargetSecurityGroupId": SG}}

    def described(arguments, opts):
        arguments["description"] = "Uploads"

    result = build.service(build.web(volumes=volumes, transform={"file_system_ingress_rule": described}))[1]
    assert {rule.name: rule.inputs["description"] for rule in result.find_all(INGRESS)} == {
        "web-to-data-2049": "Uploads",
        "web-from-load-balancer-3000": "The load balancer on port 3000",
    }
