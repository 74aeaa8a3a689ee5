"""The Python of a revision: this one if it has what is pinned, else one that is built once."""

import os
import shutil
import subprocess
import sys
import threading
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest
from fargate_web_cli.diff import environment_builds
from fargate_web_cli.diff.installed_packages import InstalledPackage
from fargate_web_cli.diff.python_environments import EnvironmentChoice, EnvironmentChooser
from fargate_web_cli.diff.revisions import RevisionError

from tests.cli.diff.repositories import write_files

BASE = EnvironmentChoice("--base-python")


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache/fargate-web/environments"


@pytest.fixture
def project(tmp_path):
    (tmp_path / "project").mkdir()
    return tmp_path / "project"


@pytest.fixture
def wheels(tmp_path):
    """Wheels of versions that no index has."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    for name, text in (("0.0.8", "VERSION = 8\n"), ("0.0.9", "VERSION = 9\n"), ("0.0.10", "raise ImportError('it is broken')\n")):
        with zipfile.ZipFile(folder / f"fargate_web-{name}-py3-none-any.whl", "w") as wheel:
            info = f"fargate_web-{name}.dist-info"
            wheel.writestr("fargate_web/__init__.py", text)
            wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: fargate-web\nVersion: {name}\n")
            wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(f"{info}/RECORD", "")
    return folder


def choose(project, requirements, choice=BASE, **installed):
    write_files(project, {"requirements.txt": requirements})
    chooser = EnvironmentChooser(installed) if installed else EnvironmentChooser()
    return chooser.choose("v1", project, project, choice)


def offline(wheels, pin):
    return f"--no-index\n--find-links {wheels}\nfargate-web=={pin}\n"


def ask_version(python):
    command = [python, "-I", "-c", "import fargate_web; print(fargate_web.VERSION)"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_what_this_environment_has_is_not_built_again(project, monkeypatch):
    monkeypatch.setattr(environment_builds, "_build", None)
    names = ("fargate-web", "pulumi", "pulumi-aws", "pydantic")
    found = choose(project, "".join(f"{name}=={version(name)}\n" for name in names))
    assert (found.python, found.note) == (sys.executable, "")


def test_versions_that_are_left_open_are_told(project):
    found = choose(project, "fargate-web>=0.0.1\npulumi\n")
    assert found.python == sys.executable
    assert found.note == "its requirements.txt leaves versions open (fargate-web, pulumi): it ran with those of this environment"


def test_a_version_of_pytest_that_is_left_open_is_not_told(project):
    assert choose(project, f"fargate-web=={version('fargate-web')}\npytest>=9\n").note == ""


def test_a_project_that_pins_nothing_is_told(project):
    found = EnvironmentChooser().choose("v1", project, project, BASE)
    assert found.python == sys.executable
    assert found.note.startswith("it pins no versions (uv.lock, pylock.toml, requirements.txt")


@pytest.mark.parametrize("with_uv", [True, False])
def test_other_versions_are_installed_once_and_kept(project, wheels, cache, monkeypatch, with_uv):
    if not with_uv:
        monkeypatch.setattr(environment_builds, "find_uv", lambda: None)
    elif environment_builds.find_uv() is None:
        pytest.skip("uv is not installed")
    found = choose(project, offline(wheels, "0.0.9"))
    assert ask_version(found.python) == "9"
    assert found.note == f"ran with the versions that its requirements.txt pins: fargate-web 0.0.9 (here {version('fargate-web')})"
    monkeypatch.setattr(environment_builds, "_build", None)
    assert choose(project, offline(wheels, "0.0.9")) == found
    # Nothing but the environment stays.
    assert [each.name for each in cache.iterdir()] == [Path(found.python).parents[1].name]


def test_each_set_of_versions_has_an_environment_of_its_own(project, wheels):
    found = [ask_version(choose(project, offline(wheels, pin)).python) for pin in ("0.0.8", "0.0.9", "0.0.8")]
    assert found == ["8", "9", "8"]


@pytest.mark.parametrize("damaged", [False, True])
def test_two_runs_that_build_the_same_at_once_get_one_environment(project, wheels, cache, damaged):
    write_files(project, {"requirements.txt": offline(wheels, "0.0.9")})
    if damaged:
        home = Path(choose(project, offline(wheels, "0.0.9")).python).parents[1]
        (home / "fargate-web.key").write_text("another")
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(EnvironmentChooser().choose("v1", project, project, BASE).python)) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert len({*found}) == 1
    assert len([*cache.iterdir()]) == 1
    assert ask_version(found[0]) == "9"


def test_a_build_that_is_interrupted_is_not_taken_for_whole(project, wheels, cache, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(environment_builds, "check_import", interrupted)
        with pytest.raises(KeyboardInterrupt):
            choose(project, offline(wheels, "0.0.9"))
    assert [*cache.iterdir()] == []
    assert ask_version(choose(project, offline(wheels, "0.0.9")).python) == "9"


@pytest.mark.parametrize("damage", ["marker", "python", "missing file", "empty file", "missing package"])
def test_a_damaged_environment_is_built_anew(project, wheels, damage):
    home = Path(choose(project, offline(wheels, "0.0.9")).python).parents[1]
    [module] = home.glob("lib/python*/site-packages/fargate_web/__init__.py")
    if damage == "marker":
        (home / "fargate-web.key").write_text("another")
    elif damage == "missing file":
        module.unlink()
    elif damage == "empty file":
        # The file may be a hard link into the cache of uv.
        module.unlink()
        module.touch()
    elif damage == "missing package":
        for folder in module.parents[1].glob("fargate_web*"):
            shutil.rmtree(folder)
    else:
        for each in (home / "bin").glob("python*"):
            each.unlink()
    assert ask_version(choose(project, offline(wheels, "0.0.9")).python) == "9"


def test_an_environment_whose_components_can_not_be_imported_is_not_kept(project, wheels, cache):
    with pytest.raises(RevisionError, match="it is broken"):
        choose(project, offline(wheels, "0.0.10"))
    assert [*cache.iterdir()] == []


def test_what_an_abandoned_build_left_is_removed_a_day_later(project, wheels, cache):
    for name, age in ((".building-old", 100_000), (".building-new", 10)):
        (cache / name).mkdir(parents=True)
        past = (cache / name).stat().st_mtime - age
        os.utime(cache / name, (past, past))
    choose(project, offline(wheels, "0.0.9"))
    assert sorted(each.name for each in cache.iterdir() if each.name.startswith(".")) == [".building-new"]


def test_a_run_that_is_interrupted_while_it_moves_the_environment_is_made_up_for(project, wheels, cache, monkeypatch):
    home = Path(choose(project, offline(wheels, "0.0.9")).python).parents[1]
    (home / "fargate-web.key").write_text("another")

    def interrupted(source, target):
        """The damaged environment is away, and the new one not yet there."""
        if source.name == "environment":
            raise KeyboardInterrupt
        return rename(source, target)

    rename = Path.rename
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", interrupted)
        with pytest.raises(KeyboardInterrupt):
            choose(project, offline(wheels, "0.0.9"))
    assert [*cache.iterdir()] == []
    assert ask_version(choose(project, offline(wheels, "0.0.9")).python) == "9"


def test_versions_that_can_not_be_installed_are_an_error_that_says_what_to_do(project, wheels):
    with pytest.raises(RevisionError) as raised:
        choose(project, offline(wheels, "0.0.7"))
    said = str(raised.value)
    assert said.startswith("v1 pins versions in its requirements.txt that this environment does not have: fargate-web 0.0.7 (here ")
    assert "0.0.7" in said.partition("They can't be installed:")[2]
    assert "--base-python PATH" in said
    assert "--same-environment" in said


@pytest.mark.parametrize("tool", ["poetry", "pdm"])
def test_a_lock_of_another_tool_is_told_with_what_to_do(project, tool):
    write_files(project, {f"{tool}.lock": '[[package]]\nname = "pulumi"\nversion = "1.0"\n'})
    with pytest.raises(
        RevisionError, match=rf"{tool}\.lock is installed by {tool} alone; commit a requirements\.txt beside it \({tool} export"
    ):
        EnvironmentChooser().choose("v1", project, project, BASE)


def test_a_lock_of_another_tool_is_enough_where_this_environment_has_its_versions(project):
    write_files(project, {"poetry.lock": f'[[package]]\nname = "pulumi"\nversion = "{version("pulumi")}"\n'})
    assert EnvironmentChooser().choose("v1", project, project, BASE).note == ""


def test_without_uv_its_lock_can_not_be_installed(project, monkeypatch):
    monkeypatch.setattr(environment_builds, "find_uv", lambda: None)
    lock = '[[package]]\nname="shop"\nsource={virtual="."}\ndependencies=[{name="pulumi"}]\n[[package]]\nname="pulumi"\nversion="1.0"\n'
    write_files(project, {"pyproject.toml": "", "uv.lock": lock})
    with pytest.raises(RevisionError, match=r"uv\.lock is installed by uv, which is not here; install it: pip install uv"):
        EnvironmentChooser().choose("v1", project, project, BASE)


def test_uvs_lock_is_installed_as_it_is_and_without_the_packages_of_the_repository(project, monkeypatch):
    calls = []

    def run(command, folder, variables=None):
        calls.append((command, folder))
        if "sync" in command:
            python = Path(variables["UV_PROJECT_ENVIRONMENT"]) / "bin/python"
            python.parent.mkdir(parents=True)
            python.touch()

    monkeypatch.setattr(environment_builds, "find_uv", lambda: ("uv",))
    monkeypatch.setattr(environment_builds, "_run", run)
    lock = '[[package]]\nname="shop"\nsource={editable="."}\ndependencies=[{name="pulumi"}]\n[[package]]\nname="pulumi"\nversion="1.0"\n'
    write_files(project, {"pyproject.toml": "", "uv.lock": lock})
    found = EnvironmentChooser().choose("v1", project, project, BASE)
    [(command, folder)] = calls
    assert (command[1:3], folder) == (("sync", "--frozen"), project)
    assert command[command.index("--no-install-package") + 1] == "shop"
    assert found.import_paths == (project,)


def test_the_same_environment_is_used_for_other_versions_only_if_it_is_asked_for_and_told(project):
    found = choose(project, "pulumi==1.0\n", EnvironmentChoice("--base-python", same_environment=True))
    assert found.python == sys.executable
    assert found.note == (
        "--same-environment: it ran with the versions of this environment, not with those that it pins: "
        f"pulumi 1.0 (here {version('pulumi')})"
    )


def test_a_python_that_the_user_names_is_used_and_its_differences_are_told(project, wheels):
    other = choose(project, offline(wheels, "0.0.8")).python
    found = choose(project, "fargate-web==0.0.9\n", EnvironmentChoice("--base-python", other))
    assert found.python == other
    assert found.note == f"ran with {other} (--base-python), which differs from what it pins: fargate-web 0.0.9 (here 0.0.8)"
    assert choose(project, "fargate-web==0.0.8\n", EnvironmentChoice("--base-python", other)).note == f"ran with {other} (--base-python)"


def test_a_python_without_the_components_is_refused(project, tmp_path):
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "empty")], check=True)
    with pytest.raises(RevisionError, match=r"--base-python .* can't import fargate_web \(ModuleNotFoundError.*\); install it there"):
        choose(project, "fargate-web==0.1.0\n", EnvironmentChoice("--base-python", str(tmp_path / "empty/bin/python")))


@pytest.mark.parametrize("python", ["missing", "/dev/null", "/bin/true"])
def test_what_is_no_python_is_refused(project, python):
    with pytest.raises(RevisionError, match=r"^--head-python \S+ can't be run: "):
        choose(project, "fargate-web==0.1.0\n", EnvironmentChoice("--head-python", python))


def test_one_version_of_a_commit_is_not_another(project, tmp_path, monkeypatch):
    monkeypatch.setattr(environment_builds, "_build", None)
    write_files(tmp_path / "info", {"direct_url.json": '{"vcs_info": {"commit_id": "abc123", "requested_revision": "v1"}}'})
    installed = {"fargate-web": InstalledPackage("0.1.0", tmp_path / "info")}
    for revision in ("v1", "abc123"):
        write_files(project, {"requirements.txt": f"fargate-web @ git+https://example.com/r@{revision}\n"})
        assert EnvironmentChooser(installed).choose("v1", project, project, BASE).note == ""
    write_files(project, {"requirements.txt": "fargate-web @ git+https://example.com/r@v2\n"})
    same = EnvironmentChoice("--base-python", same_environment=True)
    assert "fargate-web of git revision v2" in EnvironmentChooser(installed).choose("v1", project, project, same).note
