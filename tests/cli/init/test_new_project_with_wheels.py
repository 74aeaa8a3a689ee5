"""A new project works with the wheels alone: in a folder outside of the repository, and with no way to it.

What the wheels depend on comes from the environment that runs these tests: an entry in a `.pth` file leads there, and not on to the `.pth` files
in it, by which the repository's own packages are installed.
"""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.cli.init.new_projects import ANSWERS, ROOT, init, pulumi_new
from tests.contract.test_import_wheel import UNREACHABLE, uv

# One process for all that only shows something: each would import the SDK, which takes longer than what is tested.
SEVERAL_COMMANDS = """
import contextlib, io, json, sys
from fargate_web_cli.app import main

results = []
for arguments in json.loads(sys.argv[1]):
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        status = main(arguments)
    results.append([status, output.getvalue()])
json.dump(results, sys.stdout)
"""


def build_wheel(name: str, folder: Path) -> Path:
    ignored = shutil.ignore_patterns("__pycache__", ".*", "dist", "build", "*.egg-info")
    shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    # The build leaves out what git ignores, so it has to find the same .gitignore above it as in the repository.
    shutil.copy(ROOT / ".gitignore", folder)
    (folder / ".git").mkdir(exist_ok=True)
    for how in (["--offline"], []):
        built = uv(
            "build",
            "--wheel",
            "--no-config",
            "--no-sources",
            "--out-dir",
            str(folder / f"{name}-dist"),
            *how,
            str(folder / name),
            cwd=folder,
        )
        if built.returncode == 0:
            [found] = (folder / f"{name}-dist").glob("*.whl")
            return found
    if UNREACHABLE.search(built.stderr):
        pytest.skip(f"no package index to build the wheel with: {built.stderr.strip().splitlines()[-1]}")
    raise AssertionError(built.stderr)


@pytest.fixture(scope="module")
def bin_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install both wheels into an environment that knows the other dependencies only."""
    folder = tmp_path_factory.mktemp("environment")
    wheels = [str(build_wheel(name, folder)) for name in ("components", "cli")]
    assert uv("venv", "--quiet", "--no-config", "--python", sys.executable, str(folder / "venv"), cwd=folder).returncode == 0
    bin_ = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    options = ("--quiet", "--no-config", "--no-deps", "--offline", "--python", str(bin_ / "python"))
    installed = uv("pip", "install", *options, *wheels, cwd=folder)
    assert installed.returncode == 0, installed.stderr
    [site] = (folder / "venv").rglob("site-packages")
    (site / "a_dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return bin_


def run(bin_folder: Path, folder: Path, *arguments: str, program: str = "fargate-web") -> str:
    names = ("PATH", "HOME", "SYSTEMROOT", "TEMP", "TMPDIR")
    environment = {name: os.environ[name] for name in names if name in os.environ} | {"NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    command = [str(bin_folder / "python"), "-I", str(bin_folder / program)] if program == "fargate-web" else [program]
    if program == SEVERAL_COMMANDS:
        command = [str(bin_folder / "python"), "-I", "-c", program]
    if program == "pytest":
        command = [str(bin_folder / "python"), "-I", "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run([*command, *arguments], cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{arguments}\n{done.stdout}{done.stderr}"
    return done.stdout


# The template is made of the same files (tests/generate), so that these commands need to see one of the two.
OF_INIT = pytest.mark.parametrize("project", ["init"], indirect=True)


@pytest.fixture(scope="module", params=["init", "template"])
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("projects") / "shop"
    if request.param == "init":
        options = ("--region", "eu-central-1", "--image", ANSWERS["fargate-web:image"], "--port", "3000", "--github")
        assert init(folder, "--stack", "dev", "--stack", "prod", *options) == 0
    else:
        pulumi_new(folder, stack="dev", answers=ANSWERS)
    return folder


def test_the_environment_has_no_way_to_the_repository(bin_folder: Path, project: Path) -> None:
    program = "import fargate_web, fargate_web_cli; print(fargate_web.__file__, fargate_web_cli.__file__)"
    done = subprocess.run([bin_folder / "python", "-I", "-c", program], cwd=project, capture_output=True, text=True, check=True)
    assert str(ROOT) not in done.stdout


def test_check(bin_folder: Path, project: Path) -> None:
    run(bin_folder, project, "check")


@OF_INIT
def test_preview_cost_and_graph(bin_folder: Path, project: Path) -> None:
    forms = ("mermaid", "svg", "html")
    commands = [["preview", "--full"], ["cost"], *(["graph", "--format", form] for form in forms)]
    text = run(bin_folder, project, json.dumps([[*command, "--stack", "dev"] for command in commands]), program=SEVERAL_COMMANDS)
    (previewed, preview), (estimated, cost), *graphs = json.loads(text)
    assert (previewed, estimated, [status for status, _ in graphs]) == (0, 0, [0, 0, 0]), text
    assert "shop/dev in eu-central-1" in preview
    assert "port 3000" in preview
    assert "in US dollars a month" in cost
    assert [form for form, (_, graph) in zip(forms, graphs, strict=True) if "web" not in graph] == []


@OF_INIT
def test_diff(bin_folder: Path, project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    shutil.copytree(project, folder)
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.com")
    for arguments in (("init", "--quiet"), ("add", "--all"), (*who, "commit", "--quiet", "--message", "Start")):
        run(bin_folder, folder, *arguments, program="git")
    file = folder / "Pulumi.dev.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("desiredCount: 1", "desiredCount: 2"), encoding="utf-8")
    assert "desiredCount: 1 → 2" in run(bin_folder, folder, "diff", "--stack", "dev")


@OF_INIT
def test_its_own_tests(bin_folder: Path, project: Path) -> None:
    assert " passed" in run(bin_folder, project, program="pytest")
