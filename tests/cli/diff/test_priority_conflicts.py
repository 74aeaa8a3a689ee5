"""Listener rules that ask for a priority which another rule still has."""

import pytest
from fargate_web_cli.diff.digest_reader import read_stack_diff

from tests.cli.diff.diffs import LISTENER_RULE, compared, resource, urn

LISTENER = "aws:lb/listener:Listener"


def rules(*, listener: str = "shared", **priorities: int):
    return [resource(LISTENER_RULE, name, {"listenerArn": listener, "priority": number}) for name, number in priorities.items()]


def warned(old, new) -> list[str]:
    return list(compared(old, new).warnings)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"web": 10}, {"web": 10, "api": 11}),
        ({"web": 10}, {"web": 11}),
        ({"web": 10, "api": 11}, {"web": 10}),
        ({"web": 10, "api": 20}, {"web": 10, "api": 20}),
        ({}, {"web": 10}),
    ],
)
def test_rules_that_ask_for_free_priorities_are_left_alone(old, new):
    assert warned(rules(**old), rules(**new)) == []


def test_a_rule_that_takes_the_priority_of_a_deleted_one_is_told_because_deletion_comes_last():
    assert warned(rules(web=10), rules(shop=10)) == [
        "listener rule shop asks for priority 10, which listener rule web has until it is deleted at the end of the update: AWS refuses it "
        "(PriorityInUse). Give shop priority 11, which is free and has the same place in the order; if it must be 10, do that in a second update"
    ]


def test_two_rules_that_swap_are_told_with_a_way_that_works():
    told = warned(rules(web=10, api=20), rules(web=20, api=10))
    assert [text.partition(":")[0] for text in told] == [
        "listener rule web asks for priority 20, which listener rule api has until its own change",
        "listener rule api asks for priority 10, which listener rule web has until its own change",
    ]
    assert "Give web priority 21" in told[0]
    assert "Give api priority 11" in told[1]
    assert warned(rules(web=10, api=20), rules(web=21, api=11)) == []
    assert warned(rules(web=21, api=11), rules(web=20, api=10)) == []


def test_neighbours_without_room_between_them_take_two_updates():
    [first, second] = warned(rules(a=1, b=2, c=3), rules(a=2, b=1, c=3))
    assert "Take two updates: in the first, give a a priority that no rule has" in first
    assert "Take two updates" in second


def test_a_rule_that_asks_for_the_priority_of_one_that_stays_is_told():
    [told] = warned(rules(web=10), rules(web=10, api=10))
    assert told.endswith("which listener rule web has and keeps: AWS refuses it (PriorityInUse). Give api priority 11, which is free")


def test_rules_of_different_listeners_do_not_meet():
    assert warned(rules(web=10), [*rules(web=10), *rules(listener="test", api=10)]) == []


def test_a_listener_of_the_program_is_the_same_in_both_revisions():
    def program(suffix, **priorities):
        arn = f"arn:aws:elasticloadbalancing:us-west-2:123456789012:listener/app/main/{suffix}"
        return [resource(LISTENER, "https", outputs={"arn": arn}), *rules(listener=arn, **priorities)]

    [told] = warned(program("one", web=10), program("two", api=10))
    assert "listener rule api asks for priority 10" in told


def test_a_preview_of_the_engine_is_told_the_same_way():
    def step(op, name, old=None, new=None):
        states = {
            key: {"type": LISTENER_RULE, "inputs": {"listenerArn": "shared", "priority": priority}}
            for key, priority in (("oldState", old), ("newState", new))
            if priority is not None
        }
        return {"op": op, "urn": urn(LISTENER_RULE, name), **states}

    document = {"steps": [step("same", "api", 10, 10), step("create", "shop", new=20), step("delete", "web", old=20)], "config": {}}
    [told] = read_stack_diff(document).warnings
    assert told.startswith("listener rule shop asks for priority 20, which listener rule web has until it is deleted")
