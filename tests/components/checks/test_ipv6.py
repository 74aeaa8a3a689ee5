"""IPv6 where there is none, and clients that a load balancer can't serve or doesn't admit."""

import pytest
from fargate_web.checks.egress import check_egress
from fargate_web.checks.egress_rules import check_egress_rules
from fargate_web.checks.exposure import check_exposure
from fargate_web.checks.ipv6 import check_ipv6
from fargate_web.checks.listeners import check_listeners

WEB = {"port": 80}
ONLY_IPV6 = "dualstack-without-public-ipv4"
EXISTING = {"vpc": {"id": "vpc-1"}, "privateSubnets": [{"id": "subnet-1"}], "publicSubnets": [{"id": "subnet-2"}, {"id": "subnet-3"}]}
CERTIFICATE = "arn:aws:acm:us-west-2:123456789012:certificate/1a2b3c4d"
COGNITO = {
    "userPoolArn": "arn:aws:cognito-idp:us-west-2:123456789012:userpool/us-west-2_abcdefghi",
    "userPoolClientId": "1example23456789",
    "userPoolDomain": "login",
}


def found(stacks, balancer, network=None, **service):
    findings = stacks.shown(check_ipv6, {"web": {**WEB, **service}}, loadBalancer=balancer, network=network or {})
    return [(finding.code, finding.severity, ".".join(map(str, finding.path))) for finding in findings], findings


@pytest.mark.parametrize(
    ("balancer", "network"),
    [
        ({}, {}),
        ({}, {"ipv6": True}),
        ({"ipAddressType": "ipv4", "allowedCidrBlocks": ["192.0.2.0/24"]}, {"ipv6": True}),
        ({"ipAddressType": "dualstack"}, {"ipv6": True}),
        ({"ipAddressType": "dualstack"}, {"existing": {**EXISTING, "ipv6": True}}),
        ({"ipAddressType": ONLY_IPV6}, {"ipv6": True}),
        ({"allowedCidrBlocks": ["192.0.2.0/24", "2001:db8::/32"]}, {"ipv6": True}),
        ({"ipAddressType": ONLY_IPV6, "allowedCidrBlocks": ["2001:db8::/32"]}, {"ipv6": True}),
        ({"allowedPrefixLists": ["pl-0123456789abcdef0"], "allowedCidrBlocks": ["192.0.2.0/24"]}, {"ipv6": True}),
        ({"scheme": "internal", "allowedCidrBlocks": ["10.0.0.0/8"]}, {"ipv6": True}),
        ({"testListener": {"port": 8443, "allowedCidrBlocks": ["192.0.2.0/24"]}}, {"ipv6": True}),
        ({"ipAddressType": ONLY_IPV6, "allowedCidrBlocks": ["10.0.0.0/8"]}, {"ipv6": True}),
    ],
)
def test_what_goes_together_is_no_finding(stacks, balancer, network):
    assert found(stacks, balancer, network)[0] == []


@pytest.mark.parametrize("type_", ["dualstack", ONLY_IPV6])
def test_a_load_balancer_needs_subnets_with_ipv6(stacks, type_):
    codes, [finding] = found(stacks, {"ipAddressType": type_})
    assert codes == [("no-ipv6-in-network", "error", "loadBalancer.ipAddressType")]
    assert (
        finding.message.endswith("write network: {ipv6: true}; or remove ipAddressType") or "write network: {ipv6: true}" in finding.message
    )
    codes, _ = found(stacks, {"ipAddressType": type_}, {"existing": EXISTING})
    assert codes == [("no-ipv6-in-network", "warning", "loadBalancer.ipAddressType")]


def test_an_internal_one_admits_the_ipv6_block_of_the_vpc_which_has_to_be_there(stacks):
    codes, _ = found(stacks, {"scheme": "internal", "ipAddressType": "dualstack"}, {"existing": EXISTING})
    assert codes == [("no-ipv6-in-network", "error", "loadBalancer.ipAddressType")]
    blocks = {"allowedCidrBlocks": ["10.0.0.0/8"]}
    codes, _ = found(stacks, {"scheme": "internal", "ipAddressType": "dualstack", **blocks}, {"existing": EXISTING})
    assert codes == [("no-ipv6-in-network", "warning", "loadBalancer.ipAddressType")]


def test_nobody_connects_from_ipv6_to_a_load_balancer_without(stacks):
    blocks = ["192.0.2.0/24", "2001:db8::/32"]
    codes, [finding] = found(stacks, {"allowedCidrBlocks": blocks})
    assert codes == [("ipv6-block-without-ipv6", "warning", "loadBalancer.allowedCidrBlocks")]
    assert "nobody connects from 2001:db8::/32" in finding.message
    assert [fix.text for fix in finding.fixes] == ["write network: {ipv6: true}", "write allowedCidrBlocks: [192.0.2.0/24]"]
    _, [alone] = found(
        stacks, {"testListener": {"port": 8443, "allowedCidrBlocks": ["2001:db8::/32"]}, "ipAddressType": "ipv4"}, {"ipv6": True}
    )
    assert [fix.text for fix in alone.fixes] == ["write ipAddressType: dualstack", "remove allowedCidrBlocks"]


def test_clients_with_both_families_are_refused_over_the_one_that_they_try_first(stacks):
    codes, [finding] = found(stacks, {"allowedCidrBlocks": ["192.0.2.0/24"]}, {"ipv6": True})
    assert codes == [("ipv6-clients-refused", "warning", "loadBalancer.allowedCidrBlocks")]
    codes, _ = found(stacks, {"ipAddressType": ONLY_IPV6, "allowedCidrBlocks": ["192.0.2.0/24"]}, {"ipv6": True})
    assert codes == [("ipv6-clients-refused", "error", "loadBalancer.allowedCidrBlocks")]
    assert finding.fixes[0].edits[0].path == ("loadBalancer", "ipAddressType")


def test_a_login_needs_a_public_ipv4_address(stacks):
    balancer = {"ipAddressType": ONLY_IPV6, "https": {"certificateArn": CERTIFICATE}, "authentication": {"cognito": COGNITO}}
    codes, [finding] = found(stacks, balancer, {"ipv6": True})
    assert codes == [("login-without-ipv4", "error", "loadBalancer.ipAddressType")]
    assert "users who log in to web get status 500" in finding.message
    jwt = {"jwt": {"issuer": "https://id.example.com", "jwksEndpoint": "https://id.example.com/keys"}}
    assert found(stacks, {**balancer, "authentication": jwt}, {"ipv6": True})[0][0][1] == "warning"
    assert found(stacks, {**balancer, "ipAddressType": "dualstack"}, {"ipv6": True})[0] == []


def test_tasks_without_ipv6_neither_connect_over_it_nor_are_reached(stacks):
    service = {"egress": ["0.0.0.0/0", "::/0"], "allowFrom": ["10.0.0.0/8", "2001:db8::/32"]}
    codes, findings = found(stacks, {}, **service)
    assert codes == [
        ("ipv6-block-without-ipv6", "warning", "services.web.egress.1"),
        ("ipv6-block-without-ipv6", "warning", "services.web.allowFrom"),
    ]
    assert findings[1].fixes[1].text == "write allowFrom: [10.0.0.0/8]"
    assert found(stacks, {}, {"ipv6": True}, **service)[0] == []
    # What an existing network has isn't known.
    assert found(stacks, {}, {"existing": EXISTING}, **service)[0] == []


@pytest.mark.parametrize(
    ("egress", "written"),
    [
        (["0.0.0.0/0"], ["0.0.0.0/0", "::/0"]),
        (
            [{"to": "0.0.0.0/0", "ports": [443, 5432]}, "::/0"],
            [{"to": "0.0.0.0/0", "ports": [443, 5432]}, "::/0", {"to": "::/0", "ports": [5432]}],
        ),
        (["0.0.0.0/0", "::/0"], None),
        (["0.0.0.0/0", {"to": "::/0", "protocol": "all"}], None),
        (["10.0.0.0/8", "interfaceEndpoints"], None),
        (None, None),
    ],
)
def test_what_may_connect_to_everybody_over_ipv4_alone_waits_for_ipv6(stacks, egress, written):
    codes, findings = found(stacks, {}, {"ipv6": True, "interfaceEndpoints": ["ecr.api", "ecr.dkr", "logs"]}, egress=egress)
    assert codes == ([("ipv6-egress-refused", "warning", "services.web.egress")] if written else [])
    assert [finding.fixes[0].edits[0].value for finding in findings] == ([written] if written else [])


def test_what_other_groups_permit_and_what_isolated_subnets_lead_to_is_not_judged(stacks):
    groups = {"egress": ["0.0.0.0/0"], "securityGroups": ["sg-0123456789abcdef0"]}
    assert found(stacks, {}, {"ipv6": True}, **groups)[0] == []
    assert found(stacks, {}, {"ipv6": True, "isolatedSubnets": True}, egress=["0.0.0.0/0"], subnets="isolated")[0] == []


# --- other checks know IPv6 ---------------------------------------------------------------------------------------------


def codes(stacks, check, service, **sections):
    return [(finding.code, finding.severity) for finding in stacks.found(check, {"web": {**WEB, **service}}, **sections)]


@pytest.mark.parametrize(
    ("callers", "expected"),
    [
        (["2001:db8::/32"], []),
        (["2000::/4", "3000::/4"], [("open-to-everybody", "error")]),
        (["2600::/16"], [("open-to-the-internet", "warning")]),
    ],
)
def test_callers_over_ipv6_are_strangers_as_well(stacks, callers, expected):
    silent = {"silence": {"plain-http": "nobody else reads it"}}
    assert codes(stacks, check_exposure, {"allowFrom": callers}, network={"ipv6": True}, **silent) == expected


def test_a_listener_is_refused_over_ipv6_on_ports_that_a_nat_gateway_needs_over_ipv4(stacks):
    balancer = {"httpPort": 3389}
    assert codes(stacks, check_listeners, {}, loadBalancer=balancer) == []
    assert codes(stacks, check_listeners, {}, loadBalancer=balancer, network={"ipv6": True}) == [("refused-listener-port", "error")]


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        # Its host has IPv4 addresses only.
        ("123456789012.dkr.ecr.us-west-2.amazonaws.com/web:1", [("endpoints-missing", "error")]),
        ("123456789012.dkr-ecr.us-west-2.on.aws/web:1", [("endpoints-missing", "warning")]),
        ("nginx:1", [("image-out-of-reach", "warning"), ("endpoints-missing", "warning")]),
    ],
)
def test_tasks_without_a_nat_gateway_may_start_over_ipv6_unless_the_registry_has_none(stacks, image, expected):
    network = {"natGateways": "none", "ipv6": True}
    assert codes(stacks, check_egress, {"image": image}, network=network) == expected
    isolated = {**network, "isolatedSubnets": True}
    assert {severity for _, severity in codes(stacks, check_egress, {"image": image, "subnets": "isolated"}, network=isolated)} == {"error"}


@pytest.mark.parametrize(("ipv6", "expected"), [(False, [("egress-too-narrow", "error")]), (True, [])])
def test_a_rule_for_ipv6_leads_nowhere_in_a_network_without(stacks, ipv6, expected):
    assert codes(stacks, check_egress_rules, {"egress": ["::/0"]}, network={"ipv6": ipv6}) == expected
