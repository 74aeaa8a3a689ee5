import pytest
from fargate_web.checks.listeners import check_listeners

CERTIFICATE = "arn:aws:acm:us-west-2:123456789012:certificate/1a2b3c4d"
MADE = {
    "https": {"domainName": "www.example.com", "alternativeNames": ["api.example.com", "*.shop.example.com"], "hostedZone": "example.com"}
}
GIVEN = {"https": {"certificateArn": CERTIFICATE}}
THEIRS = {
    "existing": {
        "listenerArn": "arn:aws:elasticloadbalancing:us-west-2:123456789012:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2",
        "securityGroupId": "sg-0123456789abcdef0",
    }
}


def found(stacks, service, **sections):
    return stacks.found(check_listeners, {"web": {"port": 80, **service}}, **sections)


# --- protocols ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["GRPC", "HTTP2"])
@pytest.mark.parametrize("balancer", [{}, {"existing": {**THEIRS["existing"], "protocol": "HTTP"}}])
def test_newer_protocols_need_https(stacks, version, balancer):
    [finding] = found(stacks, {"targetGroup": {"protocolVersion": version}}, loadBalancer=balancer)
    assert (finding.code, finding.severity) == ("http2-without-https", "error")
    assert finding.path == ("services", "web", "targetGroup", "protocolVersion")
    assert finding.message.startswith(f"{version} needs an HTTPS listener")


@pytest.mark.parametrize("balancer", [GIVEN, MADE, THEIRS])
@pytest.mark.parametrize("version", ["GRPC", "HTTP2", "HTTP1"])
def test_with_https_every_protocol_will_do(stacks, version, balancer):
    assert found(stacks, {"targetGroup": {"protocolVersion": version}}, loadBalancer=balancer) == []


def test_the_usual_protocol_needs_no_https(stacks):
    assert found(stacks, {}) == []


# --- test traffic -------------------------------------------------------------------------------------------------------

HEADER = {"header": {"name": "X-Test", "values": ["1"]}}


@pytest.mark.parametrize("balancer", [{}, THEIRS])
def test_test_traffic_needs_a_listener_or_a_header(stacks, balancer):
    [finding] = found(stacks, {"deployment": {"strategy": "blueGreen", "testTraffic": True}}, loadBalancer=balancer)
    assert (finding.code, finding.severity) == ("no-test-listener", "error")
    assert finding.path == ("services", "web", "deployment", "testTraffic")


@pytest.mark.parametrize(("test_traffic", "balancer"), [(True, {"testListener": 8443}), (HEADER, {}), (HEADER, {"testListener": 8443})])
def test_test_traffic_with_a_listener_or_a_header_is_fine(stacks, test_traffic, balancer):
    assert found(stacks, {"deployment": {"strategy": "blueGreen", "testTraffic": test_traffic}}, loadBalancer=balancer) == []


# --- subnets ------------------------------------------------------------------------------------------------------------

PUBLIC = [{"id": "subnet-1"}, {"id": "subnet-2"}]


def existing(**subnets):
    return {
        "existing": {
            "vpc": {"id": "vpc-1", "cidrBlock": "10.0.0.0/16"},
            "privateSubnets": [{"id": "subnet-a"}, {"id": "subnet-b"}],
            **subnets,
        }
    }


def test_a_load_balancer_for_the_internet_needs_public_subnets(stacks):
    [finding] = found(stacks, {}, network=existing())
    assert (finding.code, finding.path) == ("no-public-subnets", ("network", "existing"))
    assert found(stacks, {}, network=existing(publicSubnets=PUBLIC)) == []


def test_an_internal_load_balancer_needs_two_private_subnets_and_no_public_one(stacks):
    internal = {"scheme": "internal"}
    assert found(stacks, {}, network=existing(), loadBalancer=internal) == []
    [finding] = found(stacks, {}, network=existing(privateSubnets=[{"id": "subnet-a"}]), loadBalancer=internal)
    assert (finding.code, finding.path) == ("one-private-subnet", ("network", "existing", "privateSubnets"))


@pytest.mark.parametrize("service", [{"port": None}, {"route": False}])
def test_without_a_route_there_is_no_load_balancer_to_place(stacks, service):
    worker = {key: value for key, value in {"port": 80, **service}.items() if value is not None}
    assert stacks.found(check_listeners, {"web": worker}, network=existing()) == []


def test_a_load_balancer_that_exists_stands_already(stacks):
    assert found(stacks, {}, network=existing(), loadBalancer=THEIRS) == []
