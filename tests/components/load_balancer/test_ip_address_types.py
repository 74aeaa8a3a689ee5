"""The addresses of a load balancer: who can connect, who may, and which names lead there."""

import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.load_balancer.load_balancer import LoadBalancer
from fargate_web.testing import ProgramError, run

BALANCER = "aws:lb/loadBalancer:LoadBalancer"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
RECORD = "aws:route53/record:Record"
NETWORK = {
    "vpc_id": "vpc-1",
    "vpc_cidr_block": "10.0.0.0/16",
    "public_subnet_ids": ["subnet-1", "subnet-2"],
    "private_subnet_ids": ["subnet-3", "subnet-4"],
}
IPV6 = {"has_ipv6": True, "vpc_ipv6_cidr_block": "2001:db8:1::/56"}
HTTPS = {"certificateArn": "arn:aws:acm:us-west-2:123456789012:certificate/1a2b3c4d", "domainName": "*.example.com", "hostedZone": "Z1"}
ONLY_IPV6 = "dualstack-without-public-ipv4"


def balanced(network=IPV6, **args):
    return run(lambda: LoadBalancer("web", {"network": {**NETWORK, **network}, "accessLogs": False, **args}))


def sources(result, port=80):
    rules = [rule for rule in result.find_all(INGRESS) if rule.inputs["fromPort"] == port]
    return {rule.name: rule.inputs.get("cidrIpv4") or rule.inputs["cidrIpv6"] for rule in rules}


@pytest.mark.parametrize(
    ("network", "args", "type_", "everyone"),
    [
        ({}, {}, None, ["0.0.0.0/0"]),
        ({}, {"ipAddressType": "ipv4"}, "ipv4", ["0.0.0.0/0"]),
        (IPV6, {}, "dualstack", ["0.0.0.0/0", "::/0"]),
        # It says so: the provider would keep the addresses of a load balancer that says nothing.
        (IPV6, {"ipAddressType": "ipv4"}, "ipv4", ["0.0.0.0/0"]),
        (IPV6, {"ipAddressType": ONLY_IPV6}, ONLY_IPV6, ["::/0"]),
        (IPV6, {"scheme": "internal"}, "ipv4", ["10.0.0.0/16"]),
        (IPV6, {"scheme": "internal", "ipAddressType": "dualstack"}, "dualstack", ["10.0.0.0/16", "2001:db8:1::/56"]),
        (IPV6, {"allowedCidrBlocks": ["192.0.2.0/24", "2001:db8:2::/48"]}, "dualstack", ["192.0.2.0/24", "2001:db8:2::/48"]),
    ],
)
def test_the_network_and_the_scheme_decide_on_the_addresses_unless_the_stack_file_does(network, args, type_, everyone):
    result = balanced(network, **args)
    assert result.find_one(BALANCER).inputs.get("ipAddressType") == type_
    assert [*sources(result).values()] == everyone


def test_a_block_of_ipv6_is_the_ipv6_source_of_a_rule_with_a_name_of_its_own():
    result = balanced(testListener={"port": 8443, "allowedCidrBlocks": ["2001:db8:2::/48"]})
    assert sources(result) == {"web-80-from-0.0.0.0-0": "0.0.0.0/0", "web-80-from-..-0": "::/0"}
    [rule] = [rule for rule in result.find_all(INGRESS) if rule.inputs["fromPort"] == 8443]
    assert (rule.name, rule.inputs["cidrIpv6"]) == ("web-8443-from-2001.db8.2..-48", "2001:db8:2::/48")
    assert "cidrIpv4" not in rule.inputs


@pytest.mark.parametrize(
    ("type_", "types"),
    [
        ("ipv4", {"web-_wildcard.example.com": "A"}),
        ("dualstack", {"web-_wildcard.example.com": "A", "web-_wildcard.example.com-ipv6": "AAAA"}),
        (ONLY_IPV6, {"web-_wildcard.example.com-ipv6": "AAAA"}),
    ],
)
def test_each_name_has_a_record_for_each_kind_of_client_that_can_connect(type_, types):
    records = balanced(ipAddressType=type_, https=HTTPS).find_all(RECORD)
    assert {record.name: record.inputs["type"] for record in records} == types
    assert {record.inputs["name"] for record in records} == {"*.example.com"}
    assert all(record.inputs["aliases"][0]["evaluateTargetHealth"] for record in records)


def test_an_internal_load_balancer_without_public_addresses_is_refused():
    with pytest.raises((SettingsError, ProgramError), match="an internal load balancer has no public addresses"):
        balanced(scheme="internal", ipAddressType=ONLY_IPV6)


def test_an_internal_dual_stack_one_needs_to_know_the_ipv6_block_of_its_vpc():
    with pytest.raises(ProgramError, match="the network has no vpc_ipv6_cidr_block"):
        balanced({"has_ipv6": True}, scheme="internal", ipAddressType="dualstack")
