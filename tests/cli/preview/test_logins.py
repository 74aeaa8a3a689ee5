"""How a preview describes the login of a listener rule."""

import pytest
from fargate_web.testing import AwsMocks
from fargate_web_cli.descriptions.inputs_view import ReferenceResolver
from fargate_web_cli.descriptions.load_balancing import describe_action

from tests.components.conftest import Builder
from tests.components.service.test_login import POOL, TOKENS, oidc

RULE = "aws:lb/listenerRule:ListenerRule"


@pytest.mark.parametrize(
    ("login", "words"),
    [
        (oidc(), "login by OIDC at idp.example.com"),
        ({**oidc(), "onUnauthenticatedRequest": "allow"}, "login by OIDC at idp.example.com, optional"),
        ({"cognito": POOL, "onUnauthenticatedRequest": "deny"}, "login by Cognito with us-west-2_EXAMPLE1, otherwise 401"),
        ({"jwt": TOKENS}, "token of idp.example.com"),
    ],
)
def test_a_login_is_described_without_its_secret(login, words):
    mocks = AwsMocks(lookups={"aws:secretsmanager/getSecretVersion:getSecretVersion": {"secretString": '{"clientSecret": "4711"}'}})
    builder = Builder()
    result = builder.service(builder.web(route={"authentication": login}), mocks=mocks)[1]
    view = ReferenceResolver(result, result).view_inputs(result.find_one(RULE))
    assert describe_action(view.items("actions")[0]) == words
