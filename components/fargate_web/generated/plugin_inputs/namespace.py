"""`Namespace`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi


class Namespace(TypedDict):
    """A Cloud Map namespace: the names under which the services of the cluster find each other."""

    name: NotRequired[str]
    """The name of the namespace to create. Changing it replaces the namespace."""
    type: NotRequired[str]
    """http is enough for Service Connect. privateDns also answers DNS queries within the VPC, for `serviceDiscovery`; its name is a domain like internal.example.com. Default: http. Cost: http: free; privateDns: $0.50 a month for its hosted zone. See https://docs.aws.amazon.com/cloud-map/latest/dg/working-with-namespaces.html"""
    arn: NotRequired[pulumi.Input[str]]
    """The ARN of an existing namespace, instead of a name; `type` must match it."""
