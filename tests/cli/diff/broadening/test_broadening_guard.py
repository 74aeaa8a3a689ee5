"""Broader rights stop the comparison of a protected stack, and of any stack with `--fail-on broadening`; every form shows them."""

import argparse
import dataclasses
import json

import pytest
from fargate_web_cli.diff import render, text
from fargate_web_cli.diff.digest_reader import read_stack_diff
from fargate_web_cli.diff.exit_status import find_exit_status
from fargate_web_cli.diff.guards import GuardSettings, apply_guards
from fargate_web_cli.diff.json_digest import build_digest
from fargate_web_cli.diff.markdown import render_diff
from fargate_web_cli.diff.model import Diff, StackDiff
from fargate_web_cli.diff.output import add_output_arguments
from fargate_web_cli.diff.stop_report import describe_stopped_changes

from tests.cli.diff.broadening.versions import allow, policy
from tests.cli.diff.diffs import COMPONENT, STACK, compared, resource, urn

ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
SERVICE = resource(COMPONENT, "web")
LONG_NAME = "arn:aws:s3:::" + "a-long-name-of-a-bucket-" * 12


def task_policy(*statements):
    return resource(ROLE_POLICY, "web-task", policy(*statements, role="web-task"), parent=SERVICE.urn)


BEFORE = [SERVICE, task_policy(allow("s3:GetObject", "a"))]
BROADER = [SERVICE, task_policy(allow("s3:GetObject", "a"), allow("s3:*", LONG_NAME))]


def guarded(old=None, new=None, *, was_protected=False, **settings):
    diff = compared(BEFORE if old is None else old, BROADER if new is None else new)
    return apply_guards(dataclasses.replace(diff, was_protected=was_protected), GuardSettings(**settings))


def status(stack):
    return find_exit_status(Diff("a → b", (stack,)), expect_no_changes=False)


def test_a_broadening_stops_a_protected_stack_with_a_status_of_its_own(capsys):
    assert status(guarded(is_protected=True)) == 4
    assert capsys.readouterr().err == "Stopped by the guard: 1 broader right or opening.\n"


def test_the_protection_of_the_base_counts_for_a_broadening():
    kinds = [change.kind for change in guarded(was_protected=True).stopped]
    assert kinds == ["loss of protection", "broadening"]


def test_a_stack_that_is_not_protected_may_get_any_rights():
    assert status(guarded()) == 0


def test_the_option_stops_any_stack():
    assert status(guarded(fail_on_broadening=True)) == 4
    assert status(guarded(new=BEFORE, fail_on_broadening=True)) == 0


def test_a_new_stack_has_no_rights_that_could_become_broader():
    assert status(guarded(old=[], is_protected=True, is_new=True)) == 0
    assert status(guarded(old=[], is_protected=True, is_new=True, fail_on_broadening=True)) == 4


def test_less_rights_stop_nothing():
    assert status(guarded(old=BROADER, new=BEFORE, is_protected=True)) == 0


@pytest.mark.parametrize(
    "entry", ["web", "web-task", "aws:iam:RolePolicy/web-task", f"{ROLE_POLICY}/web-task", f"{COMPONENT}/web", BEFORE[1].urn]
)
def test_a_broadening_is_allowed_by_the_name_of_the_resource_or_of_its_component(entry):
    stack = guarded(is_protected=True, allow_broadening=[entry])
    assert (status(stack), stack.warnings) == (0, ())
    assert status(guarded(fail_on_broadening=True, allow_broadening=[entry])) == 0


@pytest.mark.parametrize("entry", ["api", "web-*", "aws:iam:Role/web-task"])
def test_an_entry_that_allows_nothing_is_told(entry):
    stack = guarded(is_protected=True, allow_broadening=[entry])
    assert status(stack) == 4
    assert stack.warnings == (
        f"allowBroadening names {entry}, whose rights and openings become no broader; remove it once the change is made",
    )


def test_a_secret_policy_stops_as_well():
    hidden = [SERVICE, resource(ROLE_POLICY, "web-task", {"role": "web-task", "policy": {"$secret": "a"}}, parent=SERVICE.urn)]
    assert status(guarded(new=hidden, is_protected=True)) == 4


def test_the_report_says_what_to_write_and_names_a_whole_new_component_once():
    assert [*describe_stopped_changes(guarded(is_protected=True))] == [
        "Stopped: 1 right or opening in test would become broader.",
        "If that is what you want, name them in the stack file, and take the lines out again after the update:",
        "  fargate-web:allowBroadening:",
        "    - aws:iam:RolePolicy/web-task",
    ]
    new = guarded(old=[], is_protected=True)
    assert [line for line in describe_stopped_changes(new) if line.startswith("    - ")] == ["    - fargate-web:index:Service/web"]


# --- forms --------------------------------------------------------------------------------------------------------------


def test_the_summary_counts_rights_and_openings():
    lines = text.render_diff(Diff("a → b", (guarded(),)), single_stack=False).splitlines()
    assert "test in us-west-2: 1 updated, 2 the same; rights and openings: 1 broader" in lines
    assert "  Rights and openings: 1 broader" in lines


def test_nothing_that_is_granted_is_cut_off_in_a_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    statement = allow([f"s3:Get{letter * 9}" for letter in "abcdefghij"], LONG_NAME)
    shown = text.render_diff(Diff("a → b", (guarded(new=[SERVICE, task_policy(statement)]),)), single_stack=False)
    for value in (LONG_NAME, *statement["Action"]):
        assert value in shown


def test_a_comment_shows_broader_rights_in_full_and_folds_narrower_ones():
    comment = render_diff(Diff("a → b", (guarded(new=[SERVICE, task_policy(allow("s3:*", LONG_NAME))]),)))
    assert f"- ➕ `role web-task may s3:* on {LONG_NAME}` **every action of s3, changes rights**" in comment
    assert "<details><summary>1 narrower</summary>\n\n- ➖ `role web-task may no longer s3:GetObject on a`" in comment


def test_a_value_can_not_break_out_of_the_comment():
    evil = "`</code><!-- @everyone\n\n## x"
    comment = render_diff(Diff("a → b", (guarded(new=[SERVICE, task_policy(allow("s3:Get", evil))]),)))
    [line] = [line for line in comment.splitlines() if "s3:Get on" in line]
    assert line.count("`") == 2


def test_a_comment_that_would_be_too_long_says_that_rights_are_left_out():
    many = [task_policy(*(allow("s3:*", f"bucket-{index}", Condition={"Bool": {f"key{index}": "true"}}) for index in range(900)))]
    comment = render_diff(Diff("a → b", (guarded(new=[SERVICE, *many]),)))
    assert "- **… and 840 more**, left out because the comment would be too long" in comment


def test_the_document_lists_rights_and_openings_and_render_finds_them_again():
    stack = guarded(is_protected=True)
    document = build_digest(dataclasses.replace(stack, config={"fargate-web:protected": "true"}))
    [entry] = document["rightsAndOpenings"]
    assert (entry["direction"], entry["subject"], entry["urns"]) == ("broader", "role web-task", (BEFORE[1].urn, SERVICE.urn))
    found = read_stack_diff(json.loads(json.dumps(document)))
    assert found.access_changes[0].text == stack.access_changes[0].text
    assert status(found) == 4
    assert found.error == ""


# --- render -------------------------------------------------------------------------------------------------------------


def step(op, old, new, **more):
    state = {"type": ROLE_POLICY}
    states = {key: {**state, "inputs": inputs} for key, inputs in (("oldState", old), ("newState", new)) if inputs is not None}
    return {"op": op, "urn": urn(ROLE_POLICY, "web-task"), **states, **more}


def previewed(*steps, **config) -> StackDiff:
    return read_stack_diff({"steps": [*steps], "config": {f"fargate-web:{key}": value for key, value in config.items()}})


def test_render_stops_as_the_configuration_says():
    update = step("update", policy(), policy(allow("*")))
    assert status(previewed(update, protected="true")) == 4
    assert status(previewed(update, protected="true", allowBroadening='["web-task"]')) == 0
    assert status(previewed(update)) == 0
    new_stack = {"op": "create", "urn": STACK.urn, "newState": {"type": STACK.type}}
    assert status(previewed(new_stack, step("create", None, policy(allow("*"))), protected="true")) == 0


@pytest.mark.parametrize(
    ("more", "count"),
    [({"diffReasons": ["policy"]}, 1), ({"detailedDiff": {"policy": {"kind": "update"}}}, 1), ({}, 1), ({"diffReasons": ["tags"]}, 0)],
)
@pytest.mark.parametrize("value", ["[secret]", "04da6b54-80e4-46f7-96ec-b56ff0331ba9"])
def test_render_tells_of_a_policy_that_it_can_not_compare(more, count, value):
    inputs = {"role": "web-task", "policy": value, "tags": {}}
    assert [change.direction for change in previewed(step("update", inputs, inputs, **more)).access_changes] == ["unclear"] * count


def test_render_takes_the_rights_of_unchanged_resources_into_account():
    same = {**step("same", policy(allow("s3:*"), role="web"), policy(allow("s3:*"), role="web")), "urn": urn(ROLE_POLICY, "other")}
    created = step("create", None, policy(allow("s3:GetObject"), role="web"))
    assert len(previewed(created).access_changes) == 1
    assert previewed(same, created).access_changes == ()


def test_render_names_the_resource_that_an_unknown_id_belongs_to():
    unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
    inputs = {"securityGroupId": unknown, "referencedSecurityGroupId": unknown, "ipProtocol": "tcp", "fromPort": 80, "toPort": 80}
    groups = {key: [urn("aws:ec2/securityGroup:SecurityGroup", name)] for key, name in zip(inputs, ("web", "api"), strict=False)}
    created = step("create", None, {})
    created["urn"] = urn("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "web")
    created["newState"] = {"inputs": inputs, "propertyDependencies": groups}
    [change] = previewed(created).access_changes
    assert (change.direction, change.subject, change.text) == ("broader", "security group web", "takes tcp 80 from security group api")


def test_both_commands_have_the_option(tmp_path, capsys):
    path = tmp_path / "preview.json"
    path.write_text(json.dumps({"steps": [step("update", policy(), policy(allow("*")))]}))
    assert (render.main([str(path)]), render.main([str(path), "--fail-on", "broadening"])) == (0, 4)
    assert "every action" in capsys.readouterr().out
    parser = argparse.ArgumentParser()
    add_output_arguments(parser)
    assert parser.parse_args(["--fail-on", "broadening"]).fail_on == "broadening"
