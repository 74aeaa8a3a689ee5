"""The policies of VPC endpoints."""

import json

import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.faults.validation import validate
from fargate_web.network.network import Network
from fargate_web.settings.network import Network as Settings
from fargate_web.testing import run

ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
ACCOUNT, OTHER = "123456789012", "210987654321"


def policies_of(said, region="us-west-2"):
    args = {"gatewayEndpoints": ["s3", "dynamodb"], "interfaceEndpoints": ["ecr.api"], "endpointPolicies": said}
    result = run(lambda: Network("network", args), config={"aws:region": region})
    return {
        endpoint.name: {statement.get("Sid"): statement for statement in json.loads(endpoint.inputs["policy"])["Statement"]}
        for endpoint in result.find_all(ENDPOINT)
        if "policy" in endpoint.inputs
    }


def test_by_default_and_if_turned_off_the_endpoints_have_aws_policy():
    assert policies_of(None) == policies_of(False) == {}


def test_identities_of_this_account_and_services_of_aws_are_admitted():
    policies = policies_of(True)
    assert set(policies) == {"network-s3", "network-dynamodb", "network-ecr.api"}
    for name, statements in policies.items():
        condition = statements["OwnAccounts"]["Condition"]["StringEquals"]
        assert condition["aws:PrincipalAccount"] == [ACCOUNT]
        assert ("aws:ResourceAccount" in condition) is (name != "network-ecr.api")
        assert statements["ServicesOfAws"]["Condition"] == {"Bool": {"aws:PrincipalIsAWSService": "true"}}


@pytest.mark.parametrize(("region", "partition"), [("us-west-2", "aws"), ("cn-north-1", "aws-cn")])
def test_layers_of_images_and_packages_are_read_by_anybody_and_nothing_is_written(region, partition):
    policies = policies_of({"buckets": ["public-data"]}, region)
    statement = policies["network-s3"]["BucketsOfOthers"]
    assert statement["Action"] == ["s3:GetObject"]
    assert statement["Resource"] == [
        f"arn:{partition}:s3:::{bucket}/*"
        for bucket in (
            f"prod-{region}-starport-layer-bucket",
            f"al2023-repos-{region}-de612dc2",
            f"amazonlinux-2-repos-{region}",
            "public-data",
        )
    ]
    assert all("BucketsOfOthers" not in policies[name] for name in ("network-dynamodb", "network-ecr.api"))


def test_other_accounts_are_admitted_if_they_are_named():
    condition = policies_of({"accounts": [OTHER]})["network-s3"]["OwnAccounts"]["Condition"]["StringEquals"]
    assert condition == {"aws:PrincipalAccount": [ACCOUNT, OTHER], "aws:ResourceAccount": [ACCOUNT, OTHER]}


def test_everyone_is_aws_policy_in_words():
    for statements in policies_of({"principals": "everyone"}).values():
        assert list(statements.values()) == [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"principals": "everyone", "accounts": [OTHER]}, "refuses nobody"),
        ({"accounts": ["12"]}, "accounts"),
        ({"buckets": ["Not A Bucket"]}, "isn't a name"),
    ],
)
def test_exceptions_without_effect_and_wrong_names_are_refused(said, message):
    with pytest.raises(SettingsError, match=message):
        validate(Settings, {"endpointPolicies": said})
