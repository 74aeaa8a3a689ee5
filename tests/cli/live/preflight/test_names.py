"""Fixed names, and who has them."""

from typing import Any

import pytest
from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.facts.load_balancers import NamedResource
from fargate_web_cli.live.preflight.facts.names import FixedName, NameReader, list_fixed_names
from fargate_web_cli.live.preflight.facts.ownership import Ownership
from fargate_web_cli.live.preflight.judgements.names import judge_names

from tests.cli.live.fake_aws import FakeAws, refuse
from tests.cli.live.preflight.answers import answer_role
from tests.cli.live.preflight.plans import ACCOUNT, EXISTING_BALANCER, TAGS, TWO_SUBNETS, describe, plan, read

NOBODY = Ownership(frozenset())
NAMED = {
    "names": {"targetGroup": "web-a", "securityGroup": "web", "service": "web"},
    "logs": {"logGroupName": "/ecs/web"},
    "roles": {"executionRole": {"name": "web"}},
}


def test_only_names_that_must_be_free_are_asked_for():
    names = list_fixed_names(plan(NAMED, cluster={"name": "shop"}, loadBalancer={"name": "shop"}).settings)
    assert [(name.kind, name.name) for name in names] == [
        ("cluster", "shop"),
        ("load balancer", "shop"),
        ("log group", "/ecs/web"),
        ("role", "web"),
        ("target group", "web-a"),
    ]
    assert list(list_fixed_names(plan().settings)) == []
    inside = plan(NAMED, network={"existing": TWO_SUBNETS}, loadBalancer=EXISTING_BALANCER)
    assert ("security group", "web") in [(name.kind, name.name) for name in list_fixed_names(inside.settings)]


ANSWERS: dict[str, tuple[Any, Any]] = {
    "cluster": (
        {"describe_clusters": {"clusters": [{"clusterArn": "the-arn", "status": "ACTIVE"}]}},
        {"describe_clusters": {"clusters": [{"clusterArn": "the-arn", "status": "INACTIVE"}]}},
    ),
    "log group": (
        {"describe_log_groups": {"logGroups": [{"logGroupName": "web", "arn": "the-arn:*"}, {"logGroupName": "web2", "arn": "x"}]}},
        {"describe_log_groups": {"logGroups": [{"logGroupName": "web2", "arn": "the-arn"}]}},
    ),
    "repository": (
        {"describe_repositories": {"repositories": [{"repositoryArn": "the-arn"}]}},
        {"describe_repositories": refuse("RepositoryNotFoundException")},
    ),
    "namespace": (
        {"list_namespaces": {"Namespaces": [{"Arn": "the-arn"}]}},
        {"list_namespaces": {"Namespaces": []}},
    ),
    "load balancer": ({}, {}),
    "target group": ({}, {}),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_who_has_a_name(kind):
    taken, free = ANSWERS[kind]
    name = FixedName(("x",), kind, "web")
    some, none = (NamedResource("web", "the-arn"),), (NamedResource("web2", "the-arn"),)

    def find(answers: Any, owned: Ownership, resources: Any) -> Any:
        return NameReader(read(FakeAws(**answers)), owned, TAGS, None).gather([name], resources, resources).get(name)

    assert find(taken, Ownership(frozenset(("the-arn",))), some) == "stack"
    assert find(taken, NOBODY, some) == "others"
    assert find(free, NOBODY, none) == "nobody"
    assert find(taken, Ownership(), some) is None


def test_roles_and_security_groups_carry_their_tags_with_them():
    tags = [{"Key": key, "Value": value} for key, value in TAGS.items()]
    role, group = FixedName(("a",), "role", "web"), FixedName(("b",), "security group", "web")
    for found, owner in ((tags, "stack"), (tags[:1], "others")):
        aws = FakeAws(get_role=answer_role(Tags=found), describe_security_groups={"SecurityGroups": [{"Tags": found}]})
        names = NameReader(read(aws), Ownership(), TAGS, "vpc-1").gather([role, group], None, None)
        assert names == {role: owner, group: owner}
    aws = FakeAws(get_role=refuse("NoSuchEntity"), describe_security_groups={"SecurityGroups": []})
    assert set(NameReader(read(aws), Ownership(), TAGS, "vpc-1").gather([role, group], None, None).values()) == {"nobody"}


def test_a_name_that_others_have_is_an_error():
    name = FixedName(("cluster", "name"), "cluster", "shop")
    [finding] = judge_names(plan(), Facts(ACCOUNT, names={name: "others"}))
    assert describe([finding]) == [("error", "name-in-use", ("cluster", "name"))]
    assert "write another name, or cluster: {existing: {name: …}}" in finding.message
    assert list(judge_names(plan(), Facts(ACCOUNT, names={name: "stack"}))) == []
