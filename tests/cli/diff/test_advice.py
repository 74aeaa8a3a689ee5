"""Warnings that a change adds or removes, and dashboards in words."""

import json
from dataclasses import replace

import pytest
from fargate_web_cli.diff import markdown, text
from fargate_web_cli.diff.advice import compare_advice
from fargate_web_cli.diff.json_digest import build_digest
from fargate_web_cli.diff.model import Diff, StackDiff
from fargate_web_cli.diff.value_changes import ABSENT

from tests.cli.diff.diffs import compared, only, resource

USER = "services.web: no user is set"


@pytest.mark.parametrize(
    ("old", "new", "added", "removed"),
    [
        ([f"Pulumi.dev.yaml:3:1: {USER}"], [f"Pulumi.dev.yaml:9:1: {USER}"], (), ()),
        ([], [f"Pulumi.dev.yaml:3:1: {USER}"], (f"Pulumi.dev.yaml:3:1: {USER}",), ()),
        ([f"Pulumi.dev.yaml:3:1: {USER}"], [], (), (f"Pulumi.dev.yaml:3:1: {USER}",)),
        (["a.yaml:1:1: services.web.image: the tag 1 can be moved"], ["a.yaml:1:1: services.web.image: the tag 2 can be moved"], (), ()),
        (
            ["a.yaml:1:1: services.web.image: x"],
            ["a.yaml:1:1: services.api.image: x"],
            ("a.yaml:1:1: services.api.image: x",),
            ("a.yaml:1:1: services.web.image: x",),
        ),
    ],
)
def test_advice_is_new_or_gone_by_what_it_says_of_a_setting(old, new, added, removed):
    assert compare_advice(old, new) == (added, removed)


def test_new_advice_is_in_every_form():
    stack = StackDiff("dev", added_advice=(f"Pulumi.dev.yaml:3:1: {USER}",), removed_advice=("a.yaml:1:1: monitoring: nobody is told",))
    diff = Diff("a → b", (stack,))
    assert f"  + warning: Pulumi.dev.yaml:3:1: {USER}\n  - warnings about monitoring\n" in text.render_diff(diff, single_stack=True)
    comment = markdown.render_diff(diff)
    assert f"> ⚠️ new: Pulumi.dev.yaml:3:1: {USER}" in comment
    assert "> ✅ gone: warnings about monitoring" in comment
    assert build_digest(stack)["diagnostics"] == [{"message": f"warning: Pulumi.dev.yaml:3:1: {USER}", "severity": "warning"}]


# --- dashboards ---------------------------------------------------------------------------------------------------------


def dashboard(*titles, period=60):
    widgets = [
        {"type": "metric", "x": 0, "y": 6 * row, "width": 6, "height": 6, "properties": {"title": title, "period": period}}
        for row, title in enumerate(titles)
    ]
    return resource("aws:cloudwatch/dashboard:Dashboard", "web", {"dashboardBody": json.dumps({"widgets": widgets})})


def told(old, new):
    changes = only(compared([old], [new])).property_changes
    return [(each.change.display_path, each.change.old, each.change.new) for each in changes]


def test_widgets_that_come_and_go_are_named_and_the_others_are_not_renumbered():
    old, new = dashboard("api: CPU", "api: targets", "web: CPU"), dashboard("admin: CPU", "admin: targets", "web: CPU")
    assert told(old, new) == [("widgets of admin", ABSENT, "CPU, targets"), ("widgets of api", "CPU, targets", ABSENT)]


def test_a_widget_that_changes_is_shown_by_its_title():
    assert told(dashboard("web"), dashboard("web", period=300)) == [("widgets.web.properties.period", 60, 300)]


def test_widgets_in_another_order_are_told_in_words():
    assert told(dashboard("a", "b"), dashboard("b", "a")) == [("widgets", "arranged as before", "arranged in another way")]


def test_a_dashboard_whose_widgets_have_no_titles_of_their_own_is_compared_as_json():
    assert told(dashboard("a", "a"), dashboard("a"))[0][0] == "dashboardBody.widgets[1]"


def test_a_value_that_looks_secret_is_compared_and_never_shown():
    def task(password):
        environment = [{"name": "DB_PASSWORD", "value": password}, {"name": "LEVEL", "value": password[:4]}]
        document = {"type": "aws:ecs/taskDefinition:TaskDefinition", "name": "web", "urn": "urn:pulumi:test::shop::t::web", "custom": True}
        containers = json.dumps([{"name": "web", "image": "web:1", "environment": environment}])
        return type(resource("t", "web")).from_document({**document, "inputs": {"containerDefinitions": containers}})

    change = only(compared([task("hunter22")], [task("Hunter22")]))
    written = text.render_diff(Diff("a → b", (replace(StackDiff("dev"), changes=(change,)),)), single_stack=True)
    assert "containerDefinitions[web].environment[DB_PASSWORD].value: [secret] → [secret]" in written
    assert 'environment[LEVEL].value: "hunt" → "Hunt"' in written
    assert "unter22" not in written + json.dumps(build_digest(replace(StackDiff("dev"), changes=(change,))))
