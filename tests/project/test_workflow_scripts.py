"""The scripts of the workflows, run with stand-ins for what they call."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.project.workflow_files import script, steps


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


def test_a_preview_of_the_engine_hands_over_its_comment_whatever_its_status(tmp_path):
    pulumi = """echo '{"steps": []}'; exit 255"""
    fake(tmp_path, "pulumi", pulumi)
    fake(tmp_path, "fargate-web", f'exec "{sys.executable}" -m fargate_web_cli "$@"')
    summary = tmp_path / "summary"
    done = bash(script("preview.yml stack", "--json"), tmp_path, STACK="acme/dev", NAME="dev", GITHUB_STEP_SUMMARY=str(summary))
    assert done.returncode == 255, done.stderr
    assert summary.read_text().startswith("<!-- fargate-web: preview render")
    assert [path.name for path in (tmp_path / "comments").iterdir()] == ["dev.md"]


@pytest.mark.parametrize(("engine", "rendered", "status"), [(0, 0, 0), (0, 3, 3), (255, 2, 255)])
def test_a_preview_that_the_guard_stops_fails_the_check(tmp_path, engine, rendered, status):
    assert previewing(tmp_path, "preview.yml stack", "--json", engine=engine, rendered=rendered) == (status, "⛔ stopped")


def test_texts_are_handed_over_whether_or_not_the_job_failed():
    handing = [step for name, step in steps() if name.startswith("preview.yml") and "upload-artifact" in step.get("uses", "")]
    assert [step["if"] for step in handing] == ["always()", "always()"]
