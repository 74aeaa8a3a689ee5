"""A stack with one key: what it encrypts, what it can't, and what goes first."""

import json
from functools import cache
from typing import Any

import pytest
from fargate_web.testing import Run

from tests.stacks.running import altered, preview_or_up, read

KEY = "aws:kms/key:Key"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
OWN = "arn:aws:kms:us-west-2:123456789012:key/1a2b3c4d-1a2b-3c4d-5e6f-1a2b3c4d5e6f"
IMAGE = "123456789012.dkr.ecr.us-west-2.amazonaws.com/web:1.4.2"
SECTIONS: dict[str, Any] = {
    "services": {"web": {"image": IMAGE, "port": 3000, "enableExecuteCommand": True}},
    "scheduledTasks": {"report": {"image": IMAGE, "schedule": "rate(1 day)"}},
    "repositories": {"images": {}},
}


def stack(**sections: Any) -> Run:
    return preview_or_up({"aws:region": "us-west-2"} | {f"fargate-web:{key}": value for key, value in (SECTIONS | sections).items()})


@cache
def encrypted() -> Run:
    return stack(encryption="made")


def key_arn(result: Run) -> str:
    return result.find_one(KEY).outputs["arn"]


def policy(result: Run, name: str) -> dict[str, dict[str, Any]]:
    return {each["Sid"]: each for each in json.loads(result.find_one("aws:iam/rolePolicy:RolePolicy", name).inputs["policy"])["Statement"]}


def test_one_key_encrypts_everything_that_the_stack_stores() -> None:
    result = encrypted()
    arn = key_arn(result)
    assert {group.name: group.inputs.get("kmsKeyId") for group in result.find_all(LOG_GROUP)} == dict.fromkeys(
        ("web", "report", "cluster-execute-command", "network-flow-logs"), arn
    )
    assert result.find_one("aws:ecs/cluster:Cluster").inputs["configuration"] == {
        "executeCommandConfiguration": {
            "kmsKeyId": arn,
            "logging": "OVERRIDE",
            "logConfiguration": {
                "cloudWatchEncryptionEnabled": True,
                "cloudWatchLogGroupName": result.find_one(LOG_GROUP, "cluster-execute-command").outputs["name"],
            },
        },
        "managedStorageConfiguration": {"fargateEphemeralStorageKmsKeyId": arn},
    }
    assert result.find_one("aws:sns/topic:Topic").inputs["kmsMasterKeyId"] == arn
    assert result.find_one("aws:scheduler/schedule:Schedule").inputs["kmsKeyArn"] == arn
    assert result.find_one("aws:ecr/repository:Repository").inputs["encryptionConfigurations"] == [{"encryptionType": "KMS", "kmsKey": arn}]
    assert result.outputs["encryptionKeyArn"] == arn


def test_access_logs_stay_with_the_keys_of_s3_because_elastic_load_balancing_supports_no_others() -> None:
    rules = encrypted().find_one("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration").inputs["rules"]
    assert rules == [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}]


def test_roles_may_use_the_key_where_aws_uses_their_rights_and_nowhere_else() -> None:
    result = encrypted()
    arn = key_arn(result)
    group = result.find_one("aws:scheduler/scheduleGroup:ScheduleGroup").outputs["name"]
    assert policy(result, "web-task")["DecryptSession"] == {
        "Sid": "DecryptSession",
        "Effect": "Allow",
        "Action": ["kms:Decrypt"],
        "Resource": arn,
    }
    assert policy(result, "report-scheduler")["DecryptSchedule"] == {
        "Sid": "DecryptSchedule",
        "Effect": "Allow",
        "Action": ["kms:Decrypt"],
        "Resource": arn,
        "Condition": {
            "ArnLike": {"kms:EncryptionContext:aws:scheduler:schedule:arn": f"arn:aws:scheduler:us-west-2:123456789012:schedule/{group}/*"}
        },
    }
    others = [each for each in result.find_all("aws:iam/rolePolicy:RolePolicy") if each.name not in ("web-task", "report-scheduler")]
    assert [each.name for each in others if "kms:" in each.inputs["policy"]] == []


def test_the_policy_of_the_key_admits_what_the_stack_has() -> None:
    def principals(result: Run) -> set[str]:
        document = json.loads(result.find_one(KEY, "encryption-key").inputs["policy"])
        return {each["Principal"]["Service"].split(".")[0] for each in document["Statement"] if "Service" in each["Principal"]}

    assert principals(encrypted()) == {"logs", "cloudwatch", "events", "fargate"}
    assert principals(stack(encryption=True, scheduledTasks={}, monitoring=False)) == {"logs", "fargate"}
    assert principals(stack(encryption=True, services={}, scheduledTasks={}, monitoring=False)) == set()
    own = {"kmsKeyArn": OWN}
    assert principals(stack(encryption=True, monitoring=own, cluster={"ephemeralStorageKmsKeyArn": OWN})) == {"logs"}


def test_the_key_of_a_section_goes_first() -> None:
    own = {"kmsKeyArn": OWN}
    result = stack(
        encryption="made",
        services={"web": {**SECTIONS["services"]["web"], "logs": own}},
        scheduledTasks={"report": {**SECTIONS["scheduledTasks"]["report"], **own}},
        repositories={"images": {"kmsKeyArn": False}},
        network={"flowLogs": own},
        cluster={"executeCommandLogs": own, "ephemeralStorageKmsKeyArn": False},
        monitoring=own,
    )
    groups = {group.name: group.inputs["kmsKeyId"] for group in result.find_all(LOG_GROUP)}
    assert groups == {"web": OWN, "cluster-execute-command": OWN, "network-flow-logs": OWN, "report": key_arn(result)}
    assert result.find_one("aws:sns/topic:Topic").inputs["kmsMasterKeyId"] == OWN
    assert result.find_one("aws:scheduler/schedule:Schedule").inputs["kmsKeyArn"] == OWN
    assert "encryptionConfigurations" not in result.find_one("aws:ecr/repository:Repository").inputs
    assert "managedStorageConfiguration" not in result.find_one("aws:ecs/cluster:Cluster").inputs["configuration"]
    assert policy(result, "web-task")["DecryptSession"]["Resource"] == OWN


def test_the_topic_has_a_key_of_its_own_only_without_another() -> None:
    assert [key.name for key in encrypted().find_all(KEY)] == ["encryption-key"]
    assert [key.name for key in stack().find_all(KEY)] == ["monitoring"]
    assert stack(encryption="made", monitoring={"encryption": False}).find_one("aws:sns/topic:Topic").inputs.get("kmsMasterKeyId") is None


def test_without_encryption_nothing_changes() -> None:
    result = stack()
    assert [group.name for group in result.find_all(LOG_GROUP) if "kmsKeyId" in group.inputs] == []
    assert "managedStorageConfiguration" not in result.find_one("aws:ecs/cluster:Cluster").inputs["configuration"]
    assert "encryptionKeyArn" not in result.outputs


def test_a_protected_stack_protects_its_key() -> None:
    result = preview_or_up(altered(read("Pulumi.prod.yaml"), encryption="made"))
    assert (result.find_one("fargate-web:index:EncryptionKey").protect, result.find_one(KEY).protect) == (True, True)


@pytest.mark.parametrize("key", ["alias/shop", OWN])
def test_an_existing_key_is_used_as_one_that_is_made(key: str) -> None:
    result = stack(encryption=key)
    arn = result.outputs["encryptionKeyArn"]
    assert result.find_all(KEY) == []
    assert {group.inputs["kmsKeyId"] for group in result.find_all(LOG_GROUP)} == {arn}
    assert arn == OWN or key.startswith("alias/")
