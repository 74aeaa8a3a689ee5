"""Reads the lock files of uv, Poetry and PDM, and `pylock.toml`."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from fargate_web_cli.diff.pinned_versions import COMMAND_PACKAGE, Pin, Pins, matches_environment, normalize_name, read_text, read_toml

_LOCAL_SOURCES: Final = ("editable", "virtual", "directory")


def read_uv_lock(lock: Path, folder: Path) -> Pins | None:
    """Read the pins of a project from the lock file of uv, without its dependency groups.

    Args:
        lock: The lock file, which may be that of a workspace.
        folder: The folder of the project's `pyproject.toml`.

    Returns:
        The pins; None if the lock file does not contain the project.

    Raises:
        PinError: The file can't be read.
    """
    packages: list[dict[str, Any]] = read_toml(lock).get("package", [])
    project_folder = os.path.normpath(os.path.relpath(folder, lock.parent))
    root = next((package_entry for package_entry in packages if _find_local_folder(package_entry) == project_folder), None)
    if root is None:
        return None
    pins: dict[str, Pin] = {}
    local_packages: dict[str, Path] = {}
    pending: list[tuple[Mapping[str, Any], tuple[str, ...]]] = [(root, ())]
    visited = set()
    while pending:
        package, extras = pending.pop()
        key = (package["name"], package.get("version"), extras)
        if key in visited:
            continue
        visited.add(key)
        local_folder = _find_local_folder(package)
        if local_folder is None:
            pins[package["name"]] = Pin(package.get("version"), source=_find_commit(package))
        elif "virtual" not in package["source"]:  # a virtual package has dependencies but no modules
            local_packages[package["name"]] = Path(os.path.normpath(lock.parent / local_folder))
        if package["name"] != COMMAND_PACKAGE:
            for dependency in _list_dependencies(package, extras):
                if matches_environment(dependency.get("marker")):
                    pending += (
                        (package_entry, tuple(dependency.get("extra", ()))) for package_entry in _find_packages(packages, dependency)
                    )
    return Pins("uv.lock", lock, folder, pins, local_packages, content=f"{project_folder}\n{read_text(lock)}")


def read_pylock(lock: Path) -> Pins:
    """Read a `pylock.toml` (https://packaging.python.org/en/latest/specifications/pylock-toml/).

    Raises:
        PinError: The file can't be read.
    """
    pins: dict[str, Pin] = {}
    local_packages: dict[str, Path] = {}
    for package in read_toml(lock).get("packages", ()):
        if not matches_environment(package.get("marker")):
            continue
        if "directory" in package:
            local_packages[normalize_name(package["name"])] = Path(os.path.normpath(lock.parent / package["directory"].get("path", ".")))
        else:
            pins[normalize_name(package["name"])] = Pin(package.get("version"), source=package.get("vcs", {}).get("commit-id", ""))
    return Pins("pylock.toml", lock, lock.parent, pins, local_packages, content=read_text(lock))


def read_poetry_lock(lock: Path) -> Pins:
    """Read the lock file of Poetry. It does not always tell which packages are required, so all of them are optional.

    Raises:
        PinError: The file can't be read.
    """
    pins = {
        normalize_name(package["name"]): Pin(package.get("version"), source=_find_poetry_commit(package), optional=True)
        for package in read_toml(lock).get("package", ())
        if "main" in package.get("groups", ("main",))
    }
    return Pins("poetry.lock", lock, lock.parent, pins, content=read_text(lock))


def read_pdm_lock(lock: Path) -> Pins:
    """Read the lock file of PDM.

    Raises:
        PinError: The file can't be read.
    """
    pins = {
        normalize_name(package["name"]): Pin(package.get("version"), source=package.get("revision", ""), optional=True)
        for package in read_toml(lock).get("package", ())
        if "default" in package.get("groups", ("default",))
    }
    return Pins("pdm.lock", lock, lock.parent, pins, content=read_text(lock))


def _find_local_folder(package: Mapping[str, Any]) -> str | None:
    """Return the folder of a package in the repository, relative to the lock file; None if the package is installed from elsewhere."""
    source = package.get("source", {})
    return next((os.path.normpath(source[key]) for key in _LOCAL_SOURCES if key in source), None)


def _find_commit(package: Mapping[str, Any]) -> str:
    address: str = package.get("source", {}).get("git", "")
    return address.rpartition("#")[2] if "#" in address else ""


def _find_poetry_commit(package: Mapping[str, Any]) -> str:
    source = package.get("source", {})
    return str(source.get("resolved_reference", "")) if source.get("type") == "git" else ""


def _list_dependencies(package: Mapping[str, Any], extras: tuple[str, ...]) -> list[Mapping[str, Any]]:
    optional = package.get("optional-dependencies", {})
    return [*package.get("dependencies", ()), *(package_entry for extra in extras for package_entry in optional.get(extra, ()))]


def _find_packages(packages: Sequence[Mapping[str, Any]], dependency: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the package of a dependency. If the lock file has several versions, the dependency names one."""
    return [
        package_entry
        for package_entry in packages
        if package_entry["name"] == dependency["name"]
        and dependency.get("version", package_entry.get("version")) == package_entry.get("version")
    ]
