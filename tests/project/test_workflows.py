"""The workflows for GitHub and GitLab: valid, with least rights, and of commands that exist."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from fargate_web_cli.app import COMMANDS
from fargate_web_cli.init.command import main as init

from generate.action_pins import read_action_pins, update_action_pins
from tests.project.workflow_files import ACTIONS, ROOT, SCRIPTS, WORKFLOWS, jobs, loaded, problems, steps


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_workflow_is_valid_by_the_published_schema(path):
    assert problems("github-workflows", loaded(path)) == []


@pytest.mark.parametrize("path", ACTIONS, ids=lambda path: path.parent.name)
def test_every_action_is_valid_by_the_published_schema(path):
    assert problems("github-actions", loaded(path)) == []


def test_the_settings_of_dependabot_are_valid_by_the_published_schema():
    assert problems("dependabot", yaml.safe_load((ROOT / ".github/dependabot.yml").read_text())) == []


def test_the_workflows_are_those_that_users_need():
    assert {path.stem for path in WORKFLOWS} >= {"comment", "deploy", "drift", "preview", "release", "test"}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_nothing_is_allowed_unless_a_job_says_so(path):
    assert loaded(path)["permissions"] in ({}, {"contents": "read"})


def test_only_these_jobs_may_write_and_only_this():
    writing = {name: {key for key, right in job.get("permissions", {}).items() if right == "write"} for name, job in jobs()}
    assert {name: rights for name, rights in writing.items() if rights} == {
        "comment.yml comment": {"pull-requests"},
        "deploy.yml plan": {"id-token"},
        "deploy.yml update": {"id-token"},
        "drift.yml look": {"id-token", "issues"},
        "preview.yml stack": {"id-token"},
        "release.yml publish": {"id-token"},
        "release.yml release": {"attestations", "contents", "id-token"},
    }


def test_code_of_a_fork_never_runs_with_rights_or_secrets():
    assert [path.name for path in WORKFLOWS if "pull_request_target" in loaded(path)["on"]] == []
    [comment] = [job for name, job in jobs() if name == "comment.yml comment"]
    assert comment["steps"] == [
        {"uses": comment["steps"][0]["uses"], "with": {"persist-credentials": False}},  # the default branch
        {"uses": "./.github/actions/comment"},
    ]
    [stack] = [job for name, job in jobs() if name == "preview.yml stack"]
    assert "head.repo.full_name == github.repository" in stack["if"]
    assert [path.name for path in WORKFLOWS if "secrets." in path.read_text()] == []


def test_every_action_of_others_is_one_commit_with_its_version_beside_it():
    pinned: dict[str, set[str]] = {}
    for path in [*WORKFLOWS, *ACTIONS, ROOT / "cli/fargate_web_cli/init/files/workflow.yml", ROOT / "docs/ci.md"]:
        for name, revision in re.findall(r"uses: ([\w./-]+)(.*)", path.read_text()):
            if not name.startswith("."):
                pinned.setdefault(name, set()).add(revision)
    assert {name for name, revisions in pinned.items() if len(revisions) > 1} == set()
    assert {name: revisions for name, revisions in pinned.items() if not re.fullmatch(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+", *revisions)} == {}


def test_a_newer_action_reaches_the_files_that_dependabot_does_not_read(tmp_path):
    (tmp_path / "test.yml").write_text(f"- uses: actions/checkout@{'b' * 40} # v8.0.0\n")
    others = f"- uses: actions/cache@{'c' * 40} # v5.0.0\n- uses: ./x\n"
    text = f"    - uses: actions/checkout@{'a' * 40} # v7.0.1\n{others}"
    updated = update_action_pins(text, read_action_pins(tmp_path))
    assert updated == f"    - uses: actions/checkout@{'b' * 40} # v8.0.0\n{others}"


def test_no_script_is_put_together_from_what_someone_typed():
    assert [name for name, text in SCRIPTS.items() if "${{" in text] == []


def test_every_script_is_one_that_bash_reads():
    for name, text in SCRIPTS.items():
        assert subprocess.run(["bash", "-n"], input=text, text=True, check=False).returncode == 0, name


def test_every_checkout_keeps_no_credentials():
    assert [name for name, step in steps() if "actions/checkout" in step.get("uses", "") and step["with"]["persist-credentials"]] == []


def test_every_job_ends_by_itself():
    assert [name for name, job in jobs() if not job.get("timeout-minutes")] == []


def test_every_command_is_one_of_this_repository():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    used = "\n".join(SCRIPTS.values())
    assert set(re.findall(r"\bmake ([a-z]+)", used)) <= targets
    commands = [step["with"]["command"] for _, step in steps() if "command" in step.get("with", {})]
    called = {*re.findall(r"^ *fargate-web ([a-z]+)", used, flags=re.MULTILINE), *(command.split()[0] for command in commands)}
    assert called
    assert called <= set(COMMANDS)


def test_every_use_of_an_action_of_this_repository_gives_inputs_that_it_has():
    for name, step in steps():
        if step.get("uses", "").startswith("./"):
            action = loaded(ROOT / step["uses"] / "action.yml")
            given = set(step.get("with", {}))
            assert given <= set(action["inputs"]), name
            assert {key for key, value in action["inputs"].items() if value.get("required")} <= given, name


def test_every_matrix_of_stacks_is_found_and_none_is_empty():
    matrices = {name: job for name, job in jobs() if "stack" in job.get("strategy", {}).get("matrix", {})}
    assert set(matrices) == {"preview.yml stack", "drift.yml look"}
    for job in matrices.values():
        assert job["strategy"]["matrix"]["stack"] == "${{ fromJSON(needs.stacks.outputs.stacks) }}"
        assert job["needs"] == "stacks"
        assert "needs.stacks.outputs.stacks != '[]'" in job["if"]


def test_a_deployment_by_hand_takes_any_stack_that_has_an_environment_and_a_file():
    deploy = loaded(ROOT / ".github/workflows/deploy.yml")
    assert deploy["on"]["workflow_dispatch"]["inputs"]["stack"]["type"] == "environment"
    before = [step.get("uses", "") for step in deploy["jobs"]["plan"]["steps"]]
    assert before.index("./.github/actions/find-stacks") < before.index("./.github/actions/pulumi")


def test_what_deploys_or_releases_restores_no_cache():
    using = [(name, step) for name, step in steps() if name.startswith(("deploy.yml", "release.yml"))]
    assert [name for name, step in using if "cache" in step.get("uses", "")] == []
    setting_up = [step["with"] for _, step in using if step.get("uses", "").endswith("/fargate-web") and step["with"]["install"] != "none"]
    assert setting_up
    assert [inputs.get("cache") for inputs in setting_up] == ["false"] * len(setting_up)


def test_a_deployment_is_held_to_its_plan_and_waits_for_the_reviewers():
    update = dict(jobs())["deploy.yml update"]
    assert update["environment"]
    assert "--plan plan.json" in "".join(step.get("run", "") for step in update["steps"])
    assert loaded(ROOT / ".github/workflows/deploy.yml")["concurrency"]["cancel-in-progress"] is False


def test_the_example_for_gitlab_is_valid_by_the_published_schema():
    [text] = re.findall(r"```yaml\n(# \.gitlab-ci\.yml\n.*?)```", (ROOT / "docs/ci.md").read_text(), flags=re.DOTALL)
    assert problems("gitlab-ci", yaml.safe_load(text)) == []


EXAMPLES = {
    yaml_text.split("\n", 1)[0].rpartition("/")[2]: yaml_text
    for yaml_text in re.findall(r"```yaml\n(# \.github/workflows/.*?)```", (ROOT / "docs/ci.md").read_text(), flags=re.DOTALL)
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in EXAMPLES.items()])
def test_every_example_of_a_workflow_is_valid_and_calls_the_actions_as_they_are(text, tmp_path):
    path = tmp_path / "workflow.yml"
    path.write_text(text)
    workflow = loaded(path)
    assert problems("github-workflows", workflow) == []
    assert workflow["permissions"] in ({}, {"contents": "read"})
    called = [
        step for job in workflow["jobs"].values() for step in job["steps"] if step.get("uses", "").startswith("<owner>/<repository>/")
    ]
    assert called
    for step in called:
        place, _, version = step["uses"].removeprefix("<owner>/<repository>/").partition("@")
        given = step.get("with", {})
        assert version.startswith("v")
        assert set(given) <= set(loaded(ROOT / place / "action.yml")["inputs"])
        assert given.get("command", "diff").split()[0] in COMMANDS


def test_the_linters_find_nothing_in_the_workflows_that_users_get(tmp_path):
    (tmp_path / ".git").mkdir()
    assert init([str(tmp_path), "--github", "--yes"]) == 0
    folder = tmp_path / ".github/workflows"
    for name, text in EXAMPLES.items():
        (folder / name).write_text(text)
    shutil.copytree(ROOT / ".github/actions", tmp_path / ".github/actions")
    paths = sorted(folder.iterdir())
    for path in paths:
        # The action is pinned by its version: its commit is not known before the release.
        path.write_text(re.sub(r"[\w<>.-]+/[\w<>.-]+(/\.github/actions/[a-z-]+)@\S+", r".\1", path.read_text()))
    programs = Path(sys.executable).parent
    config = ROOT / ".github/zizmor.yml"
    for command in (
        [programs / "actionlint", *paths],
        [programs / "zizmor", "--offline", "--no-progress", "--quiet", "--config", config, *paths],
    ):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_workflow_of_a_user_has_ten_lines():
    lines = EXAMPLES["preview.yml"].splitlines()
    assert len([line for line in lines if not line.startswith("#")]) <= 10


def test_the_page_names_every_input_and_output_of_the_action():
    action = loaded(ROOT / ".github/actions/fargate-web/action.yml")
    page = (ROOT / "docs/ci.md").read_text()
    rows = set(re.findall(r"^\| `([a-z-]+)` \|", page, flags=re.MULTILINE))
    assert rows == {*action["inputs"], *action["outputs"]}
