import pytest
from fargate_web.checks.certificates import check_certificates
from fargate_web.checks.regions import check_regions

CERTIFICATE = "arn:aws:acm:us-west-2:123456789012:certificate/1a2b3c4d"
MADE = {
    "https": {"domainName": "www.example.com", "alternativeNames": ["api.example.com", "*.shop.example.com"], "hostedZone": "example.com"}
}
THEIRS = {
    "existing": {
        "listenerArn": "arn:aws:elasticloadbalancing:us-west-2:123456789012:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2",
        "securityGroupId": "sg-0123456789abcdef0",
    }
}


def found(stacks, service, **sections):
    return stacks.found(check_certificates, {"web": {"port": 80, **service}}, **sections)


@pytest.mark.parametrize(
    "host",
    ["www.example.com", "api.example.com", "a.shop.example.com", "*.shop.example.com", "?.shop.example.com", "*.example.com", "www.*"],
)
def test_a_host_that_the_certificate_is_for_is_served(stacks, host):
    assert found(stacks, {"route": {"hosts": [host]}}, loadBalancer=MADE) == []


@pytest.mark.parametrize("host", ["other.example.com", "example.com", "a.b.shop.example.com", "shop.example.com", "*.example.org"])
def test_a_host_that_no_certificate_is_for_is_told(stacks, host):
    [finding] = found(stacks, {"route": {"hosts": ["www.example.com", host]}}, loadBalancer=MADE)
    assert (finding.code, finding.severity) == ("host-without-certificate", "error")
    assert finding.path == ("services", "web", "route", "hosts", 1)
    assert repr(host) in finding.message


def test_of_a_given_certificate_only_the_records_are_known(stacks):
    given = {"https": {"certificateArn": CERTIFICATE, "domainName": "www.example.com", "hostedZone": "example.com"}}
    [finding] = found(stacks, {"route": {"hosts": ["other.example.com"]}}, loadBalancer=given)
    assert (finding.code, finding.severity) == ("host-without-record", "warning")


@pytest.mark.parametrize("said", [{}, {"domainName": "www.example.com"}])
def test_where_neither_certificate_nor_records_are_made_nothing_is_known_of_hosts(stacks, said):
    given = {"https": {"certificateArn": CERTIFICATE, **said}}
    assert found(stacks, {"route": {"hosts": ["other.example.com"]}}, loadBalancer=given) == []


@pytest.mark.parametrize("balancer", [{}, THEIRS])
def test_without_https_of_its_own_any_host_will_do(stacks, balancer):
    assert found(stacks, {"route": {"hosts": ["other.example.com"]}}, loadBalancer=balancer) == []


# --- further certificates -----------------------------------------------------------------------------------------------

ORG = {"domainName": "example.org", "alternativeNames": ["*.example.org"], "hostedZone": "example.org"}


def with_further(*certificates, **https):
    return {"https": {**(https or MADE["https"]), "certificates": list(certificates)}}


@pytest.mark.parametrize("host", ["example.org", "www.example.org", "www.example.com"])
def test_a_host_of_a_further_certificate_is_served(stacks, host):
    assert found(stacks, {"route": {"hosts": [host]}}, loadBalancer=with_further(ORG)) == []


def test_a_host_that_no_further_certificate_is_for_is_told(stacks):
    [finding] = found(stacks, {"route": {"hosts": ["a.b.example.org"]}}, loadBalancer=with_further(ORG))
    assert (finding.code, finding.severity) == ("host-without-certificate", "error")


def test_a_further_certificate_whose_names_nobody_knows_may_be_for_any_host(stacks):
    balancer = with_further({"certificateArn": CERTIFICATE})
    assert found(stacks, {"route": {"hosts": ["other.example.net"]}}, loadBalancer=balancer) == []


def test_beside_a_given_certificate_only_the_records_are_known(stacks):
    balancer = with_further({"certificateArn": CERTIFICATE, "domainName": "example.org", "hostedZone": "example.org"})
    [finding] = found(stacks, {"route": {"hosts": ["other.example.org"]}}, loadBalancer=balancer)
    assert (finding.code, finding.severity) == ("host-without-record", "warning")


@pytest.mark.parametrize(
    ("hosts", "further", "texts"),
    [
        (["a.example.com"], [], ['alternativeNames: [api.example.com, "*.shop.example.com", a.example.com]']),
        (
            ["example.net", "www.example.net"],
            [],
            ["certificates: [{domainName: example.net, hostedZone: example.net, alternativeNames: [www.example.net]}]"],
        ),
        (
            ["a.b.example.org"],
            [ORG],
            ['certificates: [{domainName: example.org, alternativeNames: ["*.example.org", a.b.example.org], hostedZone: example.org}]'],
        ),
        (["a.example.com", "example.net"], [ORG], ["a.example.com]", "{domainName: example.net, hostedZone: example.net}"]),
    ],
)
def test_the_fix_gives_each_host_a_certificate_within_its_zone(stacks, hosts, further, texts):
    findings = found(stacks, {"route": {"hosts": hosts}}, loadBalancer=with_further(*further))
    for finding in findings:
        [fix] = finding.fixes
        assert all(text in fix.text for text in texts), fix.text


@pytest.mark.parametrize("hosts", [["shop.co.uk"], ["shop?.example.net"], ["www.*"]])
def test_there_is_no_fix_if_the_zone_can_only_be_guessed(stacks, hosts):
    findings = found(stacks, {"route": {"hosts": hosts}}, loadBalancer=with_further(domainName="example.com", hostedZone="example.com"))
    assert [finding.fixes for finding in findings] == [()]


def test_more_certificates_than_the_quota_are_told(stacks):
    many = [{"certificateArn": f"{CERTIFICATE}{index}"} for index in range(26)]
    [finding] = found(stacks, {}, loadBalancer=with_further(*many))
    assert (finding.code, finding.severity) == ("too-many-certificates", "warning")
    assert found(stacks, {}, loadBalancer=with_further(*many[1:])) == []


def test_a_further_certificate_of_another_region_or_account_is_found(stacks):
    balancer = with_further({"certificateArn": CERTIFICATE.replace("us-west-2", "eu-west-1")})
    [finding] = stacks.found(check_regions, {"web": {"port": 80}}, loadBalancer=balancer)
    assert (finding.code, finding.path[1:4]) == ("arn-of-another-region", ("https", "certificates", 0))
