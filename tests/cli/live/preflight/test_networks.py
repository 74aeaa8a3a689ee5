"""The existing network: the VPC and its subnets, or the zones of a new one."""

from typing import Any

import pytest
from fargate_web.settings.existing_network import ExistingNetwork
from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.facts.networks import (
    Endpoint,
    NetworkFacts,
    Route,
    RouteTable,
    gather_network,
    gather_zones,
)
from fargate_web_cli.live.preflight.facts.ownership import Ownership
from fargate_web_cli.live.preflight.judgements.networks import judge_network

from tests.cli.live.fake_aws import FakeAws, refuse
from tests.cli.live.preflight.networks import EXISTING, INTERNAL, VPC, network_of, plan_in, subnet
from tests.cli.live.preflight.plans import ACCOUNT, REGION, TWO_SUBNETS, describe, plan, read


def answer_subnet(number: int, **more: Any) -> dict[str, Any]:
    return {
        "SubnetId": f"subnet-{str(number) * 8}",
        "AvailabilityZone": f"us-west-2{'abc'[number - 1]}",
        "AvailableIpAddressCount": 250,
        "CidrBlock": f"10.0.{number}.0/24",
        "Tags": [{"Key": "Name", "Value": f"private-{number}"}],
        **more,
    }


def answer_network(**more: Any) -> FakeAws:
    answers = {
        "describe_vpcs": {"Vpcs": [{"VpcId": VPC, "CidrBlock": "10.0.0.0/16"}]},
        "describe_subnets": {"Subnets": [answer_subnet(1), answer_subnet(2)]},
        "describe_route_tables": {
            "RouteTables": [
                {
                    "RouteTableId": "rtb-main",
                    "Associations": [{"Main": True}],
                    "Routes": [{"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active"}],
                },
                {
                    "RouteTableId": "rtb-nat",
                    "Associations": [{"Main": False, "SubnetId": "subnet-11111111"}],
                    "Routes": [{"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "blackhole"}],
                },
            ]
        },
        "describe_vpc_endpoints": {
            "VpcEndpoints": [
                {
                    "ServiceName": f"com.amazonaws.{REGION}.ecr.api",
                    "VpcEndpointType": "Interface",
                    "State": "available",
                    "PrivateDnsEnabled": True,
                },
                {"ServiceName": "cn.com.amazonaws.cn-north-1.ecr.dkr", "VpcEndpointType": "Interface", "State": "pending"},
                {
                    "ServiceName": f"com.amazonaws.{REGION}.s3",
                    "VpcEndpointType": "Gateway",
                    "State": "available",
                    "RouteTableIds": ["rtb-nat"],
                },
            ]
        },
    }
    return FakeAws(**{**answers, **more})


def test_a_network_takes_four_calls_whatever_its_size():
    aws = answer_network()
    network = gather_network(read(aws), ExistingNetwork.model_validate(TWO_SUBNETS))
    assert len(aws.calls) == 4
    assert network is not None
    assert [subnet.zone for subnet in network.tiers["private"]] == ["us-west-2a", "us-west-2b"]
    assert network.route_tables["subnet-11111111"] == RouteTable("rtb-nat", (Route("0.0.0.0/0", "nat-1", is_active=False),))
    assert network.route_tables["subnet-22222222"].id == "rtb-main"
    assert network.endpoints == (
        Endpoint("ecr.api"),
        Endpoint("s3", is_gateway=True, has_private_names=False, route_tables=frozenset(("rtb-nat",))),
    )


@pytest.mark.parametrize(
    ("vpc", "parameters"),
    [
        ({"id": VPC}, {"VpcIds": [VPC]}),
        ({"name": "main"}, {"Filters": [{"Name": "tag:Name", "Values": ["main"]}]}),
        ({"default": True}, {"Filters": [{"Name": "is-default", "Values": ["true"]}]}),
    ],
)
def test_a_vpc_is_found_by_id_by_name_or_as_the_default(vpc, parameters):
    aws = answer_network()
    gather_network(read(aws), ExistingNetwork.model_validate({**TWO_SUBNETS, "vpc": vpc}))
    assert aws.calls[0] == ("describe_vpcs", parameters)


def test_the_default_subnets_are_those_that_aws_made():
    subnets = [answer_subnet(1, DefaultForAz=True), answer_subnet(2)]
    network = gather_network(
        read(answer_network(describe_subnets={"Subnets": subnets})), ExistingNetwork.model_validate({"vpc": {"default": True}})
    )
    assert network is not None
    assert [subnet.id for subnet in network.tiers["public"]] == ["subnet-11111111"]


def test_subnets_are_found_by_name():
    settings = {"vpc": {"id": VPC}, "privateSubnets": [{"name": "private-2"}, {"name": "private-9"}]}
    network = gather_network(read(answer_network()), ExistingNetwork.model_validate(settings))
    assert network is not None
    assert [len(found) for found in network.subnets.values()] == [1, 0]


def test_without_a_permission_the_rest_is_still_known():
    reader = read(answer_network(describe_route_tables=refuse("UnauthorizedOperation")))
    network = gather_network(reader, ExistingNetwork.model_validate(TWO_SUBNETS))
    assert network is not None
    assert (len(network.tiers["private"]), dict(network.route_tables)) == (2, {})
    assert [each.action for each in reader.unchecked] == ["ec2:DescribeRouteTables"]


@pytest.mark.parametrize(
    ("vpc", "vpc_ids", "key"),
    [
        ({"id": VPC}, (), "id"),
        ({"name": "main"}, (), "name"),
        ({"name": "main"}, ("vpc-1", "vpc-2"), "name"),
        ({"default": True}, (), "default"),
    ],
)
def test_a_vpc_that_is_not_exactly_one_is_an_error(vpc, vpc_ids, key):
    planned = plan({"route": False}, network={"existing": {**TWO_SUBNETS, "vpc": vpc}})
    assert describe(judge_network(planned, Facts(ACCOUNT, network=NetworkFacts(vpc_ids)))) == [
        ("error", "vpc-missing", (*EXISTING, "vpc", key))
    ]


def test_a_subnet_of_another_vpc_is_an_error():
    network = NetworkFacts((VPC,), subnets={(*EXISTING, "privateSubnets", 1): ()})
    [finding] = judge_network(plan_in(), Facts(ACCOUNT, network=network))
    assert describe([finding]) == [("error", "subnet-missing", (*EXISTING, "privateSubnets", 1))]
    assert f"the VPC {VPC} has no subnet subnet-22222222" in finding.message


def test_zones_of_a_new_network_must_be_there():
    assert gather_zones(
        read(FakeAws(describe_availability_zones={"AvailabilityZones": [{"ZoneName": "us-west-2a", "State": "available"}]}))
    ) == {"us-west-2a"}
    zones = frozenset(("us-west-2a", "us-west-2b"))
    by_count, by_name = plan(network={"availabilityZones": 3}), plan(network={"availabilityZones": ["us-west-2a", "us-west-2e"]})
    assert describe(judge_network(by_count, Facts(ACCOUNT, zones=zones))) == [("error", "zone-missing", ("network", "availabilityZones"))]
    assert describe(judge_network(by_name, Facts(ACCOUNT, zones=zones))) == [("error", "zone-missing", ("network", "availabilityZones", 1))]
    assert list(judge_network(plan(), Facts(ACCOUNT, zones=zones))) == []
    assert list(judge_network(by_count, Facts(ACCOUNT))) == []


@pytest.mark.parametrize(
    ("subnets", "codes"),
    [
        ((subnet(1), subnet(2)), []),
        ((subnet(1), subnet(2, zone="us-west-2a")), ["subnets-of-one-zone", "subnets-of-one-zone"]),
        ((subnet(1), subnet(2), subnet(3, zone="us-west-2a")), ["subnets-of-one-zone"]),
        ((subnet(1, free=7), subnet(2)), ["subnet-too-small"]),
        ((subnet(1, prefix_length=28), subnet(2)), ["subnet-too-small"]),
    ],
)
def test_the_subnets_of_a_load_balancer(subnets, codes):
    planned = plan_in(web={"route": {}}, **INTERNAL)
    facts = Facts(ACCOUNT, Ownership(frozenset()), network=network_of(*subnets))
    assert [finding.code for finding in judge_network(planned, facts)] == codes


def test_a_load_balancer_that_is_there_needs_no_more_addresses():
    owned = Ownership(frozenset((f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:loadbalancer/app/web/1",)))
    facts = Facts(ACCOUNT, owned, network=network_of(subnet(1, free=0), subnet(2)))
    assert list(judge_network(plan_in(web={"route": {}}, **INTERNAL), facts)) == []
