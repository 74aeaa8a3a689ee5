"""IPv6 of an existing network and of the account."""

from dataclasses import replace

import pytest
from fargate_web_cli.live.preflight.facts.account_settings import gather_dual_stack
from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.facts.networks import gather_network
from fargate_web_cli.live.preflight.judgements.ipv6 import judge_ipv6

from tests.cli.live.fake_aws import FakeAws, refuse
from tests.cli.live.preflight.networks import VPC, network_of, subnet
from tests.cli.live.preflight.plans import ACCOUNT, describe, plan, read
from tests.cli.live.preflight.test_networks import answer_network, answer_subnet

TWO = [{"id": "subnet-11111111"}, {"id": "subnet-22222222"}]


def planned(tier="public", ipv6=True, **balancer):
    return plan(network={"existing": {"vpc": {"id": VPC}, f"{tier}Subnets": TWO, "ipv6": ipv6}}, loadBalancer=balancer)


def judged(stack, *subnets, tier="public", tasks=None):
    facts = Facts(ACCOUNT, network=network_of(*subnets, tier=tier), gives_tasks_ipv6=tasks)
    return describe(judge_ipv6(stack, facts))


def with_ipv6(number):
    return replace(subnet(number), has_ipv6=True)


@pytest.mark.parametrize(
    ("tier", "balancer"),
    [("public", {}), ("public", {"ipAddressType": "dualstack"}), ("private", {"scheme": "internal", "ipAddressType": "dualstack"})],
)
def test_each_subnet_of_a_dual_stack_load_balancer_needs_an_ipv6_block(tier, balancer):
    stack = planned(tier, **balancer)
    assert judged(stack, with_ipv6(1), with_ipv6(2), tier=tier) == []
    assert judged(stack, with_ipv6(1), subnet(2), tier=tier) == [
        ("error", "subnet-without-ipv6", ("network", "existing", f"{tier}Subnets"))
    ]


def test_a_load_balancer_without_ipv6_needs_none():
    assert judged(planned(ipv6=False), subnet(1), subnet(2)) == []
    assert judged(planned(ipAddressType="ipv4"), subnet(1), subnet(2)) == []


@pytest.mark.parametrize(("tasks", "told"), [(True, []), (None, []), (False, [("warning", "tasks-without-ipv6", ("network", "ipv6"))])])
def test_an_account_may_give_tasks_no_ipv6_address(tasks, told):
    assert describe(judge_ipv6(plan(network={"ipv6": True}), Facts(ACCOUNT, gives_tasks_ipv6=tasks))) == told
    assert describe(judge_ipv6(plan(), Facts(ACCOUNT, gives_tasks_ipv6=tasks))) == []


@pytest.mark.parametrize(
    ("answer", "known"),
    [
        ({"settings": [{"name": "dualStackIPv6", "value": "enabled", "principalArn": "arn"}]}, True),
        ({"settings": [{"name": "dualStackIPv6", "value": "disabled", "principalArn": "arn"}]}, False),
        ({"settings": []}, None),
        (refuse("AccessDeniedException"), None),
    ],
)
def test_the_account_is_asked_for_its_effective_setting(answer, known):
    assert gather_dual_stack(read(FakeAws(list_account_settings=answer))) is known


def test_a_subnet_has_ipv6_while_a_block_is_associated_with_it():
    blocks = [
        {"AssociationId": "a", "Ipv6CidrBlock": "2001:db8::/64", "Ipv6CidrBlockState": {"State": state}}
        for state in ("associated", "failed")
    ]
    subnets = [answer_subnet(1, Ipv6CidrBlockAssociationSet=blocks), answer_subnet(2, Ipv6CidrBlockAssociationSet=blocks[1:])]
    existing = planned().settings.network.existing
    facts = gather_network(read(answer_network(describe_subnets={"Subnets": subnets})), existing)
    assert facts is not None
    assert [found.has_ipv6 for found in facts.tiers["public"]] == [True, False]
