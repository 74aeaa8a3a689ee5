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
