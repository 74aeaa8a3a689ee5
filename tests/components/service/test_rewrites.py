"""Requests that are rewritten before a service gets them, with every deployment strategy."""

import pytest
from fargate_web.testing import Run

from tests.components.service.test_strategies import STRATEGIES

RULE = "aws:lb/listenerRule:ListenerRule"
URL = {"regex": "^/api/(.*)$", "replace": "/$1"}
HOST = {"regex": "^.*$", "replace": "api.internal.example.com"}
TRANSFORMS = [
    {"type": "host-header-rewrite", "hostHeaderRewriteConfig": {"rewrite": HOST}},
    {"type": "url-rewrite", "urlRewriteConfig": {"rewrite": URL}},
]
TEST_HEADER = {"header": {"name": "X-Test", "values": ["1"]}}


def build_rewriting(build, deployment: dict) -> Run:
    route = {"paths": ["/api/*"], "urlRewrite": URL, "hostHeaderRewrite": HOST}
    return build.service(build.web(priority=None, route=route, deployment=deployment))[1]


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_strategy_leaves_the_transforms_to_the_settings(build, strategy):
    rule = build_rewriting(build, STRATEGIES[strategy]).find_one(RULE, "web")
    assert rule.inputs["transforms"] == TRANSFORMS
    # ECS changes the actions alone.
    assert rule.ignore_changes == ("actions",)


def test_test_traffic_is_rewritten_as_well(build):
    result = build_rewriting(build, {**STRATEGIES["blueGreen"], "testTraffic": TEST_HEADER})
    assert result.find_one(RULE, "web:test").inputs["transforms"] == TRANSFORMS


def test_the_rule_for_open_paths_rewrites_too(build):
    tokens = {"jwt": {"issuer": "https://idp.example.com", "jwksEndpoint": "https://idp.example.com/jwks"}}
    route = {"paths": ["/api/*"], "openPaths": ["/api/hooks/*"], "authentication": tokens, "urlRewrite": URL}
    rules = build.service(build.web(priority=None, route=route))[1].find_all(RULE)
    assert [rule.inputs["transforms"] for rule in rules] == [TRANSFORMS[1:]] * 2


def test_a_route_without_a_rewrite_has_no_transforms(build):
    rule = build.service(build.web(route={"pathRegexValues": ["^/v[0-9]+$"]}))[1].find_one(RULE)
    assert "transforms" not in rule.inputs
    assert rule.inputs["conditions"] == [{"pathPattern": {"regexValues": ["^/v[0-9]+$"]}}]
