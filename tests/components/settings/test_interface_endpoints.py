import botocore.session
import pytest
from fargate_web.settings.interface_endpoints import KNOWN_ENDPOINTS, InterfaceEndpoint, find_known_endpoint
from pydantic import TypeAdapter, ValidationError

ADAPTER = TypeAdapter(InterfaceEndpoint)


@pytest.mark.parametrize("name", ["ecr.api", "logs", "kms-fips", "sagemaker.runtime", "a-service-of-tomorrow"])
def test_a_name_that_may_exist_is_taken(name):
    assert ADAPTER.validate_python(name) == name


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("ecr-api", "ecr.api"),
        ("dkr.ecr", "ecr.dkr"),
        ("log", "logs"),
        ("secretmanger", "secretsmanager"),
        ("cloudwatch-logs", "logs"),
        ("SSM", "ssm"),
        ("com.amazonaws.us-west-2.ecr.dkr", "ecr.dkr"),
        ("ecr", "ecr.api and ecr.dkr"),
    ],
)
def test_what_is_meant_is_told(name, meant):
    with pytest.raises(ValidationError, match=f"write {meant}$".replace("$", "")):
        ADAPTER.validate_python(name)


def test_no_service_of_aws_is_taken_for_the_misspelling_of_an_unrelated_one():
    session = botocore.session.get_session()
    prefixes = {
        session.get_service_model(name).endpoint_prefix for name in ("ecs", "ecr", "ssm", "sqs", "sns", "kms", "logs", "xray", "sts")
    }
    plain = {"ecs", "ssm", "sqs", "sns", "kms", "logs", "xray", "sts"}
    assert plain <= prefixes & KNOWN_ENDPOINTS
    assert {find_known_endpoint(name) for name in plain} == plain
