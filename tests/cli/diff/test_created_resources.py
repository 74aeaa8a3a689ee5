"""What is created is told in the words of the preview, and nothing that is granted is cut off."""

import json
from dataclasses import replace

import pytest
from fargate_web_cli.diff import markdown, text
from fargate_web_cli.diff.digest_reader import read_stack_diff
from fargate_web_cli.diff.model import Diff

from tests.cli.diff.diffs import COMPONENT, LOG_GROUP, SERVICE, compared, resource, urn

TASK = "aws:ecs/taskDefinition:TaskDefinition"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
RULE = "aws:lb/listenerRule:ListenerRule"
GROUP_ARN = "arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/shop-blue/1"
BUCKET = f"arn:aws:s3:::{'a-bucket-with-a-long-name' * 8}/*"
STATEMENTS = [
    {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": BUCKET},
    {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}},
    {"Effect": "Deny", "NotAction": ["iam:Get*"], "Resource": ["*"]},
]


def below(type_, name="shop", inputs=None, **options):
    return resource(type_, name, inputs, parent=urn(COMPONENT, "shop"), urn=urn(type_, name, COMPONENT), **options)


def containers(**more):
    container = {"name": "shop", "image": "registry.example.com/shop:1.2", "portMappings": [{"containerPort": 80}]}
    return json.dumps([{**container, **more}])


@pytest.fixture(scope="module")
def program():
    secrets = [{"name": "TOKEN", "valueFrom": "arn:aws:secretsmanager:us-west-2:123456789012:secret:token"}]
    environment = [{"name": "DB_PASSWORD", "value": "hunter22"}]
    return [
        resource(COMPONENT, "shop"),
        below(TASK, inputs={"cpu": "256", "memory": "512", "containerDefinitions": containers(secrets=secrets, environment=environment)}),
        below(ROLE_POLICY, "shop-task", {"policy": json.dumps({"Statement": STATEMENTS})}),
        below(SERVICE, inputs={"desiredCount": 2, "enableExecuteCommand": True}),
        resource(LOG_GROUP, "other", {"retentionInDays": 7}),
        below(
            RULE,
            inputs={
                "priority": 7,
                "conditions": [{"pathPattern": {"values": ["/shop/*"]}}],
                "actions": [{"type": "forward", "targetGroupArn": GROUP_ARN}],
            },
            property_dependencies={"actions": (urn("aws:lb/targetGroup:TargetGroup", "shop-blue", COMPONENT),)},
        ),
        below("aws:lb/targetGroup:TargetGroup", "shop-blue", {"port": 80, "protocol": "HTTP"}, id=GROUP_ARN, outputs={"arn": GROUP_ARN}),
    ]


@pytest.fixture(scope="module")
def stack(program):
    return compared([], program)


def find(stack, type_, name="shop"):
    [change] = [change for change in stack.changes if change.type == type_ and change.name == name]
    return change


def test_a_new_service_is_shown_whole(stack):
    assert find(stack, COMPONENT).summary == "shop:1.2, 256 CPU, 512 MiB, 2 tasks, path /shop/*"


def test_what_belongs_to_a_component_follows_it(stack):
    names = [f"{change.type.rpartition(':')[2]} {change.name}" for change in stack.changes]
    assert names[0] == "Service shop"
    assert names[-1] == "LogGroup other"


def test_a_reference_is_shown_by_name(stack):
    assert find(stack, RULE).summary == "priority 7: path /shop/* → shop-blue"


def test_a_value_that_looks_secret_is_shown_nowhere(program):
    after = [replace(each, inputs={**each.inputs}) for each in program]
    both = Diff("a → b", (compared([], program), compared(program, after)))
    assert "hunter22" not in text.render_diff(both, single_stack=False) + markdown.render_diff(both)


def test_nothing_that_is_granted_is_cut_off(stack, program):
    before = [replace(each, inputs={"policy": json.dumps({"Statement": []})}) if each.type == ROLE_POLICY else each for each in program]
    for diff in (stack, compared(before, program)):
        written = text.render_diff(Diff("a → b", (diff,)), single_stack=True)
        assert BUCKET in written
        assert BUCKET in markdown.render_diff(Diff("a → b", (diff,))).replace("\\*", "*")


def test_render_describes_what_the_engine_creates():
    unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
    group = urn("aws:lb/targetGroup:TargetGroup", "shop-blue", COMPONENT)
    inputs = {
        "priority": 7,
        "conditions": [{"pathPattern": {"values": ["/"]}}],
        "actions": [{"type": "forward", "targetGroupArn": unknown}],
    }
    new = {"type": RULE, "inputs": inputs, "propertyDependencies": {"actions": [group], "priority": None}}
    [change] = read_stack_diff({"steps": [{"op": "create", "urn": urn(RULE, "shop", COMPONENT), "newState": new}]}).changes
    assert change.summary == "priority 7: path / → ?"
    other = {"op": "create", "urn": group, "newState": {"type": "aws:lb/targetGroup:TargetGroup", "inputs": {}}}
    steps = [{"op": "create", "urn": urn(RULE, "shop", COMPONENT), "newState": new}, other]
    assert read_stack_diff({"steps": steps}).changes[0].summary == "priority 7: path / → shop-blue"
