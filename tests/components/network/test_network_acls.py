"""The network ACLs of the VPC: what comes in from where."""

from ipaddress import ip_address, ip_network

import pulumi
import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.faults.validation import validate
from fargate_web.network.network import Network
from fargate_web.settings.network import Network as Settings
from fargate_web.testing import run

DEFAULT, PRIVATE = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "aws:ec2/networkAcl:NetworkAcl"
HOST = "198.51.100.7"
PORTS = [0, 19, 20, 21, 22, 23, 80, 443, 1023, 1024, 3388, 3389, 3390, 32_768, 60_999, 65_535]


def networked(**args):
    def program():
        network = Network("network", args)
        pulumi.export("private", network.private_subnet_ids)
        pulumi.export("isolated", network.isolated_subnet_ids)

    return run(program)


def admits(acl, port, host=HOST, protocol="tcp"):
    """Decide about a packet as AWS does: by the first rule that matches."""
    for rule in sorted(acl.inputs["ingress"], key=lambda rule: rule["ruleNo"]):
        if (
            rule["protocol"] in ("-1", protocol)
            and (rule["protocol"] in ("-1", "icmp") or rule["fromPort"] <= port <= rule["toPort"])
            and ip_address(host) in ip_network(rule["cidrBlock"])
        ):
            return rule["action"] == "allow"
    return False


@pytest.fixture(scope="module", params=["none", "onePerAz"])
def acls(request):
    result = networked(natGateways=request.param, isolatedSubnets=True)
    return request.param != "none", result.find_one(DEFAULT), result.find_one(PRIVATE)


@pytest.mark.parametrize("protocol", ["tcp", "udp"])
def test_private_subnets_refuse_remote_administration_from_the_internet_and_nothing_else(acls, protocol):
    _, _, private = acls
    assert [port for port in PORTS if not admits(private, port, protocol=protocol)] == [20, 21, 22, 3389]


@pytest.mark.parametrize("protocol", ["tcp", "udp"])
def test_public_subnets_take_the_answers_that_a_nat_gateway_waits_for(acls, protocol):
    has_nat, public, _ = acls
    refused = [port for port in PORTS if not admits(public, port, protocol=protocol)]
    assert refused == ([20, 21, 22] if has_nat else [20, 21, 22, 3389])


@pytest.mark.parametrize("host", ["10.0.3.4", "10.200.0.1", "172.16.0.1", "192.168.1.1"])
def test_the_network_and_what_is_connected_to_it_is_not_the_internet(acls, host):
    assert all(admits(acl, 22, host) for acl in acls[1:])


def test_hosts_learn_that_their_packets_are_too_large(acls):
    assert all(admits(acl, 0, protocol="icmp") for acl in acls[1:])


def test_nothing_is_refused_on_the_way_out(acls):
    for acl in acls[1:]:
        assert acl.inputs["egress"] == [
            {"action": "allow", "protocol": "-1", "fromPort": 0, "toPort": 0, "ruleNo": 100, "cidrBlock": "0.0.0.0/0"}
        ]


def test_the_default_acl_is_that_of_the_vpc_and_keeps_the_subnets_that_aws_gives_it():
    result = networked()
    acl = result.find_one(DEFAULT)
    assert acl.inputs["defaultNetworkAclId"].startswith("acl-")
    assert "subnetIds" not in acl.inputs
    assert acl.ignore_changes == ("subnetIds",)


def test_private_and_isolated_subnets_have_their_own():
    result = networked(isolatedSubnets=True)
    subnets = result.find_one(PRIVATE).inputs["subnetIds"]
    assert subnets == [*result.outputs["private"], *result.outputs["isolated"]]
    assert len(subnets) == 4


def test_aws_permits_twenty_rules():
    acl = networked(refusedPorts=[20, 21, 22, 23, 3389, 5900], cidrBlock="100.64.0.0/16").find_one(PRIVATE)
    assert len(acl.inputs["ingress"]) <= 20
    assert not any(admits(acl, port) for port in (20, 21, 22, 23, 3389, 5900))
    separate = networked(refusedPorts=[20, 30, 40, 50, 60, 70], cidrBlock="100.64.0.0/16").find_one(PRIVATE)
    assert len({rule["ruleNo"] for rule in separate.inputs["ingress"]}) == len(separate.inputs["ingress"]) <= 20


def test_without_refused_ports_the_rules_are_those_of_aws():
    result = networked(refusedPorts=[])
    assert not result.find_all(PRIVATE)
    [rule] = result.find_one(DEFAULT).inputs["ingress"]
    assert (rule["protocol"], rule["cidrBlock"], rule["action"]) == ("-1", "0.0.0.0/0", "allow")


def test_an_existing_network_keeps_its_acls():
    result = networked(existing={"vpc": {"id": "vpc-1"}, "privateSubnets": [{"id": "subnet-1"}, {"id": "subnet-2"}]})
    assert not result.find_all(DEFAULT)
    assert not result.find_all(PRIVATE)


@pytest.mark.parametrize(
    ("ports", "message"),
    [([32768], "32768"), ([-1], "-1"), ([22, 22], "listed twice"), ([1, 2, 3, 4, 5, 6, 7], "7 entries")],
)
def test_other_ports_are_refused(ports, message):
    with pytest.raises(SettingsError, match=message):
        validate(Settings, {"refusedPorts": ports})
