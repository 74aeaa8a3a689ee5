"""The network: a new VPC, or an existing one."""

import ipaddress
from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from .endpoint_policies import EndpointPolicies
from .existing_network import ExistingNetwork
from .fix import Edit, Fix, format_inline, remove, write
from .flow_logs import FlowLogs
from .interface_endpoints import InterfaceEndpoint
from .nat_gateways import SINGLE_CHOICES, ElasticIpAllocationId, NatGateways
from .nat_instances import NatInstances
from .nat_rules import find_nat_violations
from .network_blocks import find_block_violations
from .role_defaults import RoleDefaults
from .section import ALLOW_BOOLEAN, RuleViolation, Section, convert_to_key, describe_field, find_duplicates
from .subnet_cidr_blocks import SubnetCidrBlocks
from .value_types import AvailabilityZone, NetworkCidrBlock, NonEmptyString, build_value_error

MAX_ZONES = 6
FIRST_NAT_PORT = 1024
"""NAT gateways open their connections from this port and those after it. A network ACL can't tell an answer from a request."""
LAST_REFUSED_PORT = 32_767
"""Tasks open their connections from the ports after this one, and answers come back to them."""

GatewayEndpoint = Literal["s3", "dynamodb"]


def _discriminate_zones(value: Any) -> str:
    return "names" if isinstance(value, list) else "count"


def _validate_unique_zones(value: Any) -> Any:
    if isinstance(value, list) and len(set(zones := [zone for zone in value if isinstance(zone, str)])) < len(zones):
        raise build_value_error(
            "a zone is listed twice; AWS refuses two subnets of one zone for a load balancer; name each zone once", "listed-twice"
        )
    return value


class Network(Section):
    """A new VPC, or an existing one."""

    name: Annotated[
        NonEmptyString | None,
        describe_field(
            "The Name tag of the VPC. Default: the names of project and stack. Changing it changes the tag only.", max_length=255
        ),
    ] = None
    cidr_block: Annotated[
        NetworkCidrBlock,
        describe_field(
            "The private address range of the VPC, /16 to /28; the standard layout needs /16 to /20.",
            source="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
            example="10.0.0.0/16",
        ),
    ] = "10.0.0.0/16"
    availability_zones: Annotated[
        Annotated[Annotated[int, Field(ge=2, le=MAX_ZONES)], Tag("count")]
        | Annotated[Annotated[list[AvailabilityZone], Field(min_length=2, max_length=MAX_ZONES)], Tag("names")],
        Discriminator(_discriminate_zones),
        BeforeValidator(_validate_unique_zones),
        describe_field(
            "How many zones (2–6, the first of the Region), or their names. A load balancer needs two; three survive the loss of one with less spare capacity."
        ),
    ] = 2
    nat_gateways: Annotated[
        NatGateways,
        describe_field(
            "The way from private subnets to the internet: onePerAz survives the loss of a zone, single does not, regional is one gateway in all zones, whose addresses AWS adds. "
            "instancePerAz and singleInstance run instances instead, which cost little and fail alone. none needs interface endpoints for the AWS services that the tasks call.",
            cost="about $36.50 a month for each gateway with its address (for regional in each zone), and $0.045 a GB; an instance about $7.40",
            source="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html",
        ),
    ] = "onePerAz"
    nat_instances: Annotated[
        NatInstances,
        describe_field(
            "The instances of natGateways: instancePerAz and singleInstance.",
            source="https://docs.aws.amazon.com/vpc/latest/userguide/VPC_NAT_Instance.html",
        ),
    ] = NatInstances()
    elastic_ip_allocation_ids: Annotated[
        list[ElasticIpAllocationId],
        describe_field(
            "Elastic IP addresses that exist, one for each NAT gateway or instance, for regional one for each zone. They outlive the stack, and others can admit them in their "
            "firewalls. Default: the stack allocates them, for regional AWS does.",
            source="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-eips.html",
            example=["eipalloc-0123456789abcdef0", "eipalloc-0123456789abcdef1"],
        ),
    ] = []
    isolated_subnets: Annotated[
        bool, describe_field("Adds a third tier without any route to the internet, for databases and caches. Free.")
    ] = False
    subnet_cidr_blocks: Annotated[
        SubnetCidrBlocks | None,
        describe_field("The blocks of the subnets, instead of the standard layout. Changing them replaces subnets."),
    ] = None
    ipv6: Annotated[
        bool,
        describe_field(
            "Adds IPv6 to IPv4: a block of Amazon's for the VPC and one for each subnet, routes, and an egress-only internet gateway, which lets no connection in to private subnets. An "
            "internet-facing load balancer becomes dualstack. Choose the number of zones first: the blocks of private subnets depend on it. AWS doesn't take the blocks back while "
            "anything has addresses of them. Free.",
            source="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-migrate-ipv6.html",
        ),
    ] = False
    gateway_endpoints: Annotated[
        list[GatewayEndpoint], describe_field("Gateway endpoints. S3 is always included, since image layers come from it. Free.")
    ] = ["s3"]
    interface_endpoints: Annotated[
        list[InterfaceEndpoint],
        describe_field(
            "Interface endpoints by the last part of their service name: ecr.api, ecr.dkr, logs, secretsmanager, ssm, ssmmessages, kms, sts, xray, monitoring …",
            cost="about $7.30 a month for each in each zone, and $0.01 a GB",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html",
            example=["ecr.api", "ecr.dkr", "logs"],
        ),
    ] = []
    endpoint_policies: Annotated[
        EndpointPolicies | None,
        ALLOW_BOOLEAN,
        describe_field(
            "Policies of the endpoints that refuse other accounts: `true` admits identities of this account only, and leads to its buckets and tables only. Default: AWS's policy, which admits everyone.",
            source="https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
        ),
    ] = None
    refused_ports: Annotated[
        list[Annotated[int, Field(ge=0, le=LAST_REFUSED_PORT)]],
        describe_field(
            f"The ports (0–{LAST_REFUSED_PORT}, six at most) that the network ACLs refuse from the internet; `[]` refuses none. With a NAT gateway, public subnets refuse "
            "only those below 1024: the gateway opens connections from all others, so that answers come back to them.",
            source="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html",
            example=[22, 3389],
            max_length=6,
        ),
    ] = [20, 21, 22, 3389]
    flow_logs: Annotated[
        FlowLogs | None, ALLOW_BOOLEAN, describe_field("Records the traffic of the VPC; `false` turns it off.", cost="$0.50 a GB written")
    ] = FlowLogs()
    roles: Annotated[
        RoleDefaults, describe_field("What the role that writes the flow logs has beside its policy. Default: the roles of the stack.")
    ] = RoleDefaults()
    existing: Annotated[
        ExistingNetwork | None, describe_field("Use an existing network; then nothing else in this section may be set.")
    ] = None

    key_hints = {
        "enableDnsHostnames": "DNS host names are always on; remove it",
        "enableDnsSupport": "DNS is always on; remove it",
        "vpcId": "write existing: {vpc: {id: vpc-…}, privateSubnets: [{id: subnet-…}]}",
        "defaultVpc": "write existing: {vpc: {default: true}}, and subnets: public on the services",
        "vpc": "write existing: {vpc: {id: …} or {name: …}, …}, or name and cidrBlock for a VPC of its own",
        "subnets": "write existing: {vpc: …, privateSubnets: […], publicSubnets: […]}, or subnetCidrBlocks for a VPC of its own",
        "nat": "write natGateways: none, single or onePerAz",
        "singleNatGateway": "write natGateways: single",
        "enableNatGateway": "write natGateways: none, single or onePerAz",
        "maxAzs": "write availabilityZones",
        "cidr": "write cidrBlock",
        "privateSubnets": "write existing: {vpc: …, privateSubnets: […]}, or subnetCidrBlocks for a VPC of its own",
        "publicSubnets": "write existing: {vpc: …, publicSubnets: […]}, or subnetCidrBlocks for a VPC of its own",
        "azs": "write availabilityZones: 2, or their names",
        "networkAcl": "write refusedPorts",
        "networkAcls": "write refusedPorts",
        "nacl": "write refusedPorts",
        "dualStack": "write ipv6: true",
        "enableIpv6": "write ipv6: true",
        "assignGeneratedIpv6CidrBlock": "write ipv6: true",
        "ipv6CidrBlock": "write ipv6: true; the block is one of Amazon's",
        "egressOnlyInternetGateway": "write ipv6: true, which creates it",
        "natGateway": "write natGateways: none, single or onePerAz",
        "natInstance": "write natGateways: singleInstance or instancePerAz, and natInstances for the type and the image",
        "natGatewayProvider": "write natGateways: regional, singleInstance or instancePerAz",
        "elasticIps": "write elasticIpAllocationIds",
    }

    @property
    def has_ipv6(self) -> bool:
        """Whether its subnets have IPv6 blocks and routes."""
        return self.existing.ipv6 if self.existing else self.ipv6

    def count_zones(self) -> int:
        """Count the zones of the network."""
        return self.availability_zones if isinstance(self.availability_zones, int) else len(self.availability_zones)

    def count_nat_addresses(self) -> int:
        """Count the Elastic IP addresses of the NAT gateways or instances; for a regional NAT gateway without addresses of yours, AWS needs one in each zone."""
        return 0 if self.nat_gateways == "none" else 1 if self.nat_gateways in SINGLE_CHOICES else self.count_zones()

    def count_public_subnets(self) -> int | None:
        """Count the public subnets. None for those of the default VPC, which are found when the program runs."""
        if self.existing is None:
            return self.count_zones()
        return None if self.existing.uses_default_subnets else len(self.existing.public_subnets)

    def list_refused_public_ports(self) -> list[int]:
        """List the ports that the public subnets refuse: with NAT gateways, only those from which they open no connections.

        Source: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
        """
        return [port for port in self.refused_ports if port < FIRST_NAT_PORT or self.nat_gateways == "none"]

    def can_divide_cidr_block(self) -> bool:
        """Return whether the CIDR block can be divided into subnets."""
        return self.subnet_cidr_blocks is not None or 16 <= ipaddress.IPv4Network(self.cidr_block).prefixlen <= 20

    def allocate_subnets(self) -> dict[str, list[str]]:
        """Allocate the subnets: tier → one CIDR block for each zone.

        The VPC is divided into sixteen blocks. Blocks 0–5 are the private subnets of zones 1–6, blocks 8–13 the isolated ones, and block 15 is divided into
        eight for the public ones. So a zone or a tier can be added later without renumbering (that is, replacing) existing subnets.
        """
        zones = self.count_zones()
        if self.subnet_cidr_blocks:
            blocks = {tier: getattr(self.subnet_cidr_blocks, tier) for tier in ("public", "private", "isolated")}
        else:
            sixteenths, public_blocks = _divide_cidr_block(self.cidr_block)
            blocks = {
                "public": [*public_blocks[:zones]],
                "private": [*sixteenths[:zones]],
                "isolated": [*sixteenths[8 : 8 + zones]],
            }
        if not self.isolated_subnets:
            del blocks["isolated"]
        return blocks

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that the CIDR block contains its subnets, and that an existing network is the only setting."""
        if self.existing:
            for field in sorted(self.model_fields_set - {"existing"}):
                yield RuleViolation(
                    (field, "existing"),
                    "an existing network is not changed, so this would have no effect",
                    "setting-without-effect",
                    (remove(convert_to_key(self, field)), remove("existing")),
                )
            return
        for duplicate in find_duplicates(self.interface_endpoints):
            yield RuleViolation(
                ("interface_endpoints",),
                f"{duplicate} is listed twice; AWS refuses a second one with the same private DNS name",
                "listed-twice",
                (write("interfaceEndpoints", value=list(dict.fromkeys(self.interface_endpoints)), certain=True),),
            )
        if find_duplicates([str(port) for port in self.refused_ports]):
            yield RuleViolation(
                ("refused_ports",),
                "a port is listed twice, which has no effect",
                "listed-twice",
                (write("refusedPorts", value=sorted(set(self.refused_ports)), certain=True),),
            )
        for service in sorted({"s3", "dynamodb"} & set(self.interface_endpoints)):
            yield RuleViolation(
                ("interface_endpoints", "gateway_endpoints"),
                f"{service} has a gateway endpoint, which is free; s3 always has it, and the others are listed in gatewayEndpoints",
                "gateway-endpoint",
                (self._build_gateway_fix(service),),
            )
        yield from find_nat_violations(self)
        yield from find_block_violations(self)

    def _build_gateway_fix(self, service: str) -> Fix:
        """Build the fix that moves an endpoint to the gateway endpoints."""
        rest = [name for name in self.interface_endpoints if name != service]
        gateways = list(dict.fromkeys([*self.gateway_endpoints, service]))
        return Fix(
            f"write interfaceEndpoints: {format_inline(rest)} and gatewayEndpoints: {format_inline(gateways)}",
            (Edit(("interfaceEndpoints",), "set", rest), Edit(("gatewayEndpoints",), "set", gateways)),
            is_certain=True,
        )


@lru_cache(maxsize=64)
def _divide_cidr_block(cidr_block: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Divide a block into sixteen, and the last of these into eight."""
    sixteenths = list(ipaddress.IPv4Network(cidr_block).subnets(prefixlen_diff=4))
    return tuple(map(str, sixteenths)), tuple(map(str, sixteenths[15].subnets(prefixlen_diff=3)))
