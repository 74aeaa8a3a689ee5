"""Addresses of clients that a route admits, and that the load balancer must see."""

import pytest
from fargate_web.checks.client_addresses import check_client_addresses

CLOUDFRONT = "com.amazonaws.global.cloudfront.origin-facing"
ROUTE = {"allowedCidrBlocks": ["203.0.113.0/24", "2001:db8::/32"]}


@pytest.mark.parametrize(
    ("balancer", "codes"),
    [
        ({}, []),
        ({"allowedCidrBlocks": ["203.0.0.0/16"]}, []),
        ({"allowedCidrBlocks": ["203.0.113.7/32"]}, []),
        ({"allowedCidrBlocks": ["198.51.100.0/24"]}, ["address-outside-load-balancer"]),
        ({"allowedCidrBlocks": ["198.51.100.0/24"], "allowedPrefixLists": ["pl-0123456789abcdef0"]}, []),
        ({"allowedPrefixLists": [CLOUDFRONT]}, ["address-of-a-proxy"]),
        ({"allowedPrefixLists": [CLOUDFRONT], "allowedCidrBlocks": ["203.0.113.0/24"]}, []),
        ({"scheme": "internal"}, []),
    ],
)
def test_addresses_that_no_client_can_have(stacks, balancer, codes):
    services = {"web": {"port": 80, "route": ROUTE}, "worker": {}}
    assert [finding.code for finding in stacks.found(check_client_addresses, services, loadBalancer=balancer)] == codes


def test_rules_of_the_load_balancer_are_compared_too(stacks):
    rules = {"closed": {**ROUTE, "fixedResponse": {"statusCode": 403}}}
    found = stacks.found(check_client_addresses, {"web": {"port": 80}}, loadBalancer={"allowedPrefixLists": [CLOUDFRONT], "rules": rules})
    assert [finding.path for finding in found] == [("loadBalancer", "rules", "closed", "allowedCidrBlocks")]


@pytest.mark.parametrize(
    ("ip_address_type", "blocks", "codes"),
    [
        (None, ["203.0.113.0/24"], ["ipv6-clients-refused"]),
        (None, ["203.0.113.0/24", "2001:db8::/32"], []),
        (None, ["2001:db8::/32"], []),
        (None, ["10.0.0.0/8"], []),
        ("ipv4", ["203.0.113.0/24"], []),
        ("ipv4", ["203.0.113.0/24", "2001:db8::/32"], []),
        ("ipv4", ["2001:db8::/32"], ["address-of-other-family"]),
        ("dualstack-without-public-ipv4", ["203.0.113.0/24"], ["address-of-other-family"]),
        ("dualstack-without-public-ipv4", ["10.0.0.0/8"], []),
    ],
)
def test_a_route_is_for_addresses_that_the_load_balancer_has(stacks, ip_address_type, blocks, codes):
    services = {"web": {"port": 80, "additionalRoutes": {"admin": {"port": 81, "allowedCidrBlocks": blocks}}}}
    balancer = {"ipAddressType": ip_address_type} if ip_address_type else {}
    found = stacks.found(check_client_addresses, services, loadBalancer=balancer, network={"ipv6": True})
    assert [finding.code for finding in found] == codes
    assert all(finding.path == ("services", "web", "additionalRoutes", "admin", "allowedCidrBlocks") for finding in found)


def test_clients_whom_the_load_balancer_refuses_over_ipv6_are_told_there_alone(stacks):
    services = {"web": {"port": 80, "route": {"allowedCidrBlocks": ["203.0.113.0/24"]}}}
    balancer = {"allowedCidrBlocks": ["203.0.113.0/24"]}
    assert stacks.found(check_client_addresses, services, loadBalancer=balancer, network={"ipv6": True}) == []
