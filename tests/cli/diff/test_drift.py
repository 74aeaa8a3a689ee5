"""Drift: `pulumi preview --refresh --json`, rendered."""

import json

import pytest
from fargate_web_cli.diff import render
from fargate_web_cli.diff.digest_reader import read_stack_diff
from fargate_web_cli.diff.model import Diff
from fargate_web_cli.diff.refused_destruction import warn_of_refused_destruction
from fargate_web_cli.diff.text import render_diff

from tests.cli.diff.diffs import record, resource

SERVICE = "aws:ecs/service:Service"
TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"


def state(type_, inputs, outputs=None):
    return {"type": type_, "inputs": inputs, "outputs": inputs if outputs is None else outputs}


def refreshed(type_, wanted, current, paths, *, update_inputs=None):
    """Return the steps of a resource that somebody changed in AWS."""
    urn = f"urn:pulumi:prod::shop::{type_}::web"
    last, found = state(type_, wanted), state(type_, current if update_inputs is None else update_inputs, current)
    return [
        {"op": "refresh", "urn": urn, "oldState": last, "newState": found},
        {
            "op": "update",
            "urn": urn,
            "oldState": found,
            "newState": state(type_, wanted),
            "detailedDiff": {path: {"kind": "update", "inputDiff": False} for path in paths},
        },
    ]


def changes_of(steps):
    return [
        (entry.change.display_path, entry.change.old, entry.change.new)
        for change in read_stack_diff({"steps": steps}).changes
        for entry in change.property_changes
    ]


def test_a_changed_property_shows_what_is_in_aws_and_what_the_program_wants():
    steps = refreshed(TARGET_GROUP, {"deregistrationDelay": 30}, {"deregistrationDelay": 77}, ["deregistrationDelay"])
    assert changes_of(steps) == [("deregistrationDelay", 77, 30)]


def test_it_is_found_among_the_outputs_too():
    wanted, current = {"healthCheck": {"interval": 30, "path": "/"}}, {"healthCheck": {"interval": 77, "path": "/"}}
    steps = refreshed(TARGET_GROUP, wanted, current, ["healthCheck.interval"], update_inputs=wanted)
    assert changes_of(steps) == [("healthCheck.interval", 77, 30)]


def test_a_secret_stays_hidden():
    steps = refreshed(TARGET_GROUP, {"password": "[secret]"}, {"password": "[secret]"}, ["password"])
    assert changes_of(steps) == [("password", "[secret]", "[secret]")]


def test_what_neither_state_holds_is_told_in_words():
    steps = refreshed(TARGET_GROUP, {"port": 80}, {"port": 80}, ["elsewhere"])
    assert changes_of(steps) == [("elsewhere", "[as it is in AWS]", "[known after the update]")]


def test_what_was_deleted_in_aws_is_told_to_be_created_again():
    urn = f"urn:pulumi:prod::shop::{TARGET_GROUP}::web"
    last = state(TARGET_GROUP, {"port": 80})
    steps = [{"op": "refresh", "urn": urn, "oldState": last}, {"op": "create", "urn": urn, "newState": last}]
    [change] = read_stack_diff({"steps": steps}).changes
    assert (change.op, change.effect) == ("create", "it was deleted outside Pulumi, and is created again")
    assert "deleted outside Pulumi" in render_diff(Diff("x", (read_stack_diff({"steps": steps}),)), single_stack=True)


@pytest.fixture
def run_render(tmp_path, capsys):
    def run(steps, *arguments):
        path = tmp_path / "preview.json"
        path.write_text(json.dumps({"steps": steps}))
        status = render.main([str(path), "--expect-no-changes", *arguments])
        return status, capsys.readouterr().out

    return run


FORCED = {"triggers": {"update": "2026-01-02T03:04:05+00:00"}}


def test_a_forced_deployment_is_no_drift(run_render):
    steps = refreshed(SERVICE, FORCED, {"triggers": {"update": "2026-01-01T00:00:00+00:00"}}, ["triggers.update"])
    assert run_render(steps)[0] == 1
    status, written = run_render(steps, "--drift")
    assert status == 0
    assert "no changes" in written


def test_drift_of_a_service_whose_deployment_is_forced_is_told_alone(run_render):
    current = {"triggers": {"update": "2026-01-01T00:00:00+00:00"}, "desiredCount": 9}
    steps = refreshed(SERVICE, {**FORCED, "desiredCount": 2}, current, ["triggers.update", "desiredCount"])
    status, written = run_render(steps, "--drift")
    assert status == 1
    assert "desiredCount: 9 → 2" in written
    assert "triggers" not in written


# --- a stack that is to go ------------------------------------------------------------------------------------------------


def test_a_protected_log_group_refuses_the_destruction_of_its_stack():
    group = resource("aws:cloudwatch/logGroup:LogGroup", "web", {"deletionProtectionEnabled": True}, protect=True)
    [told] = warn_of_refused_destruction(record(group))
    assert "write deletionProtection: false under logs, and" in told


@pytest.mark.parametrize(
    ("protected", "inputs", "options", "told"),
    [
        (False, {"enableDeletionProtection": False}, {}, ""),
        (False, {"enableDeletionProtection": True}, {}, "write deletionProtection: false under fargate-web:loadBalancer, and"),
        (False, {"enableDeletionProtection": True, "loadBalancerType": "network"}, {}, "false under networkLoadBalancer of each service"),
        (True, {}, {}, "write fargate-web:protected: false, and"),
        (True, {"enableDeletionProtection": True}, {}, "protected: false and deletionProtection: false under"),
        (False, {}, {"protect": True}, "pulumi state unprotect --all"),
    ],
)
def test_a_stack_without_a_file_tells_what_refuses_its_destruction(protected, inputs, options, told):
    balancer = resource("aws:lb/loadBalancer:LoadBalancer", "web", inputs, **options)
    found = " ".join(warn_of_refused_destruction(record(balancer, protected=protected)))
    assert told in found
    assert bool(found) is bool(told)
