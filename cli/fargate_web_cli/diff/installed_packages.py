"""The installed packages of a Python environment, and their differences to the pins of a revision."""

import json
import subprocess
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fargate_web_cli.diff.pinned_versions import COMMAND_PACKAGE, Pin, Pins, normalize_name

_IMPORTANT_PACKAGES: Final = ("fargate-web", "pulumi", "pulumi-aws", "pulumi-awsx", "pydantic", "boto3", "pyyaml")
_UNRELATED_PACKAGES: Final = (COMMAND_PACKAGE, "pytest")
"""Packages that check and test a project. Their versions do not change what a program registers."""
_MAXIMUM_NAMES: Final = 4
_PATH_QUERY: Final = "import json, sys; print(json.dumps(sys.path))"


@dataclass(frozen=True)
class InstalledPackage:
    """An installed package.

    Attributes:
        version: Its version.
        metadata: Its `.dist-info` folder.
    """

    version: str
    metadata: Path

    def list_git_revisions(self) -> tuple[str, ...]:
        """Return the commit and the name of the git revision that the package was installed from; empty if it is not from git."""
        try:
            origin = json.loads((self.metadata / "direct_url.json").read_text(encoding="utf-8")).get("vcs_info", {})
        except (OSError, ValueError):
            return ()
        return tuple(filter(None, (origin.get("commit_id"), origin.get("requested_revision"))))


def list_installed_packages(paths: Iterable[str]) -> dict[str, InstalledPackage]:
    """Return the installed packages by name. The names of the metadata folders are enough, so that no file is read.

    Args:
        paths: The folders, as in `sys.path`. The first one with a package wins.
    """
    packages: dict[str, InstalledPackage] = {}
    for path in paths:
        with suppress(OSError):
            for folder in Path(path or ".").iterdir():
                if folder.suffix == ".dist-info":
                    name, _, version = folder.stem.partition("-")
                    packages.setdefault(normalize_name(name), InstalledPackage(version, folder))
    return packages


def read_import_paths(python: str) -> list[str]:
    """Return the `sys.path` of an interpreter.

    Raises:
        OSError: It can't be run.
        ValueError: Its output is not a path.
    """
    process = subprocess.run((python, "-I", "-c", _PATH_QUERY), capture_output=True, text=True, check=False)
    paths: list[str] = json.loads(process.stdout)
    return paths


def find_differences(pins: Pins, installed: Mapping[str, InstalledPackage]) -> list[str]:
    """Describe the pins that an environment does not satisfy: `pulumi 3.200.0 (here 3.272.0)`. The most important packages come first."""
    differences = {
        name: f"{name} {pin} ({'not here' if name not in installed else f'here {installed[name].version}'})"
        for name, pin in pins.packages.items()
        if name != COMMAND_PACKAGE and not _satisfies(pin, installed.get(name))
    }
    return [differences[name] for name in sorted(differences, key=_rank)]


def list_open_packages(pins: Pins) -> list[str]:
    """List the packages that a program uses and whose version the project does not pin."""
    return sorted(
        (name for name, pin in pins.packages.items() if pin.version is None and not pin.source and name not in _UNRELATED_PACKAGES),
        key=_rank,
    )


def summarize_names(names: list[str]) -> str:
    """Join the first few names."""
    return ", ".join(names[:_MAXIMUM_NAMES]) + (", …" if len(names) > _MAXIMUM_NAMES else "")


def _rank(name: str) -> tuple[int, str]:
    return (_IMPORTANT_PACKAGES.index(name) if name in _IMPORTANT_PACKAGES else len(_IMPORTANT_PACKAGES), name)


def _satisfies(pin: Pin, installed: InstalledPackage | None) -> bool:
    if installed is None:
        return pin.optional
    if pin.source:
        return any(revision.startswith(pin.source) for revision in installed.list_git_revisions())
    if pin.version is not None:
        return pin.version == installed.version or _is_same_version(pin.version, installed.version)
    if not pin.specifier:
        return True
    from packaging.specifiers import SpecifierSet

    return SpecifierSet(pin.specifier).contains(installed.version, prereleases=True)


def _is_same_version(one: str, other: str) -> bool:
    from packaging.version import InvalidVersion, Version

    try:
        return Version(one) == Version(other)
    except InvalidVersion:
        return False
