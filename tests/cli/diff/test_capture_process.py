"""The processes that run a revision: what they get of the environment, and how they keep secrets."""

import gc
import importlib
import subprocess

from fargate_web_cli.diff import capture_process
from fargate_web_cli.diff.capture_process import CaptureRequest, capture_revisions
from fargate_web_cli.diff.python_environments import PythonEnvironment
from fargate_web_cli.project.project import Project


def build_project(folder):
    return Project(folder / "Pulumi.yaml", folder, "shop", "python", folder, folder, folder / ".venv")


def test_the_digest_of_a_secret_depends_on_the_salt(monkeypatch):
    monkeypatch.setattr(gc, "disable", lambda: None)
    capture = importlib.import_module("fargate_web_cli.diff.capture")
    one, same, other = (capture._digest_secrets({"password": "hunter2"}, {"password"}, salt) for salt in ("a", "a", "b"))
    assert one == same
    assert one != other
    assert "hunter2" not in str(one)


def test_each_comparison_has_a_salt_of_its_own_that_both_revisions_share(monkeypatch, tmp_path):
    salts = []

    class Process:
        def __init__(self, _, salt):
            salts.append(salt)

        def wait_for_records(self):
            return {}

        def stop(self):
            pass

    monkeypatch.setattr(capture_process, "CaptureProcess", Process)
    request = CaptureRequest(build_project(tmp_path), (), {"dev": None}, PythonEnvironment())
    for _ in range(2):
        capture_revisions({"base": request, "head": request})
    assert salts[0] == salts[1] != salts[2] == salts[3]
    assert min(map(len, salts)) >= 32


def test_a_program_gets_none_of_the_variables_of_a_git_hook(monkeypatch, tmp_path):
    given = {}
    monkeypatch.setenv("GIT_DIR", "/elsewhere")
    monkeypatch.setattr(subprocess, "Popen", lambda *_, env, **__: given.update(env))
    capture_process.CaptureProcess(CaptureRequest(build_project(tmp_path), (), {}, PythonEnvironment()), "salt")
    assert given
    assert not any(key.startswith("GIT_DIR") for key in given)
