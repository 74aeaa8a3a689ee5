"""The existing listener: its load balancer, and its rules by others."""

from typing import Any

import pytest
from fargate_web.settings.route import Route
from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.facts.load_balancers import ListenerFacts, ListenerRule, gather_listener
from fargate_web_cli.live.preflight.facts.networks import NetworkFacts
from fargate_web_cli.live.preflight.facts.ownership import Ownership
from fargate_web_cli.live.preflight.judgements.load_balancers import judge_load_balancer

from tests.cli.live.fake_aws import FakeAws, refuse
from tests.cli.live.preflight.plans import ACCOUNT, BALANCER, CERTIFICATE, EXISTING_BALANCER, LISTENER, TWO_SUBNETS, describe, plan, read

RULE = LISTENER.replace(":listener/", ":listener-rule/")
GROUP = "sg-0123456789abcdef0"
ROUTE = ("services", "web", "route")


def answer_rule(number: int, *conditions: dict[str, Any]) -> dict[str, Any]:
    return {"RuleArn": f"{RULE}/{number}", "Priority": str(number), "IsDefault": False, "Conditions": list(conditions)}


def test_a_listener_is_read_with_its_load_balancer_and_rules():
    hosts = {"Field": "host-header", "HostHeaderConfig": {"Values": ["API.example.com"]}}
    paths = {"Field": "path-pattern", "PathPatternConfig": {"Values": ["/v1/*"]}}
    addresses = {"Field": "source-ip", "SourceIpConfig": {"Values": ["10.0.0.0/8"]}}
    query = {"Field": "query-string", "QueryStringConfig": {"Values": [{"Key": "version", "Value": "2"}, {"Key": "version", "Value": "3"}]}}
    mixed = {"Field": "query-string", "QueryStringConfig": {"Values": [{"Key": "version", "Value": "2"}, {"Value": "3"}]}}
    expressions = {"Field": "path-pattern", "PathPatternConfig": {"RegexValues": ["^/v[0-9]+$"]}}
    default = {"RuleArn": f"{RULE}/0", "Priority": "default", "IsDefault": True}
    aws = FakeAws(
        describe_listeners={"Listeners": [{"ListenerArn": LISTENER, "LoadBalancerArn": BALANCER, "Protocol": "HTTPS"}]},
        describe_load_balancers={"LoadBalancers": [{"VpcId": "vpc-1", "SecurityGroups": [GROUP], "State": {"Code": "active"}}]},
        describe_rules=[
            {"Rules": [answer_rule(5, hosts, paths)], "NextMarker": "next"},
            {"Rules": [answer_rule(6, addresses, query, expressions), answer_rule(7, mixed), default]},
        ],
        describe_listener_certificates={"Certificates": [{"CertificateArn": CERTIFICATE, "IsDefault": True}]},
    )
    listener = gather_listener(read(aws), LISTENER)
    assert listener is not None
    assert (listener.vpc_id, listener.security_groups, listener.certificates) == ("vpc-1", {GROUP}, (CERTIFICATE,))
    assert listener.rules is not None
    assert [(rule.priority, rule.route is None) for rule in listener.rules] == [(5, False), (6, False), (7, True)]
    assert listener.rules[0].route is not None
    assert listener.rules[0].route.hosts == ["api.example.com"]
    other = listener.rules[1].route
    assert other is not None
    assert (other.allowed_cidr_blocks, other.path_regex_values) == (["10.0.0.0/8"], ["^/v[0-9]+$"])
    assert [(each.key, each.values) for each in other.query_strings] == [("version", ["2", "3"])]
    assert aws.calls[-2] == ("describe_rules", {"ListenerArn": LISTENER, "Marker": "next"})


def test_a_listener_that_is_not_there():
    listener = gather_listener(read(FakeAws(describe_listeners=refuse("ListenerNotFound"))), LISTENER)
    assert listener == ListenerFacts(exists=False)


def judge(web: dict[str, Any] | None = None, *, owned: tuple[str, ...] = (), priority: int = 10, **listener: Any) -> list[Any]:
    planned = plan(web, priorities={"web": priority}, loadBalancer=EXISTING_BALANCER, network={"existing": TWO_SUBNETS})
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
    assert [finding.code for finding in judge_load_balancer(plan(loadBalancer=EXISTING_BALANCER), facts)] == [
        "load-balancer-of-another-vpc"
    ]


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
    planned = plan(priorities={"web": 10}, loadBalancer=EXISTING_BALANCER, network={"existing": TWO_SUBNETS})
    facts = Facts(ACCOUNT, listener=ListenerFacts(exists=True, protocol="HTTPS", rules=(rule(10),)))
    assert list(judge_load_balancer(planned, facts)) == []
