"""The Python that runs a revision: this one, or one with the dependencies that the revision locks."""

import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_PROGRAM_PACKAGE: Final = "fargate-web-program"
_WORKSPACE_PACKAGES: Final = frozenset((_PROGRAM_PACKAGE, "fargate-web"))
LOCK_FILE: Final = "uv.lock"


@dataclass(frozen=True)
class PythonEnvironment:
    """How a revision is run.

    Attributes:
        python: The interpreter.
        note: What the user should know of it, or nothing.
    """

    python: str = sys.executable
    note: str = ""


def choose_environment(folder: Path, project_folder: Path) -> PythonEnvironment:
    """Choose the Python for a revision.

    Args:
        folder: The folder of the revision.
        project_folder: That of the working tree, whose environment this process runs in.
    """
    theirs, ours = read_locked_versions(folder / LOCK_FILE), read_locked_versions(project_folder / LOCK_FILE)
    if not theirs or theirs == ours:
        return PythonEnvironment()
    differing = sorted(name for name in theirs.keys() | ours.keys() if theirs.get(name) != ours.get(name))
    what = ", ".join(f"{name} {theirs.get(name, 'absent')}" for name in differing[:4]) + (", …" if len(differing) > 4 else "")
    uv = _find_uv()
    if uv is None:
        return PythonEnvironment(
            note=f"its lock differs ({what}), and there is no uv to install it: it ran with the dependencies of this environment"
        )
    home = _find_cache_folder() / _build_cache_key(folder / LOCK_FILE)
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists() and not _install_dependencies(uv, folder, home):
        return PythonEnvironment(
            note=f"its lock differs ({what}), and uv can't install it: it ran with the dependencies of this environment"
        )
    return PythonEnvironment(str(python), f"ran with its own dependencies ({what})")


def read_locked_versions(lock: Path) -> dict[str, str]:
    """Read which versions a lock gives the program; what only development needs does not matter. Empty where there is no lock."""
    try:
        packages: list[dict[str, Any]] = tomllib.loads(lock.read_text(encoding="utf-8")).get("package", [])
    except (OSError, ValueError):
        return {}
    by_name = {package["name"]: package for package in packages}
    found: dict[str, str] = {}
    pending = [_PROGRAM_PACKAGE]
    while pending:
        name = pending.pop()
        if name in by_name and name not in found:
            found[name] = by_name[name].get("version", "")
            pending += [each["name"] for each in by_name[name].get("dependencies", ())]
    return {name: version for name, version in found.items() if name not in _WORKSPACE_PACKAGES}


def _find_uv() -> str | None:
    beside = Path(sys.executable).with_name("uv")
    return str(beside) if beside.exists() else shutil.which("uv")


def _find_cache_folder() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fargate-web" / "environments"


def _build_cache_key(lock: Path) -> str:
    version = ".".join(map(str, sys.version_info[:2]))
    return f"{version}-{hashlib.sha256(lock.read_bytes()).hexdigest()[:16]}"


def _install_dependencies(uv: str, folder: Path, home: Path) -> bool:
    """Install what the lock says, but for the components: those are found in the revision's own folder."""
    command = (uv, "sync", "--locked", "--no-default-groups", "--no-install-workspace", "--quiet", "--python", sys.executable)
    surroundings = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(home)}
    done = subprocess.run(command, cwd=folder, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    if done.returncode:
        # What is half installed would be taken for whole the next time.
        shutil.rmtree(home, ignore_errors=True)
    return done.returncode == 0
