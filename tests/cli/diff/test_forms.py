"""How a difference is written: as text, as a comment, as JSON; and that `render` reads what the others write."""

import dataclasses
import json

import pytest
from fargate_web_cli.diff import render, text
from fargate_web_cli.diff.digest_reader import DigestError, read_stack_diff
from fargate_web_cli.diff.exit_status import find_exit_status
from fargate_web_cli.diff.guards import GuardSettings, apply_guards
from fargate_web_cli.diff.json_digest import build_digest
from fargate_web_cli.diff.markdown import COMMENT_LIMIT, format_marker, render_diff
from fargate_web_cli.diff.model import Diff, StackDiff

from tests.cli.diff.diffs import LISTENER_RULE, LOG_GROUP, SERVICE, TARGET_GROUP, compared, resource

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def containers(image, **more):
    return json.dumps([{"name": "web", "image": image, **more}])


def program(protocol="HTTP", image="web:1", secret="aa", days=7):
    group = resource(TARGET_GROUP, "web-blue", {"protocol": protocol}, id="arn:aws:target/1")
    return [
        group,
        resource(LISTENER_RULE, "web", {"priority": 1}, replace_with=(group.urn,)),
        resource(
            SERVICE,
            "web",
            {"loadBalancers": [{"targetGroupArn": "arn:aws:target/1"}]},
            property_dependencies={"loadBalancers": (group.urn,)},
        ),
        resource(
            "aws:ecs/taskDefinition:TaskDefinition", "web", {"containerDefinitions": containers(image), "password": {"$secret": secret}}
        ),
        resource(LOG_GROUP, "web", {"retentionInDays": days}),
    ]


@pytest.fixture(scope="module")
def stack():
    after = [*program("HTTPS", "web:2", "bb", 14)[:4], resource(LOG_GROUP, "other", {"retentionInDays": 7})]
    return apply_guards(compared(program(), after), GuardSettings(is_protected=True))


@pytest.fixture(scope="module")
def diff(stack):
    return Diff("main (abc) → the working tree", (stack,), ("main: ran with its own dependencies",))


# --- text ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lines(diff):
    return text.render_diff(diff, single_stack=False).splitlines()


def test_the_text_begins_with_what_is_compared_and_a_summary(lines):
    assert lines[0] == "Comparing main (abc) → the working tree"
    assert "test in us-west-2: 2 replaced, 1 deleted, 1 created, 1 updated, 1 new revision, 1 the same" in lines


def test_each_property_is_shown_as_old_and_new_with_json_by_its_parts(lines):
    assert '     ~ containerDefinitions[web].image: "web:1" → "web:2"' in lines
    assert '     ~ protocol: "HTTP" → "HTTPS" (forces replacement)' in lines


def test_secrets_are_masked_in_the_text(lines):
    assert "     ~ password: [secret] → [secret]" in lines


def test_a_replacement_is_explained(lines):
    start = lines.index("  +- aws:lb:TargetGroup web-blue")
    assert lines[start + 1].split() == [
        "why:",
        "protocol",
        "changes:",
        "a",
        "target",
        "group",
        "speaks",
        "one",
        "protocol",
        "for",
        "life",
    ]
    assert "503" in lines[start + 2]
    assert lines[start + 3].lstrip().startswith("avoid:")


def test_what_is_new_is_one_line_in_the_words_of_the_preview(lines):
    assert lines[lines.index("  +  aws:cloudwatch:LogGroup other  kept for 7 days") + 1].startswith("  ~")


def test_there_are_no_colours_in_a_pipe(lines):
    assert "\033" not in "".join(lines)


def test_an_empty_difference_says_so():
    said = text.render_diff(Diff("a → b", (StackDiff("dev", "us-west-2", unchanged_count=30),)), single_stack=False)
    assert "dev in us-west-2: no changes, 30 the same\n  Nothing changes.\n" in said


def test_lines_of_long_texts_are_compared():
    before, after = ([resource(LOG_GROUP, "web", {"readme": f"one\n{word}\nthree"})] for word in ("two", "2"))
    said = text.render_diff(Diff("a → b", (compared(before, after),)), single_stack=False).splitlines()
    assert said[said.index("     ~ readme:") + 1 :] == ["         - two", "         + 2"]


# --- comment ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def comment(diff):
    return render_diff(diff)


def test_a_comment_begins_with_its_marker_always_the_same(comment):
    assert comment.splitlines()[0] == "<!-- fargate-web: preview diff -->"


def test_a_comment_has_a_summary_a_table_and_folded_details(comment):
    assert "**⛔ test**: 2 replaced, 1 deleted, 1 created, 1 updated, 1 new revision, 1 the same" in comment
    assert "| ♻️ | `aws:lb:TargetGroup web-blue` | replace | protocol changes" in comment
    assert "<details><summary>Details of test</summary>\n\n```diff\n" in comment
    assert '- containerDefinitions[web].image: "web:1"\n+ containerDefinitions[web].image: "web:2"' in comment
    assert comment.endswith("</details>\n")


def test_a_comment_reports_what_the_guard_stops(comment):
    assert "fargate-web:allowReplacement:" in comment


def test_secrets_are_masked_in_a_comment(comment):
    assert "- password: [secret]\n+ password: [secret]" in comment
    assert "bb" not in comment


def test_nothing_in_a_comment_is_taken_for_markup():
    evil = "a`b|<script>@everyone```\n\n## x"
    before, after = ([resource(LOG_GROUP, f"na|me`{evil[:3]}", {"description": value})] for value in ("x", evil))
    said = render_diff(Diff("a → b", (dataclasses.replace(compared(before, after), warnings=(evil,)),)))
    rows = [line for line in said.splitlines() if line.startswith("| ✏️")]
    assert rows == ["| ✏️ | `aws:cloudwatch:LogGroup na\\|me’a’b` | update |  |"]
    assert "````diff" in said
    assert "@everyone" not in said.partition("<details>")[0]
    assert "\n## x" not in said


@pytest.mark.parametrize("count", [30, 300, 3000])
def test_a_comment_is_never_longer_than_github_takes(count):
    before, after = ([resource(LOG_GROUP, f"log-{index}", {"text": word * 500}) for index in range(count)] for word in ("a", "b"))
    said = render_diff(Diff("a → b", (compared(before, after),) * 3))
    assert len(said) <= COMMENT_LIMIT
    assert said.splitlines()[0] == format_marker(Diff("", ()))


@pytest.mark.parametrize("limit", [1500, 2500, 9000])
def test_a_comment_is_never_cut_inside_a_code_block(limit):
    error = "\n".join(["```", "## wrong"] * 100)
    said = render_diff(Diff("a → b", tuple(StackDiff(f"stack-{index}", error=error) for index in range(20))), limit=limit)
    assert len(said) <= limit
    fences = [line for line in said.splitlines() if line.startswith("````")]
    assert fences == ["````text", "````"] * (len(fences) // 2)
    assert said.endswith("The rest is left out: the comment would be too long.\n")


def test_a_comment_of_a_program_that_fails_shows_why():
    said = render_diff(Diff("a → b", (StackDiff("dev", error="Pulumi.dev.yaml:5:3: wrong"),)))
    assert "**❌ dev**: can’t be run\n\n```text\nPulumi.dev.yaml:5:3: wrong\n```" in said


# --- JSON ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def digest(stack):
    return build_digest(stack)


def step(digest, name, type_):
    [found] = [each for each in digest["steps"] if each["urn"].endswith(f"{type_}::{name}")]
    return found


def test_the_document_has_the_shape_of_pulumis(digest):
    additions = {"deployments", "cost", "stopped", "wasProtected"}
    assert set(digest) <= {"config", "steps", "diagnostics", "duration", "changeSummary"} | additions
    fields = {"op", "urn", "provider", "oldState", "newState", "diffReasons", "replaceReasons", "detailedDiff"}
    assert {field for each in digest["steps"] for field in each} <= fields
    assert digest["changeSummary"] == {"replace": 3, "delete": 1, "create": 1, "update": 1, "same": 1}


def test_a_replacement_has_its_reasons_and_both_states(digest):
    found = step(digest, "web-blue", TARGET_GROUP)
    assert (found["op"], found["replaceReasons"], found["diffReasons"]) == ("replace", ["protocol"], ["protocol"])
    assert found["detailedDiff"] == {"protocol": {"kind": "update-replace", "inputDiff": True}}
    assert (found["oldState"]["inputs"], found["newState"]["inputs"]) == ({"protocol": "HTTP"}, {"protocol": "HTTPS"})


def test_for_pulumi_a_document_in_a_text_is_one_property(digest):
    assert [*step(digest, "web", "TaskDefinition")["detailedDiff"]] == ["containerDefinitions", "password"]


def test_secrets_are_masked_in_the_document(digest):
    assert step(digest, "web", "TaskDefinition")["newState"]["inputs"]["password"] == "[secret]"
    assert "$secret" not in json.dumps(digest)


def test_a_deletion_has_the_old_state_only_and_a_creation_the_new_one(digest):
    assert "newState" not in step(digest, "web", LOG_GROUP)
    assert "oldState" not in step(digest, "other", LOG_GROUP)


# --- render -------------------------------------------------------------------------------------------------------------


def rendered(digest, **config):
    return read_stack_diff({**digest, "config": {"aws:region": "us-west-2", **config}})


def test_render_reads_the_document_of_diff_with_the_same_result(stack, digest):
    found = rendered(digest, **{"fargate-web:protected": "true"})
    assert (found.name, found.operation_counts, found.unchanged_count) == (stack.name, stack.operation_counts, stack.unchanged_count)
    assert found.stopped == stack.stopped
    assert found.error == ""


def of_the_engine(**step):
    common = {"urn": f"urn:pulumi:prod::shop::fargate-web:index:Service${TARGET_GROUP}::web-blue"}
    state = {"type": TARGET_GROUP, "id": "arn:1", "protect": False}
    old = {**state, "inputs": {"__defaults": ["port"], "protocolVersion": "HTTP1", "vpcId": "vpc-1", "tags": {"a": "1", "__defaults": []}}}
    new = {**state, "inputs": {"__defaults": [], "protocolVersion": "GRPC", "vpcId": "vpc-1", "tags": {"a": "1", "__defaults": ["x"]}}}
    return {"steps": [{**common, "op": "replace", "oldState": old, "newState": new, **step}], "changeSummary": {"replace": 1, "same": 98}}


def test_render_takes_from_the_engine_what_forces_the_replacement():
    found = read_stack_diff(
        of_the_engine(detailedDiff={"protocolVersion": {"kind": "update-replace", "inputDiff": True}}, replaceReasons=["protocolVersion"])
    )
    [change] = found.changes
    assert change.replacement_reasons == ("protocolVersion changes: a target group speaks HTTP1, HTTP2 or GRPC for life",)
    assert [(each.change.display_path, each.change.old, each.change.new, each.forces_replacement) for each in change.property_changes] == [
        ("protocolVersion", "HTTP1", "GRPC", True)
    ]
    assert (found.name, found.unchanged_count) == ("prod", 98)


def test_render_leaves_out_inputs_that_the_provider_takes_for_equal():
    document = of_the_engine(op="update", detailedDiff={"vpcId": {"kind": "update"}})
    document["steps"][0]["newState"]["inputs"]["vpcId"] = UNKNOWN
    [change] = read_stack_diff(document).changes
    assert [each.change.display_path for each in change.property_changes] == ["vpcId"]
    assert 'vpcId: "vpc-1" → [known after the update]' in text.render_diff(Diff("x", (read_stack_diff(document),)), single_stack=True)


def test_render_shows_that_a_secret_changes():
    document = of_the_engine(op="update", detailedDiff={"password": {"kind": "update"}})
    for state in ("oldState", "newState"):
        document["steps"][0][state]["inputs"]["password"] = "[secret]"
    [each] = read_stack_diff(document).changes[0].property_changes
    assert (each.change.display_path, each.change.old, each.change.new) == ("password", "[secret]", "[secret]")


def test_render_joins_the_three_steps_of_a_replacement():
    document = of_the_engine()
    first = document["steps"][0]
    document["steps"] = [{**first, "op": op} for op in ("create-replacement", "replace", "delete-replaced")]
    assert [change.op for change in read_stack_diff(document).changes] == ["replace"]


def test_render_counts_neither_what_stays_nor_the_outputs_of_the_stack():
    stack_step = {
        "op": "update",
        "urn": "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod",
        "newState": {"type": "pulumi:pulumi:Stack"},
    }
    assert read_stack_diff({"steps": [stack_step, {**of_the_engine()["steps"][0], "op": "same"}]}).changes == ()


def test_render_guards_as_the_configuration_of_the_stack_says():
    assert [each.entry for each in rendered(of_the_engine(), **{"fargate-web:protected": "true"}).stopped] == [
        "aws:lb:TargetGroup/web-blue"
    ]
    allowed = {"fargate-web:protected": "true", "fargate-web:allowReplacement": '["web-blue"]'}
    assert rendered(of_the_engine(), **allowed).stopped == ()


def test_render_tells_of_a_preview_that_failed():
    document = {
        "steps": [],
        "diagnostics": [{"severity": "error", "message": "error: no credentials"}, {"severity": "warning", "message": "warning: old"}],
    }
    found = read_stack_diff(document)
    assert (found.error, found.warnings) == ("no credentials", ("old",))


@pytest.mark.parametrize("document", [None, [], "x", {}, {"steps": 1}, {"resources": []}])
def test_render_refuses_another_document(document):
    with pytest.raises(DigestError):
        read_stack_diff(document)


def test_the_render_command_reads_a_file_and_exits_as_diff_does(tmp_path, capsys, digest):
    path = tmp_path / "preview.json"
    path.write_text(json.dumps({"stacks": {"test": digest}}))
    assert render.main([str(path)]) == 3
    capsys.readouterr()
    path.write_text(json.dumps({"stacks": {"test": {**digest, "stopped": []}}}))
    assert render.main([str(path)]) == 0
    assert "2 replaced" in capsys.readouterr().out
    assert render.main([str(path), "--expect-no-changes"]) == 1
    capsys.readouterr()
    assert render.main([str(path), "--markdown"]) == 0
    assert capsys.readouterr().out.startswith("<!-- fargate-web: preview render test -->\n")
    assert render.main([str(tmp_path / "none.json")]) == 2
    path.write_text("no json")
    assert render.main([str(path)]) == 2
    assert "it must be that of `pulumi preview --json`" in capsys.readouterr().err


# --- exit status --------------------------------------------------------------------------------------------------------


def test_the_exit_status_tells_the_worst(stack, capsys):
    free = dataclasses.replace(stack, stopped=())
    failed = StackDiff("dev", error="wrong")
    assert find_exit_status(Diff("", (free,)), expect_no_changes=False) == 0
    assert find_exit_status(Diff("", (free,)), expect_no_changes=True) == 1
    assert find_exit_status(Diff("", (StackDiff("dev"),)), expect_no_changes=True) == 0
    assert find_exit_status(Diff("", (stack,)), expect_no_changes=False) == 3
    assert find_exit_status(Diff("", (stack, failed)), expect_no_changes=False) == 1
    assert "dev: wrong" in capsys.readouterr().err


URN = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::logs"


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"steps": [5]}, "step 0 has no URN"),
        ({"steps": [{"op": "delete"}]}, "step 0 has no URN"),
        ({"steps": [{"op": "delete", "urn": "urn:x"}]}, "step 0 has no URN"),
        ({"steps": [{"op": "vanish", "urn": URN}]}, "has the operation 'vanish', which is unknown"),
        ({"steps": [{"urn": URN}]}, "has the operation None"),
        ({"steps": [{"op": "update", "urn": URN, "oldState": 5}]}, "oldState of step 0 is not a map"),
        ({"steps": [{"op": "update", "urn": URN, "newState": {"inputs": []}}]}, "inputs of newState of step 0 is not a map"),
        ({"steps": [{"op": "update", "urn": URN, "detailedDiff": ["a"]}]}, "detailedDiff of step 0 is not a map"),
        ({"steps": [], "config": []}, "config of the document is not a map"),
        ({"steps": [], "diagnostics": 5}, "diagnostics of the document is not a list"),
        ({"steps": [], "stopped": {}}, "stopped of the document is not a list"),
        ({"steps": [], "stopped": [{"kind": "of another version"}]}, "entry 0 of stopped can't be read"),
        ({"steps": [], "changeSummary": "x"}, "changeSummary of the document is not a map"),
    ],
)
def test_render_leaves_out_no_step_that_it_can_t_read(document, message):
    with pytest.raises(DigestError, match=message):
        read_stack_diff(document)


@pytest.mark.parametrize("op", ["import-replacement", "read-replacement"])
def test_render_takes_an_import_in_place_of_a_resource_for_its_replacement(op):
    steps = [{"op": op, "urn": URN, "oldState": {"type": "aws:s3/bucket:Bucket"}, "newState": {"type": "aws:s3/bucket:Bucket"}}]
    found = rendered({"steps": steps}, **{"fargate-web:protected": "true"})
    assert [change.op for change in found.changes] == ["replace"]
    assert [change.kind for change in found.stopped] == ["replacement"]


def test_render_takes_what_the_engine_does_for_itself_for_no_change():
    steps = [{"op": op, "urn": URN} for op in ("refresh", "discard", "discard-replaced", "remove-pending-replace", "same")]
    assert read_stack_diff({"steps": steps}).changes == ()
