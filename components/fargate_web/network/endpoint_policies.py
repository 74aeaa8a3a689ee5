"""Builds the policies of VPC endpoints."""

from typing import Any

import pulumi

from ..component.account import Account
from ..component.documents import concat_inputs, dump_canonical_json
from ..settings.endpoint_policies import EndpointPolicies

_EVERYTHING: dict[str, Any] = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
_GATEWAY_SERVICES = ("s3", "dynamodb")


def build_endpoint_policy(service: str, settings: EndpointPolicies, account: Account) -> pulumi.Input[str]:
    """Build the policy of an endpoint: who may call through it.

    Gateway endpoints also restrict the account of the bucket or table, so that nobody can carry data to a bucket of their own. Interface
    endpoints don't: several actions have no resource, or one of AWS's, such as public parameters.

    Source: https://github.com/aws-samples/data-perimeter-policy-examples/tree/main/vpc_endpoint_policies
    """
    if settings.principals == "everyone":
        return dump_canonical_json({"Version": "2012-10-17", "Statement": [_EVERYTHING]})
    accounts = [account.id, *settings.accounts]
    condition: dict[str, Any] = {"aws:PrincipalAccount": accounts}
    if service in _GATEWAY_SERVICES:
        condition["aws:ResourceAccount"] = accounts
    statements = [
        {"Sid": "OwnAccounts", **_EVERYTHING, "Condition": {"StringEquals": condition}},
        {"Sid": "ServicesOfAws", **_EVERYTHING, "Condition": {"Bool": {"aws:PrincipalIsAWSService": "true"}}},
    ]
    if service == "s3":
        statements.append(
            {
                "Sid": "BucketsOfOthers",
                "Effect": "Allow",
                "Principal": "*",
                "Action": ["s3:GetObject"],
                "Resource": _list_readable_objects(settings, account),
            }
        )
    return dump_canonical_json({"Version": "2012-10-17", "Statement": statements})


def _list_readable_objects(settings: EndpointPolicies, account: Account) -> list[pulumi.Input[str]]:
    """List the objects that others sign for, or nobody: layers of images in ECR, packages of Amazon Linux, and the configured buckets.

    Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html and
    https://docs.aws.amazon.com/linux/al2023/ug/deterministic-upgrades-usage.html
    """
    buckets: list[pulumi.Input[str]] = [
        concat_inputs("prod-", account.region, "-starport-layer-bucket"),
        concat_inputs("al2023-repos-", account.region, "-de612dc2"),
        concat_inputs("amazonlinux-2-repos-", account.region),
        *settings.buckets,
    ]
    return [concat_inputs("arn:", account.partition, ":s3:::", bucket, "/*") for bucket in buckets]
