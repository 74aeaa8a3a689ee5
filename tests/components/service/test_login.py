"""A login at the load balancer: the rules of a service that has one, and of one that hasn't."""

import pulumi
import pytest
from fargate_web import Service
from fargate_web.analysis.rule_priorities import calculate_priority
from fargate_web.checks.arn_places import list_regional_arns
from fargate_web.faults.fault import SettingsError
from fargate_web.service.login import _read_json_key
from fargate_web.settings.route import Route
from fargate_web.settings.stack import Stack
from fargate_web.testing import AwsMocks, ProgramError, Run

RULE = "aws:lb/listenerRule:ListenerRule"
SERVICE = "aws:ecs/service:Service"
SECRET = "arn:aws:secretsmanager:us-west-2:123456789012:secret:login-a1b2c3"
POOL = {
    "userPoolArn": "arn:aws:cognito-idp:us-west-2:123456789012:userpool/us-west-2_EXAMPLE1",
    "userPoolClientId": "1example23456789",
    "userPoolDomain": "my-users",
}
TOKENS = {"issuer": "https://idp.example.com", "jwksEndpoint": "https://idp.example.com/jwks"}


def oidc(secret: object = f"{SECRET}:clientSecret::") -> dict:
    endpoints = {f"{name}Endpoint": f"https://idp.example.com/{name}" for name in ("authorization", "token", "userInfo")}
    return {"oidc": {"issuer": "https://idp.example.com", **endpoints, "clientId": "web", "clientSecret": secret}}


def secret_holds(text: str) -> AwsMocks:
    return AwsMocks(lookups={"aws:secretsmanager/getSecretVersion:getSecretVersion": {"secretString": text}})


@pytest.fixture(scope="module")
def web(build) -> Run:
    route = {"paths": ["/app/*"], "openPaths": ["/app/hooks/*"], "authentication": oidc()}
    return build.service(build.web(priority=None, route=route), mocks=secret_holds('{"clientSecret": "4711"}'))[1]


def test_users_log_in_before_their_requests_are_forwarded(web):
    login, forward = web.find_one(RULE, "web:login").inputs["actions"]
    assert (login["type"], login["order"], forward["type"], forward["order"]) == ("authenticate-oidc", 1, "forward", 2)
    assert login["authenticateOidc"] == {
        "issuer": "https://idp.example.com",
        "authorizationEndpoint": "https://idp.example.com/authorization",
        "tokenEndpoint": "https://idp.example.com/token",
        "userInfoEndpoint": "https://idp.example.com/userInfo",
        "clientId": "web",
        "clientSecret": "4711",
        "scope": "openid",
        "sessionCookieName": "AWSELBAuthSessionCookie",
        "sessionTimeout": 604_800,
        "onUnauthenticatedRequest": "authenticate",
    }
    assert [group["weight"] for group in forward["forward"]["targetGroups"]] == [100, 0]


def test_the_rule_with_a_login_follows_the_settings(web):
    assert web.find_one(RULE, "web:login").ignore_changes == ()


def test_open_paths_have_a_rule_without_a_login_that_comes_first(web):
    login, open_rule = web.find_one(RULE, "web:login"), web.find_one(RULE, "web:open")
    assert [action["type"] for action in open_rule.inputs["actions"]] == ["forward"]
    assert open_rule.inputs["conditions"] == [{"pathPattern": {"values": ["/app/hooks/*"]}}]
    assert open_rule.inputs["priority"] < login.inputs["priority"]


def test_the_service_waits_for_all_of_its_rules_and_names_the_one_with_the_login(web):
    service = web.find_one(SERVICE)
    rules = {web.find_one(RULE, name).urn for name in ("web:login", "web:open")}
    assert rules <= set(service.dependencies)
    [balancer] = service.inputs["loadBalancers"]
    assert balancer["advancedConfiguration"]["productionListenerRule"] == web.find_one(RULE, "web:login").outputs["arn"]


def test_there_is_no_rule_of_the_same_name_without_a_login(web):
    assert sorted(rule.name for rule in web.find_all(RULE)) == ["web:login", "web:open"]


def test_a_service_without_a_login_has_one_rule_whose_actions_ecs_may_change(build):
    [rule] = build.service(build.web())[1].find_all(RULE)
    assert (rule.name, rule.ignore_changes) == ("web", ("actions",))


def test_a_rule_with_a_login_has_another_priority_than_the_one_without_which_is_still_there():
    route = Route.model_validate({"authentication": {"cognito": POOL}})
    assert calculate_priority("project", "dev", "web", route) != calculate_priority("project", "dev", "web", Route())


def test_the_client_secret_is_a_secret_in_the_state(web):
    assert web.find_one(RULE, "web:login").secrets == {"actions[0].authenticateOidc.clientSecret"}


@pytest.mark.parametrize("secret", [SECRET, f"{SECRET}:::"])
def test_a_secret_without_a_json_key_is_read_whole(build, secret):
    rule = build.service(build.web(route={"authentication": oidc(secret)}), mocks=secret_holds("4711"))[1].find_one(RULE)
    assert rule.inputs["actions"][0]["authenticateOidc"]["clientSecret"] == "4711"


def test_a_secret_of_the_stack_file_is_not_looked_up(build):
    def arguments() -> dict:
        return build.web(route={"authentication": oidc(pulumi.Output.secret("4711"))})

    rule = build.service(arguments)[1].find_one(RULE)
    assert rule.inputs["actions"][0]["authenticateOidc"]["clientSecret"] == "4711"


@pytest.mark.parametrize("text", ["4711", '{"other": "4711"}', '{"clientSecret": ""}', '["clientSecret"]'])
def test_a_secret_without_the_json_key_ends_the_update_without_being_told(text):
    with pytest.raises(pulumi.RunError, match="has no text under the JSON key 'clientSecret'") as caught:
        _read_json_key(text, "clientSecret", SECRET)
    assert "4711" not in str(caught.value)


def test_a_user_pool_needs_no_secret(build):
    said = {"cognito": POOL, "scope": "openid email", "sessionTimeout": 3600, "onUnauthenticatedRequest": "deny"}
    rule = build.service(build.web(route={"authentication": said}))[1].find_one(RULE)
    assert rule.inputs["actions"][0] == {
        "type": "authenticate-cognito",
        "order": 1,
        "authenticateCognito": {
            **POOL,
            "scope": "openid email",
            "sessionTimeout": 3600,
            "sessionCookieName": "AWSELBAuthSessionCookie",
            "onUnauthenticatedRequest": "deny",
        },
    }


def test_tokens_are_validated_with_their_claims(build):
    claims = [{"name": "aud", "values": ["https://api.example.com"]}]
    rule = build.service(build.web(route={"authentication": {"jwt": {**TOKENS, "additionalClaims": claims}}}))[1].find_one(RULE)
    assert rule.inputs["actions"][0] == {
        "type": "jwt-validation",
        "order": 1,
        "jwtValidation": {**TOKENS, "additionalClaims": [{"format": "single-string", **claims[0]}]},
    }


@pytest.mark.parametrize("strategy", ["rolling", "blueGreen", "canary", "linear"])
@pytest.mark.parametrize("login", [oidc(), {"cognito": POOL}, {"jwt": TOKENS}], ids=["oidc", "cognito", "jwt"])
def test_only_a_rolling_deployment_goes_with_a_login(build, strategy, login):
    arguments = build.web(route={"authentication": login}, deployment=strategy)
    if strategy == "rolling":
        assert build.service(arguments)[1].find_one(RULE, "web:login")
        return
    with pytest.raises(SettingsError, match="ECS replaces all actions of the rule"):
        Service("web", arguments)


def test_open_paths_that_would_come_after_the_route_are_refused(build):
    with pytest.raises(
        ProgramError, match=r"the rule for openPaths \(\d+\) must come before the service's own; write openPathsPriority below 7"
    ):
        build.service(build.web(route={"openPaths": ["/hooks/*"], "authentication": {"cognito": POOL}}))


# --- for all ------------------------------------------------------------------------------------------------------------


def stack(**web: object) -> Stack:
    service = {"image": "nginx", "port": 80}
    balancer = {"authentication": {"cognito": POOL}, "https": {"certificateArn": "arn:aws:acm:us-west-2:123456789012:certificate/1a2b3c4d"}}
    return Stack.model_validate({"services": {"web": {**service, **web}, "worker": {"image": "nginx"}}, "loadBalancer": balancer})


def test_the_login_of_the_load_balancer_is_that_of_its_services():
    assert [*stack().logins] == ["web"]


def test_a_service_turns_off_the_login_of_the_load_balancer():
    assert not stack(route={"authentication": False}).logins


def test_a_login_of_its_own_goes_first():
    assert stack(route={"authentication": {"jwt": TOKENS}}).logins["web"].jwt is not None


def test_what_a_route_sets_stays_what_it_sets():
    [service] = stack(route={"paths": ["/a"]}).routed_services.values()
    assert service.route is not None
    assert service.route.model_fields_set == {"paths"}


def test_user_pools_are_looked_for_in_the_region_of_the_stack():
    paths = [path for path, value in list_regional_arns(stack(route={"authentication": {"cognito": POOL}})) if value == POOL["userPoolArn"]]
    assert paths == [
        ("loadBalancer", "authentication", "cognito", "userPoolArn"),
        ("services", "web", "route", "authentication", "cognito", "userPoolArn"),
    ]
