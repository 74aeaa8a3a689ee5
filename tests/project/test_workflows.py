"""The workflows for GitHub and GitLab: valid, with least rights, and of commands that exist."""

import re
import subprocess

import pytest
import yaml
from fargate_web_cli.app import COMMANDS

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
    assert [step["uses"] for step in comment["steps"] if "checkout" in step.get("uses", "")] == []
    [stack] = [job for name, job in jobs() if name == "preview.yml stack"]
    assert "head.repo.full_name == github.repository" in stack["if"]
    assert [path.name for path in WORKFLOWS if "secrets." in path.read_text()] == []


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
    assert set(re.findall(r"bin/fargate-web ([a-z]+)", used)) <= set(COMMANDS)


def test_a_deployment_is_held_to_its_plan_and_waits_for_the_reviewers():
    update = dict(jobs())["deploy.yml update"]
    assert update["environment"]
    assert "--plan plan.json" in "".join(step.get("run", "") for step in update["steps"])
    assert loaded(ROOT / ".github/workflows/deploy.yml")["concurrency"]["cancel-in-progress"] is False


def test_the_example_for_gitlab_is_valid_by_the_published_schema():
    [text] = re.findall(r"```yaml\n(# \.gitlab-ci\.yml\n.*?)```", (ROOT / "docs/ci.md").read_text(), flags=re.DOTALL)
    assert problems("gitlab-ci", yaml.safe_load(text)) == []
