"""What is installed in a Python environment, and how that differs from what a revision pins."""

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
"""What a project is checked and tested with: its version is of no matter to what a program registers."""
_MAXIMUM_NAMED: Final = 4
_PATH_QUERY: Final = "import json, sys; print(json.dumps(sys.path))"


@dataclass(frozen=True)
class InstalledPackage:
    """One package that is installed.

    Attributes:
        version: Its version.
        metadata: The folder of its metadata.
    """

    version: str
    metadata: Path

    def list_git_revisions(self) -> tuple[str, ...]:
        """List the names of the git revision that it was installed from, the commit first; nothing if it comes from elsewhere."""
        try:
            origin = json.loads((self.metadata / "direct_url.json").read_text(encoding="utf-8")).get("vcs_info", {})
        except (OSError, ValueError):
            return ()
        return tuple(filter(None, (origin.get("commit_id"), origin.get("requested_revision"))))


def list_installed_packages(paths: Iterable[str]) -> dict[str, InstalledPackage]:
    """List what is installed on a path of modules. Names and versions are those of the folders of metadata, so that no file is read.

    Args:
        paths: The folders, as in `sys.path`; the first that has a package counts.
    """
    found: dict[str, InstalledPackage] = {}
    for path in paths:
        with suppress(OSError):
            for folder in Path(path or ".").iterdir():
                if folder.suffix == ".dist-info":
                    name, _, version = folder.stem.partition("-")
                    found.setdefault(normalize_name(name), InstalledPackage(version, folder))
    return found


def ask_import_paths(python: str) -> list[str]:
    """Ask an interpreter for its path of modules.

    Raises:
        OSError: It can't be run.
        ValueError: It does not answer.
    """
    done = subprocess.run((python, "-I", "-c", _PATH_QUERY), capture_output=True, text=True, check=False)
    paths: list[str] = json.loads(done.stdout)
    return paths


def find_differences(pins: Pins, installed: Mapping[str, InstalledPackage]) -> list[str]:
    """Find what a revision pins and an environment does not have, in words: `pulumi 3.200.0 (here 3.272.0)`. What matters most comes first."""
    found = {
        name: f"{name} {pin} ({'not here' if name not in installed else f'here {installed[name].version}'})"
        for name, pin in pins.packages.items()
        if name != COMMAND_PACKAGE and not _satisfies(pin, installed.get(name))
    }
    return [found[name] for name in sorted(found, key=_rank)]


def list_open_packages(pins: Pins) -> list[str]:
    """List the packages whose version the project leaves open, without those that no program runs with."""
    return sorted(
        (name for name, pin in pins.packages.items() if pin.version is None and not pin.source and name not in _UNRELATED_PACKAGES),
        key=_rank,
    )


def summarize_names(names: list[str]) -> str:
    """Name the first few."""
    return ", ".join(names[:_MAXIMUM_NAMED]) + (", …" if len(names) > _MAXIMUM_NAMED else "")


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
