"""Runs `capture.py` for two revisions at the same time, each with its own code."""

import json
import os
import secrets
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fargate_web_cli.diff.python_environments import PythonEnvironment
from fargate_web_cli.diff.recorded_resources import StackRecord
from fargate_web_cli.diff.revisions import build_git_environment

_CAPTURE_SCRIPT: Final = Path(__file__).with_name("capture.py")
_MAXIMUM_ERROR_LINES: Final = 12


@dataclass(frozen=True)
class CaptureRequest:
    """What is to be run.

    Attributes:
        folder: The folder of the revision's program.
        code_folder: The folder with its `components`: its own, or another one that has the same.
        project: The name of its project.
        stack_files: By stack, its file.
        environment: The Python that runs it.
    """

    folder: Path
    code_folder: Path
    project: str
    stack_files: Mapping[str, Path]
    environment: PythonEnvironment


class CaptureProcess:
    """A revision that is being run."""

    def __init__(self, wanted: CaptureRequest, salt: str) -> None:
        """Start it.

        Args:
            wanted: What is to be run.
            salt: What digests of secrets are made with: the same for revisions that are compared.
        """
        self._wanted = wanted
        folder = wanted.folder
        # What is here comes last: a revision has its own.
        paths = [str(wanted.code_folder / "components"), str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
        surroundings = {**build_git_environment(), "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"}
        command = [wanted.environment.python, "-P", str(_CAPTURE_SCRIPT)]
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env=surroundings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._request = json.dumps(
            {
                "program": str(folder),
                "project": wanted.project,
                "stacks": {stack: str(file) for stack, file in wanted.stack_files.items()},
                "salt": salt,
            }
        )

    def wait_for_records(self) -> dict[str, StackRecord]:
        """Wait until it is done, and give its stacks; each has an error if the revision can't be run at all."""
        out, err = self._process.communicate(self._request)
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
            self._process.communicate()


def capture_revisions(requests: Mapping[str, CaptureRequest]) -> dict[str, dict[str, StackRecord]]:
    """Run some revisions at the same time: the same keys, and for each its stacks."""
    salt = secrets.token_hex(16)
    running: dict[str, CaptureProcess] = {}
    try:
        for key, each in requests.items():
            if each.stack_files:
                running[key] = CaptureProcess(each, salt)
        with ThreadPoolExecutor(max_workers=len(running) or 1) as pool:
            found = dict(zip(running, pool.map(CaptureProcess.wait_for_records, running.values()), strict=True))
        return {key: found.get(key, {}) for key in requests}
    finally:
        for capture in running.values():
            capture.stop()
