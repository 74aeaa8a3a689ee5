import pytest
from fargate_web.settings.arn import explain_invalid_account, explain_invalid_arn
from fargate_web.settings.arn_types import KmsKeyArn, ListenerArn, QueueArn, RoleArn, WebAclArn
from fargate_web.settings.container_value_types import SecretReference
from fargate_web.settings.registry_host import explain_invalid_registry, read_private_registry
from pydantic import TypeAdapter, ValidationError


@pytest.mark.parametrize(
    "text",
    [
        "arn:aws:sqs:us-west-2:123456789012:orders",
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
        "arn:aws:s3:::files/a:b",
        "arn:aws-cn:sns:cn-north-1:123456789012:alarms",
        "arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/1a2b",
    ],
)
def test_an_arn_of_aws_is_right(text):
    assert explain_invalid_arn(text) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("arn:aws:sqs:us-west-2:12345678901:orders", "has 12 digits, and 12345678901 has 11"),
        ("arn:aws:sqs:us-west-2:1234-5678-9012:orders", "write 123456789012"),
        ("arn:aws:sqs:us-west-2:<account>:orders", "isn't the id of an AWS account"),
        ("arn:aws:sqs:us-west-2::orders", "names no account"),
        ("arn:aws:sqs::123456789012:orders", "names no Region"),
        ("arn:aws:iam:us-west-2:123456789012:role/web", "has no Region; write arn:aws:iam::"),
        ("arn:aws:sqs:cn-north-1:123456789012:orders", "is in the partition aws-cn"),
        ("arn:amazon:sqs:us-west-2:123456789012:orders", "no partition 'amazon'; write arn:aws:"),
        ("arn:aws:sqs:us-west-2:orders", "it has 5 parts"),
        ("sqs:us-west-2:123456789012:orders", "copy the whole ARN"),
        ("arn:aws:sqs:us-west-2:123456789012:", "names no resource"),
    ],
)
def test_each_part_of_an_arn_is_read(text, problem):
    assert problem in (explain_invalid_arn(text) or "")


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        (QueueArn, "https://sqs.us-west-2.amazonaws.com/123456789012/orders", "write arn:aws:sqs:us-west-2:123456789012:orders"),
        (KmsKeyArn, "arn:aws:kms:us-west-2:123456789012:alias/web", "is the ARN of an alias"),
        (RoleArn, "arn:aws:sts::123456789012:assumed-role/web/session", "write the role, arn:aws:iam::123456789012:role/web"),
        (RoleArn, "arn:aws:iam::123456789012:instance-profile/web", "instance profile"),
        (ListenerArn, "arn:aws:elasticloadbalancing:us-west-2:123456789012:loadbalancer/app/web/1", "is the ARN of a load balancer"),
        (WebAclArn, "arn:aws:wafv2:us-east-1:123456789012:global/webacl/web/1", "web ACL of CloudFront"),
        (QueueArn, "arn:aws:sns:us-west-2:123456789012:orders", "is an ARN of 'sns'"),
    ],
)
def test_what_was_written_instead_is_named(kind, text, message):
    with pytest.raises(ValidationError, match=message.replace("(", r"\(")):
        TypeAdapter(kind).validate_python(text)


def test_secrets_that_a_service_manages_have_an_exclamation_mark():
    text = "arn:aws:secretsmanager:us-west-2:123456789012:secret:rds!db-1a2b3c4d-1a2b-a1b2c3:password::"
    assert TypeAdapter(SecretReference).validate_python(text) == text


def test_an_account_with_hyphens_is_written_without():
    assert "write 123456789012" in (explain_invalid_account("1234 5678 9012") or "")


@pytest.mark.parametrize(
    "image",
    [
        "123456789012.dkr.ecr.us-west-2.amazonaws.com/web:1",
        "123456789012.dkr.ecr-fips.us-west-2.amazonaws.com/web:1",
        "123456789012.dkr-ecr.us-west-2.on.aws/web:1",
        "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/web:1",
        "123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu/web:1",
    ],
)
def test_a_registry_of_ecr_is_read_whole(image):
    assert explain_invalid_registry(image) is None
    registry = read_private_registry(image)
    assert registry is not None
    assert registry.account == "123456789012"


@pytest.mark.parametrize(
    "image", ["nginx:1.29", "ghcr.io/team/web:1", "registry.example.com/dkr.ecr.us-west-2/web:1", "public.ecr.aws/nginx/nginx:1"]
)
def test_other_registries_are_left_alone(image):
    assert explain_invalid_registry(image) is None
    assert read_private_registry(image) is None


@pytest.mark.parametrize(
    ("image", "problem"),
    [
        ("12345678901.dkr.ecr.us-west-2.amazonaws.com/web:1", "12 digits"),
        ("account.dkr.ecr.us-west-2.amazonaws.com/web:1", "isn't the id of an AWS account"),
        ("123456789012.dkr.ecr.us-west-2.amazon.com/web:1", "write 123456789012.dkr.ecr.us-west-2.amazonaws.com"),
        ("123456789012.dkr.ecr.cn-north-1.amazonaws.com/web:1", "amazonaws.com.cn"),
        ("123456789012.ecr.dkr.us-west-2.amazonaws.com/web:1", "<account>.dkr.ecr.<region>.amazonaws.com"),
        ("123456789012.dkr.ecr.amazonaws.com/web:1", "<account>.dkr.ecr.<region>.amazonaws.com"),
        ("123456789012.ecr.us-west-2.amazonaws.com/web:1", "<account>.dkr.ecr.<region>.amazonaws.com"),
        ("public.ecr.aws/nginx:1", "write public.ecr.aws/docker/library/nginx:1"),
    ],
)
def test_a_host_that_is_no_registry_is_explained(image, problem):
    assert problem in (explain_invalid_registry(image) or "")
