"""How a preview describes the conditions, answers and rewrites of listener rules."""

import pytest
from fargate_web import LoadBalancer
from fargate_web.testing import run
from fargate_web_cli.descriptions.inputs_view import ReferenceResolver
from fargate_web_cli.descriptions.load_balancing import DESCRIBERS, describe_rule_condition
from fargate_web_cli.descriptions.review_points import find_review_points

from tests.components.conftest import Builder
from tests.components.load_balancer.test_answers import NETWORK

RULE = "aws:lb/listenerRule:ListenerRule"


def test_conditions_and_rewrites_of_a_route_are_described():
    builder = Builder()
    route = {
        "pathRegexValues": ["^/v[0-9]+/.*$"],
        "queryStrings": [{"key": "version", "values": ["2", "3"]}],
        "allowedCidrBlocks": ["203.0.113.0/24"],
        "urlRewrite": {"regex": "^/v[0-9]+/(.*)$", "replace": "/$1"},
    }
    result = builder.service(builder.web(route=route))[1]
    view = ReferenceResolver(result, result).view_inputs(result.find_one(RULE))
    assert [describe_rule_condition(condition) for condition in view.items("conditions")] == [
        "path ^/v[0-9]+/.*$",
        "query version=2 or version=3",
        "from 203.0.113.0/24",
    ]
    assert "URL rewritten from ^/v[0-9]+/(.*)$ to /$1" in list(DESCRIBERS[RULE](view))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"fixedResponse": {"statusCode": 503}}, "path /* → 503"),
        ({"redirect": {"host": "example.com", "path": "/new/#{path}"}}, "path /* → example.com/new/#{path} 302"),
        ({"redirect": {"port": 8443, "statusCode": 301}}, "path /* → :8443 301"),
        ({"redirect": {"protocol": "HTTPS", "port": 8443, "query": "a=1"}}, "path /* → HTTPS:8443?a=1 302"),
    ],
)
def test_what_the_load_balancer_answers_is_described(rule, words):
    settings = {"network": NETWORK, "accessLogs": False, "rules": {"page": {"priority": 1, **rule}}}
    result = run(lambda: LoadBalancer("balancer", settings), config={"aws:region": "us-west-2"})
    view = ReferenceResolver(result, result).view_inputs(result.find_one(RULE))
    assert next(iter(DESCRIBERS[RULE](view))) == f"priority 1: {words}"


@pytest.mark.parametrize(
    ("rule", "subjects"),
    [
        ({"priority": 1}, ["503 (balancer-page)"]),
        ({"priority": 1, "paths": ["/shop/*"]}, []),
        ({}, []),
    ],
    ids=["before all services", "for some paths", "behind all services"],
)
def test_a_review_does_not_miss_a_maintenance_page_for_everything(rule, subjects):
    settings = {"network": NETWORK, "accessLogs": False, "rules": {"page": {**rule, "fixedResponse": {"statusCode": 503}}}}
    result = run(lambda: LoadBalancer("balancer", settings), config={"aws:region": "us-west-2"})
    points = find_review_points(result.find_one(RULE), ReferenceResolver(result, result))
    assert [subject for point, subject in points if point == "every request answered by the load balancer"] == subjects
