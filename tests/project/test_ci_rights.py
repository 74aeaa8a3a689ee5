"""The policies that docs/ci.md recommends: of actions that exist, enough for what the components create, and blind to contents."""

import fnmatch
import json
import re

import botocore.session
import pytest

from tests.project.workflow_files import ROOT

PAGE = (ROOT / "docs/ci.md").read_text()
BLOCKS = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", PAGE, flags=re.DOTALL)]
POLICIES = [block for block in BLOCKS if "Statement" in block]
TRUSTS = [block for block in BLOCKS if "Principal" in block]
ACTIONS = [{action for statement in policy["Statement"] for action in statement["Action"]} for policy in POLICIES]
PREVIEW, DRIFT = ACTIONS

CONTENTS = [
    *(
        "ssm:GetParameter*",
        "s3:GetObject*",
        "secretsmanager:*",
        "dynamodb:*",
        "kms:Decrypt",
        "logs:Get*",
        "logs:Filter*",
        "logs:StartQuery",
    ),
    *(
        "sqs:Receive*",
        "ecr:GetDownload*",
        "ecr:BatchGetImage",
        "lambda:GetFunction",
        "ec2:DescribeInstanceAttribute",
        "sts:AssumeRole",
        "*\\**",
    ),
]
API_NAMES = {"elasticloadbalancing": "elbv2"}
# Where S3's actions have other names than its operations.
S3_OPERATIONS = {
    "GetAccelerateConfiguration": "GetBucketAccelerateConfiguration",
    "GetBucketCORS": "GetBucketCors",
    "GetBucketObjectLockConfiguration": "GetObjectLockConfiguration",
    "GetBucketPublicAccessBlock": "GetPublicAccessBlock",
    "GetEncryptionConfiguration": "GetBucketEncryption",
    "GetLifecycleConfiguration": "GetBucketLifecycleConfiguration",
    "GetReplicationConfiguration": "GetBucketReplication",
    "ListBucket": "HeadBucket",
}
OTHER_SERVICES = {
    "appautoscaling": "application-autoscaling",
    "cloudwatch.EventRule": "events",
    "cloudwatch.EventTarget": "events",
    "cloudwatch.LogGroup": "logs",
    "lb": "elasticloadbalancing",
    "vpc": "ec2",
}


@pytest.mark.parametrize("actions", ACTIONS, ids=["preview", "drift"])
def test_every_action_exists_and_reads_no_contents(actions):
    session = botocore.session.get_session()
    for service in {action.partition(":")[0] for action in actions}:
        known = set(session.get_service_model(API_NAMES.get(service, service)).operation_names)
        named = {name for prefix, _, name in (action.partition(":") for action in actions) if prefix == service}
        assert {S3_OPERATIONS.get(name, name) if service == "s3" else name for name in named} <= known
    assert [action for action in actions for pattern in CONTENTS if fnmatch.fnmatchcase(action, pattern)] == []
    assert [action for action in actions if not re.match(r"[a-z0-9-]+:(?:Describe|Get|List)[A-Za-z]+$", action)] == []


def test_drift_reads_every_kind_of_resource_that_the_components_create():
    sources = "".join(path.read_text() for path in (ROOT / "components/fargate_web").rglob("*.py"))
    created = {f"{module}.{name}" for module, name in re.findall(r"\baws\.([a-z0-9]+)\.([A-Z]\w+)\(\n", sources)}
    assert created
    services = {OTHER_SERVICES.get(type_) or OTHER_SERVICES.get(type_.partition(".")[0]) or type_.partition(".")[0] for type_ in created}
    assert services <= {action.partition(":")[0] for action in DRIFT}
    assert PREVIEW <= DRIFT


def test_only_the_buckets_of_the_stack_are_listed():
    buckets = [statement for statement in POLICIES[1]["Statement"] if any(action.startswith("s3:") for action in statement["Action"])]
    assert [statement["Resource"] for statement in buckets] == ["arn:aws:s3:::<name of the load balancer>-access-logs-*"]


def test_every_trust_policy_names_one_repository():
    subjects = [value for trust in TRUSTS for key, value in trust["Condition"]["StringEquals"].items() if key.endswith(":sub")]
    assert subjects == ["repo:<owner>/<repository>:environment:prod", "project_path:<group>/<project>:ref_type:branch:ref:main"]
    assert len(TRUSTS) == 2


def test_nothing_downloaded_is_run_unchecked():
    assert not re.search(r"(?:curl|wget)[^\n]*\|\s*(?:ba)?sh", PAGE)
    assert re.search(r"PULUMI_SHA256: [0-9a-f]{64}\b", PAGE)
    assert "sha256sum --check --strict" in PAGE
