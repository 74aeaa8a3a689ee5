"""The README shows a change and what `fargate-web diff` says of it: here the change is made, and the command is run.

`pytest tests/cli/diff/test_readme_loop.py --snapshot-update` writes what it says into the README.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stacks.running import ROOT

README = ROOT / "README.md"
SECTION = re.compile(
    r"\n## Change one line, see the diff\n.*?`(?P<file>Pulumi\.\w+\.yaml)`.*?"
    r"\n```diff\n(?P<change>.*?)```\n.*?\n```sh\n(?P<command>.*?)```\n.*?\n```text\n(?P<said>.*?)```\n",
    re.DOTALL,
)
COMMIT = re.compile(r"^Comparing [0-9a-f]{9} ")
NEEDED = (
    *("__main__.py", "Pulumi.yaml", "Pulumi.dev.yaml", ".gitignore", "pyproject.toml", "uv.lock"),
    *("components/fargate_web", "cli/fargate_web_cli"),
)


def git(folder: Path, *arguments: str) -> None:
    environ = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    subprocess.run(("git", *who, *arguments), cwd=folder, env=environ | settings, check=True, capture_output=True)


def changed(text: str, change: str) -> str:
    """Apply a change that is written as in a diff: what has a minus goes, what has a plus comes, the rest says where."""
    lines = change.splitlines()
    before = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("+"))
    after = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("-"))
    assert text.count(before) == 1
    return text.replace(before, after)


@pytest.fixture
def project(tmp_path):
    for name in NEEDED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, tmp_path / name)
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "before")
    return tmp_path


def test_the_readme_shows_what_the_command_says_of_the_change(project, request):
    readme = README.read_text(encoding="utf-8")
    shown = SECTION.search(readme)
    assert shown is not None
    file = project / shown["file"]
    file.write_text(changed(file.read_text(encoding="utf-8"), shown["change"]), encoding="utf-8")

    program, *arguments = shlex.split(shown["command"])
    assert program == ".venv/bin/fargate-web"
    environ = {key: value for key, value in os.environ.items() if key not in ("FORCE_COLOR", "AWS_REGION", "AWS_DEFAULT_REGION")}
    environ |= {"PYTHONPATH": f"{project / 'components'}{os.pathsep}{project / 'cli'}", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        (sys.executable, "-m", "fargate_web_cli", *arguments),
        cwd=project,
        env=environ,
        capture_output=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert (done.returncode, done.stderr) == (0, "")

    # The commit is that of this test's own repository.
    assert COMMIT.match(done.stdout)
    said = COMMIT.sub("Comparing 5c0ffee42 ", done.stdout)
    if request.config.getoption("update_snapshots"):
        README.write_text(readme[: shown.start("said")] + said + readme[shown.end("said") :], encoding="utf-8")
    else:
        assert shown["said"] == said
