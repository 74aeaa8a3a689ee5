"""The wheel: built, installed into an empty environment, and used by a project's own tests.

What it depends on comes from the environment that runs these tests: an entry in a `.pth` file leads there. So nothing is downloaded but what
builds the wheel, and what is tested is the wheel: its files, its metadata and its entry point.
"""

import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

UNREACHABLE = re.compile(r"error sending request|dns error|failed to fetch|connection (?:refused|reset)|timed out|network", re.IGNORECASE)
CONSUMER = """
import importlib.metadata
from pathlib import Path

import fargate_web
import pytest
from fargate_web import Service

NETWORK = {"vpc_id": "vpc-1", "private_subnet_ids": ["subnet-1", "subnet-2"]}
CLUSTER = {"arn": "arn:aws:ecs:us-west-2:123456789012:cluster/shared", "name": "shared"}


def program():
    Service("mailer", {"image": "public.ecr.aws/acme/mailer:1.0.3", "network": NETWORK, "cluster": CLUSTER, "tags": {"Team": "mail"}})


def test_the_package_is_that_of_the_wheel(request):
    home = Path(fargate_web.__file__).parent
    assert home.is_relative_to(request.config.rootpath), home
    assert (home / "py.typed").is_file()
    assert importlib.metadata.version("fargate-web")


def test_the_fixture_is_there_without_being_asked_for(pulumi_program):
    result = pulumi_program(program, config={"aws:region": "us-west-2"})
    assert result.find_one("aws:ecs/service:Service").inputs["cluster"] == CLUSTER["arn"]
    result.assert_tagged(Team="mail")
"""


def uv(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    found = Path(sys.executable).with_name("uv")
    command = str(found) if found.exists() else shutil.which("uv")
    if command is None:
        pytest.skip("uv is not installed, which builds the wheel")
    return subprocess.run([command, *args], cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy, so that nothing is left in the repository."""
    folder = tmp_path_factory.mktemp("wheel")
    ignored = shutil.ignore_patterns("__pycache__", ".*", "dist", "build", "*.egg-info")
    shutil.copytree(root / "components", folder / "components", ignore=ignored)
    # What builds it may be in the cache.
    for how in (["--offline"], []):
        built = uv("build", "--wheel", "--no-config", "--out-dir", str(folder / "dist"), *how, str(folder / "components"), cwd=folder)
        if built.returncode == 0:
            [found] = (folder / "dist").glob("*.whl")
            return found
    if UNREACHABLE.search(built.stderr):
        pytest.skip(f"no package index to build the wheel with: {built.stderr.strip().splitlines()[-1]}")
    raise AssertionError(built.stderr)


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path, root: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"fargate_web"}
    package = root / "components" / "fargate_web"
    sources = {
        str(file.relative_to(package.parent)) for file in package.rglob("*") if file.suffix in (".py", ".typed") or file.name == "py.typed"
    }
    assert sources <= names
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]


def test_a_project_installs_the_wheel_and_its_tests_use_it(wheel: Path, tmp_path: Path) -> None:
    made = uv("venv", "--quiet", "--no-config", "--python", sys.executable, str(tmp_path / "venv"), cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    bin_ = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    installed = uv(
        "pip", "install", "--quiet", "--no-config", "--no-deps", "--offline", "--python", str(bin_ / "python"), str(wheel), cwd=tmp_path
    )
    assert installed.returncode == 0, installed.stderr
    [site] = (tmp_path / "venv").rglob("site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    (tmp_path / "test_program.py").write_text(CONSUMER)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    ran = subprocess.run(
        # Isolated: neither the folder of these tests nor PYTHONPATH leads to the components.
        [str(bin_ / "python"), "-I", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), "test_program.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "2 passed" in ran.stdout
