import pytest
from fargate_web.checks.regions import check_regions

HERE, THERE = "us-west-2", "eu-west-1"


def arn(service: str, resource: str, region: str = THERE) -> str:
    return f"arn:aws:{service}:{region}:123456789012:{resource}"


LISTENER = "listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2"


def sections(region: str) -> list[tuple[tuple, dict]]:
    """List every place that AWS reads in the stack's own Region, with settings that name another there."""
    return [
        (("loadBalancer", "https", "certificateArn"), {"loadBalancer": {"https": {"certificateArn": arn("acm", "certificate/1", region)}}}),
        (("loadBalancer", "webAcl", "arn"), {"loadBalancer": {"webAcl": {"arn": arn("wafv2", "regional/webacl/web/1", region)}}}),
        (
            ("loadBalancer", "existing", "listenerArn"),
            {"loadBalancer": {"existing": {"listenerArn": arn("elasticloadbalancing", LISTENER, region), "securityGroupId": "sg-1"}}},
        ),
        (("cluster", "executeCommandLogs", "kmsKeyArn"), {"cluster": {"executeCommandLogs": {"kmsKeyArn": arn("kms", "key/1", region)}}}),
        (("monitoring", "topicArn"), {"monitoring": {"topicArn": arn("sns", "alarms", region)}}),
        (("monitoring", "kmsKeyArn"), {"monitoring": {"kmsKeyArn": arn("kms", "key/1", region)}}),
    ]


@pytest.mark.parametrize(("path", "said"), sections(THERE), ids=lambda value: ".".join(value) if isinstance(value, tuple) else "")
def test_what_aws_looks_for_in_the_region_of_the_stack_has_to_be_there(stacks, path, said):
    [finding] = stacks.found(check_regions, {"web": {}}, region=HERE, **said)
    assert (finding.code, finding.path, finding.severity) == ("arn-of-another-region", path, "error")
    assert f"this is in {THERE}, and the stack in {HERE}" in finding.message


@pytest.mark.parametrize(("path", "said"), sections(HERE), ids=lambda value: ".".join(value) if isinstance(value, tuple) else "")
def test_what_is_in_the_region_of_the_stack_is_left_alone(stacks, path, said):
    assert stacks.found(check_regions, {"web": {}}, region=HERE, **said) == []


def test_the_key_of_a_log_group_is_looked_for_in_its_region(stacks):
    [finding] = stacks.found(check_regions, {"web": {"logs": {"kmsKeyArn": arn("kms", "key/1")}}})
    assert finding.path == ("services", "web", "logs", "kmsKeyArn")


def test_a_file_system_of_s3_files_is_mounted_in_its_region(stacks):
    file_system = arn("s3files", "file-system/fs-0123456789abcdef0")
    [finding] = stacks.found(check_regions, {"web": {"volumes": {"data": {"path": "/data", "s3Files": {"fileSystemArn": file_system}}}}})
    assert finding.path == ("services", "web", "volumes", "data", "s3Files", "fileSystemArn")


def test_secrets_and_their_keys_may_come_from_another_region(stacks):
    # "If the parameter exists in a different Region, then the full ARN must be specified": API_Secret
    service = {
        "secrets": {"A": arn("secretsmanager", "secret:a-a1b2c3"), "B": arn("ssm", "parameter/b")},
        "roles": {"secretKmsKeys": [arn("kms", "key/1")]},
    }
    assert stacks.found(check_regions, {"web": service}) == []


def test_an_image_may_come_from_another_region(stacks):
    assert stacks.found(check_regions, {"web": {"image": f"123456789012.dkr.ecr.{THERE}.amazonaws.com/web:1"}}) == []


def test_what_has_no_region_is_left_alone(stacks):
    role = {"arn": "arn:aws:iam::123456789012:role/web"}
    assert (
        stacks.found(
            check_regions,
            {"web": {"roles": {"taskRole": role, "executionRole": {"managedPolicies": ["arn:aws:iam::123456789012:policy/a"]}}}},
        )
        == []
    )


@pytest.mark.parametrize(
    ("region", "zones", "wrong"),
    [
        ("us-west-2", ["us-west-2a", "us-west-2b"], []),
        ("us-west-2", ["us-west-2a", "us-west-1c"], [1]),
        ("us-gov-west-1", ["us-gov-west-1a", "us-gov-west-1b"], []),
        ("ap-northeast-1", ["us-west-2a", "us-west-2b"], [0]),
    ],
)
def test_zones_are_those_of_the_region(stacks, region, zones, wrong):
    findings = stacks.found(check_regions, {"web": {}}, region=region, network={"availabilityZones": zones})
    assert [finding.path for finding in findings] == [("network", "availabilityZones", index) for index in wrong]
    assert {finding.code for finding in findings} <= {"zone-of-another-region"}
    for finding in findings:
        moved = finding.fixes[0].edits[0].value
        assert len(moved) == len(zones)
        assert stacks.found(check_regions, {"web": {}}, region=region, network={"availabilityZones": moved}) == []


def test_a_number_of_zones_is_always_of_the_region(stacks):
    assert stacks.found(check_regions, {"web": {}}, network={"availabilityZones": 3}) == []


def test_without_a_region_nothing_is_compared(stacks):
    said = {"network": {"availabilityZones": ["us-west-2a", "us-west-1c"]}, "monitoring": {"topicArn": arn("sns", "alarms")}}
    assert stacks.found(check_regions, {"web": {}}, region=None, **said) == []


@pytest.mark.parametrize(
    ("service", "path"),
    [
        ({"secrets": {"DB": arn("secretsmanager", "secret:db-a1b2c3", "us-wset-2")}}, ("secrets", "DB")),
        ({"image": "123456789012.dkr.ecr.us-wset-2.amazonaws.com/web:1"}, ("image",)),
        (
            {"roles": {"taskRole": {"statements": [{"actions": "sqs:*", "resources": arn("sqs", "orders", "us-wset-2")}]}}},
            ("roles", "taskRole", "statements", 0, "resources", 0),
        ),
    ],
)
@pytest.mark.parametrize("region", [HERE, None])
def test_a_region_that_does_not_exist_is_told_wherever_it_stands(stacks, service, path, region):
    [finding] = stacks.shown(check_regions, {"web": service}, region=region)
    assert (finding.code, finding.path, finding.severity) == ("unknown-region", ("services", "web", *path), "error")
    assert "did you mean us-west-2?" in finding.message


@pytest.mark.parametrize(
    "service",
    [
        {"environment": {"SOURCE": arn("sqs", "orders", "us-wset-2")}},
        {"roles": {"taskRole": {"statements": [{"actions": "sqs:*", "resources": "arn:aws:sqs:*:123456789012:orders"}]}}},
    ],
)
def test_other_texts_are_left_alone(stacks, service):
    assert stacks.found(check_regions, {"web": service}) == []


def test_keys_of_repositories_and_functions_of_hooks_are_of_the_region_of_the_stack(stacks):
    [finding] = stacks.found(check_regions, {"web": {}}, repositories={"web": {"kmsKeyArn": arn("kms", "key/1")}})
    assert finding.path == ("repositories", "web", "kmsKeyArn")
    hooks = {"smoke": {"stages": ["POST_TEST_TRAFFIC_SHIFT"], "lambdaArn": arn("lambda", "function:smoke")}}
    deployment = {"strategy": "blueGreen", "hooks": hooks}
    [finding] = stacks.found(check_regions, {"web": {"port": 80, "deployment": deployment}})
    assert finding.path[-1] == "lambdaArn"


def test_a_region_that_aws_may_have_opened_since_is_a_warning(stacks):
    service = {"secrets": {"DB": arn("secretsmanager", "secret:db-a1b2c3", "eu-west-9")}}
    [finding] = stacks.found(check_regions, {"web": service})
    assert (finding.code, finding.severity) == ("unlisted-region", "warning")
    assert "like eu-west-" in finding.message


@pytest.mark.parametrize("region", ["us-west-9"])
def test_the_region_of_the_stack_is_looked_up_too(stacks, region):
    assert [finding.code for finding in stacks.found(check_regions, {"web": {}}, region=region)] == ["unlisted-region"]


def test_another_partition_is_never_right(stacks):
    role = {"taskRole": {"statements": [{"actions": "s3:GetObject", "resources": ["arn:aws:s3:::files/*"]}]}}
    [finding] = stacks.shown(check_regions, {"web": {"roles": role}}, region="cn-north-1")
    assert (finding.code, finding.path[-2:]) == ("arn-of-another-partition", ("resources", 0))
    assert "write arn:aws-cn:s3:::files/*" in finding.message
    assert stacks.found(check_regions, {"web": {"roles": role}}, region="eu-central-1") == []
