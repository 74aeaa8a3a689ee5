"""The way from the load balancer to identity providers, which it has for logins alone."""

import pytest
from fargate_web import LoadBalancer
from fargate_web.testing import run

from tests.components.conftest import CONFIG, Builder

EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
TOKENS = {"jwt": {"issuer": "https://idp.example.com", "jwksEndpoint": "https://idp.example.com/jwks"}}
HTTPS = {"certificateArn": "arn:aws:acm:us-west-2:123456789012:certificate/1a2b3c4d"}


def list_egress_rules(**args: object) -> list:
    def program() -> None:
        LoadBalancer("balancer", {"network": Builder.network, "accessLogs": False, "https": HTTPS, **args})

    return run(program, config=CONFIG).find_all(EGRESS)


@pytest.mark.parametrize("args", [{"authentication": TOKENS}, {"has_logins": True}, {"authentication": TOKENS, "has_logins": True}])
def test_a_load_balancer_with_logins_connects_to_identity_providers(args):
    [rule] = list_egress_rules(**args)
    peer = {key: rule.inputs[key] for key in ("ipProtocol", "fromPort", "toPort", "cidrIpv4")}
    assert peer == {"ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIpv4": "0.0.0.0/0"}
    assert rule.name == "balancer-to-identity-providers"


@pytest.mark.parametrize("args", [{}, {"has_logins": False}])
def test_a_load_balancer_without_logins_connects_to_tasks_alone(args):
    assert list_egress_rules(**args) == []
