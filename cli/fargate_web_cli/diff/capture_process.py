"""Runs `capture.py` for two revisions at the same time, each with its own code."""

import json
import os
import re
import secrets
import subprocess
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fargate_web_cli.diff.python_environments import PythonEnvironment
from fargate_web_cli.diff.recorded_resources import StackRecord
from fargate_web_cli.diff.worktrees import build_git_environment
from fargate_web_cli.project.project import Project

_CAPTURE_SCRIPT: Final = Path(__file__).with_name("capture.py")
_MAXIMUM_ERROR_LINES: Final = 12


@dataclass(frozen=True)
class CaptureRequest:
    """What is to be run.

    Attributes:
        project: The project of the revision.
        import_paths: Where the modules of the packages that the repository holds are: its own, or others that are the same.
        stack_files: By stack, its file; None for a stack without one.
        environment: The Python that runs it.
        project_name: The name that the project has by now, where it is another.
    """

    project: Project
    import_paths: tuple[Path, ...]
    stack_files: Mapping[str, Path | None]
    environment: PythonEnvironment
    project_name: str = ""


class CaptureProcess:
    """A revision that is being run."""

    def __init__(self, wanted: CaptureRequest, salt: str) -> None:
        """Start it.

        Args:
            wanted: What is to be run.
            salt: What digests of secrets are made with: the same for revisions that are compared.
        """
        self._wanted = wanted
        surroundings = build_git_environment()
        # What leads to modules here comes last: a revision has its own. To another environment it does not belong at all.
        inherited = surroundings.pop("PYTHONPATH", "").split(os.pathsep)
        if not wanted.environment.is_running_one:
            surroundings.pop("PYTHONHOME", None)
            inherited = []
        surroundings["PYTHONIOENCODING"] = "utf-8"
        self._process = subprocess.Popen(
            [wanted.environment.python, "-P", str(_CAPTURE_SCRIPT)],
            cwd=wanted.project.folder,
            env=surroundings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        self._request = json.dumps(
            {
                "paths": [*map(str, wanted.import_paths), *filter(None, inherited)],
                "folder": str(wanted.project.folder),
                "program": str(wanted.project.program),
                "project": wanted.project.name,
                "stacks": {stack: str(file) if file is not None else None for stack, file in wanted.stack_files.items()},
                "salt": salt,
            }
        )

    def wait_for_records(self) -> dict[str, StackRecord]:
        """Wait until it is done, and give its stacks; each has an error if the revision can't be run at all."""
        out, err = self._process.communicate(self._request)
        if self._wanted.project_name:
            out = _rename_project(out, self._wanted.project.name, self._wanted.project_name)
        try:
            answer: dict[str, Any] = json.loads(out)
        except ValueError:
            told = "\n".join(err.strip().splitlines()[-_MAXIMUM_ERROR_LINES:]) or f"exit status {self._process.returncode}"
            answer = {"error": f"the program can't be run: {told}"}
        if "error" in answer:
            return {stack: StackRecord(error=answer["error"]) for stack in self._wanted.stack_files}
        return {stack: StackRecord.from_document(said) for stack, said in answer["stacks"].items()}

    def stop(self) -> None:
        """End it, if it has not ended."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


def _rename_project(answer: str, old: str, new: str) -> str:
    """Give a project another name in all URNs."""
    urns = re.sub(rf"(urn:pulumi:[^:\"]+::){re.escape(old)}::", lambda found: f"{found[1]}{new}::", answer)
    return re.sub(rf"(::pulumi:pulumi:Stack::){re.escape(old)}-", lambda found: f"{found[1]}{new}-", urns)


def capture_revisions(requests: Mapping[str, CaptureRequest]) -> dict[str, dict[str, StackRecord]]:
    """Run some revisions at the same time: the same keys, and for each its stacks."""
    salt = secrets.token_hex(16)
    running: dict[str, CaptureProcess] = {}
    try:
        for key, each in requests.items():
            if each.stack_files:
                running[key] = CaptureProcess(each, salt)
        with ThreadPoolExecutor(max_workers=len(running) or 1) as pool:
            try:
                found = dict(zip(running, pool.map(CaptureProcess.wait_for_records, running.values()), strict=True))
            except BaseException:
                # The pool waits for its threads, and they for the processes.
                _stop_all(running.values())
                raise
        return {key: found.get(key, {}) for key in requests}
    finally:
        _stop_all(running.values())


def _stop_all(captures: Iterable[CaptureProcess]) -> None:
    for capture in captures:
        capture.stop()
