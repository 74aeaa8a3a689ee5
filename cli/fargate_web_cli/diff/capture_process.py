"""Processes that run `capture.py` for two revisions in parallel, each with its own code."""

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
    """A revision to run.

    Attributes:
        project: The project of the revision.
        import_paths: The folders with the modules of the packages in the repository: those of the revision, or identical ones.
        stack_files: The stack files by stack; None for a stack without a file.
        environment: The Python that runs the program.
        project_name: The new name of the project, if it was renamed.
    """

    project: Project
    import_paths: tuple[Path, ...]
    stack_files: Mapping[str, Path | None]
    environment: PythonEnvironment
    project_name: str = ""


class CaptureProcess:
    """A running `capture.py`."""

    def __init__(self, request: CaptureRequest, salt: str) -> None:
        """Start the process.

        Args:
            request: The revision to run.
            salt: The salt for digests of secrets, the same for revisions that are compared.
        """
        self._capture_request = request
        variables = build_git_environment()
        # The import path of this process comes last, after the modules of the revision, and does not apply to another environment.
        inherited = variables.pop("PYTHONPATH", "").split(os.pathsep)
        if not request.environment.is_running_one:
            variables.pop("PYTHONHOME", None)
            inherited = []
        variables["PYTHONIOENCODING"] = "utf-8"
        self._process = subprocess.Popen(
            [request.environment.python, "-P", str(_CAPTURE_SCRIPT)],
            cwd=request.project.folder,
            env=variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        self._request_text = json.dumps(
            {
                "paths": [*map(str, request.import_paths), *filter(None, inherited)],
                "project_file": str(request.project.file),
                "program": str(request.project.program),
                "project": request.project.name,
                "stacks": {stack: str(file) if file is not None else None for stack, file in request.stack_files.items()},
                "salt": salt,
            }
        )

    def wait_for_records(self) -> dict[str, StackRecord]:
        """Wait for the process and return its records by stack. Each has an error if the revision can't be run at all."""
        out, err = self._process.communicate(self._request_text)
        if self._capture_request.project_name:
            out = _rename_project(out, self._capture_request.project.name, self._capture_request.project_name)
        try:
            response: dict[str, Any] = json.loads(out)
        except ValueError:
            error_text = "\n".join(err.strip().splitlines()[-_MAXIMUM_ERROR_LINES:]) or f"exit status {self._process.returncode}"
            response = {"error": f"the program can't be run: {error_text}"}
        if "error" in response:
            return {stack: StackRecord(error=response["error"]) for stack in self._capture_request.stack_files}
        return {stack: StackRecord.from_document(document) for stack, document in response["stacks"].items()}

    def stop(self) -> None:
        """Kill the process if it is still running."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


def _rename_project(response: str, old: str, new: str) -> str:
    """Replace the name of a project in all URNs."""
    urns = re.sub(rf"(urn:pulumi:[^:\"]+::){re.escape(old)}::", lambda found: f"{found[1]}{new}::", response)
    return re.sub(rf"(::pulumi:pulumi:Stack::){re.escape(old)}-", lambda found: f"{found[1]}{new}-", urns)


def capture_revisions(requests: Mapping[str, CaptureRequest]) -> dict[str, dict[str, StackRecord]]:
    """Run revisions in parallel. Return the records by stack, under the key of each request."""
    salt = secrets.token_hex(16)
    processes: dict[str, CaptureProcess] = {}
    try:
        for key, request in requests.items():
            if request.stack_files:
                processes[key] = CaptureProcess(request, salt)
        with ThreadPoolExecutor(max_workers=len(processes) or 1) as pool:
            try:
                records = dict(zip(processes, pool.map(CaptureProcess.wait_for_records, processes.values()), strict=True))
            except BaseException:
                # The pool waits for its threads, and the threads wait for the processes.
                _stop_all(processes.values())
                raise
        return {key: records.get(key, {}) for key in requests}
    finally:
        _stop_all(processes.values())


def _stop_all(captures: Iterable[CaptureProcess]) -> None:
    for capture in captures:
        capture.stop()
