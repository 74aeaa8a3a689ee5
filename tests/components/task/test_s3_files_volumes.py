"""Volumes of S3 Files: what the task definition says, and what the task role may do."""

import json

import pytest
from fargate_web.testing import Run

FS = "arn:aws:s3files:us-west-2:123456789012:file-system/fs-0123456789abcdef0"
ACCESS_POINT = f"{FS}/access-point/fsap-0123456789abcdef0"
BUCKET = "arn:aws:s3:::example-data"


def volumes(result: Run) -> list[dict]:
    return result.find_one("aws:ecs/taskDefinition:TaskDefinition").inputs["volumes"]


def allowed(result: Run) -> list[dict]:
    """Read what the task role may do."""
    policies = [each for each in result.find_all("aws:iam/rolePolicy:RolePolicy") if each.name == "web-task"]
    return [statement for each in policies for statement in json.loads(each.inputs["policy"])["Statement"]]


@pytest.fixture(scope="module")
def built(build):
    return lambda **said: build.service(build.worker(**said))[1]


def test_a_file_system_is_mounted_from_its_root_and_the_task_may_write_but_not_read_the_bucket(built):
    result = built(volumes={"data": {"s3Files": {"fileSystemArn": FS}, "path": "/data"}})
    assert volumes(result) == [{"name": "data", "s3filesVolumeConfiguration": {"fileSystemArn": FS, "rootDirectory": "/"}}]
    assert allowed(result) == [
        {"Sid": "MountS3Files", "Effect": "Allow", "Action": ["s3files:ClientMount", "s3files:ClientWrite"], "Resource": FS}
    ]
    assert not result.find_all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")


def test_a_read_only_mount_by_an_access_point_reads_the_bucket_and_writes_nothing(built):
    s3_files = {"fileSystemArn": FS, "accessPointArn": ACCESS_POINT, "bucketArn": BUCKET}
    result = built(
        volumes={"data": {"s3Files": s3_files, "path": "/data", "readOnly": True, "mountTargetSecurityGroupId": "sg-0123456789abcdef0"}}
    )
    assert volumes(result) == [{"name": "data", "s3filesVolumeConfiguration": {"fileSystemArn": FS, "accessPointArn": ACCESS_POINT}}]
    mounting, reading, listing = allowed(result)
    assert (mounting["Action"], mounting["Condition"]) == (["s3files:ClientMount"], {"ArnEquals": {"s3files:AccessPointArn": ACCESS_POINT}})
    assert (reading["Action"], reading["Resource"]) == (["s3:GetObject", "s3:GetObjectVersion"], f"{BUCKET}/*")
    assert (listing["Action"], listing["Resource"]) == (["s3:ListBucket"], BUCKET)
    rule = result.find_one("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").inputs
    assert (rule["securityGroupId"], rule["fromPort"], rule["toPort"]) == ("sg-0123456789abcdef0", 2049, 2049)


def test_the_statements_of_several_file_systems_have_their_own_ids(built):
    other = FS.replace("abcdef0", "abcdef1")
    s3_volumes = {
        name: {"s3Files": {"fileSystemArn": arn, "bucketArn": BUCKET}, "path": f"/{name}"} for name, arn in (("a", FS), ("b", other))
    }
    ids = [statement["Sid"] for statement in allowed(built(volumes=s3_volumes))]
    assert ids == ["MountS3Files1", "ReadObjects1", "ListObjects1", "MountS3Files2", "ReadObjects2", "ListObjects2"]
