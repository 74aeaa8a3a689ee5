"""The children of components that a provider plugin builds, which the program and the preview see as one resource."""

from collections.abc import Mapping
from typing import Final

from fargate_web.testing import Resource

# The outputs with the children, by type. The program sees these outputs; the fakes fill them as the plugin does.
_CHILD_OUTPUTS: Final[Mapping[str, Mapping[str, str]]] = {
    "awsx:ec2:Vpc": {
        "vpc": "VPC",
        "internetGateway": "internet gateway",
        "subnets": "subnet",
        "natGateways": "NAT gateway",
        "eips": "Elastic IP",
        "routeTables": "route table",
        "routeTableAssociations": "route table association",
        "routes": "route",
        "vpcEndpoints": "VPC endpoint",
    }
}


def count_remote_children(resource: Resource) -> dict[str, int]:
    """Count the children of a remote component in the update, by kind in the singular."""
    children = {noun: resource.outputs.get(output) for output, noun in _CHILD_OUTPUTS.get(resource.type, {}).items()}
    counts = {noun: len(value) if isinstance(value, list) else int(bool(value)) for noun, value in children.items()}
    return {noun: count for noun, count in counts.items() if count}
