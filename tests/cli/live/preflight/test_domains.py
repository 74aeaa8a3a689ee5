"""Certificates, hosted zones and records."""

import struct
from datetime import datetime
from typing import Any

import pytest
from fargate_web.analysis import clock
from fargate_web_cli.live.preflight.facts.certificates import CertificateFacts, gather_certificates
from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.facts.hosted_zones import RecordFacts, ZoneFacts, gather_zone
from fargate_web_cli.live.preflight.facts.load_balancers import NamedResource
from fargate_web_cli.live.preflight.facts.name_servers import ask_resolver, find_name_servers
from fargate_web_cli.live.preflight.facts.ownership import Ownership
from fargate_web_cli.live.preflight.judgements import domains
from fargate_web_cli.live.preflight.judgements.domains import judge_domains

from tests.cli.live.fake_aws import FakeAws, refuse
from tests.cli.live.preflight.plans import ACCOUNT, BALANCER, CERTIFICATE, REGION, describe, plan, read

NOW = datetime(2026, 3, 1)
ROUTE = ("services", "web", "route")


def test_a_certificate_is_read():
    found = {
        "DomainName": "Example.com",
        "SubjectAlternativeNames": ["example.com", "*.example.com"],
        "Status": "ISSUED",
        "Type": "IMPORTED",
        "RenewalEligibility": "INELIGIBLE",
    }
    aws = FakeAws(describe_certificate={"Certificate": {**found, "NotAfter": datetime(2026, 5, 1)}})
    facts = gather_certificates(read(aws), [CERTIFICATE, CERTIFICATE], REGION)[CERTIFICATE]
    assert (facts.names, facts.renews, len(aws.calls)) == (("example.com", "*.example.com"), False, 1)
    aws = FakeAws(describe_certificate=refuse("ResourceNotFoundException"))
    assert gather_certificates(read(aws), [CERTIFICATE], REGION)[CERTIFICATE] == CertificateFacts(exists=False)


def test_a_server_certificate_is_in_iam():
    arn = f"arn:aws:iam::{ACCOUNT}:server-certificate/web/old"
    aws = FakeAws(get_server_certificate=refuse("NoSuchEntity"))
    assert not gather_certificates(read(aws), [arn], REGION)[arn].exists
    assert aws.calls == [("get_server_certificate", {"ServerCertificateName": "old"})]


HTTPS = ("loadBalancer", "https")
NAMES = ("www.example.com", "*.example.com")


def judge_certificate(
    monkeypatch: pytest.MonkeyPatch, facts: CertificateFacts, hosts: tuple[str, ...] = ("api.example.com",), **https: Any
) -> Any:
    monkeypatch.setattr(domains, "read_clock", lambda: NOW)
    planned = plan({"route": {"hosts": list(hosts)}}, loadBalancer={"https": {"certificateArn": CERTIFICATE, **https}})
    return describe(judge_domains(planned, Facts(ACCOUNT, certificates={CERTIFICATE: facts})))


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (CertificateFacts(True, names=NAMES), None),
        (CertificateFacts(False), ("error", "certificate-missing")),
        (CertificateFacts(True, "PENDING_VALIDATION", NAMES), ("error", "certificate-not-issued")),
        (CertificateFacts(True, names=NAMES, end=datetime(2026, 2, 28)), ("error", "certificate-expired")),
        (CertificateFacts(True, names=NAMES, end=datetime(2026, 3, 15), renews=False), ("warning", "certificate-expires-soon")),
        (CertificateFacts(True, names=NAMES, end=datetime(2026, 3, 15)), None),
    ],
)
def test_the_certificate(monkeypatch, facts, found):
    assert judge_certificate(monkeypatch, facts) == ([(*found, (*HTTPS, "certificateArn"))] if found else [])


@pytest.mark.parametrize(
    ("host", "is_covered"),
    [("www.example.com", True), ("api.example.com", True), ("a.b.example.com", False), ("example.com", False), ("*.shop.com", True)],
)
def test_the_hosts_of_routes_against_the_certificate(monkeypatch, host, is_covered):
    found = judge_certificate(monkeypatch, CertificateFacts(True, names=NAMES), (host,))
    assert found == ([] if is_covered else [("warning", "certificate-of-another-name", (*ROUTE, "hosts", 0))])


def test_the_domain_name_must_be_one_of_the_certificate(monkeypatch):
    found = judge_certificate(
        monkeypatch,
        CertificateFacts(True, names=("www.example.com",)),
        (),
        domainName="www.example.com",
        alternativeNames=["api.example.com"],
        hostedZone="example.com",
    )
    assert found == [("error", "certificate-of-another-name", (*HTTPS, "alternativeNames", 0))]


SERVERS = ["ns-1.awsdns-01.com", "ns-2.awsdns-02.net"]


def answer_ns(*servers: str, code: int = 0) -> Any:
    """Answer a question for name servers as a resolver does, with compressed names."""

    def exchange(question: bytes) -> bytes:
        number = question[:2]
        header = number + struct.pack("!5H", 0x8180 | code, 1, len(servers), 0, 0)
        records = b""
        for server in servers:
            name = b"".join(bytes((len(label),)) + label.encode() for label in server.split(".")) + b"\0"
            records += b"\xc0\x0c" + struct.pack("!2HIH", 2, 1, 300, len(name)) + name
        return header + question[12:] + records

    return exchange


def test_dns_tells_the_name_servers_of_a_domain():
    assert find_name_servers("example.com", answer_ns(*SERVERS)) == frozenset(SERVERS)
    assert find_name_servers("example.com", answer_ns(code=3)) == frozenset()
    assert find_name_servers("example.com", answer_ns(code=2)) is None
    assert find_name_servers("example.com", lambda question: None) is None
    assert find_name_servers("example.com", lambda question: question[:2] + b"\x81\x80\0") is None
    assert find_name_servers("example.com", lambda question: b"\0\0" if question[:2] == b"\xff\xff" else b"\xff\xff" + question[2:]) is None
    looping = struct.pack("!5H", 0x8180, 0, 1, 0, 0) + b"\xc0\x0c"
    assert find_name_servers("example.com", lambda question: question[:2] + looping) is None


def test_without_a_resolver_nobody_is_asked(tmp_path):
    assert ask_resolver(b"question", tmp_path / "resolv.conf") is None


def answer_zone(**more: Any) -> dict[str, Any]:
    zone = {"Id": "/hostedzone/Z1", "Name": "example.com.", "CallerReference": "x", "Config": {"PrivateZone": False}}
    return {"HostedZone": zone | more, "DelegationSet": {"NameServers": SERVERS}}


def list_zones(*zones: tuple[str, bool]) -> dict[str, Any]:
    found = [
        {"Id": f"/hostedzone/Z{i}", "Name": name, "CallerReference": "x", "Config": {"PrivateZone": p}} for i, (name, p) in enumerate(zones)
    ]
    return {"HostedZones": found, "IsTruncated": False, "MaxItems": "20"}


def test_a_zone_is_found_by_name_among_public_ones():
    zones = list_zones(("example.com.", False), ("example.com.", True), ("example.org.", False))
    records = {
        "ResourceRecordSets": [
            {
                "Name": "\\052.example.com.",
                "Type": "A",
                "AliasTarget": {"HostedZoneId": "Z9", "DNSName": "LB.aws.com.", "EvaluateTargetHealth": True},
            }
        ],
        "IsTruncated": False,
        "MaxItems": "5",
    }
    aws = FakeAws(list_hosted_zones_by_name=zones, get_hosted_zone=answer_zone(), list_resource_record_sets=records)
    zone = gather_zone(read(aws), "example.com", ["*.example.com", "www.example.com"], answer_ns(*SERVERS))
    assert zone is not None
    assert (zone.matches, zone.delegated, dict(zone.records)) == (1, set(SERVERS), {"*.example.com": RecordFacts("A", "lb.aws.com")})


def test_zones_of_the_same_name_are_counted():
    aws = FakeAws(list_hosted_zones_by_name=list_zones(("example.com.", False), ("example.com.", False)))
    assert gather_zone(read(aws), "example.com", [], answer_ns()) == ZoneFacts(2)
    assert gather_zone(read(FakeAws(get_hosted_zone=refuse("NoSuchHostedZone"))), "Z1", [], answer_ns()) == ZoneFacts(0)


def test_without_a_resolver_the_delegation_is_not_known():
    reader = read(FakeAws(get_hosted_zone=answer_zone()))
    zone = gather_zone(reader, "Z1", [], lambda question: None)
    assert zone is not None
    assert zone.delegated is None
    assert "no resolver" in reader.unchecked[0].reason


def judge_zone(zone: ZoneFacts, *, owned: frozenset[str] = frozenset(), name: str = "www.example.com", zone_id: str = "example.com") -> Any:
    planned = plan(loadBalancer={"https": {"domainName": name, "hostedZone": zone_id}})
    balancers = (NamedResource("web", BALANCER, "web-1.us-west-2.elb.amazonaws.com"),)
    return describe(judge_domains(planned, Facts(ACCOUNT, Ownership(owned), load_balancers=balancers, hosted_zones={zone_id: zone})))


def zone_of(**more: Any) -> ZoneFacts:
    return ZoneFacts(**{"matches": 1, "name": "example.com", "servers": frozenset(SERVERS), **more})


@pytest.mark.parametrize(
    ("zone", "found"),
    [
        (zone_of(), None),
        (zone_of(delegated=frozenset(SERVERS)), None),
        (zone_of(delegated=frozenset(SERVERS[:1])), None),
        (zone_of(delegated=frozenset(("ns.registrar.com",))), "hosted-zone-not-delegated"),
        (zone_of(delegated=frozenset()), "hosted-zone-not-delegated"),
        (zone_of(is_private=True), "hosted-zone-private"),
        (ZoneFacts(0), "hosted-zone-missing"),
        (ZoneFacts(2), "hosted-zone-missing"),
    ],
)
def test_the_hosted_zone(zone, found):
    assert judge_zone(zone) == ([("error", found, (*HTTPS, "hostedZone"))] if found else [])


def test_names_outside_a_zone_that_is_given_by_id():
    assert judge_zone(zone_of(), name="www.example.org", zone_id="Z1") == [("error", "name-outside-zone", (*HTTPS, "hostedZone"))]


FURTHER = (*HTTPS, "certificates", 0)


def test_further_certificates_are_judged_where_they_are_written():
    other = CERTIFICATE.replace("1a2b", "5e6f")
    further = {"certificateArn": other, "domainName": "www.example.org", "hostedZone": "example.org"}
    planned = plan(
        {"route": {"hosts": ["www.example.org"]}}, loadBalancer={"https": {"certificateArn": CERTIFICATE, "certificates": [further]}}
    )
    certificates = {CERTIFICATE: CertificateFacts(True, names=NAMES), other: CertificateFacts(True, names=("example.org",))}
    found = describe(judge_domains(planned, Facts(ACCOUNT, certificates=certificates, hosted_zones={"example.org": ZoneFacts(0)})))
    assert found == [
        ("error", "certificate-of-another-name", (*FURTHER, "domainName")),
        ("warning", "certificate-of-another-name", (*ROUTE, "hosts", 0)),
        ("error", "hosted-zone-missing", (*FURTHER, "hostedZone")),
    ]
    missing = certificates | {other: CertificateFacts(False)}
    assert describe(judge_domains(planned, Facts(ACCOUNT, certificates=missing))) == [
        ("error", "certificate-missing", (*FURTHER, "certificateArn"))
    ]


def test_a_host_of_a_certificate_that_the_stack_creates_is_covered(monkeypatch):
    created = [{"domainName": "www.example.org", "hostedZone": "example.org"}]
    facts = CertificateFacts(True, names=NAMES)
    assert judge_certificate(monkeypatch, facts, ("www.example.org", "www.example.com"), certificates=created) == []


def test_a_record_of_others_is_an_error_and_that_of_the_stack_is_not():
    record = {"www.example.com": RecordFacts("A", "dualstack.web-1.us-west-2.elb.amazonaws.com")}
    assert judge_zone(zone_of(records=record)) == [("error", "record-exists", (*HTTPS, "domainName"))]
    assert judge_zone(zone_of(records=record), owned=frozenset((BALANCER,))) == []


def test_the_clock_is_the_one_that_tests_replace():
    assert domains.read_clock is clock.read_clock
