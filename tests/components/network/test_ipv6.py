"""IPv6 beside IPv4: blocks, routes and rules of a network."""

from ipaddress import ip_address, ip_network

import pulumi
import pytest
from fargate_web.network.network import Network
from fargate_web.testing import AwsMocks, ProgramError, Run, run

GATEWAY = "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway"
ROUTE = "aws:ec2/route:Route"
DEFAULT_ACL, PRIVATE_ACL = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "aws:ec2/networkAcl:NetworkAcl"
STRANGER = "2001:db8::7"
PORTS = [19, 20, 21, 22, 23, 443, 3388, 3389, 3390, 32_768, 65_535]


def networked(**args) -> Run:
    def program():
        network = Network("network", args)
        pulumi.export("ipv6", network.vpc_ipv6_cidr_block)
        pulumi.export("hasIpv6", network.has_ipv6)
        if network.vpc is not None:
            pulumi.export("gateway", network.vpc.internet_gateway.apply(lambda gateway: gateway.id))
            pulumi.export("tables", network.vpc.route_tables.apply(lambda tables: [table.id for table in tables]))

    return run(program)


@pytest.fixture(scope="module")
def dual() -> Run:
    return networked(ipv6=True, isolatedSubnets=True)


def admits(acl, port, host=STRANGER, protocol="tcp"):
    """Decide about a packet as AWS does: by the first rule that matches."""
    for rule in sorted(acl.inputs["ingress"], key=lambda rule: rule["ruleNo"]):
        if (
            "ipv6CidrBlock" in rule
            and rule["protocol"] in ("-1", protocol)
            and (rule["protocol"] in ("-1", "58") or rule["fromPort"] <= port <= rule["toPort"])
            and ip_address(host) in ip_network(rule["ipv6CidrBlock"])
        ):
            return rule["action"] == "allow"
    return False


def test_the_vpc_gets_a_block_of_amazons_from_which_awsx_gives_each_subnet_a_part(dual):
    assert dual.find_one("awsx:ec2:Vpc").inputs["assignGeneratedIpv6CidrBlock"] is True
    assert ip_network(dual.outputs["ipv6"]).prefixlen == 56
    assert dual.outputs["hasIpv6"] is True


def test_public_subnets_lead_to_the_internet_gateway_and_private_ones_to_the_egress_only_one(dual):
    # awsx lists the route tables by zone, and in a zone public, private, isolated.
    public_1, private_1, isolated_1, public_2, private_2, isolated_2 = dual.outputs["tables"]
    out, only_out = {"gatewayId": dual.outputs["gateway"]}, {"egressOnlyGatewayId": dual.find_one(GATEWAY).id}
    assert {route.name: route.inputs for route in dual.find_all(ROUTE)} == {
        "network-public-1-ipv6": {"routeTableId": public_1, "destinationIpv6CidrBlock": "::/0", **out},
        "network-private-1-ipv6": {"routeTableId": private_1, "destinationIpv6CidrBlock": "::/0", **only_out},
        "network-public-2-ipv6": {"routeTableId": public_2, "destinationIpv6CidrBlock": "::/0", **out},
        "network-private-2-ipv6": {"routeTableId": private_2, "destinationIpv6CidrBlock": "::/0", **only_out},
    }
    assert dual.find_one(GATEWAY).inputs == {"vpcId": dual.find_one("awsx:ec2:Vpc").outputs["vpcId"], "tags": {"Name": "project-dev"}}
    assert isolated_1 != isolated_2


@pytest.mark.parametrize("type_", [DEFAULT_ACL, PRIVATE_ACL])
@pytest.mark.parametrize("protocol", ["tcp", "udp"])
def test_all_subnets_refuse_remote_administration_over_ipv6_though_a_nat_gateway_is_there(dual, type_, protocol):
    acl = dual.find_one(type_)
    assert [port for port in PORTS if not admits(acl, port, protocol=protocol)] == [20, 21, 22, 3389]
    assert all(admits(acl, port, str(ip_network(dual.outputs["ipv6"])[9])) for port in PORTS)
    assert admits(acl, 0, protocol="58")


@pytest.mark.parametrize("type_", [DEFAULT_ACL, PRIVATE_ACL])
def test_the_rules_of_ipv4_keep_their_numbers_and_neither_family_has_more_than_twenty(dual, type_):
    acl, plain = (result.find_one(type_).inputs for result in (dual, networked(isolatedSubnets=True)))
    assert [rule for rule in acl["ingress"] if "cidrBlock" in rule] == plain["ingress"]
    assert len({rule["ruleNo"] for rule in acl["ingress"]}) == len(acl["ingress"])
    assert sum("ipv6CidrBlock" in rule for rule in acl["ingress"]) <= 20
    assert [rule.get("ipv6CidrBlock") for rule in acl["egress"]] == [None, "::/0"]


def test_without_refused_ports_everything_comes_in_over_ipv6_too():
    acl = networked(ipv6=True, refusedPorts=[]).find_one(DEFAULT_ACL)
    assert all(admits(acl, port) for port in PORTS)


def test_a_network_without_ipv6_has_none_of_it():
    result = networked()
    assert not result.find_all(GATEWAY)
    assert not result.find_all(ROUTE)
    assert "assignGeneratedIpv6CidrBlock" not in result.find_one("awsx:ec2:Vpc").inputs
    assert result.outputs["hasIpv6"] is False
    assert result.outputs.get("ipv6") is None
    assert not [rule for rule in result.find_one(DEFAULT_ACL).inputs["ingress"] if "ipv6CidrBlock" in rule]


EXISTING = {"vpc": {"id": "vpc-1", "cidrBlock": "10.9.0.0/16"}, "privateSubnets": [{"id": "subnet-1"}], "ipv6": True}


def test_the_ipv6_block_of_an_existing_vpc_is_looked_up_where_the_stack_file_says_that_it_has_one():
    result = networked(existing=EXISTING)
    assert [(invoke.token.rpartition(":")[2], invoke.args) for invoke in result.invokes] == [("getVpc", {"id": "vpc-1"})]
    assert ip_network(result.outputs["ipv6"]).prefixlen == 56
    assert result.outputs["hasIpv6"] is True
    assert [resource.type for resource in result.resources] == ["fargate-web:index:Network"]


def test_an_existing_vpc_without_an_ipv6_block_is_told_of():
    without = AwsMocks(lookups={"aws:ec2/getVpc:getVpc": {"ipv6CidrBlockAssociations": []}})
    with pytest.raises(ProgramError, match=r"network\.existing\.ipv6: the VPC has no IPv6 block"):
        run(lambda: Network("network", {"existing": EXISTING}), mocks=without)
