"""What a component makes that a provider plugin builds: to the program, and to this preview, it is one resource."""

from collections.abc import Mapping
from typing import Final

from fargate_web.testing import Resource

# By type, the outputs that hold what it made. The program sees the outputs; the fakes fill them in as the plugin does.
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
    """Count what a remote component made in an update, by kind in the singular."""
    made = {noun: resource.outputs.get(output) for output, noun in _CHILD_OUTPUTS.get(resource.type, {}).items()}
    counts = {noun: len(value) if isinstance(value, list) else int(bool(value)) for noun, value in made.items()}
    return {noun: count for noun, count in counts.items() if count}
