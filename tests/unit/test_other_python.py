"""What a command says under a Python that lacks the packages of the project, which is what `python` mostly is."""

import os
import subprocess
import sys

import pytest

from tests.program.running import ROOT


@pytest.mark.parametrize("command", ["preview", "preview cost", "preview diff", "preview graph", "migrate copilot manifest.yml"])
def test_a_python_without_the_packages_is_told_where_they_are(command: str) -> None:
    environ = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    bare = (sys.executable, "-S", "-m", *command.split())  # -S: without site-packages
    done = subprocess.run(bare, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert line.startswith(f"{sys.executable} has no ")
    assert line.endswith(f"; run make install, and then .venv/bin/python -m {command.split()[0]}")
