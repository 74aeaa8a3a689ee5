import json
import re

import pytest
from fargate_web import EncryptionKey
from fargate_web.testing import AwsMocks, ProgramError, Run, run

KEY = "aws:kms/key:Key"
GIVEN = "arn:aws:kms:us-west-2:123456789012:key/1a2b3c4d"


def made(region: str = "us-west-2", **said) -> Run:
    return run(lambda: EncryptionKey("key", said), config={"aws:region": region}, mocks=AwsMocks(region=region))


def statements(result: Run) -> dict[str, dict]:
    return {each["Sid"]: each for each in json.loads(result.find_one(KEY).inputs["policy"])["Statement"]}


def test_a_key_that_is_made_is_rotated_and_waits_for_thirty_days_before_it_is_deleted():
    inputs = dict(made(tags={"Team": "web"}).find_one(KEY).inputs)
    del inputs["policy"]
    assert inputs == {
        "description": "Everything that project dev stores",
        "enableKeyRotation": True,
        "deletionWindowInDays": 30,
        "tags": {"Team": "web", "Name": "key"},
    }


def test_the_policy_leaves_the_account_to_iam_and_admits_each_service_for_this_account_only():
    found = statements(made())
    assert {sid: each["Principal"] for sid, each in found.items()} == {
        "Administer": {"AWS": "arn:aws:iam::123456789012:root"},
        "LogsEncrypt": {"Service": "logs.us-west-2.amazonaws.com"},
        "AlarmsEncrypt": {"Service": "cloudwatch.amazonaws.com"},
        "EventsEncrypt": {"Service": "events.amazonaws.com"},
        "StorageEncrypt": {"Service": "fargate.amazonaws.com"},
        "StorageGrant": {"Service": "fargate.amazonaws.com"},
    }
    assert {sid: each.get("Condition") for sid, each in found.items()} == {
        "Administer": None,
        "LogsEncrypt": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-west-2:123456789012:log-group:*"}},
        "AlarmsEncrypt": {"StringEquals": {"aws:SourceAccount": "123456789012"}},
        # EventBridge sends nothing that a condition could ask for.
        "EventsEncrypt": None,
        "StorageEncrypt": {"StringEquals": {"kms:EncryptionContext:aws:ecs:clusterAccount": "123456789012"}},
        "StorageGrant": {
            "StringEquals": {"kms:EncryptionContext:aws:ecs:clusterAccount": "123456789012"},
            "ForAllValues:StringEquals": {"kms:GrantOperations": ["Decrypt"]},
        },
    }
    assert found["LogsEncrypt"]["Action"] == ["kms:Decrypt", "kms:Describe*", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
    assert found["StorageEncrypt"]["Action"] == ["kms:GenerateDataKeyWithoutPlaintext"]
    assert found["StorageGrant"]["Action"] == ["kms:CreateGrant"]


def test_the_policy_admits_only_the_services_that_use_the_key():
    assert statements(made(uses=["logs"])).keys() == {"Administer", "LogsEncrypt"}
    assert statements(made(uses=[])).keys() == {"Administer"}


def test_the_service_of_the_logs_has_the_domain_of_its_partition():
    found = statements(made("cn-north-1"))
    assert found["LogsEncrypt"]["Principal"] == {"Service": "logs.cn-north-1.amazonaws.com.cn"}
    assert found["Administer"]["Principal"] == {"AWS": "arn:aws-cn:iam::123456789012:root"}


def test_an_existing_key_is_used_by_its_arn_and_an_alias_is_looked_up():
    given = made(key=GIVEN)
    assert (given.find_all(KEY), given.find_one("fargate-web:index:EncryptionKey").outputs["arn"]) == ([], GIVEN)
    found = made(key="alias/shop")
    assert [each.args for each in found.invokes if each.token == "aws:kms/getKey:getKey"] == [{"keyId": "alias/shop"}]
    assert found.find_one("fargate-web:index:EncryptionKey").outputs["arn"].startswith("arn:aws:kms:us-west-2:123456789012:key/")


def test_a_use_that_no_service_has_is_refused():
    with pytest.raises(ProgramError, match="'queues' is no use of a key; write logs, alarms, events, ephemeralStorage"):
        made(uses=["queues"])


@pytest.mark.parametrize("key", ["alias/aws/logs", "arn:aws:kms:us-west-2:123456789012:alias/aws/logs"])
def test_a_key_that_aws_manages_is_refused(key):
    with pytest.raises(ProgramError, match="nobody can change its policy"):
        made(key=key)


def test_the_documentation_shows_the_policy_of_the_key(root):
    document = re.search(r"```json\n(.*?)```", (root / "docs" / "encryption.md").read_text(encoding="utf-8"), re.DOTALL)
    assert document is not None
    assert json.loads(document[1]) == json.loads(made().find_one(KEY).inputs["policy"])
