"""The network: a VPC of its own, or one that exists."""

import ipaddress
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from .logs import RETENTION, RetentionInDays
from .section import SWITCH, Broken, Section, about, doubled
from .value_types import LEAF, AvailabilityZone, CidrBlock, NonEmpty, SubnetId, VpcId, wrong

MOST_ZONES = 6
_PRIVATE_RANGES = tuple(
    ipaddress.IPv4Network(block) for block in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "198.18.0.0/15")
)

GatewayEndpoint = Literal["s3", "dynamodb"]
NatGateways = Literal["none", "single", "onePerAz"]


class FlowLogs(Section):
    """Records of the traffic of the VPC, in CloudWatch Logs."""

    traffic_type: Annotated[
        Literal["ALL", "ACCEPT", "REJECT"],
        about("Which traffic is recorded.", source="https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html"),
    ] = "ALL"
    retention_in_days: Annotated[RetentionInDays, about(f"Days the records are kept: one of {RETENTION}.")] = 365


class SubnetCidrBlocks(Section):
    """The address blocks of the subnets, one a zone and tier, where the standard layout does not fit."""

    public: Annotated[list[CidrBlock], about("One block a zone, /27 or larger: a load balancer needs eight free addresses in each.")]
    private: Annotated[list[CidrBlock], about("One block a zone: every task takes an address.")]
    isolated: Annotated[list[CidrBlock], about("One block a zone, where `isolatedSubnets` is on.")] = []

    def rules(self) -> Iterator[Broken]:
        """Blocks must not overlap, and must be of a size that AWS takes."""
        seen: list[tuple[str, ipaddress.IPv4Network]] = []
        for tier, smallest in (("public", 27), ("private", 28), ("isolated", 28)):
            for block in getattr(self, tier):
                network = ipaddress.IPv4Network(block)
                if not 16 <= network.prefixlen <= smallest:
                    why = (
                        "a load balancer needs eight free addresses in each public subnet"
                        if tier == "public"
                        else "AWS takes subnets of /16 to /28"
                    )
                    yield Broken((tier,), f"{block} has the prefix length {network.prefixlen}; {why}; write /16 to /{smallest}")
                for other_tier, other in seen:
                    if network.overlaps(other):
                        yield Broken(
                            (tier, other_tier),
                            f"{block} overlaps {other} of the {other_tier} tier, which AWS refuses (InvalidSubnet.Conflict); write disjoint blocks",
                        )
                seen.append((tier, network))


class ExistingVpc(Section):
    """A VPC that exists, by id or by its Name tag."""

    id: Annotated[VpcId | None, about("The id of the VPC.", example="vpc-0123456789abcdef0")] = None
    name: Annotated[NonEmpty | None, about("The Name tag of the VPC; exactly one VPC of the Region must carry it.")] = None
    cidr_block: Annotated[
        Annotated[CidrBlock, LEAF] | None,
        about("Its address block, where it is given by id and something (an internal load balancer) must admit its traffic."),
    ] = None

    def rules(self) -> Iterator[Broken]:
        """It is named in one way."""
        yield from _one_way(self.id, self.name)


class ExistingSubnet(Section):
    """A subnet that exists, by id or by its Name tag."""

    id: Annotated[SubnetId | None, about("The id of the subnet.", example="subnet-12345")] = None
    name: Annotated[NonEmpty | None, about("The Name tag of the subnet; exactly one subnet of the VPC must carry it.")] = None

    def rules(self) -> Iterator[Broken]:
        """It is named in one way."""
        yield from _one_way(self.id, self.name)


def _one_way(id_: Any, name: str | None) -> Iterator[Broken]:
    if (id_ is None) == (name is None):
        yield Broken(("id", "name"), "write either id or name: one of the two finds it, both could disagree")


class ExistingNetwork(Section):
    """A network that someone else manages."""

    vpc: Annotated[ExistingVpc, about("The VPC.", example={"name": "main-vpc"})]
    private_subnets: Annotated[
        list[ExistingSubnet], about("Where tasks run. At least one; two zones or more for availability.", min_length=1, max_length=16)
    ]
    public_subnets: Annotated[
        list[ExistingSubnet],
        about("Where an internet-facing load balancer stands: two zones at least. Leave it out where there is none.", max_length=16),
    ] = []
    isolated_subnets: Annotated[list[ExistingSubnet], about("Subnets without a route to the internet.", max_length=16)] = []

    def rules(self) -> Iterator[Broken]:
        """No subnet is listed twice, and a load balancer finds two zones."""
        for field in ("private_subnets", "public_subnets", "isolated_subnets"):
            # An id that is an Output is not known yet: two of them can't be told apart.
            said = [subnet.id if subnet.name is None else subnet.name for subnet in getattr(self, field)]
            names = [name for name in said if isinstance(name, str)]
            for twice in doubled(names):
                yield Broken((field,), f"{twice!r} is listed twice; AWS refuses a subnet named twice; remove one")
        if len(self.public_subnets) == 1:
            yield Broken(
                ("public_subnets",), "an Application Load Balancer needs subnets in at least two zones; add a public subnet of another zone"
            )


def _kind(value: Any) -> str:
    return "names" if isinstance(value, list) else "count"


def _unique_zones(value: Any) -> Any:
    if isinstance(value, list) and len(set(zones := [zone for zone in value if isinstance(zone, str)])) < len(zones):
        raise wrong("a zone is listed twice; AWS refuses two subnets of one zone for a load balancer; name each zone once")
    return value


class Network(Section):
    """A VPC of its own, or one that exists."""

    name: Annotated[
        NonEmpty | None,
        about("The Name tag of the VPC. Default: the names of project and stack. Changing it changes the tag only.", max_length=255),
    ] = None
    cidr_block: Annotated[
        CidrBlock,
        about(
            "The private address range of the VPC, /16 to /28; the standard layout needs /16 to /20.",
            source="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
            example="10.0.0.0/16",
        ),
    ] = "10.0.0.0/16"
    availability_zones: Annotated[
        Annotated[Annotated[int, Field(ge=2, le=MOST_ZONES)], Tag("count")]
        | Annotated[Annotated[list[AvailabilityZone], Field(min_length=2, max_length=MOST_ZONES)], Tag("names")],
        Discriminator(_kind),
        BeforeValidator(_unique_zones),
        about(
            "How many zones (2–6, the first of the Region), or their names. A load balancer needs two; three survive the loss of one with less spare capacity."
        ),
    ] = 2
    nat_gateways: Annotated[
        NatGateways,
        about(
            "The way from private subnets to the internet: onePerAz survives the loss of a zone, single does not, none needs interface endpoints for what the tasks call.",
            cost="about $36.50 a month for each gateway with its address, and $0.045 a GB",
            source="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html",
        ),
    ] = "onePerAz"
    isolated_subnets: Annotated[bool, about("Adds a third tier without any route to the internet, for databases and caches. Free.")] = False
    subnet_cidr_blocks: Annotated[
        SubnetCidrBlocks | None, about("The blocks of the subnets, instead of the standard layout. Changing them replaces subnets.")
    ] = None
    gateway_endpoints: Annotated[
        list[GatewayEndpoint], about("Gateway endpoints. S3 is always there, since image layers come from it. Free.")
    ] = ["s3"]
    interface_endpoints: Annotated[
        list[Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")]],
        about(
            "Interface endpoints by the last part of their service name: ecr.api, ecr.dkr, logs, secretsmanager, ssm, ssmmessages, kms, sts, xray, monitoring …",
            cost="about $7.30 a month for each in each zone, and $0.01 a GB",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html",
            example=["ecr.api", "ecr.dkr", "logs"],
        ),
    ] = []
    flow_logs: Annotated[
        FlowLogs | None, SWITCH, about("Records the traffic of the VPC; `false` turns it off.", cost="$0.50 a GB written")
    ] = FlowLogs()
    existing: Annotated[ExistingNetwork | None, about("Use a network that exists; then nothing else of this section may be said.")] = None

    answers = {
        "vpcId": "write existing: {vpc: {id: vpc-…}, privateSubnets: [{id: subnet-…}]}",
        "vpc": "write existing: {vpc: {id: …} or {name: …}, …}, or name and cidrBlock for a VPC of its own",
        "subnets": "write existing: {vpc: …, privateSubnets: […], publicSubnets: […]}, or subnetCidrBlocks for a VPC of its own",
        "azs": "write availabilityZones: 2, or their names",
        "natGateway": "write natGateways: none, single or onePerAz",
    }

    def zones(self) -> int:
        """Tell how many zones the network spans."""
        return self.availability_zones if isinstance(self.availability_zones, int) else len(self.availability_zones)

    def cidr_block_fits(self) -> bool:
        """Tell whether the range can be cut into subnets."""
        return self.subnet_cidr_blocks is not None or 16 <= ipaddress.IPv4Network(self.cidr_block).prefixlen <= 20

    def layout(self) -> dict[str, list[str]]:
        """Lay out the subnets: tier → one block a zone.

        The VPC is cut into sixteen blocks. Blocks 0–5 are the private subnets of zones 1–6, blocks 8–13 the isolated ones, and block 15 is cut into
        eight for the public ones. So a zone or a tier can be added later without renumbering (that is, replacing) what is there.
        """
        zones = self.zones()
        if self.subnet_cidr_blocks:
            blocks = {tier: getattr(self.subnet_cidr_blocks, tier) for tier in ("public", "private", "isolated")}
        else:
            sixteen = list(ipaddress.IPv4Network(self.cidr_block).subnets(prefixlen_diff=4))
            eighth = list(sixteen[15].subnets(prefixlen_diff=3))
            blocks = {
                "public": [str(block) for block in eighth[:zones]],
                "private": [str(block) for block in sixteen[:zones]],
                "isolated": [str(block) for block in sixteen[8 : 8 + zones]],
            }
        if not self.isolated_subnets:
            del blocks["isolated"]
        return blocks

    def rules(self) -> Iterator[Broken]:
        """The range holds its subnets; an existing network is said alone."""
        if self.existing:
            for field in sorted(self.model_fields_set - {"existing"}):
                yield Broken(
                    (field, "existing"), "an existing network is not changed, so this would have no effect; remove it, or remove existing"
                )
            return
        for twice in doubled(self.interface_endpoints):
            yield Broken(
                ("interface_endpoints",), f"{twice} is listed twice; AWS refuses a second one with the same private DNS name; remove one"
            )
        for service in sorted({"s3", "dynamodb"} & set(self.interface_endpoints)):
            yield Broken(
                ("interface_endpoints", "gateway_endpoints"),
                f"{service} has a gateway endpoint, which is free; remove it here and write it in gatewayEndpoints (s3 is always there)",
            )
        vpc = ipaddress.IPv4Network(self.cidr_block)
        if not any(vpc.subnet_of(private) for private in _PRIVATE_RANGES):
            yield Broken(
                ("cidr_block",),
                f"{self.cidr_block} isn't within a private range, so hosts of the internet with these addresses could not be reached; "
                "write a block of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16",
            )
        if not 16 <= vpc.prefixlen <= 28:
            yield Broken(
                ("cidr_block",),
                f"{self.cidr_block} has the prefix length {vpc.prefixlen}; AWS takes a VPC of /16 to /28 (InvalidVpc.Range); write for instance 10.0.0.0/16",
            )
        elif self.subnet_cidr_blocks is None and vpc.prefixlen > 20:
            yield Broken(
                ("cidr_block", "subnet_cidr_blocks"),
                f"{self.cidr_block} is too small for the standard layout, whose public subnets would be smaller than the /27 that a load balancer needs; "
                "write /16 to /20, or say the blocks in subnetCidrBlocks",
            )
        if self.subnet_cidr_blocks:
            yield from self._explicit_blocks(self.subnet_cidr_blocks, vpc)

    def _explicit_blocks(self, blocks: SubnetCidrBlocks, vpc: ipaddress.IPv4Network) -> Iterator[Broken]:
        tiers = ["public", "private"] + (["isolated"] if self.isolated_subnets else [])
        if blocks.isolated and not self.isolated_subnets:
            yield Broken(
                ("subnet_cidr_blocks.isolated", "isolated_subnets"),
                "there is no isolated tier; write isolatedSubnets: true, or remove the blocks",
            )
        for tier in tiers:
            given = getattr(blocks, tier)
            if len(given) != self.zones():
                yield Broken(
                    (f"subnet_cidr_blocks.{tier}", "availability_zones"),
                    f"{len(given)} blocks for {self.zones()} zones; every zone has one subnet of each tier; write {self.zones()} blocks",
                )
            for block in given:
                if not ipaddress.IPv4Network(block).subnet_of(vpc):
                    yield Broken(
                        (f"subnet_cidr_blocks.{tier}", "cidr_block"),
                        f"{block} isn't within the VPC's {self.cidr_block} (InvalidSubnet.Range); write a block of that range",
                    )
