"""Steps with an approval before them, held against what examples/linear.yaml registers."""

import pytest
from fargate_web.testing import Run

from tests.stacks.running import preview_or_up, read

INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
LISTENER = "aws:lb/listener:Listener"
ROLE = "aws:iam/role:Role"
RULE = "aws:lb/listenerRule:ListenerRule"
SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup"
SERVICE = "aws:ecs/service:Service"


@pytest.fixture(scope="module")
def linear() -> Run:
    return preview_or_up(read("examples/linear.yaml"), "linear")


@pytest.fixture(scope="module")
def configuration(linear: Run) -> dict:
    return linear.find_one(SERVICE).inputs["deploymentConfiguration"]


def test_traffic_moves_in_five_steps_two_minutes_apart_and_bakes_for_ten(configuration):
    assert configuration["strategy"] == "LINEAR"
    assert configuration["linearConfiguration"] == {"stepPercent": 20, "stepBakeTimeInMinutes": "2"}
    assert configuration["bakeTimeInMinutes"] == "10"


def test_a_deployment_waits_two_hours_for_an_approval_after_the_test_and_is_then_rolled_back(configuration):
    assert configuration["lifecycleHooks"] == [
        {
            "targetType": "PAUSE",
            "lifecycleStages": ["POST_TEST_TRAFFIC_SHIFT"],
            "timeoutConfiguration": {"timeoutInMinutes": "120", "action": "ROLLBACK"},
        }
    ]


def test_an_approval_needs_no_role(linear):
    assert [role.name for role in linear.find_all(ROLE) if "hooks" in role.name] == []


def test_an_update_waits_for_the_approval_too(linear):
    minutes = int(linear.find_one(SERVICE).custom_timeouts["update"].removesuffix("m"))
    assert minutes > 120 + 4 * 2 + 10


def test_testers_reach_the_new_version_on_a_listener_of_its_own(linear):
    [attachment] = linear.find_one(SERVICE).inputs["loadBalancers"]
    rule = linear.find_one(RULE, "web:test")
    assert attachment["advancedConfiguration"]["testListenerRule"] == rule.outputs["arn"]
    listener = linear.find_one(LISTENER, "load-balancer-test")
    assert rule.inputs["listenerArn"] == listener.outputs["arn"]
    assert (listener.inputs["protocol"], listener.inputs["port"]) == ("HTTP", 8080)
    assert rule.inputs["conditions"] == linear.find_one(RULE, "web").inputs["conditions"]


def test_nobody_but_the_testers_reaches_it(linear):
    group = linear.find_one(SECURITY_GROUP, "load-balancer").id
    admitted = {
        (rule.inputs["fromPort"], rule.inputs.get("cidrIpv4"))
        for rule in linear.find_all(INGRESS)
        if rule.inputs["securityGroupId"] == group
    }
    assert admitted == {(80, "0.0.0.0/0"), (8080, "203.0.113.0/24")}


def test_the_listener_answers_404_to_whatever_is_no_test(linear):
    [action] = linear.find_one(LISTENER, "load-balancer-test").inputs["defaultActions"]
    assert action["fixedResponse"]["statusCode"] == "404"
