"""What a change costs and what it deploys, beside the difference."""

import json
from dataclasses import replace

import pytest
from fargate_web_cli.cost.prices import PriceTableError
from fargate_web_cli.diff import cost_and_deployments as effects
from fargate_web_cli.diff import markdown, output, text
from fargate_web_cli.diff.cost_and_deployments import (
    describe_deployed_services,
    estimate_cost_difference,
    list_cost_rows,
    summarize_cost_difference,
)
from fargate_web_cli.diff.json_digest import build_digest
from fargate_web_cli.diff.model import Diff
from fargate_web_cli.diff.replacement_rules import TYPE_RULES

from tests.cli.diff.diffs import SERVICE, TARGET_GROUP, compared, record, resource

TASK = "aws:ecs/taskDefinition:TaskDefinition"
TARGET = "aws:appautoscaling/target:Target"


def program(count=1, cpu="256", most=None, **service):
    scaling = [resource(TARGET, "web", {"minCapacity": 1, "maxCapacity": most, "resourceId": "service/c/web"})] if most else []
    inputs = {"desiredCount": count, "name": "web", "forceNewDeployment": True, **service}
    return [resource(TASK, "web", {"cpu": cpu, "memory": "512", "family": "web"}), resource(SERVICE, "web", inputs), *scaling]


def told(old, new):
    how = {"web": "canary, about 9 min; a rollback 10 s"}
    head = record(*new, deployments=how)
    diff = compared(old, new)
    return replace(diff, deployments=describe_deployed_services(diff, head), cost=estimate_cost_difference(record(*old), head))


# --- deployments --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "deploys"),
    [
        ({}, {"healthCheckGracePeriodSeconds": 10}, True),
        ({"tags": {"a": "1"}}, {"tags": {"a": "2"}}, False),
        ({"forceNewDeployment": False}, {"forceNewDeployment": False, "healthCheckGracePeriodSeconds": 10}, False),
        ({"forceNewDeployment": False}, {"forceNewDeployment": False, "taskDefinition": "web:2"}, True),
        ({}, {}, False),
        ({}, {"name": "shop"}, False),
    ],
)
def test_a_change_of_a_service_deploys_if_the_provider_or_ecs_says_so(before, after, deploys):
    found = told(program(**before), program(**after)).deployments
    assert bool(found) is deploys


def test_a_new_service_and_one_that_goes_are_not_deployed():
    assert told([], program()).deployments == {}
    assert told(program(), []).deployments == {}


# --- cost ---------------------------------------------------------------------------------------------------------------


def test_a_second_task_costs_as_much_as_the_first():
    stack = told(program(1), program(2))
    assert summarize_cost_difference(stack.cost) == "about $9.01 a month more, $18.02 in all: Fargate of web +9.01"
    assert [*list_cost_rows(stack.cost)] == [("Fargate", "web", "9.01", "18.02", "+9.01"), ("all", "", "9.01", "18.02", "+9.01")]


def test_what_costs_less_is_told_as_less():
    assert summarize_cost_difference(told(program(2), program(1)).cost) == "about $9.01 a month less, $9.01 in all: Fargate of web -9.01"


def test_what_only_scaling_may_start_is_told_apart():
    line = summarize_cost_difference(told(program(1, most=2), program(1, most=4)).cost)
    assert line == "as much as before at the desired number of tasks (at the most tasks $18.02 a month more), $9.01 in all"


def test_what_costs_the_same_is_not_told():
    assert summarize_cost_difference(told(program(), program(tags={"a": "1"})).cost) == ""
    assert summarize_cost_difference(None) == ""


def test_a_new_stack_costs_all_that_it_costs():
    line = summarize_cost_difference(estimate_cost_difference(None, record(*program())))
    assert line == "about $9.01 a month, $0.30 a day: Fargate of web 9.01"
    line = summarize_cost_difference(estimate_cost_difference(None, record(*program(1, most=4))))
    assert line == "about $9.01 a month, $0.30 a day (at the most tasks $36.04 and $1.18): Fargate of web 9.01"


def test_a_damaged_table_of_prices_takes_nothing_but_the_cost(monkeypatch):
    def damaged(*_):
        raise PriceTableError("damaged")

    monkeypatch.setattr(effects, "estimate_cost", damaged)
    assert estimate_cost_difference(None, record(*program())) is None


# --- how it is written --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def diff():
    return Diff("main → the working tree", (told(program(1), program(2, taskDefinition="web:2")),), subject="preview diff")


def test_the_text_tells_cost_and_deployments_in_a_line_each(diff):
    lines = text.render_diff(diff, single_stack=False).splitlines()
    assert lines[-2:] == [
        "  deploys web: canary, about 9 min; a rollback 10 s",
        "  costs about $9.01 a month more, $18.02 in all: Fargate of web +9.01",
    ]


def test_the_comment_folds_the_table_of_costs(diff):
    comment = markdown.render_diff(diff)
    assert "🚀 Deploys `web`: canary, about 9 min; a rollback 10 s" in comment
    assert "<details><summary>💰 Costs about $9.01 a month more, $18.02 in all: Fargate of web +9.01</summary>\n\n" in comment
    assert "| Fargate | web | 9.01 | 18.02 | +9.01 |\n| all |  | 9.01 | 18.02 | +9.01 |\n\n</details>" in comment


def test_the_document_has_them_beside_what_pulumi_writes(diff):
    said = build_digest(diff.stacks[0])
    assert {*said} == {"steps", "changeSummary", "deployments", "cost"}
    assert said["deployments"] == {"web": "canary, about 9 min; a rollback 10 s"}
    assert said["cost"]["difference"]["desired"] == pytest.approx(9.01, abs=0.01)
    json.dumps(said)


def test_the_document_has_nothing_more_where_nothing_is_to_be_told():
    assert {*build_digest(told(program(), program()))} == {"steps", "changeSummary"}


def test_a_new_revision_is_called_one_and_not_warned_of():
    stack = told(program(), program(cpu="512"))
    both = Diff("main → the working tree", (stack,))
    written, comment = text.render_diff(both, single_stack=False), markdown.render_diff(both)
    assert "1 new revision" in written
    assert "  ~  aws:ecs:TaskDefinition web  new revision\n" in written
    assert "| ✏️ | `aws:ecs:TaskDefinition web` | new revision |" in comment
    assert "replaced" not in written + comment
    assert "forces replacement" not in written + comment
    assert build_digest(stack)["steps"][0]["op"] == "replace"


def test_only_what_is_a_matter_of_course_has_a_name_of_its_own():
    assert {type_ for type_, kind in TYPE_RULES.items() if kind.routine_name} == {TASK}
    assert TYPE_RULES[TASK].is_routine


# --- a comment for each stack ---------------------------------------------------------------------------------------------


class Arguments:
    json, markdown, expect_no_changes = False, True, False

    def __init__(self, folder):
        self.markdown_dir = folder


def test_each_stack_has_a_comment_with_a_marker_of_its_own(tmp_path, diff, capsys):
    both = replace(diff, stacks=(replace(diff.stacks[0], name="dev"), replace(diff.stacks[0], name="a/b")))
    assert output.write_diff(both, Arguments(tmp_path / "new"), single_stack=False) == 0
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["a_b.md", "dev.md"]
    found = (tmp_path / "new" / "dev.md").read_text()
    assert found.startswith("<!-- fargate-web: preview diff dev -->\n")
    assert "**dev**" in found
    assert "**a/b**" not in found
    assert capsys.readouterr().out.startswith("<!-- fargate-web: preview diff -->\n")


def test_a_stack_that_can_not_be_run_has_a_comment_too(tmp_path, diff):
    failed = replace(diff, stacks=(replace(diff.stacks[0], name="dev", error="3 faults"),))
    assert output.write_diff(failed, Arguments(tmp_path), single_stack=False) == 0
    assert "3 faults" in (tmp_path / "dev.md").read_text()


def test_a_folder_that_can_not_be_written_is_told(tmp_path, diff, capsys):
    (tmp_path / "file").write_text("")
    assert output.write_diff(diff, Arguments(tmp_path / "file"), single_stack=False) == 1
    assert "can't be written" in capsys.readouterr().err


def test_two_comments_of_a_stack_fit_into_one(tmp_path):
    names = [resource(TARGET_GROUP, f"{'x' * 60}-{index}", {"port": 1}) for index in range(2000)]
    long = Diff("a → b", (compared([], names),))
    output.write_diff(long, Arguments(tmp_path), single_stack=False)
    assert len((tmp_path / "test.md").read_text()) < markdown.COMMENT_LIMIT / 2


def test_the_provider_leaves_headers_whose_setting_goes():
    listener = "aws:lb/listener:Listener"
    header = {"routingHttpResponseXFrameOptionsHeaderValue": "DENY"}
    [change] = compared([resource(listener, "web", header)], [resource(listener, "web", {"port": 80})]).changes
    assert "Key=routing.http.response.x_frame_options.header_value,Value=" in str(change)
    [change] = compared([resource(listener, "web", {"port": 81})], [resource(listener, "web", header)]).changes
    assert "the provider leaves" not in str(change)


def test_mutual_tls_shuts_clients_out_who_have_no_certificate():
    listener = "aws:lb/listener:Listener"
    off, on = ({"port": 443, "mutualAuthentication": {"mode": mode}} for mode in ("off", "verify"))
    [change] = compared([resource(listener, "web", off)], [resource(listener, "web", on)]).changes
    assert "clients without a certificate" in str(change)
    [change] = compared([resource(listener, "web", on)], [resource(listener, "web", off)]).changes
    assert "clients without a certificate" not in str(change)
