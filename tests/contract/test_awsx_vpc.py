"""The fake of `awsx.ec2.Vpc`: as many subnets, gateways and addresses as the real one makes, in its order."""

from typing import Any

import pulumi
import pulumi_awsx as awsx
import pytest
from fargate_web.testing import UNKNOWN, AwsMocks, ProgramError, run

EVERYTHING = AwsMocks(awsx_references=("vpc", "natGateways", "eips", "routeTables", "subnets", "publicSubnets", "privateSubnets", "routes"))


def spec(type_: str, **more: Any) -> awsx.ec2.SubnetSpecArgs:
    return awsx.ec2.SubnetSpecArgs(type=awsx.ec2.SubnetType(type_), **more)


def nat(strategy: str, **more: Any) -> awsx.ec2.NatGatewayConfigurationArgs:
    return awsx.ec2.NatGatewayConfigurationArgs(strategy=awsx.ec2.NatGatewayStrategy(strategy), **more)


def outputs(**args: Any) -> dict[str, Any]:
    return run(lambda: awsx.ec2.Vpc("net", **args)).find_one("awsx:ec2:Vpc").outputs


def blocks(**args: Any) -> list[str]:
    """Return the address ranges of the subnets, in the order of awsx."""

    def program() -> None:
        vpc = awsx.ec2.Vpc("net", **args)
        pulumi.export("blocks", vpc.subnets.apply(lambda subnets: [subnet.cidr_block for subnet in subnets]))

    return run(program, mocks=EVERYTHING).outputs["blocks"]


def test_without_arguments_there_are_three_zones_with_a_public_and_a_private_subnet_and_a_gateway_each():
    vpc = outputs()
    counts = {name: len(vpc[name]) for name in ("publicSubnetIds", "privateSubnetIds", "isolatedSubnetIds", "natGateways", "eips")}
    assert counts == {"publicSubnetIds": 3, "privateSubnetIds": 3, "isolatedSubnetIds": 0, "natGateways": 3, "eips": 3}
    assert len(vpc["routeTables"]) == len(vpc["routes"]) == 6
    assert vpc["vpcId"] == vpc["vpc"]


def test_the_default_layout_is_that_of_awsx():
    # Half of a zone is private, a quarter public, and public subnets come first.
    assert blocks(number_of_availability_zones=2) == ["10.0.64.0/19", "10.0.0.0/18", "10.0.192.0/19", "10.0.128.0/18"]


def test_the_subnets_of_the_strategy_auto_follow_the_order_of_the_specifications():
    specs = [spec("Public", cidr_mask=24), spec("Private", cidr_mask=20), spec("Isolated", cidr_mask=24)]
    args = {"number_of_availability_zones": 2, "subnet_strategy": "Auto", "subnet_specs": specs}
    assert blocks(**args) == ["10.0.0.0/24", "10.0.16.0/20", "10.0.32.0/24", "10.0.128.0/24", "10.0.144.0/20", "10.0.160.0/24"]
    layout = outputs(**args)["subnetLayout"]
    assert layout[0] == {"type": "Public", "cidrMask": 24, "size": 256}


def test_a_size_is_as_good_as_a_mask():
    by_size = blocks(subnet_strategy="Auto", subnet_specs=[spec("Public", size=256), spec("Private", size=4096)])
    by_mask = blocks(subnet_strategy="Auto", subnet_specs=[spec("Public", cidr_mask=24), spec("Private", cidr_mask=20)])
    assert by_size == by_mask


def test_a_space_left_unused_has_no_subnet():
    specs = [spec("Private", cidr_mask=18), spec("Unused", cidr_mask=19), spec("Public", cidr_mask=19)]
    args = {"number_of_availability_zones": 2, "subnet_strategy": "Auto", "subnet_specs": specs}
    assert blocks(**args) == ["10.0.96.0/19", "10.0.0.0/18", "10.0.224.0/19", "10.0.128.0/18"]


def test_explicit_blocks_are_taken_as_they_are():
    specs = [spec("Public", cidr_blocks=["10.0.0.0/24", "10.0.1.0/24"]), spec("Private", cidr_blocks=["10.0.2.0/24", "10.0.3.0/24"])]
    args = {"availability_zone_names": ["us-west-2a", "us-west-2b"], "subnet_strategy": "Auto", "subnet_specs": specs}
    assert blocks(**args) == ["10.0.0.0/24", "10.0.2.0/24", "10.0.1.0/24", "10.0.3.0/24"]
    assert outputs(**args)["subnetLayout"][1] == {"type": "Private", "cidrBlocks": ["10.0.2.0/24", "10.0.3.0/24"]}


def test_the_strategy_legacy_puts_private_subnets_first():
    specs = [spec("Public", cidr_mask=24), spec("Private"), spec("Isolated", cidr_mask=28)]
    args = {"number_of_availability_zones": 2, "subnet_strategy": "Legacy", "subnet_specs": specs}
    assert blocks(**args)[:3] == ["10.0.32.0/24", "10.0.0.0/19", "10.0.33.0/28"]
    layout = outputs(**args)["subnetLayout"]
    assert [(each["type"], each["cidrMask"]) for each in layout] == [("Private", 19), ("Public", 24), ("Isolated", 28)]


def test_the_layout_of_the_strategy_legacy_tells_of_its_gaps():
    specs = [spec("Private", cidr_mask=24), spec("Public", cidr_mask=22)]
    layout = outputs(number_of_availability_zones=1, subnet_specs=specs)["subnetLayout"]
    assert [(each["type"], each["cidrMask"]) for each in layout] == [("Private", 24), ("Unused", 24), ("Unused", 23), ("Public", 22)]


def test_where_there_is_nothing_to_serve_there_are_no_gateways():
    assert outputs(subnet_strategy="Auto", subnet_specs=[spec("Isolated")])["natGateways"] == []


@pytest.mark.parametrize(("strategy", "count"), [("None", 0), ("Single", 1), ("OnePerAz", 2)])
def test_there_are_as_many_gateways_as_the_strategy_says(strategy, count):
    vpc = outputs(number_of_availability_zones=2, nat_gateways=nat(strategy))
    assert len(vpc["natGateways"]) == len(vpc["eips"]) == count
    assert len(vpc["routes"]) == (2 if strategy == "None" else 4)


def test_addresses_that_are_given_are_used_and_none_are_made():
    def program() -> None:
        vpc = awsx.ec2.Vpc(
            "net", number_of_availability_zones=2, nat_gateways=nat("OnePerAz", elastic_ip_allocation_ids=["eipalloc-1", "eipalloc-2"])
        )
        pulumi.export("used", vpc.nat_gateways.apply(lambda gateways: [gateway.allocation_id for gateway in gateways]))
        pulumi.export("made", vpc.eips.apply(len))

    assert run(program).outputs == {"used": ["eipalloc-1", "eipalloc-2"], "made": 0}


def test_a_single_gateway_serves_all_private_subnets():
    def program() -> None:
        vpc = awsx.ec2.Vpc("net", number_of_availability_zones=2, nat_gateways=nat("Single"))
        pulumi.export("routes", vpc.routes.apply(lambda routes: [route.nat_gateway_id for route in routes]))
        pulumi.export("gateway", vpc.nat_gateways[0].id)

    exported = run(program, mocks=EVERYTHING).outputs
    assert exported["routes"] == [None, exported["gateway"]] * 2


def test_its_resources_are_real_references():
    def program() -> None:
        vpc = awsx.ec2.Vpc("net", cidr_block="10.1.0.0/16", tags={"a": "b"}, number_of_availability_zones=2)
        pulumi.export("block", vpc.vpc.cidr_block)
        pulumi.export("tags", vpc.vpc.tags)
        pulumi.export("zones", vpc.public_subnets.apply(lambda subnets: [subnet.availability_zone for subnet in subnets]))
        pulumi.export("urn", vpc.public_subnets[0].urn)
        pulumi.export("same", pulumi.Output.all(vpc.public_subnets[0].id, vpc.public_subnet_ids[0]).apply(lambda ids: ids[0] == ids[1]))

    result = run(program, mocks=EVERYTHING)
    assert result.outputs == {
        "block": "10.1.0.0/16",
        "tags": {"a": "b", "Name": "net"},
        "zones": ["us-west-2a", "us-west-2b"],
        "urn": "urn:pulumi:dev::project::awsx:ec2:Vpc$aws:ec2/vpc:Vpc$aws:ec2/subnet:Subnet::net-public-1",
        "same": True,
    }
    assert [resource.type for resource in result.resources] == ["awsx:ec2:Vpc"]


def test_in_a_preview_nothing_of_it_is_known():
    def program() -> None:
        vpc = awsx.ec2.Vpc("net", number_of_availability_zones=2)
        for name in ("vpc_id", "public_subnet_ids", "nat_gateways", "subnet_layout"):
            pulumi.export(name, getattr(vpc, name))

    assert set(run(program, preview=True).outputs.values()) == {UNKNOWN}


def test_two_networks_have_nothing_in_common():
    def program() -> None:
        awsx.ec2.Vpc("a", number_of_availability_zones=2)
        awsx.ec2.Vpc("b", number_of_availability_zones=2)

    first, second = (resource.outputs for resource in run(program).resources)
    assert not {*first["routeTables"], *first["publicSubnetIds"]} & {*second["routeTables"], *second["publicSubnetIds"]}


REFUSED = {
    "Only one of": {"availability_zone_names": ["us-west-2a"], "number_of_availability_zones": 1},
    "at least 5 Availability Zones": {"number_of_availability_zones": 5},
    "must match the number of availability zones": {
        "number_of_availability_zones": 2,
        "subnet_strategy": "Auto",
        "subnet_specs": [spec("Public", cidr_blocks=["10.0.0.0/24"])],
    },
    "all subnets must have explicit cidrBlocks": {
        "number_of_availability_zones": 1,
        "subnet_strategy": "Auto",
        "subnet_specs": [spec("Public", cidr_blocks=["10.0.0.0/24"]), spec("Private")],
    },
    "overlap with at least one other subnet": {
        "number_of_availability_zones": 1,
        "subnet_strategy": "Auto",
        "subnet_specs": [spec("Public", cidr_blocks=["10.0.0.0/24"]), spec("Private", cidr_blocks=["10.0.0.0/16"])],
    },
    "too large for VPC": {"subnet_strategy": "Auto", "subnet_specs": [spec("Public", cidr_mask=17)]},
    "at least /26 available per AZ": {"subnet_strategy": "Auto", "cidr_block": "10.0.0.0/25"},
    "both private and public subnets must be declared": {
        "subnet_strategy": "Auto",
        "subnet_specs": [spec("Private")],
        "nat_gateways": nat("Single"),
    },
    "require the VPC to have an IPv6 CIDR block": {"subnet_specs": [spec("Private", assign_ipv6_address_on_creation=True), spec("Public")]},
    "no fake of the subnet strategy 'AutoMerge'": {"subnet_strategy": "AutoMerge", "subnet_specs": [spec("Private")]},
}


@pytest.mark.parametrize("message", REFUSED)
def test_what_awsx_refuses_is_refused(message):
    with pytest.raises(ProgramError, match=message):
        outputs(**REFUSED[message])


def list_ipv6_blocks(zones: int, **args: Any) -> list[str]:
    """Return the last group of digits of the IPv6 blocks of the subnets, in the order of awsx."""

    def program() -> None:
        vpc = awsx.ec2.Vpc("net", number_of_availability_zones=zones, assign_generated_ipv6_cidr_block=True, **args)
        pulumi.export("blocks", vpc.subnets.apply(lambda subnets: [subnet.ipv6_cidr_block for subnet in subnets]))

    exported: list[str | None] = run(program, mocks=EVERYTHING).outputs["blocks"]
    return ["" if block is None else block.removesuffix("::/64")[-2:] for block in exported]


@pytest.mark.parametrize(
    ("zones", "numbers"), [(1, ["00", "01", "02"]), (2, ["00", "02", "04", "01", "03", "05"])], ids=["one zone", "two zones"]
)
def test_ipv6_blocks_are_numbered_by_tier_and_then_by_zone(zones, numbers):
    specs = [spec("Public", cidr_mask=24), spec("Private", cidr_mask=24), spec("Isolated", cidr_mask=24)]
    assert list_ipv6_blocks(zones, subnet_strategy="Auto", subnet_specs=specs) == numbers


def test_a_subnet_that_assigns_no_ipv6_addresses_has_no_block_of_ipv6():
    specs = [spec("Public", cidr_mask=24), spec("Private", cidr_mask=24, assign_ipv6_address_on_creation=False)]
    assert list_ipv6_blocks(1, subnet_strategy="Auto", subnet_specs=specs) == ["00", ""]
