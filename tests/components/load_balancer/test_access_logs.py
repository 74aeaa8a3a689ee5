import json

import pytest
from fargate_web.component.account import Account
from fargate_web.load_balancer.load_balancer import LoadBalancer
from fargate_web.testing import Run, run

OFF = {"bucket": "", "enabled": False}
BUCKET = "aws:s3/bucket:Bucket"
POLICY = "aws:s3/bucketPolicy:BucketPolicy"
LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer"
NETWORK = {"vpc_id": "vpc-1", "public_subnet_ids": ["subnet-1", "subnet-2"]}


def logged(args=None, name="web", **options) -> Run:
    return run(lambda: LoadBalancer(name, {"network": NETWORK, **(args or {})}), **options)


@pytest.fixture(scope="module")
def plain() -> Run:
    return logged()


def statements(result: Run) -> dict:
    return {statement["Sid"]: statement for statement in json.loads(result.find_one(POLICY).inputs["policy"])["Statement"]}


def test_the_load_balancer_may_write_its_logs_and_nothing_else(plain):
    arn = plain.find_one(BUCKET).outputs["arn"]
    assert statements(plain)["WriteAccessLogs"] == {
        "Sid": "WriteAccessLogs",
        "Effect": "Allow",
        "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"{arn}/AWSLogs/123456789012/*",
    }


def test_a_prefix_stands_in_the_policy_as_in_the_load_balancer():
    result = logged({"accessLogs": {"prefix": "logs/web"}})
    arn = result.find_one(BUCKET).outputs["arn"]
    assert statements(result)["WriteAccessLogs"]["Resource"] == f"{arn}/logs/web/AWSLogs/123456789012/*"
    assert result.find_one(LOAD_BALANCER).inputs["accessLogs"]["prefix"] == "logs/web"


def test_no_one_reaches_the_bucket_without_tls(plain):
    arn = plain.find_one(BUCKET).outputs["arn"]
    assert statements(plain)["RefuseWithoutTls"] == {
        "Sid": "RefuseWithoutTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, f"{arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    assert statements(plain).keys() == {"WriteAccessLogs", "RefuseWithoutTls"}


def test_the_load_balancer_waits_for_the_policy_or_aws_would_refuse_it(plain):
    assert plain.find_one(POLICY).urn in plain.find_one(LOAD_BALANCER).dependencies


def test_the_access_of_the_bucket_is_changed_by_one_resource_at_a_time(plain):
    assert plain.find_one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").urn in plain.find_one(POLICY).dependencies


def test_the_bucket_is_private_and_without_acls(plain):
    bucket = plain.find_one(BUCKET).outputs["bucket"]
    assert plain.find_one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs == {
        "bucket": bucket,
        "blockPublicAcls": True,
        "blockPublicPolicy": True,
        "ignorePublicAcls": True,
        "restrictPublicBuckets": True,
    }
    assert plain.find_one("aws:s3/bucketOwnershipControls:BucketOwnershipControls").inputs == {
        "bucket": bucket,
        "rule": {"objectOwnership": "BucketOwnerEnforced"},
    }


def test_the_bucket_is_encrypted_with_the_only_keys_that_log_delivery_can_use(plain):
    encryption = plain.find_one("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration").inputs
    assert encryption["rules"] == [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}]


def test_logs_expire_with_their_versions_and_markers(plain):
    lifecycle = plain.find_one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")
    assert lifecycle.inputs["rules"] == [
        {
            "id": "expire",
            "status": "Enabled",
            "filter": {},
            "expiration": {"days": 90},
            "noncurrentVersionExpiration": {"noncurrentDays": 7},
            "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7},
        },
        {"id": "remove-delete-markers", "status": "Enabled", "filter": {}, "expiration": {"expiredObjectDeleteMarker": True}},
    ]
    versioning = plain.find_one("aws:s3/bucketVersioning:BucketVersioning")
    assert versioning.inputs["versioningConfiguration"] == {"status": "Enabled"}
    assert versioning.urn in lifecycle.dependencies


def test_logs_are_kept_as_long_as_said():
    rules = logged({"accessLogs": {"expirationInDays": 400}}).find_one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")
    assert rules.inputs["rules"][0]["expiration"] == {"days": 400}


@pytest.mark.parametrize(
    ("args", "destroyed"),
    [
        ({}, False),
        ({"deletionProtection": False}, True),
        ({"accessLogs": {"forceDestroy": True}}, True),
        ({"deletionProtection": False, "accessLogs": {"forceDestroy": False}}, False),
    ],
)
def test_a_bucket_with_logs_is_destroyed_only_with_an_unprotected_load_balancer_unless_said(args, destroyed):
    assert logged(args).find_one(BUCKET).inputs["forceDestroy"] is destroyed


def test_a_given_bucket_is_used_and_left_alone():
    result = logged({"accessLogs": {"bucket": "central-logs", "prefix": "web"}})
    assert result.find_one(LOAD_BALANCER).inputs["accessLogs"] == {"bucket": "central-logs", "enabled": True, "prefix": "web"}
    assert [resource for resource in result.resources if resource.type.startswith("aws:s3/")] == []
    assert result.invokes == []


def test_logs_turned_off_leave_nothing_behind():
    result = logged({"accessLogs": False})
    # What is left out, the provider leaves as it was: the load balancer would go on writing to a deleted bucket.
    inputs = result.find_one(LOAD_BALANCER).inputs
    assert inputs["accessLogs"] == inputs["connectionLogs"] == inputs["healthCheckLogs"] == OFF
    assert [resource for resource in result.resources if resource.type.startswith("aws:s3/")] == []


def test_a_long_name_leaves_room_for_the_name_of_the_bucket():
    assert len(logged(name="the-load-balancer-of-the-payments-team-in-the-north").find_one(BUCKET).outputs["bucket"]) <= 63


def test_an_account_that_is_passed_is_not_asked_for_again():
    def program():
        LoadBalancer("web", {"network": NETWORK, "account": Account("us-west-2")})

    assert [invoke.token for invoke in run(program).invokes] == ["aws:index/getCallerIdentity:getCallerIdentity"]


def test_connections_and_health_checks_are_logged_if_asked_for(plain):
    default = plain.find_one(LOAD_BALANCER).inputs
    assert default["connectionLogs"] == default["healthCheckLogs"] == OFF
    assert "enableZonalShift" not in default
    result = logged({"accessLogs": {"connections": True, "targetHealth": True, "prefix": "web"}, "zonalShift": True})
    inputs = result.find_one(LOAD_BALANCER).inputs
    assert inputs["connectionLogs"] == inputs["healthCheckLogs"] == inputs["accessLogs"]
    assert inputs["connectionLogs"] == {"bucket": result.find_one(BUCKET).outputs["bucket"], "enabled": True, "prefix": "web"}
    assert inputs["enableZonalShift"] is True
    assert logged({"accessLogs": {"connections": True}}).find_one(LOAD_BALANCER).inputs["healthCheckLogs"] == OFF
