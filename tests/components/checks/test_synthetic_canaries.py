import pytest
from fargate_web.checks.synthetic_canaries import check_synthetic_canaries

WEB = {"web": {"port": 80}}
LOGIN = {"jwt": {"issuer": "https://idp.example.com", "jwksEndpoint": "https://idp.example.com/jwks"}}
HTTPS = {"domainName": "shop.example.com", "hostedZone": "example.com"}
CERTIFICATE = {"certificateArn": "arn:aws:acm:us-west-2:123456789012:certificate/12345678-1234-1234-1234-123456789012"}
EXISTING = {
    "listenerArn": "arn:aws:elasticloadbalancing:us-west-2:123456789012:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2",
    "securityGroupId": "sg-0123456789abcdef0",
}
AUTHORITY = {"caCertificates": {"bucket": "certificates", "key": "clients.pem"}}


def found(stacks, services=None, canary=None, **sections):
    return stacks.found(check_synthetic_canaries, services or WEB, monitoring={"canary": {"path": "/health", **(canary or {})}}, **sections)


def codes(*args, **sections):
    return [finding.code for finding in found(*args, **sections)]


def routed(**route):
    return {"web": {"port": 80, "route": route}}


def test_a_stack_without_a_canary_has_nothing_to_check(stacks):
    assert stacks.found(check_synthetic_canaries, WEB) == []


@pytest.mark.parametrize(
    ("services", "canary", "sections"),
    [
        (WEB, {}, {}),
        (routed(paths=["/health"]), {}, {}),
        (routed(paths=["/health*"]), {"path": "/health?deep=1"}, {}),
        (routed(hosts=["shop.example.com"]), {}, {"loadBalancer": {"https": HTTPS}}),
        (routed(hosts=["*.example.com"]), {"host": "api.example.com"}, {"loadBalancer": {"https": CERTIFICATE}}),
        (routed(hostRegexValues=["^api[.]example[.]com$"]), {"host": "api.example.com"}, {}),
        (routed(methods=["GET", "HEAD"]), {}, {}),
        (routed(queryStrings=[{"key": "deep", "values": ["1"]}]), {"path": "/?deep=1"}, {}),
        (WEB, {}, {"loadBalancer": {"existing": {**EXISTING, "dnsName": "shop.example.com"}}}),
        (routed(paths=["/v1/*"]), {}, {"loadBalancer": {"existing": {**EXISTING, "dnsName": "shop.example.com"}}}),
        (WEB, {}, {"loadBalancer": {"allowedCidrBlocks": ["0.0.0.0/0", "::/0"]}, "network": {"ipv6": True}}),
        (WEB, {}, {"loadBalancer": {"https": {**HTTPS, "mutualAuthentication": {"mode": "passthrough"}}}}),
    ],
)
def test_a_canary_that_gets_an_answer_is_fine(stacks, services, canary, sections):
    assert found(stacks, services, canary, **sections) == []


@pytest.mark.parametrize(
    ("services", "canary", "value"),
    [
        (routed(paths=["/v1/*"]), {}, "/v1/"),
        (routed(hosts=["api.example.com"]), {}, "api.example.com"),
        (routed(methods=["POST"]), {}, None),
        (routed(headers=[{"name": "X-Test", "values": ["1"]}]), {}, None),
        (routed(queryStrings=[{"key": "deep", "values": ["1"]}]), {}, None),
        ({"worker": {}}, {}, None),
    ],
)
def test_a_request_that_no_route_takes_is_refused(stacks, services, canary, value):
    [finding] = found(stacks, services, canary)
    assert (finding.code, finding.severity) == ("canary-not-answered", "error")
    assert finding.fixes[0].edits[0].value == value


def test_a_path_of_another_host_is_offered_with_its_host(stacks):
    [finding] = found(stacks, routed(paths=["/v1/*"], hosts=["api.example.com"]))
    assert [(edit.path[-1], edit.value) for edit in finding.fixes[0].edits] == [("path", "/v1/"), ("host", "api.example.com")]
    assert found(stacks, routed(paths=["/v1/*"], hosts=["api.example.com"]), {"path": "/v1/", "host": "api.example.com"}) == []


@pytest.mark.parametrize(
    "sections",
    [
        {"loadBalancer": {"scheme": "internal"}},
        {"loadBalancer": {"ipAddressType": "dualstack-without-public-ipv4"}, "network": {"ipv6": True}},
        {"loadBalancer": {"https": {**HTTPS, "mutualAuthentication": AUTHORITY}}},
    ],
)
def test_a_load_balancer_that_no_canary_reaches_is_told(stacks, sections):
    assert codes(stacks, **sections) == ["canary-cannot-connect"]


@pytest.mark.parametrize(
    "balancer",
    [
        {"https": CERTIFICATE},
        {"existing": EXISTING},
        {"existing": {**EXISTING, "dnsName": "web-123.us-west-2.elb.amazonaws.com"}},
    ],
)
def test_a_host_that_no_certificate_is_for_is_told(stacks, balancer):
    assert codes(stacks, loadBalancer=balancer) == ["canary-without-host"]
    assert codes(stacks, WEB, {"host": "shop.example.com"}, loadBalancer=balancer) == []


def test_the_host_of_a_route_is_offered(stacks):
    [finding] = found(stacks, routed(hosts=["shop.example.com"]), loadBalancer={"https": CERTIFICATE})
    assert finding.fixes[0].edits[0].value == "shop.example.com"


@pytest.mark.parametrize(
    ("route", "canary", "expected"),
    [
        ({"authentication": LOGIN}, {}, ["canary-behind-login"]),
        ({"authentication": LOGIN}, {"status": 401}, []),
        ({"authentication": LOGIN, "openPaths": ["/health"]}, {}, []),
        ({"authentication": LOGIN, "openPaths": ["/hooks/*"]}, {}, ["canary-behind-login"]),
    ],
)
def test_a_path_that_needs_a_login_is_told(stacks, route, canary, expected):
    assert codes(stacks, routed(**route), canary, loadBalancer={"https": HTTPS}) == expected


def test_a_login_of_the_load_balancer_is_told_too(stacks):
    [finding] = found(stacks, loadBalancer={"https": HTTPS, "authentication": LOGIN})
    assert (finding.code, finding.severity) == ("canary-behind-login", "warning")


@pytest.mark.parametrize(
    "balancer", [{"allowedCidrBlocks": ["203.0.113.0/24"]}, {"allowedPrefixLists": ["com.amazonaws.global.cloudfront.origin-facing"]}]
)
def test_addresses_that_may_not_connect_are_told(stacks, balancer):
    [finding] = found(stacks, loadBalancer=balancer)
    assert (finding.code, finding.severity) == ("canary-kept-out", "warning")


def test_a_path_that_needs_no_login_is_offered(stacks):
    [finding] = found(stacks, routed(authentication=LOGIN, openPaths=["/hooks/*"]), loadBalancer={"https": HTTPS})
    assert finding.fixes[0].edits[0].value == "/hooks/"
    assert found(stacks, routed(authentication=LOGIN, openPaths=["/hooks/*"]), {"path": "/hooks/"}, loadBalancer={"https": HTTPS}) == []
