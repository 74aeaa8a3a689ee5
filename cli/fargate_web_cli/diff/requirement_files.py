"""Reads `requirements.txt`, and the dependencies in `pyproject.toml` of a project without a lock file."""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fargate_web_cli.diff.pinned_versions import Pin, PinError, Pins, matches_environment, normalize_name, read_text, read_toml

if TYPE_CHECKING:
    from packaging.requirements import Requirement

_ARCHIVE_SUFFIXES: Final = (".whl", ".zip", ".tar.gz")
_INCLUDE: Final = re.compile(r"^(?:-r|-c|--requirement|--constraint)[\s=]*(?P<file>\S.*)$")
_EDITABLE: Final = re.compile(r"^(?:-e|--editable)[\s=]+")
_FIND_LINKS: Final = re.compile(r"^(?P<option>-f|--find-links)[\s=]+(?P<place>\S+)")
_PATH: Final = re.compile(r"^(?:file:(?://)?)?(?P<path>\.{0,2}/[^\[#;]*|\.{1,2}|[^\s\[@=<>~!;]+/[^\s\[@;]*)(?:\[(?P<extras>[^\]]*)\])?")
_GIT_REVISION: Final = re.compile(r"^git\+\w+://[^/#]*/[^#@]*@(?P<revision>[^#]+)")


@dataclass
class _Collected:
    """The collected requirements."""

    packages: dict[str, Pin] = field(default_factory=dict)
    local_packages: dict[str, Path] = field(default_factory=dict)
    local_extras: dict[str, list[str]] = field(default_factory=dict)
    requirements: list[str] = field(default_factory=list)
    content: list[str] = field(default_factory=list)


def read_requirements_file(file: Path) -> Pins:
    """Read `requirements.txt`, with the files that it includes.

    Raises:
        PinError: A file can't be read.
    """
    collected = _Collected()
    _collect_file(file, collected, is_constraint=False, seen=set())
    _add_local_dependencies(collected)
    return _build_pins("requirements.txt", file, collected)


def read_project_dependencies(file: Path, repository: Path) -> Pins | None:
    """Read the dependencies of `pyproject.toml`.

    Args:
        file: The file.
        repository: The root of the repository, to find the members of a workspace.

    Returns:
        The pins; None if there are no dependencies.

    Raises:
        PinError: A file can't be read.
    """
    if not read_toml(file).get("project", {}).get("dependencies"):
        return None
    collected = _Collected()
    _collect_project(file.parent, (), collected, repository)
    return _build_pins("pyproject.toml", file, collected)


def _build_pins(kind: Any, file: Path, collected: _Collected) -> Pins:
    return Pins(
        kind,
        file,
        file.parent,
        collected.packages,
        collected.local_packages,
        tuple(collected.requirements),
        "\n".join(collected.content),
    )


def _collect_file(file: Path, collected: _Collected, *, is_constraint: bool, seen: set[Path]) -> None:
    if file in seen:
        return
    seen.add(file)
    for line in _list_logical_lines(read_text(file)):
        included = _INCLUDE.match(line)
        if included:
            constraint = is_constraint or line.startswith(("-c", "--c"))
            _collect_file(Path(os.path.normpath(file.parent / included["file"])), collected, is_constraint=constraint, seen=seen)
        elif is_constraint:
            _collect_constraint(line, collected)
        else:
            _collect_line(line, file.parent, collected)


def _collect_constraint(line: str, collected: _Collected) -> None:
    """Collect a constraint, which applies only if another requirement needs the package."""
    collected.content.append(f"constraint {line}")
    requirement = _parse_requirement(line)
    if requirement is not None and matches_environment(requirement.marker):
        pin = _build_pin(requirement)
        collected.packages.setdefault(normalize_name(requirement.name), Pin(pin.version, pin.specifier, pin.source, optional=True))


def _collect_line(line: str, folder: Path, collected: _Collected) -> None:
    path_match = _PATH.match(_EDITABLE.sub("", line)) if not line.startswith("--") and "://" not in line.replace("file://", "") else None
    if path_match is not None and not _is_option(line):
        _collect_path(Path(os.path.normpath(folder / path_match["path"].strip())), path_match["extras"] or "", collected)
        return
    collected.content.append(line)
    find_links = _FIND_LINKS.match(line)
    if find_links is not None:
        archive_folder = folder / find_links["place"]
        collected.requirements.append(f"--find-links {archive_folder}" if archive_folder.is_dir() else line)
        return
    collected.requirements.append(line)
    if line.startswith("-"):
        return
    requirement = _parse_requirement(line)
    if requirement is None:
        raise PinError(f"the requirement {line!r} can't be read")
    if matches_environment(requirement.marker):
        collected.packages[normalize_name(requirement.name)] = _build_pin(requirement)


def _collect_path(path: Path, extras: str, collected: _Collected) -> None:
    """Collect a path: a package in the repository is used from there, and an archive is installed."""
    if path.name.endswith(_ARCHIVE_SUFFIXES):
        digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        collected.content.append(f"{path.name} {digest}")
        collected.requirements.append(str(path))
        if path.suffix == ".whl":
            name, version = path.name.split("-")[:2]
            collected.packages[normalize_name(name)] = Pin(version)
        return
    project = read_toml(path / "pyproject.toml").get("project", {}) if (path / "pyproject.toml").is_file() else {}
    package = str(project.get("name") or path.name)
    collected.local_packages[normalize_name(package)] = path
    collected.local_extras[normalize_name(package)] = [extra.strip() for extra in extras.split(",") if extra.strip()]
    collected.content.append(f"local {package}[{extras}]")


def _add_local_dependencies(collected: _Collected) -> None:
    """Add the dependencies of local packages that the file does not list."""
    for name, path in [*collected.local_packages.items()]:
        if (path / "pyproject.toml").is_file():
            _collect_project(path, collected.local_extras.get(name, ()), collected, path, only_missing=True)


def _collect_project(folder: Path, extras: Sequence[str], collected: _Collected, repository: Path, *, only_missing: bool = False) -> None:
    content = read_toml(folder / "pyproject.toml")
    project = content.get("project", {})
    sources = content.get("tool", {}).get("uv", {}).get("sources", {})
    collected.content += _list_index_lines(content)
    collected.requirements += _list_index_lines(content)
    optional = project.get("optional-dependencies", {})
    for line in (*project.get("dependencies", ()), *(dependency for extra in extras for dependency in optional.get(extra, ()))):
        requirement = _parse_requirement(line)
        if requirement is None:
            raise PinError(f"{folder / 'pyproject.toml'}: the dependency {line!r} can't be read")
        name = normalize_name(requirement.name)
        if name in collected.local_packages or (only_missing and name in collected.packages) or not matches_environment(requirement.marker):
            continue
        source = _choose_source(sources.get(requirement.name, sources.get(name, {})))
        source_folder = _find_source_folder(name, source, folder, repository)
        if source_folder is not None:
            collected.local_packages[name] = source_folder
            if (source_folder / "pyproject.toml").is_file():
                _collect_project(source_folder, sorted(requirement.extras), collected, repository, only_missing=only_missing)
            continue
        text = _apply_source(requirement, source)
        sourced_requirement = _parse_requirement(text)
        collected.content.append(text)
        collected.requirements.append(text)
        collected.packages[name] = _build_pin(sourced_requirement or requirement)


def _choose_source(source: Any) -> Mapping[str, Any]:
    options = source if isinstance(source, list) else [source]
    return next((option for option in options if isinstance(option, dict) and matches_environment(option.get("marker"))), {})


def _find_source_folder(name: str, source: Mapping[str, Any], folder: Path, repository: Path) -> Path | None:
    """Return the folder of a dependency that uv takes from the repository; None for any other."""
    if "path" in source and not str(source["path"]).endswith(_ARCHIVE_SUFFIXES):
        return Path(os.path.normpath(folder / source["path"]))
    if source.get("workspace"):
        for file in sorted(repository.glob("**/pyproject.toml")):
            if ".venv" not in file.parts and normalize_name(str(read_toml(file).get("project", {}).get("name", ""))) == name:
                return file.parent
    return None


def _apply_source(requirement: "Requirement", source: Mapping[str, Any]) -> str:
    """Return a dependency with the source that uv uses for it."""
    extras = f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""
    if "git" in source:
        revision = source.get("rev") or source.get("tag") or source.get("branch")
        subdirectory = f"#subdirectory={source['subdirectory']}" if source.get("subdirectory") else ""
        return f"{requirement.name}{extras} @ git+{source['git']}{f'@{revision}' if revision else ''}{subdirectory}"
    if "url" in source:
        return f"{requirement.name}{extras} @ {source['url']}"
    return str(requirement)


def _list_index_lines(content: Mapping[str, Any]) -> list[str]:
    return [f"--extra-index-url {index['url']}" for index in content.get("tool", {}).get("uv", {}).get("index", ()) if "url" in index]


def _list_logical_lines(text: str) -> Iterator[str]:
    """Join lines that end with a backslash, and remove comments."""
    for line in text.replace("\\\r\n", " ").replace("\\\n", " ").splitlines():
        stripped = re.sub(r"(^|\s)#.*$", "", line).strip()
        if stripped:
            yield stripped


def _is_option(line: str) -> bool:
    return line.startswith("-") and not _EDITABLE.match(line)


def _parse_requirement(line: str) -> "Requirement | None":
    """Parse a requirement, ignoring installer options after it; None if it is invalid."""
    from packaging.requirements import InvalidRequirement, Requirement

    text = _EDITABLE.sub("", re.split(r"\s--", line, maxsplit=1)[0]).strip()
    named = re.search(r"#(?:.*&)?egg=(?P<name>[A-Za-z0-9._-]+)", text)
    if named is not None and "@" in text and text.startswith(("git+", "http")):
        text = f"{named['name']} @ {text}"
    try:
        return Requirement(text)
    except InvalidRequirement:
        return None


def _build_pin(requirement: "Requirement") -> Pin:
    if requirement.url:
        revision = _GIT_REVISION.match(requirement.url)
        wheel = re.search(r"/[^/]+?-(?P<version>[^-/]+)-[^/]*\.whl", requirement.url)
        return Pin(wheel["version"] if wheel else None, source=revision["revision"] if revision else "")
    exact = [
        specifier for specifier in requirement.specifier if specifier.operator in ("==", "===") and not specifier.version.endswith(".*")
    ]
    return Pin(exact[0].version) if exact else Pin(specifier=str(requirement.specifier))
