"""The rules that a load balancer answers by itself, and its response if no rule matches."""

import pytest
from fargate_web import LoadBalancer
from fargate_web.analysis.rule_priorities import calculate_priority
from fargate_web.settings.load_balancer_rule import LoadBalancerRule
from fargate_web.testing import Run, run

RULE = "aws:lb/listenerRule:ListenerRule"
LISTENER = "aws:lb/listener:Listener"
WWW = {"hosts": ["www.example.com"], "redirect": {"host": "example.com", "statusCode": 301}}
RULES = {
    "maintenance": {"priority": 1, "fixedResponse": {"statusCode": 503, "contentType": "text/html", "body": "<h1>Back soon</h1>"}},
    "www": WWW,
    "moved": {
        "paths": ["/old/*"],
        "allowedCidrBlocks": ["203.0.113.0/24"],
        "redirect": {"host": "new.example.com", "protocol": "HTTPS", "path": "/new/#{path}", "query": ""},
    },
}
NETWORK = {"vpc_id": "vpc-1", "public_subnet_ids": ["subnet-1", "subnet-2"]}
EXISTING = {
    "listenerArn": "arn:aws:elasticloadbalancing:us-west-2:123456789012:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2",
    "securityGroupId": "sg-0123456789abcdef0",
}


def build(**settings) -> Run:
    return run(lambda: LoadBalancer("balancer", settings), project="shop", stack="test", config={"aws:region": "us-west-2"})


@pytest.fixture(scope="module")
def made() -> Run:
    response = {"statusCode": 410, "contentType": "application/json", "body": "{}"}
    return build(network=NETWORK, accessLogs=False, rules=RULES, defaultResponse=response, testListener=8443)


def test_a_maintenance_page_is_a_rule_for_every_request(made):
    rule = made.find_one(RULE, "balancer-maintenance")
    assert (rule.inputs["priority"], rule.inputs["conditions"]) == (1, [{"pathPattern": {"values": ["/*"]}}])
    response = {"statusCode": "503", "contentType": "text/html", "messageBody": "<h1>Back soon</h1>"}
    assert rule.inputs["actions"] == [{"type": "fixed-response", "fixedResponse": response}]


def test_a_redirect_sends_only_what_it_changes(made):
    rule = made.find_one(RULE, "balancer-www")
    assert rule.inputs["actions"] == [{"type": "redirect", "redirect": {"host": "example.com", "statusCode": "HTTP_301"}}]


def test_a_redirect_to_https_goes_to_its_port_and_may_drop_the_query(made):
    [action] = made.find_one(RULE, "balancer-moved").inputs["actions"]
    assert action["redirect"] == {
        "host": "new.example.com",
        "protocol": "HTTPS",
        "port": "443",
        "path": "/new/#{path}",
        "query": "",
        "statusCode": "HTTP_302",
    }


def test_the_rules_are_on_the_listener_of_the_services_and_follow_the_settings(made):
    [arn] = {rule.inputs["listenerArn"] for rule in made.find_all(RULE)}
    assert arn == made.find_one(LISTENER, "balancer-http").outputs["arn"]
    assert all(rule.ignore_changes == () for rule in made.find_all(RULE))


def test_the_calculated_priority_depends_on_the_rule_alone(made):
    expected = calculate_priority("shop", "test", "loadBalancer:www", LoadBalancerRule(**WWW))
    assert made.find_one(RULE, "balancer-www").inputs["priority"] == expected


def test_every_listener_gives_the_default_response(made):
    responses = [listener.inputs["defaultActions"][0]["fixedResponse"] for listener in made.find_all(LISTENER)]
    assert responses == [{"statusCode": "410", "contentType": "application/json", "messageBody": "{}"}] * 2


def test_an_existing_listener_gets_the_rules_and_nothing_else():
    result = build(existing=EXISTING, rules={"www": WWW})
    [rule] = [resource for resource in result.resources if resource.type.startswith("aws:")]
    assert (rule.name, rule.inputs["listenerArn"]) == ("balancer-www", EXISTING["listenerArn"])


def test_there_are_no_rules_without_the_setting():
    assert build(existing=EXISTING).find_all(RULE) == []
