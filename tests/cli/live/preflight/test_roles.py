"""Roles that exist already, and service-linked roles."""

from typing import Any

import pytest
from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.facts.role_needs import list_role_needs, list_service_linked_roles
from fargate_web_cli.live.preflight.facts.roles import RoleFacts, gather_role
from fargate_web_cli.live.preflight.judgements.roles import judge_roles

from tests.cli.live.fake_aws import FakeAws, refuse
from tests.cli.live.preflight.answers import answer_role
from tests.cli.live.preflight.plans import ACCOUNT, REGION, ROLE, SECRET, describe, plan, read


def test_a_role_is_asked_for_what_its_tasks_need():
    planned = plan({"roles": {"executionRole": {"arn": ROLE}}, "secrets": {"A": f"{SECRET}:url::", "B": "/shop/b"}})
    assert list_role_needs(planned, ACCOUNT) == {
        ROLE: [
            (("ecr:GetAuthorizationToken",), ("*",)),
            (("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"), (f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/shop/web",)),
            (("secretsmanager:GetSecretValue",), (SECRET,)),
            (("ssm:GetParameters",), (f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/shop/b",)),
        ]
    }
    assert list_role_needs(plan({"roles": {"taskRole": {"arn": ROLE}}}), ACCOUNT) == {ROLE: []}


def answer_decision(decision: str, **more: Any) -> dict[str, Any]:
    return {"EvalActionName": "ssm:GetParameters", "EvalResourceName": "b", "EvalDecision": decision, **more}


def test_the_permissions_of_a_role_are_simulated():
    results = [
        answer_decision("allowed"),
        answer_decision("implicitDeny"),
        answer_decision("implicitDeny", MissingContextValues=["aws:SourceVpc"]),
        answer_decision(
            "explicitDeny",
            ResourceSpecificResults=[
                {"EvalResourceName": "c", "EvalResourceDecision": "allowed"},
                {"EvalResourceName": "d", "EvalResourceDecision": "explicitDeny"},
            ],
        ),
    ]
    aws = FakeAws(get_role=answer_role(), simulate_principal_policy={"EvaluationResults": results, "IsTruncated": False})
    role = gather_role(read(aws), ROLE, [(("ssm:GetParameters",), ("b", "c", "d"))])
    assert role == RoleFacts(True, True, (("ssm:GetParameters", "b"), ("ssm:GetParameters", "d")))


def test_a_role_that_is_not_there_or_trusts_others():
    assert gather_role(read(FakeAws(get_role=refuse("NoSuchEntity"))), ROLE, []) == RoleFacts(exists=False)
    role = gather_role(read(FakeAws(get_role=answer_role("ec2.amazonaws.com"))), ROLE, [])
    assert role == RoleFacts(True, trusts_tasks=False)


@pytest.mark.parametrize(
    ("role", "found"),
    [
        (RoleFacts(True), []),
        (RoleFacts(False), [("error", "role-missing")]),
        (RoleFacts(True, trusts_tasks=False), [("error", "role-without-trust")]),
        (RoleFacts(True, denied=(("ecr:GetAuthorizationToken", "*"),)), [("error", "role-without-permission")]),
        (RoleFacts(True, denied=(("ssm:GetParameters", "a"), ("ssm:GetParameters", "b"))), [("warning", "role-without-permission")]),
    ],
)
def test_a_role_is_judged_once_where_it_stands_first(role, found):
    roles = {"executionRole": {"arn": ROLE}, "taskRole": {"arn": ROLE}}
    findings = describe(judge_roles(plan({"roles": roles}), Facts(ACCOUNT, roles={ROLE: role})))
    assert findings == [(*each, ("services", "web", "roles", "executionRole", "arn")) for each in found]


def test_service_linked_roles_depend_on_what_the_stack_has():
    everything = plan({"scaling": {"minCapacity": 1, "maxCapacity": 2, "cpu": 60}})
    names = [name for name, _ in list_service_linked_roles(everything)]
    assert len(names) == 3
    assert [name for name, _ in list_service_linked_roles(plan({"route": False}))] == names[:1]
    findings = describe(judge_roles(everything, Facts(ACCOUNT, service_linked_roles={names[0]: False, names[1]: True})))
    assert findings == [("warning", "service-linked-role-missing", ("cluster",))]
