"""The existing network: the VPC, its subnets, its routes as the proof of egress, and its free addresses."""

from typing import Any

import pytest
from fargate_web.settings.existing_network import ExistingNetwork
from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.facts.networks import (
    Endpoint,
    NetworkFacts,
    Route,
    RouteTable,
    Subnet,
    gather_network,
    gather_zones,
)
from fargate_web_cli.live.preflight.facts.ownership import Ownership
from fargate_web_cli.live.preflight.facts.services import LiveService
from fargate_web_cli.live.preflight.judgements.addresses import judge_addresses
from fargate_web_cli.live.preflight.judgements.networks import judge_network
from fargate_web_cli.live.preflight.judgements.routes import judge_routes

from tests.cli.live.fake_aws import FakeAws, refuse
from tests.cli.live.preflight.plans import ACCOUNT, REGION, TWO_SUBNETS, describe, plan, read

VPC = "vpc-0123456789abcdef0"
EXISTING: tuple[str, ...] = ("network", "existing")
INTERNAL = {"loadBalancer": {"scheme": "internal"}}


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


def subnet(number: int = 1, *, zone: str = "", free: int = 250, prefix_length: int = 24) -> Subnet:
    return Subnet(f"subnet-{str(number) * 8}", "", zone or f"us-west-2{'abc'[number - 1]}", free, prefix_length)


def network_of(
    *subnets: Subnet, tier: str = "private", routes: tuple[Route, ...] = (), endpoints: tuple[Endpoint, ...] = ()
) -> NetworkFacts:
    paths = {("network", "existing", f"{tier}Subnets", index): (each,) for index, each in enumerate(subnets)}
    table = RouteTable("rtb-1", routes)
    return NetworkFacts((VPC,), "10.0.0.0/16", paths, {tier: subnets}, {each.id: table for each in subnets}, endpoints)


def plan_in(tier: str = "private", web: dict[str, Any] | None = None, **sections: Any) -> Any:
    existing = {"vpc": {"id": VPC}, f"{tier}Subnets": [{"id": "subnet-11111111"}, {"id": "subnet-22222222"}]}
    return plan({"subnets": tier, "route": False, **(web or {})}, network={"existing": existing}, **sections)


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


NAT, INTERNET = Route("0.0.0.0/0", "nat-1"), Route("0.0.0.0/0", "igw-1")
LOCAL, TRANSIT = Route("10.0.0.0/16", "local"), Route("10.9.0.0/16", "tgw-1")
ENDPOINTS = (Endpoint("ecr.api"), Endpoint("ecr.dkr"), Endpoint("logs"), Endpoint("s3", True, False, frozenset(("rtb-1",))))


@pytest.mark.parametrize(
    ("tier", "routes", "endpoints", "found"),
    [
        ("private", (LOCAL, NAT), (), []),
        ("private", (LOCAL, Route("0.0.0.0/0", "tgw-1")), (), []),
        ("private", (LOCAL, INTERNET), (), [("error", "private-subnet-with-internet-gateway")]),
        ("private", (LOCAL, Route("0.0.0.0/0", "nat-1", is_active=False)), (), [("error", "route-to-nowhere")]),
        ("private", (LOCAL,), (), [("error", "endpoints-missing")]),
        ("private", (LOCAL, TRANSIT), (), [("warning", "endpoints-missing")]),
        ("private", (LOCAL,), ENDPOINTS, []),
        ("private", (LOCAL,), ENDPOINTS[:3], [("error", "endpoints-missing")]),
        ("private", (LOCAL,), (*ENDPOINTS[:2], Endpoint("logs", has_private_names=False), ENDPOINTS[3]), [("error", "endpoints-missing")]),
        ("isolated", (LOCAL,), ENDPOINTS, []),
        ("isolated", (LOCAL, NAT), ENDPOINTS, [("warning", "isolated-subnet-with-route")]),
        ("public", (LOCAL, INTERNET), (), []),
        ("public", (LOCAL,), (), [("error", "public-subnet-without-internet")]),
        ("public", (LOCAL, NAT), (), [("error", "public-subnet-without-internet")]),
    ],
)
def test_the_proof_of_egress_on_real_routes(tier, routes, endpoints, found):
    facts = Facts(ACCOUNT, network=network_of(subnet(1), tier=tier, routes=routes, endpoints=endpoints))
    findings = list(judge_routes(plan_in(tier), facts))
    assert [(finding.severity, finding.code) for finding in findings] == found
    assert all(finding.path == (*EXISTING, f"{tier}Subnets", 0) for finding in findings)


def test_an_image_outside_ecr_needs_a_way_to_the_internet():
    planned = plan_in(web={"image": "public.ecr.aws/nginx/nginx:1.29"})
    facts = Facts(ACCOUNT, network=network_of(subnet(1), routes=(LOCAL,), endpoints=ENDPOINTS))
    assert [finding.code for finding in judge_routes(planned, facts)] == ["image-out-of-reach"]


def test_subnets_without_tasks_need_no_endpoints():
    facts = Facts(ACCOUNT, network=network_of(subnet(1), tier="isolated", routes=(LOCAL,)))
    assert list(judge_routes(plan_in("private"), facts)) == []


def test_routes_or_endpoints_that_are_not_known_prove_nothing():
    network = network_of(subnet(1), routes=(LOCAL,))
    unknown = NetworkFacts(network.vpc_ids, "", network.subnets, network.tiers, network.route_tables, None)
    assert list(judge_routes(plan_in(), Facts(ACCOUNT, network=unknown))) == []
    assert list(judge_routes(plan_in(), Facts(ACCOUNT))) == []


def running(count: int) -> tuple[LiveService, ...]:
    return (LiveService("web-1a2b3c4", count, count),) if count else ()


@pytest.mark.parametrize(
    ("web", "running_tasks", "free", "found"),
    [
        ({"desiredCount": 4}, 0, 4, "warning"),  # the next deployment needs eight
        ({"desiredCount": 4}, 0, 8, None),
        ({"desiredCount": 4}, 0, 3, "error"),
        ({"desiredCount": 4}, 4, 1, "warning"),
        ({"desiredCount": 4}, 4, 0, "error"),
        ({"desiredCount": 4, "deployment": {"minimumHealthyPercent": 50, "maximumPercent": 100}}, 4, 0, None),
        ({"desiredCount": 4, "deployment": {"minimumHealthyPercent": 50}}, 4, 4, None),
        ({"desiredCount": 2, "scaling": {"minCapacity": 2, "maxCapacity": 10, "cpu": 60}}, 2, 10, "warning"),
    ],
)
def test_free_addresses_against_the_peak_of_a_deployment(web, running_tasks, free, found):
    facts = Facts(ACCOUNT, network=network_of(subnet(1, free=free)), services=running(running_tasks))
    assert [finding.severity for finding in judge_addresses(plan_in(web=web), facts)] == ([found] if found else [])


def test_a_deployment_that_shifts_traffic_needs_all_its_tasks_twice():
    web = {"route": {}, "desiredCount": 4, "deployment": "canary"}
    facts = Facts(ACCOUNT, network=network_of(subnet(1, free=3)), services=running(4))
    assert describe(judge_addresses(plan_in(web=web, **INTERNAL), facts)) == [
        ("error", "free-addresses-run-out", (*EXISTING, "privateSubnets"))
    ]


def test_addresses_are_not_judged_without_knowing_what_runs():
    assert list(judge_addresses(plan_in(), Facts(ACCOUNT, network=network_of(subnet(1, free=0))))) == []
