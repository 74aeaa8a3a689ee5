"""Builds the Python environment that a revision pins, and keeps it in the user's cache.

An environment is built in a temporary folder and then renamed, so that no run finds an incomplete one, even if two runs build the same at once. The
file that is written last holds its key and the number of its packages. They are compared before the environment is used, and so are the sizes of all
files, so that a damaged environment is built anew.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from fargate_web_cli.diff.environment_check import are_intact, list_records
from fargate_web_cli.diff.pinned_versions import Pins

_FORMAT: Final = "2"
"""Must change if environments are built in a different way."""

_COMPONENTS: Final = "fargate-web"
_MARKER: Final = "fargate-web.key"
_BUILD_PREFIX: Final = ".building-"
_ABANDONED_SECONDS: Final = 24 * 60 * 60
_MAXIMUM_ERROR_LINES: Final = 8


class BuildError(Exception):
    """An environment can't be built. The message is that of the installer."""


def find_environment(pins: Pins) -> Path | None:
    """Return the interpreter of the environment with the pinned versions; None if there is none, or if it is damaged."""
    key = _build_key(pins)
    home = _find_cache_folder() / key[:24]
    return _locate_python(home) if _is_complete(home, key) else None


def build_environment(pins: Pins) -> Path:
    """Build the environment with the pinned versions and return its interpreter.

    Raises:
        BuildError: The environment can't be built.
    """
    key = _build_key(pins)
    home = _find_cache_folder() / key[:24]
    _build(pins, home, key)
    return _locate_python(home)


def find_uv() -> tuple[str, ...] | None:
    """Find uv: beside this interpreter, on the PATH, or as a module."""
    sibling = Path(sys.executable).with_name("uv.exe" if os.name == "nt" else "uv")
    if sibling.exists():
        return (str(sibling),)
    found = shutil.which("uv")
    if found is not None:
        return (found,)
    return (sys.executable, "-m", "uv") if find_spec("uv") is not None else None


def _find_cache_folder() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fargate-web" / "environments"


def _build_key(pins: Pins) -> str:
    parts = (_FORMAT, platform.python_implementation(), *map(str, sys.version_info[:2]), sys.platform, platform.machine(), pins.kind)
    return hashlib.sha256("\0".join((*parts, pins.content)).encode()).hexdigest()


def _is_complete(home: Path, key: str) -> bool:
    records = list_records(home)
    try:
        complete = (home / _MARKER).read_text(encoding="utf-8") == _format_marker(key, records) and _locate_python(home).exists()
    except (OSError, UnicodeError):
        return False
    return complete and are_intact(records)


def _format_marker(key: str, records: list[Path]) -> str:
    return f"{key} {len(records)}"


def _locate_python(home: Path) -> Path:
    return home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _build(pins: Pins, home: Path, key: str) -> None:
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(home.parent)
        with tempfile.TemporaryDirectory(prefix=_BUILD_PREFIX, dir=home.parent, ignore_cleanup_errors=True) as folder:
            environment = Path(folder) / "environment"
            _install(pins, environment, Path(folder))
            if _COMPONENTS in pins.packages or _COMPONENTS in pins.local_packages:
                check_import(str(_locate_python(environment)), pins.import_paths)
            (environment / _MARKER).write_text(_format_marker(key, list_records(environment)), encoding="utf-8")
            if not _is_complete(home, key):
                # Another run may move the damaged one away at the same time.
                with suppress(FileNotFoundError):
                    home.rename(Path(folder) / "damaged")
            try:
                environment.rename(home)
            except OSError:
                # Another run built the same environment in the meantime.
                if not _is_complete(home, key):
                    raise
    except OSError as error:
        raise BuildError(f"{error.filename or home}: {error.strerror or error}") from None


def _install(pins: Pins, environment: Path, scratch: Path) -> None:
    uv = find_uv()
    if pins.kind in ("poetry.lock", "pdm.lock"):
        tool = pins.kind.partition(".")[0]
        raise BuildError(
            f"{pins.kind} is installed by {tool} alone; commit a requirements.txt beside it ({tool} export --output requirements.txt)"
        )
    if pins.kind == "uv.lock":
        # Everything in the lock except the packages of the repository, whose code comes from the revision.
        groups = ("--no-default-groups", "--no-install-workspace")
        local = (part for name in pins.local_packages for part in ("--no-install-package", name))
        command = (*_require_uv(pins, uv), "sync", "--frozen", *groups, *local, "--quiet", "--python", sys.executable)
        _run(command, pins.folder, {"UV_PROJECT_ENVIRONMENT": str(environment)})
        return
    file = pins.file
    if pins.kind == "pylock.toml":
        uv = _require_uv(pins, uv)
    else:
        file = scratch / "requirements.txt"
        file.write_text("".join(f"{line}\n" for line in pins.requirements), encoding="utf-8")
    python = str(_locate_python(environment))
    if uv is not None:
        _run((*uv, "venv", "--quiet", "--no-project", "--python", sys.executable, str(environment)), pins.folder)
        _run((*uv, "pip", "install", "--quiet", "--python", python, "-r", str(file)), pins.folder)
    else:
        _run((sys.executable, "-m", "venv", str(environment)), pins.folder)
        _run((python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "-r", str(file)), pins.folder)


def _require_uv(pins: Pins, uv: tuple[str, ...] | None) -> tuple[str, ...]:
    if uv is None:
        raise BuildError(f"{pins.kind} is installed by uv, which is not here; install it: pip install uv")
    return uv


def check_import(python: str, import_paths: Sequence[Path] = ()) -> None:
    """Check that an interpreter can import the components.

    Raises:
        BuildError: It can't.
    """
    _run((python, "-P", "-c", "import fargate_web"), None, {"PYTHONPATH": os.pathsep.join(map(str, import_paths))})


def _run(command: Sequence[str], folder: Path | None, variables: dict[str, str] | None = None) -> None:
    environ = {key: value for key, value in os.environ.items() if key not in ("VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH")}
    environ |= variables or {}
    process = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if process.returncode:
        error_lines = (process.stderr or process.stdout).strip().splitlines()
        raise BuildError("\n".join(error_lines[-_MAXIMUM_ERROR_LINES:]) or f"{command[0]} ended with status {process.returncode}")


def _remove_abandoned(folder: Path) -> None:
    """Remove incomplete environments of killed runs. After a day no build is still running."""
    for build_folder in folder.glob(f"{_BUILD_PREFIX}*"):
        with suppress(OSError):
            if time.time() - build_folder.stat().st_mtime > _ABANDONED_SECONDS:
                shutil.rmtree(build_folder, ignore_errors=True)
