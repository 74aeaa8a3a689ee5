"""What users notice of changed rules of network ACLs."""

from typing import Final

from fargate_web_cli.diff.effects.surroundings import Surroundings
from fargate_web_cli.diff.model import ResourceChange
from fargate_web_cli.diff.property_paths import find_top_property

_RULES: Final = ("ingress", "egress")
_INTERRUPTION: Final = (
    "its old rules are removed before the new ones are there: for some seconds, packets to its subnets are dropped and sent again"
)


def explain_default_network_acl(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain that a default network ACL that exists loses all of its rules first.

    Source: https://www.pulumi.com/registry/packages/aws/api-docs/ec2/defaultnetworkacl/
    """
    if change.op == "create":
        resource = surroundings.new.get(change.urn)
        is_in_use = resource is not None and resource.parent in surroundings.old
        return _INTERRUPTION if is_in_use else None
    return explain_network_acl(change)


def explain_network_acl(change: ResourceChange, _surroundings: Surroundings | None = None) -> str | None:
    """Explain the exchange of rules, which AWS does one by one. An ACL keeps no state, so that it concerns connections that exist as well."""
    if change.op != "update" or not {find_top_property(entry.change.property_path) for entry in change.property_changes} & {*_RULES}:
        return None
    return _INTERRUPTION
