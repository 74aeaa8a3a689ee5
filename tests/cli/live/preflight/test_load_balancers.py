"""The existing listener: its rules by others, its load balancer; certificates and hosted zones."""

import struct
from datetime import datetime
from typing import Any

import pytest
from fargate_web.analysis import clock
from fargate_web.settings.route import Route
from fargate_web_cli.live.preflight.facts.certificates import CertificateFacts, gather_certificates
from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.facts.hosted_zones import RecordFacts, ZoneFacts, gather_zone
from fargate_web_cli.live.preflight.facts.load_balancers import ListenerFacts, ListenerRule, NamedResource, gather_listener
from fargate_web_cli.live.preflight.facts.name_servers import ask_resolver, find_name_servers
from fargate_web_cli.live.preflight.facts.networks import NetworkFacts
from fargate_web_cli.live.preflight.facts.ownership import Ownership
from fargate_web_cli.live.preflight.judgements import domains
from fargate_web_cli.live.preflight.judgements.domains import judge_domains
from fargate_web_cli.live.preflight.judgements.load_balancers import judge_load_balancer

from tests.cli.live.fake_aws import FakeAws, refuse
from tests.cli.live.preflight.plans import ACCOUNT, CERTIFICATE, LISTENER, REGION, TWO_SUBNETS, describe, plan, read

BALANCER = LISTENER.replace(":listener/", ":loadbalancer/").rsplit("/", 1)[0]
RULE = LISTENER.replace(":listener/", ":listener-rule/")
GROUP = "sg-0123456789abcdef0"
EXISTING = {"existing": {"listenerArn": LISTENER, "securityGroupId": GROUP}}
NOW = datetime(2026, 3, 1)
ROUTE = ("services", "web", "route")


def answer_rule(number: int, *conditions: dict[str, Any]) -> dict[str, Any]:
    return {"RuleArn": f"{RULE}/{number}", "Priority": str(number), "IsDefault": False, "Conditions": list(conditions)}


def test_a_listener_is_read_with_its_load_balancer_and_rules():
    hosts = {"Field": "host-header", "HostHeaderConfig": {"Values": ["API.example.com"]}}
    paths = {"Field": "path-pattern", "PathPatternConfig": {"Values": ["/v1/*"]}}
    addresses = {"Field": "source-ip", "SourceIpConfig": {"Values": ["10.0.0.0/8"]}}
    default = {"RuleArn": f"{RULE}/0", "Priority": "default", "IsDefault": True}
    aws = FakeAws(
        describe_listeners={"Listeners": [{"ListenerArn": LISTENER, "LoadBalancerArn": BALANCER, "Protocol": "HTTPS"}]},
        describe_load_balancers={"LoadBalancers": [{"VpcId": "vpc-1", "SecurityGroups": [GROUP], "State": {"Code": "active"}}]},
        describe_rules=[
            {"Rules": [answer_rule(5, hosts, paths)], "NextMarker": "next"},
            {"Rules": [answer_rule(6, addresses), default]},
        ],
        describe_listener_certificates={"Certificates": [{"CertificateArn": CERTIFICATE, "IsDefault": True}]},
    )
    listener = gather_listener(read(aws), LISTENER)
    assert listener is not None
    assert (listener.vpc_id, listener.security_groups, listener.certificates) == ("vpc-1", {GROUP}, (CERTIFICATE,))
    assert listener.rules is not None
    assert [(rule.priority, rule.route is None) for rule in listener.rules] == [(5, False), (6, True)]
    assert listener.rules[0].route is not None
    assert listener.rules[0].route.hosts == ["api.example.com"]
    assert aws.calls[-2] == ("describe_rules", {"ListenerArn": LISTENER, "Marker": "next"})


def test_a_listener_that_is_not_there():
    listener = gather_listener(read(FakeAws(describe_listeners=refuse("ListenerNotFound"))), LISTENER)
    assert listener == ListenerFacts(exists=False)


def judge(web: dict[str, Any] | None = None, *, owned: tuple[str, ...] = (), priority: int = 10, **listener: Any) -> list[Any]:
    planned = plan(web, priorities={"web": priority}, loadBalancer=EXISTING, network={"existing": TWO_SUBNETS})
    facts = ListenerFacts(**{"exists": True, "protocol": "HTTPS", **listener})
    return list(judge_load_balancer(planned, Facts(ACCOUNT, Ownership(frozenset(owned)), network=NetworkFacts(("vpc-1",)), listener=facts)))


@pytest.mark.parametrize(
    ("listener", "found"),
    [
        ({}, []),
        ({"exists": False}, [("error", "listener-missing", ("loadBalancer", "existing", "listenerArn"))]),
        (
            {"security_groups": frozenset(("sg-9",))},
            [("error", "security-group-of-another-load-balancer", ("loadBalancer", "existing", "securityGroupId"))],
        ),
        ({"security_groups": frozenset((GROUP, "sg-9"))}, []),
        ({"protocol": "HTTP"}, [("warning", "listener-of-another-protocol", ("loadBalancer", "existing", "protocol"))]),
        ({"vpc_id": "vpc-2"}, [("error", "load-balancer-of-another-vpc", ("loadBalancer", "existing", "listenerArn"))]),
        ({"vpc_id": "vpc-1"}, []),
    ],
)
def test_the_listener_and_its_load_balancer(listener, found):
    assert describe(judge(**listener)) == found


def test_a_new_vpc_can_not_use_an_existing_load_balancer():
    facts = Facts(ACCOUNT, listener=ListenerFacts(exists=True, protocol="HTTPS", vpc_id="vpc-2"))
    assert [finding.code for finding in judge_load_balancer(plan(loadBalancer=EXISTING), facts)] == ["load-balancer-of-another-vpc"]


def rule(priority: int, hosts: tuple[str, ...] = ("other.example.com",), paths: tuple[str, ...] = ("/*",)) -> ListenerRule:
    return ListenerRule(f"{RULE}/{priority}", priority, Route.model_construct(hosts=list(hosts), paths=list(paths), methods=[], headers=[]))


def test_a_priority_of_another_stack_is_an_error_with_the_next_free_one():
    rules = (rule(10), rule(11), rule(12))
    [finding] = judge({"route": {"hosts": ["api.example.com"], "priority": 10}}, rules=rules)
    assert describe([finding]) == [("error", "priority-in-use", (*ROUTE, "priority"))]
    assert finding.fixes[0].text == "write priority: 13"
    [finding] = judge({"route": {"hosts": ["api.example.com"]}}, rules=rules)
    assert finding.fixes[0].edits[0].path == (*ROUTE, "priority")


def test_the_highest_priority_has_a_free_one_below():
    [finding] = judge({"route": {"hosts": ["api.example.com"]}}, priority=50_000, rules=(rule(50_000), rule(49_999)))
    assert finding.fixes[0].text == "write priority: 49998"


def test_the_priorities_of_the_stack_itself_are_its_own():
    assert judge({"route": {"hosts": ["api.example.com"]}}, rules=(rule(10),), owned=(f"{RULE}/10",)) == []


@pytest.mark.parametrize(
    ("others", "found"),
    [
        (rule(5, ("*.example.com",)), [("warning", "route-hidden-by-others", ROUTE)]),
        (rule(5, ("api.example.com",), ("/v2/*",)), []),
        (rule(5, ("api.example.com",), ("/v1/a",)), []),
        (rule(20, ("api.example.com",), ("/v1/a",)), [("warning", "route-hides-others", ROUTE)]),
        (rule(20, ("*.example.com",)), []),
        (ListenerRule(f"{RULE}/5", 5, None), []),
    ],
)
def test_rules_of_others_that_match_the_same_requests(others, found):
    assert describe(judge({"route": {"hosts": ["api.example.com"], "paths": ["/v1/*"]}}, rules=(others,))) == found


def test_rules_are_not_judged_without_knowing_whose_they_are():
    planned = plan(priorities={"web": 10}, loadBalancer=EXISTING, network={"existing": TWO_SUBNETS})
    facts = Facts(ACCOUNT, listener=ListenerFacts(exists=True, protocol="HTTPS", rules=(rule(10),)))
    assert list(judge_load_balancer(planned, facts)) == []


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
    return describe(judge_domains(planned, Facts(ACCOUNT, Ownership(owned), load_balancers=balancers, zone=zone)))


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


def test_a_record_of_others_is_an_error_and_that_of_the_stack_is_not():
    record = {"www.example.com": RecordFacts("A", "dualstack.web-1.us-west-2.elb.amazonaws.com")}
    assert judge_zone(zone_of(records=record)) == [("error", "record-exists", (*HTTPS, "domainName"))]
    assert judge_zone(zone_of(records=record), owned=frozenset((BALANCER,))) == []


def test_the_clock_is_the_one_that_tests_replace():
    assert domains.read_clock is clock.read_clock
