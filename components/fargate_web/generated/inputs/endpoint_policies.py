"""`EndpointPolicies`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import Literal, NotRequired, TypedDict


class EndpointPolicies(TypedDict):
    """Policies of the VPC endpoints that admit this account only. They grant nothing: the roles of the tasks still decide."""

    principals: NotRequired[Literal["account", "everyone"]]
    """account: identities of this account and of `accounts`, and AWS's own services. everyone: AWS's default policy. AWS keeps a policy whose setting is removed, so write everyone to go back. Default: account. See https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html"""
    accounts: NotRequired[list[str]]
    """The ids, in quotes, of other accounts whose identities may use the endpoints, and whose buckets and tables may be used."""
    buckets: NotRequired[list[str]]
    """Buckets of others that may be read through the S3 endpoint, also without credentials or by presigned URLs. Image layers and packages of Amazon Linux are always included."""
