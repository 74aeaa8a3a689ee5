"""The scripts of the workflows, run with stand-ins for what they call."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.project.workflow_files import script, steps

SHA = "0123456789012345678901234567890123456789"


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


MARKER = "<!-- fargate-web: dev -->"


ENGINE = "<!-- fargate-web: preview render dev -->\n1 to create"
OFFLINE = "<!-- fargate-web: preview diff dev -->\n1 replaced"


def commenting(folder: Path, number: str = "7", text: str = ENGINE, head: str = SHA, comments: str = "[]", **more: dict[str, str]) -> Any:
    for artifact, files in {"dev": {"number": number, "dev.md": text}, **more}.items():
        found = folder / "found" / f"comments-{artifact}"
        found.mkdir(parents=True)
        for name, content in files.items():
            (found / name).write_text(content)
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


def test_each_environment_has_one_comment_of_what_the_engine_and_the_offline_diff_found(tmp_path):
    status, calls = commenting(tmp_path, offline={"number": "7", "dev.md": OFFLINE, "prod.md": OFFLINE.replace("dev", "prod")})
    assert status == 0
    assert [call.rpartition("body=@")[2] for call in calls] == ["bodies/dev --silent", "bodies/prod --silent"]
    assert (tmp_path / "bodies" / "dev").read_text() == f"{MARKER}\n1 to create\n1 replaced\n"
    assert (tmp_path / "bodies" / "prod").read_text() == f"{MARKER.replace('dev', 'prod')}\n1 replaced\n"


def test_a_text_that_is_too_long_is_cut_between_two_characters(tmp_path):
    status, [_] = commenting(tmp_path, text=f"{ENGINE}{'é' * 70000}")
    assert status == 0
    assert 31_900 < len((tmp_path / "bodies" / "dev").read_bytes()) < 32_100


def test_a_run_that_changed_nothing_of_a_stack_writes_no_comment(tmp_path):
    assert commenting(tmp_path, text=f"{MARKER}\n", head="f" * 40, offline={"number": "7"}) == (0, [])


def test_artifacts_of_one_run_that_name_two_pull_requests_are_refused(tmp_path):
    assert commenting(tmp_path, offline={"number": "8", "dev.md": OFFLINE}) == (1, [])


def test_a_file_whose_name_is_no_stack_is_refused(tmp_path):
    assert commenting(tmp_path, offline={"number": "7", "a b.md": OFFLINE}) == (1, [])


def test_a_run_can_not_comment_on_another_pull_request(tmp_path):
    assert commenting(tmp_path, head="f" * 40) == (0, [])


def test_what_is_no_number_of_a_pull_request_is_refused(tmp_path):
    assert commenting(tmp_path, number="7/../../x") == (1, [])


def test_a_text_without_the_marker_is_refused(tmp_path):
    assert commenting(tmp_path, text="Buy now!") == (1, [])


def previewing(folder: Path, of: str, holding: str, *, engine: int, rendered: int, report: str = "⛔ stopped") -> Any:
    """Run a script with a `pulumi` and a `fargate-web` that end with a status."""
    fake(folder, "pulumi", f"echo '{{}}'; exit {engine}")
    fake(folder, "fargate-web", f"printf '%s' '{report}'; exit {rendered}")
    settings = {"STACK": "dev", "NAME": "dev", "ORGANIZATION": "acme"}
    places = {"GITHUB_STEP_SUMMARY": str(folder / "summary"), "GITHUB_OUTPUT": str(folder / "output")}
    (folder / "summary").touch()
    done = bash(script(of, holding), folder, **settings, **places)
    return done.returncode, (folder / "summary").read_text()


@pytest.mark.parametrize(("engine", "rendered", "status"), [(0, 0, 0), (0, 3, 3), (255, 1, 255), (255, 3, 255)])
def test_a_plan_that_the_guard_stops_ends_the_deployment_with_its_report(tmp_path, engine, rendered, status):
    found = previewing(tmp_path, "deploy.yml plan", "--save-plan", engine=engine, rendered=rendered)
    assert found == (status, "⛔ stopped")


@pytest.mark.parametrize(("engine", "rendered"), [(0, 0), (0, 1), (255, 1), (255, 3), (0, 3)])
def test_drift_that_the_guard_would_stop_is_told_in_the_issue(tmp_path, engine, rendered):
    assert previewing(tmp_path, "drift.yml look", "--refresh", engine=engine, rendered=rendered) == (0, "⛔ stopped")
    assert (tmp_path / "drift.md").read_text() == "⛔ stopped"
    assert (tmp_path / "output").read_text() == f"status={rendered}\n"


def test_a_preview_that_fails_without_a_word_in_its_document_is_not_taken_for_no_drift(tmp_path):
    assert previewing(tmp_path, "drift.yml look", "--refresh", engine=255, rendered=0, report="") == (255, "")
    assert not (tmp_path / "output").exists()


def test_drift_is_not_told_of_what_is_no_preview(tmp_path):
    assert previewing(tmp_path, "drift.yml look", "--refresh", engine=255, rendered=2, report="") == (1, "")
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize(("engine", "rendered", "status"), [(0, 0, 0), (0, 3, 3), (255, 1, 255)])
def test_a_preview_of_the_engine_hands_over_its_comment_whatever_its_status(tmp_path, engine, rendered, status):
    assert previewing(tmp_path, "preview.yml stack", "--json", engine=engine, rendered=rendered) == (status, "⛔ stopped")
    assert (tmp_path / "comments" / "dev.md").read_text() == "⛔ stopped"


def test_a_preview_of_which_nothing_came_hands_over_no_comment(tmp_path):
    assert previewing(tmp_path, "preview.yml stack", "--json", engine=255, rendered=2, report="") == (255, "")
    assert not (tmp_path / "comments" / "dev.md").exists()


def test_texts_are_handed_over_whether_or_not_the_job_failed():
    handing = [step for name, step in steps() if name.startswith("preview.yml") and "upload-artifact" in step.get("uses", "")]
    assert [step["if"] for step in handing] == ["always()", "always()"]
