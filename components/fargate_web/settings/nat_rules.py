"""Rules between the settings of the way from private subnets to the internet."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .fix import Fix, remove, write
from .nat_gateways import NAT_INSTANCE_CHOICES
from .section import RuleViolation, find_duplicates

if TYPE_CHECKING:
    from .network import Network


def find_nat_violations(network: "Network") -> Iterator[RuleViolation]:
    """Check that there are instances to configure, and an address for each gateway or instance."""
    if "nat_instances" in network.model_fields_set and network.nat_gateways not in NAT_INSTANCE_CHOICES:
        yield RuleViolation(
            ("nat_instances", "nat_gateways"),
            f"natGateways: {network.nat_gateways} runs no instances, so that this would have no effect",
            "setting-without-effect",
            (write("natGateways", value="instancePerAz"), remove("natInstances")),
        )
    allocation_ids = network.elastic_ip_allocation_ids
    given, needed = len(allocation_ids), network.count_nat_addresses()
    if given and given != needed:
        yield RuleViolation(
            ("elastic_ip_allocation_ids", "nat_gateways", "availability_zones"),
            f"natGateways: {network.nat_gateways} in {network.count_zones()} zones needs {needed} {'address' if needed == 1 else 'addresses'}, and "
            f"there {'is' if given == 1 else 'are'} {given}; list an address for each",
            "addresses-for-nat-gateways",
            (Fix("or remove elasticIpAllocationIds", remove("elasticIpAllocationIds").edits),),
        )
    elif given and network.nat_gateways == "regional" and not isinstance(network.availability_zones, list):
        yield RuleViolation(
            ("elastic_ip_allocation_ids", "availability_zones"),
            f"EC2 needs the name of a zone for each address of a regional NAT gateway, and availabilityZones: {network.availability_zones} names none; write the names of the zones, like "
            "availabilityZones: [us-west-2a, us-west-2b], in the order of the addresses",
            "addresses-without-zones",
            (Fix("or remove elasticIpAllocationIds", remove("elasticIpAllocationIds").edits),),
        )
    # An id that is an Output is not known yet, so two of them can't be compared.
    for duplicate in find_duplicates([each for each in allocation_ids if isinstance(each, str)]):
        yield RuleViolation(
            ("elastic_ip_allocation_ids",),
            f"{duplicate} is listed twice; an address belongs to one gateway or instance (Resource.AlreadyAssociated); list another one",
            "listed-twice",
        )
