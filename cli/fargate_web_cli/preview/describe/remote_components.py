"""What a component makes that a provider plugin builds: to the program, and to this preview, it is one resource."""

from collections.abc import Mapping
from typing import Final

from fargate_web.testing import Resource

# By type, the outputs that hold what it made. The program sees the outputs; the fakes fill them in as the plugin does.
_MADE: Final[Mapping[str, Mapping[str, str]]] = {
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


def made_by(updated: Resource) -> dict[str, int]:
    """Count what a remote component made in an update, by kind in the singular."""
    made = {noun: updated.outputs.get(output) for output, noun in _MADE.get(updated.type, {}).items()}
    counts = {noun: len(value) if isinstance(value, list) else int(bool(value)) for noun, value in made.items()}
    return {noun: count for noun, count in counts.items() if count}
