"""The workflow that makes a release: what it refuses, and who may do what."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.project.test_workflow_scripts import bash, fake
from tests.project.workflow_files import jobs, script


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
