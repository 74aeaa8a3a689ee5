import pytest
from fargate_web.analysis.escalation_paths import load_escalation_paths
from fargate_web.analysis.iam_actions import load_action_tables
from fargate_web.checks.escalation import check_escalation

ROLE = "arn:aws:iam::123456789012:role"
PASS = {"actions": "iam:PassRole", "resources": "*"}


def passing_to(service):
    return {**PASS, "conditions": {"StringEquals": {"iam:PassedToService": service}}}


def list_severities(stacks, *statements, role="taskRole", **sections):
    services = {"web": {"roles": {role: {"statements": list(statements)}}}}
    return [finding.severity for finding in stacks.found(check_escalation, services, **sections)]


@pytest.mark.parametrize(
    "statements",
    [
        [{"actions": "*", "resources": f"{ROLE}/*"}],
        [{"actions": "iam:Put*", "resources": "*"}],
        [{"actions": "IAM:attachrolepolicy", "resources": "*"}],
        [{"actions": "sts:AssumeRole", "resources": "*"}],
        [{"actions": "sts:*", "resources": "arn:aws:iam::*:role/*"}],
        [{"actions": ["iam:PassRole", "ec2:RunInstances"], "resources": "*"}],
        [PASS, {"actions": "lambda:*", "resources": "arn:aws:lambda:us-west-2:123456789012:function:web"}],
        [passing_to("ec2.amazonaws.com"), {"actions": "ec2:RunInstances", "resources": "*"}],
        [passing_to(["ecs-tasks.amazonaws.com"]), {"actions": ["ecs:RegisterTaskDefinition", "ecs:RunTask"], "resources": "*"}],
        [{"actions": "iam:CreateAccessKey", "resources": "*", "conditions": {"StringEquals": {"aws:RequestedRegion": "us-west-2"}}}],
        [{"actions": "ssm:SendCommand", "resources": "*"}],
    ],
)
def test_ways_to_the_rights_of_other_roles_are_told(stacks, statements):
    assert list_severities(stacks, *statements, protected=True) == ["error"]
    assert list_severities(stacks, *statements, role="executionRole") == ["warning"]


@pytest.mark.parametrize(
    "statements",
    [
        [],
        [{"actions": "*", "resources": "arn:aws:s3:::*"}],
        [{"actions": "s3:*", "resources": "*"}],
        [{"actions": "sts:AssumeRole", "resources": f"{ROLE}/reader"}],
        [{"actions": "sts:AssumeRole", "resources": f"{ROLE}/tenant-*"}],
        [{"actions": "sts:AssumeRole", "resources": "*", "conditions": {"StringEquals": {"iam:ResourceTag/Team": "web"}}}],
        [PASS],
        [{"actions": ["iam:PassRole"], "resources": f"{ROLE}/job"}, {"actions": "ec2:RunInstances", "resources": "*"}],
        [passing_to("lambda.amazonaws.com"), {"actions": "ec2:RunInstances", "resources": "*"}],
        [{"actions": "lambda:UpdateFunctionCode", "resources": "arn:aws:lambda:us-west-2:123456789012:function:web"}],
        [{"actions": "iam:Put*", "resources": "*"}, {"effect": "Deny", "actions": "iam:*", "resources": "*"}],
        [{"effect": "Deny", "actions": "iam:*", "resources": "*"}],
        [{"actions": ["ecs:DescribeTasks", "ec2:DescribeInstances", "iam:GetRole", "iam:List*"], "resources": "*"}],
    ],
)
def test_what_an_application_needs_is_left_alone(stacks, statements):
    assert list_severities(stacks, *statements, protected=True) == []


def test_a_role_is_told_once_with_the_shortest_way_and_its_page(stacks):
    [finding] = stacks.found(check_escalation, {"web": {"roles": {"taskRole": {"statements": [{"actions": "iam:Pu*", "resources": "*"}]}}}})
    assert finding.path == ("services", "web", "roles", "taskRole", "statements", 0, "actions")
    assert "iam:PutGroupPolicy on every resource" in finding.message
    assert "https://pathfinding.cloud/paths/iam-011" in finding.message
    assert "by 2 more ways" in finding.message


def test_every_action_of_the_table_exists():
    actions = {action for path in load_escalation_paths() for action in path.actions}
    tables = load_action_tables()
    assert [action for action in actions if not tables[action.partition(":")[0]].has_match(action.partition(":")[2])] == []
