"""The workflow that makes a release: what it refuses, and who may do what."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.project.test_workflow_scripts import bash, fake
from tests.project.workflow_files import ROOT, jobs, script

NOTES = "## 0.2.0 – 2026-12-01\n\n- News.\n\n## 0.1.0\n\n- Old.\n"


def checking(folder: Path, tag: str, changelog: str = NOTES, *, cli: str = "0.2.0", pinned: str = "fargate-web==0.2.0") -> Any:
    for name, version, needs in (("components", "0.2.0", "pulumi>=3.272,<4"), ("cli", cli, pinned)):
        (folder / name).mkdir()
        (folder / name / "pyproject.toml").write_text(
            f'[project]\nname = "{name}"\nversion = "{version}"\ndependencies = [\n    "{needs}",\n    "rich>=15",\n]\n'
        )
    (folder / "tests/upgrades/0.2.0").mkdir(parents=True)
    (folder / "tests/upgrades/0.2.0.json").write_text("{}")
    (folder / "tests/upgrades/0.2.0/__main__.py").touch()
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


def test_a_release_is_refused_where_the_command_has_another_version(tmp_path):
    done = checking(tmp_path, "v0.2.0", cli="0.1.0")()
    assert (done.returncode, "the tag is v0.2.0, and cli/pyproject.toml says version 0.1.0" in done.stdout) == (1, True)


@pytest.mark.parametrize("pinned", ["fargate-web==0.1.0", "fargate-web>=0.2.0", "fargate-web", "fargate-web==0.2.01", "fargate-web==0x2.0"])
def test_a_release_is_refused_where_the_command_pins_other_components(tmp_path, pinned):
    done = checking(tmp_path, "v0.2.0", pinned=pinned)()
    assert (done.returncode, "cli/pyproject.toml does not pin fargate-web==0.2.0" in done.stdout) == (1, True)


def test_the_check_of_the_pin_reads_the_command_of_this_repository(tmp_path):
    check = checking(tmp_path, "v0.2.0")
    written = (ROOT / "cli/pyproject.toml").read_text()
    version = tomllib.loads(written)["project"]["version"]
    (tmp_path / "cli/pyproject.toml").write_text(written.replace(version, "0.2.0"))
    done = check()
    assert done.returncode == 0, done.stdout


def test_a_release_is_refused_where_the_tag_is_not_on_main(tmp_path):
    check = checking(tmp_path, "v0.2.0")
    (tmp_path / "unmerged").touch()
    done = check()
    assert (done.returncode, "v0.2.0 is not on main" in done.stdout) == (1, True)


@pytest.mark.parametrize("kept", ["tests/upgrades/0.2.0.json", "tests/upgrades/0.2.0/__main__.py"])
def test_a_release_is_refused_without_what_its_upgrades_are_tested_against(tmp_path, kept):
    check = checking(tmp_path, "v0.2.0")
    (tmp_path / kept).unlink()
    done = check()
    assert (done.returncode, f"there is no {kept}: run make golden VERSION=0.2.0" in done.stdout) == (1, True)


@pytest.mark.parametrize("changelog", ["## Unreleased\n\n- News.\n", "## 0.2.0\n\n## 0.1.0\n\n- Old.\n"])
def test_a_release_is_refused_where_the_changelog_says_nothing_of_it(tmp_path, changelog):
    done = checking(tmp_path, "v0.2.0", changelog)()
    assert (done.returncode, "CHANGELOG.md says nothing of 0.2.0" in done.stdout) == (1, True)


def test_both_distributions_are_built_attested_and_published():
    build = script("release.yml build", "uv build")
    assert re.findall(r"uv build --wheel --out-dir dist (\w+)", build) == ["components", "cli"]
    release = dict(jobs())["release.yml release"]["steps"]
    assert [step["with"]["subject-path"] for step in release if "attest" in step.get("uses", "")] == ["dist/*.whl\ndist/*.cdx.json\n"]
    assert "dist/*.whl" in script("release.yml release", "gh release create")


@pytest.mark.parametrize(("wheels", "status"), [(["components", "cli"], 0), (["components"], 1)])
def test_a_release_has_two_wheels(tmp_path, wheels, status):
    (tmp_path / ".venv/bin").mkdir(parents=True)
    fake(tmp_path / ".venv/bin", "uv", f'for name in {" ".join(wheels)}; do [ "$5" != "$name" ] || touch "dist/$name.whl"; done')
    fake(tmp_path, "git", "echo 1")
    (tmp_path / "dist").mkdir()
    assert bash(script("release.yml build", "uv build"), tmp_path).returncode == status


def test_who_may_release_runs_no_code_of_the_repository():
    for name in ("release", "publish"):
        job = dict(jobs())[f"release.yml {name}"]
        assert [step for step in job["steps"] if "checkout" in step.get("uses", "")] == []
        assert not re.search(r"make|python|\.ci/", "".join(step.get("run", "") for step in job["steps"]))
    assert dict(jobs())["release.yml build"]["permissions"] == {"contents": "read"}


def test_nothing_goes_to_an_index_unless_somebody_turns_it_on():
    assert dict(jobs())["release.yml publish"]["if"] == "vars.PUBLISH_TO_INDEX == 'true'"
