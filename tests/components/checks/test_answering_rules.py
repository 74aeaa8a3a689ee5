"""Rules that the load balancer answers by itself: their order, and redirects that never end."""

import pytest
from fargate_web.analysis.redirects import find_redirect_loop, list_known_hosts
from fargate_web.checks.answering_rules import check_answering_rules
from fargate_web.faults.validation import validate
from fargate_web.settings.stack import Stack

RESPONSE = {"fixedResponse": {"statusCode": 503}}
EXISTING = {
    "listenerArn": "arn:aws:elasticloadbalancing:us-west-2:123456789012:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2",
    "securityGroupId": "sg-0123456789abcdef0",
}
HTTPS = {"domainName": "example.com", "alternativeNames": ["*.example.com"], "hostedZone": "example.com"}


def find(stacks, rules, route):
    stack = stacks.of({"web": {"port": 80, "route": route}}, loadBalancer={"https": HTTPS, "rules": rules})
    return [(finding.code, finding.severity, finding.path[-1]) for finding in check_answering_rules(stack, stacks.priorities(stack))]


@pytest.mark.parametrize(
    ("rules", "route"),
    [
        ({"maintenance": {"priority": 1, **RESPONSE}}, {}),
        ({"maintenance": {"priority": 1, **RESPONSE}, "www": {"hosts": ["www.example.com"], "redirect": {"host": "example.com"}}}, {}),
        ({"rest": RESPONSE}, {"hosts": ["example.com"]}),
        ({"closed": {"paths": ["/shop/*"], **RESPONSE}}, {}),
        ({"apex": {"redirect": {"host": "example.com"}}}, {"hosts": ["example.com"]}),
    ],
    ids=["maintenance", "maintenance before a redirect", "the rest", "a part of a service", "every other host"],
)
def test_rules_that_answer_as_meant(stacks, rules, route):
    assert find(stacks, rules, route) == []


def test_a_rule_behind_a_service_that_takes_all_of_its_requests(stacks):
    rules = {"closed": {"paths": ["/shop/*"], "priority": 60, **RESPONSE}}
    assert find(stacks, rules, {"priority": 50}) == [("shadowed-rule", "error", "closed")]


def test_a_rule_without_a_load_balancer(stacks):
    stack = stacks.of({"worker": {}}, loadBalancer={"rules": {"closed": RESPONSE}})
    assert [finding.code for finding in check_answering_rules(stack, {})] == ["rule-without-service"]
    assert stack.listener_rules == {}


@pytest.mark.parametrize(
    ("rules", "loops"),
    [
        ({"a": {"hosts": ["www.example.com"], "redirect": {"path": "/a/#{path}"}}}, True),
        ({"a": {"hosts": ["www.example.com"], "redirect": {"path": "/"}}}, True),
        ({"a": {"hosts": ["*.example.com"], "redirect": {"host": "www.example.com"}}}, True),
        ({"a": {"hosts": ["*.example.com"], "redirect": {"host": "x.#{host}"}}}, True),
        ({"a": {"paths": ["/a/*"], "methods": ["POST"], "redirect": {"path": "/a/b"}}}, False),
        ({"a": {"paths": ["/a"], "redirect": {"path": "/b"}}, "b": {"paths": ["/b"], "redirect": {"path": "/a"}}}, True),
        ({"a": {"paths": ["/a"], "redirect": {"path": "/b"}}}, False),
        ({"a": {"hosts": ["www.example.com"], "redirect": {"host": "example.com"}}}, False),
        ({"a": {"hosts": ["www.example.com"], "redirect": {"port": 8443}}}, False),
        ({"a": {"paths": ["/blog/*"], "redirect": {"host": "blog.example.org"}}}, False),
        ({"a": {"pathRegexValues": ["^/a.*$"], "redirect": {"path": "/b"}}}, False),
        # Not every client meets the conditions of the other rule, and a query string may be gone.
        (
            {"a": {"paths": ["/a"], "redirect": {"path": "/b"}}, "b": {"paths": ["/b"], "methods": ["GET"], "redirect": {"path": "/a"}}},
            False,
        ),
        ({"a": {"paths": ["/a/*"], "queryStrings": [{"values": ["1"]}], "redirect": {"path": "/a/b", "query": ""}}}, False),
        # The service takes what is redirected.
        ({"a": {"redirect": {"host": "app.example.com"}}}, False),
    ],
)
def test_a_redirect_is_followed_until_it_ends(stacks, rules, loops):
    settings = {"services": {"web": {**stacks.fine, "port": 80, "route": {"hosts": ["app.example.com"]}}}}
    stack = validate(Stack, {**settings, "loadBalancer": {"https": HTTPS, "rules": rules}})
    rules = stack.listener_rules
    hosts = list_known_hosts(rules, stack.load_balancer)
    found = find_redirect_loop("loadBalancer:a", rules, stacks.priorities(stack), stack.load_balancer, hosts=hosts)
    assert (found is not None) == loops


def test_the_listener_of_others_may_have_a_rule_that_ends_a_loop(stacks):
    balancer = {"existing": EXISTING, "rules": {"a": {"redirect": {"path": "/a"}}}}
    stack = stacks.of({"web": {"port": 80, "route": {"hosts": ["app.example.com"]}}}, loadBalancer=balancer)
    assert [(each.code, each.severity) for each in check_answering_rules(stack, stacks.priorities(stack))] == [("redirect-loop", "warning")]


@pytest.mark.parametrize(("names", "severity"), [(["www.example.com"], "error"), (["*.example.com"], "warning")])
def test_a_host_that_only_a_wildcard_has_may_lead_elsewhere(stacks, names, severity):
    https = {**HTTPS, "alternativeNames": names}
    rules = {"a": {"paths": ["/blog/*"], "redirect": {"host": "www.example.com"}}}
    stack = stacks.of({"web": {"port": 80, "route": {"hosts": ["example.com"]}}}, loadBalancer={"https": https, "rules": rules})
    assert [(each.code, each.severity) for each in check_answering_rules(stack, stacks.priorities(stack))] == [("redirect-loop", severity)]
