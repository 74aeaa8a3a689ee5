"""The workflows for GitHub and GitLab: valid, with least rights, and of commands that exist."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from preview.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted(ROOT.glob(".github/workflows/*.yml"))
ACTIONS = sorted(ROOT.glob(".github/actions/*/action.yml"))
SHA = "0123456789012345678901234567890123456789"


def loaded(path: Path) -> dict[str, Any]:
    # As GitHub reads it: `on` is a key there, and no boolean.
    text = re.sub(r"^on:", '"on":', path.read_text(), flags=re.MULTILINE)
    return yaml.safe_load(text)


def problems(name: str, document: Any) -> list[str]:
    schema = json.loads(files("check_jsonschema").joinpath("builtin_schemas", "vendor", f"{name}.json").read_text())
    return [f"{error.json_path}: {error.message}" for error in Draft7Validator(schema).iter_errors(document)]


def jobs() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in WORKFLOWS:
        for name, job in loaded(path)["jobs"].items():
            yield f"{path.name} {name}", job


def steps() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, job in jobs():
        yield from ((f"{name} {index}", step) for index, step in enumerate(job["steps"]))
    for path in ACTIONS:
        yield from ((f"{path.parent.name} {index}", step) for index, step in enumerate(loaded(path)["runs"]["steps"]))


SCRIPTS = {name: step["run"] for name, step in steps() if "run" in step}


def script(of: str, holding: str) -> str:
    [found] = [text for name, text in SCRIPTS.items() if name.startswith(of) and holding in text]
    return found


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
    assert set(re.findall(r"-m preview ([a-z]+)", used)) <= set(COMMANDS)


def test_a_deployment_is_held_to_its_plan_and_waits_for_the_reviewers():
    update = dict(jobs())["deploy.yml update"]
    assert update["environment"]
    assert "--plan plan.json" in "".join(step.get("run", "") for step in update["steps"])
    assert loaded(ROOT / ".github/workflows/deploy.yml")["concurrency"]["cancel-in-progress"] is False


# --- the scripts --------------------------------------------------------------------------------------------------------


def fake(folder: Path, command: str, text: str) -> None:
    path = folder / command
    path.write_text(f"#!/usr/bin/env bash\n{text}\n")
    path.chmod(0o755)


def bash(text: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": f"{folder}:{os.environ['PATH']}", **environment}
    return subprocess.run(["bash", "-e", "-o", "pipefail", "-c", text], cwd=folder, env=env, text=True, capture_output=True, check=False)


@pytest.mark.parametrize(
    ("before", "tag", "after"),
    [
        ("example.com/web:1.4.1", "1.4.2", "example.com/web:1.4.2"),
        ("example.com:5000/shop/web:1.4.1", "1.4.2", "example.com:5000/shop/web:1.4.2"),
        ("example.com:5000/shop/web", "1.4.2", "example.com:5000/shop/web:1.4.2"),
        (f"example.com/web@sha256:{'a' * 64}", "1.4.2", "example.com/web:1.4.2"),
        (f"example.com/web:1.4.1@sha256:{'a' * 64}", f"sha256:{'b' * 64}", f"example.com/web@sha256:{'b' * 64}"),
        ("nginx", "1.29", "nginx:1.29"),
    ],
)
def test_a_deployment_sets_the_tag_or_digest_of_an_image(tmp_path, before, tag, after):
    fake(tmp_path, "pulumi", f'[[ "$2" == get ]] && echo "{before}" || echo "${{@: -2:1}} = ${{@: -1}}" > set')
    done = bash(script("deploy.yml plan", "config set"), tmp_path, SERVICE="web", TAG=tag, STACK="dev", ORGANIZATION="acme")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "set").read_text() == f"fargate-web:services.web.image = {after}\n"


def test_a_deployment_finds_the_image_that_pulumi_new_wrote(tmp_path):
    said = '[[ "$*" == *" fargate-web:image" ]] && echo nginx:1.29 || exit 255'
    fake(tmp_path, "pulumi", f'[[ "$2" == get ]] && {{ {said}; }} || echo "${{@: -2:1}} = ${{@: -1}}" > set')
    done = bash(script("deploy.yml plan", "config set"), tmp_path, SERVICE="web", TAG="1.30", STACK="dev", ORGANIZATION="acme")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "set").read_text() == "fargate-web:image = nginx:1.30\n"


def test_a_deployment_refuses_a_service_without_an_image(tmp_path):
    fake(tmp_path, "pulumi", '[[ "$2" == get ]] && exit 255 || touch called')
    done = bash(script("deploy.yml plan", "config set"), tmp_path, SERVICE="api", TAG="1.30", STACK="dev", ORGANIZATION="acme")
    assert done.returncode == 1
    assert not (tmp_path / "called").exists()


@pytest.mark.parametrize(("service", "tag"), [("web; rm -rf /", "1"), ("web", "$(id)"), ("web", "sha256:abc:def"), ("web", "")])
def test_a_deployment_refuses_what_is_no_service_or_tag(tmp_path, service, tag):
    fake(tmp_path, "pulumi", "touch called")
    done = bash(script("deploy.yml plan", "config set"), tmp_path, SERVICE=service, TAG=tag, STACK="dev", ORGANIZATION="acme")
    assert done.returncode == 1
    assert not (tmp_path / "called").exists()


MARKER = "<!-- fargate-web preview: dev -->"


def commenting(folder: Path, number: str = "7", text: str = f"{MARKER}\n1 to create", head: str = SHA, comments: str = "[]") -> Any:
    found = folder / "found" / "comments-dev"
    found.mkdir(parents=True)
    (found / "number").write_text(number)
    (found / "dev.md").write_text(text)
    (folder / "comments.json").write_text(comments)
    fake(
        folder,
        "gh",
        f"""echo "$*" >> calls
case "$*" in
  *head.sha*) echo {head} ;;
  *--paginate*) cat comments.json ;;
esac""",
    )
    done = bash(script("comment.yml", "gh api"), folder, GH_TOKEN="t", REPOSITORY="acme/shop", HEAD=SHA)
    calls = (folder / "calls").read_text().splitlines() if (folder / "calls").exists() else []
    return done.returncode, [call for call in calls if "--method" in call]


def test_the_first_preview_is_a_new_comment(tmp_path):
    status, [call] = commenting(tmp_path)
    assert status == 0
    assert call.startswith("api --method POST repos/acme/shop/issues/7/comments")


def test_a_later_preview_edits_its_comment_in_place(tmp_path):
    mine = {"id": 42, "user": {"login": "github-actions[bot]"}, "body": f"{MARKER}\nold"}
    other = {"id": 41, "user": {"login": "someone"}, "body": f"{MARKER}\nfaked"}
    status, [call] = commenting(tmp_path, comments=json.dumps([other, mine]))
    assert status == 0
    assert call.startswith("api --method PATCH repos/acme/shop/issues/comments/42")


def test_a_run_can_not_comment_on_another_pull_request(tmp_path):
    assert commenting(tmp_path, head="f" * 40) == (0, [])


def test_what_is_no_number_of_a_pull_request_is_refused(tmp_path):
    assert commenting(tmp_path, number="7/../../x") == (1, [])


def test_a_text_without_the_marker_is_refused(tmp_path):
    assert commenting(tmp_path, text="Buy now!") == (1, [])


# --- the release --------------------------------------------------------------------------------------------------------


def checking(folder: Path, tag: str, changelog: str = "## 0.2.0 – 2026-12-01\n\n- News.\n\n## 0.1.0\n\n- Old.\n") -> Any:
    (folder / "components").mkdir()
    (folder / "components/pyproject.toml").write_text('[project]\nname = "fargate-web"\nversion = "0.2.0"\n')
    (folder / "tests/upgrades").mkdir(parents=True)
    (folder / "tests/upgrades/0.2.0.json").write_text("{}")
    (folder / "CHANGELOG.md").write_text(f"# Changelog\n\n{changelog}")
    fake(folder, "git", "[ ! -f unmerged ]")
    return lambda: bash(script("release.yml build", "merge-base"), folder, TAG=tag)


def test_a_release_has_the_notes_of_its_version_and_no_others(tmp_path):
    assert checking(tmp_path, "v0.2.0")().returncode == 0
    assert (tmp_path / "dist/notes.md").read_text().strip() == "- News."


@pytest.mark.parametrize("tag", ["v0.1.0", "0.2.0", "v0.2.0-rc1", "v0.2"])
def test_a_release_is_refused_where_the_tag_is_not_the_version(tmp_path, tag):
    done = checking(tmp_path, tag)()
    assert (done.returncode, f"the tag is {tag}, and components/pyproject.toml says version 0.2.0" in done.stdout) == (1, True)


def test_a_release_is_refused_where_the_tag_is_not_on_main(tmp_path):
    check = checking(tmp_path, "v0.2.0")
    (tmp_path / "unmerged").touch()
    done = check()
    assert (done.returncode, "v0.2.0 is not on main" in done.stdout) == (1, True)


def test_a_release_is_refused_without_its_golden_file(tmp_path):
    check = checking(tmp_path, "v0.2.0")
    (tmp_path / "tests/upgrades/0.2.0.json").unlink()
    done = check()
    assert (done.returncode, "run make golden VERSION=0.2.0" in done.stdout) == (1, True)


@pytest.mark.parametrize("changelog", ["## Unreleased\n\n- News.\n", "## 0.2.0\n\n## 0.1.0\n\n- Old.\n"])
def test_a_release_is_refused_where_the_changelog_says_nothing_of_it(tmp_path, changelog):
    done = checking(tmp_path, "v0.2.0", changelog)()
    assert (done.returncode, "CHANGELOG.md says nothing of 0.2.0" in done.stdout) == (1, True)


def test_who_may_release_runs_no_code_of_the_repository():
    for name in ("release", "publish"):
        job = dict(jobs())[f"release.yml {name}"]
        assert [step for step in job["steps"] if "checkout" in step.get("uses", "")] == []
        assert not re.search(r"make|python|\.ci/", "".join(step.get("run", "") for step in job["steps"]))
    assert dict(jobs())["release.yml build"]["permissions"] == {"contents": "read"}


def test_nothing_goes_to_an_index_unless_somebody_turns_it_on():
    assert dict(jobs())["release.yml publish"]["if"] == "vars.PUBLISH_TO_INDEX == 'true'"


# --- GitLab -------------------------------------------------------------------------------------------------------------


def test_the_example_for_gitlab_is_valid_by_the_published_schema():
    [text] = re.findall(r"```yaml\n(# \.gitlab-ci\.yml\n.*?)```", (ROOT / "docs/ci.md").read_text(), flags=re.DOTALL)
    assert problems("gitlab-ci", yaml.safe_load(text)) == []
