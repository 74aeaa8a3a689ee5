"""Reads locks: uv's, the standard one, Poetry's and PDM's."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from fargate_web_cli.diff.pinned_versions import COMMAND_PACKAGE, Pin, Pins, applies_here, normalize_name, read_text, read_toml

_LOCAL_SOURCES: Final = ("editable", "virtual", "directory")


def read_uv_lock(lock: Path, folder: Path) -> Pins | None:
    """Read what uv's lock gives the project of a folder; groups for development do not count.

    Args:
        lock: The lock, which may be that of a workspace.
        folder: The folder of the project's `pyproject.toml`.

    Returns:
        What it pins; None if the lock is not one of this project.

    Raises:
        PinError: It can't be read.
    """
    packages: list[dict[str, Any]] = read_toml(lock).get("package", [])
    place = os.path.normpath(os.path.relpath(folder, lock.parent))
    root = next((each for each in packages if _find_local_folder(each) == place), None)
    if root is None:
        return None
    found: dict[str, Pin] = {}
    local: dict[str, Path] = {}
    pending: list[tuple[Mapping[str, Any], tuple[str, ...]]] = [(root, ())]
    visited = set()
    while pending:
        package, extras = pending.pop()
        key = (package["name"], package.get("version"), extras)
        if key in visited:
            continue
        visited.add(key)
        home = _find_local_folder(package)
        if home is None:
            found[package["name"]] = Pin(package.get("version"), source=_find_commit(package))
        elif "virtual" not in package["source"]:  # what is virtual has dependencies and no modules
            local[package["name"]] = Path(os.path.normpath(lock.parent / home))
        if package["name"] != COMMAND_PACKAGE:
            for dependency in _list_dependencies(package, extras):
                if applies_here(dependency.get("marker")):
                    pending += ((each, tuple(dependency.get("extra", ()))) for each in _find_packages(packages, dependency))
    return Pins("uv.lock", lock, folder, found, local, content=f"{place}\n{read_text(lock)}")


def read_pylock(lock: Path) -> Pins:
    """Read a lock of the standard form (https://packaging.python.org/en/latest/specifications/pylock-toml/).

    Raises:
        PinError: It can't be read.
    """
    found: dict[str, Pin] = {}
    local: dict[str, Path] = {}
    for package in read_toml(lock).get("packages", ()):
        if not applies_here(package.get("marker")):
            continue
        if "directory" in package:
            local[normalize_name(package["name"])] = Path(os.path.normpath(lock.parent / package["directory"].get("path", ".")))
        else:
            found[normalize_name(package["name"])] = Pin(package.get("version"), source=package.get("vcs", {}).get("commit-id", ""))
    return Pins("pylock.toml", lock, lock.parent, found, local, content=read_text(lock))


def read_poetry_lock(lock: Path) -> Pins:
    """Read Poetry's lock. It does not always say which package is whose, so that none of them has to be there.

    Raises:
        PinError: It can't be read.
    """
    found = {
        normalize_name(package["name"]): Pin(package.get("version"), source=_find_poetry_commit(package), optional=True)
        for package in read_toml(lock).get("package", ())
        if "main" in package.get("groups", ("main",))
    }
    return Pins("poetry.lock", lock, lock.parent, found, content=read_text(lock))


def read_pdm_lock(lock: Path) -> Pins:
    """Read PDM's lock.

    Raises:
        PinError: It can't be read.
    """
    found = {
        normalize_name(package["name"]): Pin(package.get("version"), source=package.get("revision", ""), optional=True)
        for package in read_toml(lock).get("package", ())
        if "default" in package.get("groups", ("default",))
    }
    return Pins("pdm.lock", lock, lock.parent, found, content=read_text(lock))


def _find_local_folder(package: Mapping[str, Any]) -> str | None:
    """Find where in the repository the code of a package is, relative to the lock; None if it is installed from elsewhere."""
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
    return [*package.get("dependencies", ()), *(each for extra in extras for each in optional.get(extra, ()))]


def _find_packages(packages: Sequence[Mapping[str, Any]], dependency: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Find the package of a dependency; where a lock has several versions of it, the dependency says which."""
    return [
        each
        for each in packages
        if each["name"] == dependency["name"] and dependency.get("version", each.get("version")) == each.get("version")
    ]
