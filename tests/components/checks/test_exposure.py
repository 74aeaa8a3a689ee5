import pytest
from fargate_web.checks.exposure import check_exposure

HTTPS = {"https": {"certificateArn": "arn:aws:acm:us-west-2:123456789012:certificate/1a2b3c4d"}}
LISTENER = "arn:aws:elasticloadbalancing:us-west-2:123456789012:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2"
TEST = {"port": 8443, "allowedCidrBlocks": ["203.0.113.0/24"]}


def list_codes(stacks, service, **sections):
    findings = stacks.found(check_exposure, {"web": {"port": 80, **service}}, **sections)
    return [(finding.code, finding.severity) for finding in findings]


@pytest.mark.parametrize(("protected", "severity"), [(True, "error"), (False, "warning")])
@pytest.mark.parametrize(
    ("balancer", "is_plain"),
    [
        ({}, True),
        ({"allowedCidrBlocks": ["203.0.113.0/24"]}, True),
        (HTTPS, False),
        ({**HTTPS, "http": "off"}, False),
        ({"scheme": "internal"}, False),
        ({"allowedCidrBlocks": ["10.0.0.0/8"]}, False),
        ({"existing": {"listenerArn": LISTENER, "securityGroupId": "sg-0123456789abcdef0", "protocol": "HTTP"}}, False),
    ],
)
def test_plain_http_from_the_internet_is_told(stacks, balancer, is_plain, protected, severity):
    assert list_codes(stacks, {}, loadBalancer=balancer, protected=protected) == [("plain-http", severity)] * is_plain


def test_a_worker_serves_no_plain_http(stacks):
    assert stacks.found(check_exposure, {"jobs": {}}, protected=True) == []


@pytest.mark.parametrize(
    ("balancer", "is_open"),
    [
        ({"testListener": 8443}, True),
        ({"testListener": TEST}, False),
        ({"testListener": 8443, "allowedCidrBlocks": ["203.0.113.0/24"]}, False),
        ({"testListener": {**TEST, "allowedCidrBlocks": ["0.0.0.0/1", "128.0.0.0/1"]}}, True),
        ({"testListener": 8443, "scheme": "internal"}, False),
    ],
)
def test_a_test_listener_for_everybody_is_told(stacks, balancer, is_open):
    codes = list_codes(stacks, {"deployment": "blueGreen"}, loadBalancer={**HTTPS, **balancer}, protected=True)
    assert codes == [("test-listener-open", "error")] * is_open


@pytest.mark.parametrize(("subnets", "is_told"), [("public", True), ("private", False), ("isolated", False)])
def test_tasks_with_public_addresses_are_told(stacks, subnets, is_told):
    network = {"isolatedSubnets": True}
    codes = list_codes(stacks, {"subnets": subnets}, loadBalancer=HTTPS, network=network, protected=True)
    assert codes == [("tasks-in-public-subnets", "error")] * is_told


@pytest.mark.parametrize(
    ("network", "texts"),
    [
        ({}, ["write subnets: private"]),
        ({"natGateways": "none"}, ["write subnets: private and network: {natGateways: onePerAz}"]),
        ({"existing": {"vpc": {"default": True}}}, []),
    ],
)
def test_private_subnets_are_advised_with_the_way_out_that_they_need(stacks, network, texts):
    [finding] = stacks.found(
        check_exposure, {"web": {"port": 80, "subnets": "public"}}, loadBalancer=HTTPS, network=network, protected=True
    )
    assert [fix.text for fix in finding.fixes if "silence" not in fix.text] == texts


@pytest.mark.parametrize(
    ("blocks", "found"),
    [
        (["0.0.0.0/1", "128.0.0.0/1"], [("open-to-everybody", "error")]),
        (["0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/2", "192.0.0.0/3"], [("open-to-everybody", "error")]),
        (["0.0.0.0/1"], [("open-to-the-internet", "warning")]),
        (["0.0.0.0/2", "128.0.0.0/1"], [("open-to-the-internet", "warning")]),
        (["17.0.0.0/8"], []),
        (["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"], []),
        (["10.0.0.0/8", "10.1.0.0/16", "203.0.113.7/32"], []),
        (["sg-0123456789abcdef0"], []),
    ],
)
def test_callers_who_are_nearly_everybody_are_told(stacks, blocks, found):
    assert list_codes(stacks, {"allowFrom": blocks}, loadBalancer=HTTPS) == found
