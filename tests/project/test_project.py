"""The project's own files hold together."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

TEST = re.compile(r"^\s*(?:async )?def test_", re.MULTILINE)


def _reachable(lock: dict, name: str) -> set[str]:
    packages = {package["name"]: package for package in lock["package"]}
    seen: set[str] = set()
    pending = packages[name]["dependencies"] + [{"name": name}]
    while pending:
        current = pending.pop()
        package = packages[current["name"]]
        asked = [] if current["name"] in seen else package.get("dependencies", [])
        seen.add(current["name"])
        pending += asked + [each for extra in current.get("extra", []) for each in package["optional-dependencies"][extra]]
    return seen


def test_requirements_hold_exactly_what_the_lock_gives_the_program(root: Path) -> None:
    lock = tomllib.loads((root / "uv.lock").read_text())
    versions = {package["name"]: package["version"] for package in lock["package"]}
    pinned = dict(re.findall(r"^([a-z0-9-]+)==([^ ;\n]+)", (root / "requirements.txt").read_text(), re.MULTILINE))
    needed = _reachable(lock, "fargate-web-program") - {"fargate-web-program", "fargate-web", "fargate-web-cli"}
    assert pinned == {name: versions[name] for name in needed}, "run `make requirements`"


def test_the_requirements_of_the_plugin_hold_exactly_what_the_lock_gives_the_components(root: Path) -> None:
    lock = tomllib.loads((root / "uv.lock").read_text())
    versions = {package["name"]: package["version"] for package in lock["package"]}
    pinned = dict(re.findall(r"^([a-z0-9-]+)==([^ ;\n]+)", (root / "components" / "requirements.txt").read_text(), re.MULTILINE))
    needed = _reachable(lock, "fargate-web") - {"fargate-web"}
    assert pinned == {name: versions[name] for name in needed}, "run `make requirements`"


def test_the_plugin_is_installed_by_pip_and_started_by_its_main(root: Path) -> None:
    plugin = yaml.safe_load((root / "components" / "PulumiPlugin.yaml").read_text())
    assert plugin["runtime"] == {"name": "python", "options": {"toolchain": "pip"}}
    # Without it Pulumi would install the distribution instead of its locked requirements.
    assert (root / "components" / "__main__.py").is_file()


def test_requirements_install_the_components_and_the_command_from_this_clone(root: Path) -> None:
    lines = (root / "requirements.txt").read_text().splitlines()
    assert {"-e ./components", "-e ./cli"} <= {*lines}


@pytest.mark.parametrize(("package", "version"), [("pulumi", "3.272"), ("pulumi-aws", "7.51"), ("pulumi-awsx", "3.11")])
def test_the_lock_holds_the_versions_that_the_program_is_written_for(root: Path, package: str, version: str) -> None:
    lock = tomllib.loads((root / "uv.lock").read_text())
    (found,) = [each["version"] for each in lock["package"] if each["name"] == package]
    assert found.startswith(version + ".")


def test_pytest_collects_every_file_that_holds_a_test(root: Path) -> None:
    strays = [
        str(path.relative_to(root))
        for path in (root / "tests").rglob("*.py")
        if not path.name.startswith("test_") and TEST.search(path.read_text())
    ]
    assert strays == []


def test_the_components_import_nothing_of_the_program_and_postpone_no_annotations(root: Path) -> None:
    for path in (root / "components" / "fargate_web").rglob("*.py"):
        text = path.read_text()
        assert not re.search(r"^\s*(?:from|import) (?:fargate_web_cli|generate|tests|benchmarks|__main__)\b", text, re.MULTILINE), path
        assert "from __future__ import annotations" not in text, path


def _list_modules(root: Path) -> list[Path]:
    """List the modules of the repository; tests are left out, and the environment that Pulumi makes for the plugin."""
    folders = {"cli", "components", "generate", "benchmarks"}
    return [path for folder in folders for path in (root / folder).rglob("*.py") if "venv" not in path.parts]


@pytest.mark.parametrize("package", ["cli/fargate_web_cli", "components/fargate_web", "generate", "benchmarks"])
def test_the_rules_below_hold_for_every_package(root: Path, package: str) -> None:
    assert root / package / "__init__.py" in _list_modules(root)


def test_every_file_has_one_subject_and_stays_short(root: Path) -> None:
    long = {str(path.relative_to(root)): lines for path in _list_modules(root) if (lines := len(path.read_text().splitlines())) > 300}
    assert long == {}


def test_no_module_has_a_name_that_says_nothing(root: Path) -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "base"}
    assert [path for path in _list_modules(root) if path.stem in vague or path.parent.name in vague] == []


def test_the_public_names_are_all_there() -> None:
    import fargate_web

    assert sorted(fargate_web.__all__) == fargate_web.__all__
    for name in fargate_web.__all__:
        assert getattr(fargate_web, name).__doc__, name
