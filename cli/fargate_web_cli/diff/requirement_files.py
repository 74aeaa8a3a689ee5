"""Reads `requirements.txt`, and the dependencies in `pyproject.toml` where there is no lock."""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fargate_web_cli.diff.pinned_versions import Pin, PinError, Pins, applies_here, normalize_name, read_text, read_toml

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
    """What has been read so far."""

    packages: dict[str, Pin] = field(default_factory=dict)
    local_packages: dict[str, Path] = field(default_factory=dict)
    local_extras: dict[str, list[str]] = field(default_factory=dict)
    requirements: list[str] = field(default_factory=list)
    content: list[str] = field(default_factory=list)


def read_requirements_file(file: Path) -> Pins:
    """Read `requirements.txt`, with the files that it includes.

    Raises:
        PinError: It can't be read.
    """
    collected = _Collected()
    _collect_file(file, collected, is_constraint=False, seen=set())
    _add_local_dependencies(collected)
    return _build_pins("requirements.txt", file, collected)


def read_project_dependencies(file: Path, repository: Path) -> Pins | None:
    """Read the dependencies that `pyproject.toml` names itself.

    Args:
        file: The file.
        repository: The root of the repository, to which a workspace may reach.

    Returns:
        What it pins; None if it names none.

    Raises:
        PinError: It can't be read.
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
    """Note a constraint: it holds for a package that something else asks for."""
    collected.content.append(f"constraint {line}")
    requirement = _parse_requirement(line)
    if requirement is not None and applies_here(requirement.marker):
        pin = _build_pin(requirement)
        collected.packages.setdefault(normalize_name(requirement.name), Pin(pin.version, pin.specifier, pin.source, optional=True))


def _collect_line(line: str, folder: Path, collected: _Collected) -> None:
    place = _PATH.match(_EDITABLE.sub("", line)) if not line.startswith("--") and "://" not in line.replace("file://", "") else None
    if place is not None and not _is_option(line):
        _collect_path(Path(os.path.normpath(folder / place["path"].strip())), place["extras"] or "", collected)
        return
    collected.content.append(line)
    linked = _FIND_LINKS.match(line)
    if linked is not None:
        place_ = folder / linked["place"]
        collected.requirements.append(f"--find-links {place_}" if place_.is_dir() else line)
        return
    collected.requirements.append(line)
    if line.startswith("-"):
        return
    requirement = _parse_requirement(line)
    if requirement is None:
        raise PinError(f"the requirement {line!r} can't be read")
    if applies_here(requirement.marker):
        collected.packages[normalize_name(requirement.name)] = _build_pin(requirement)


def _collect_path(path: Path, extras: str, collected: _Collected) -> None:
    """Note a package in the repository: its code is taken from there. An archive is installed as any other."""
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
    collected.local_extras[normalize_name(package)] = [each.strip() for each in extras.split(",") if each.strip()]
    collected.content.append(f"local {package}[{extras}]")


def _add_local_dependencies(collected: _Collected) -> None:
    """Add what the packages of the repository need and what the file does not name already."""
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
    for line in (*project.get("dependencies", ()), *(each for extra in extras for each in optional.get(extra, ()))):
        requirement = _parse_requirement(line)
        if requirement is None:
            raise PinError(f"{folder / 'pyproject.toml'}: the dependency {line!r} can't be read")
        name = normalize_name(requirement.name)
        if name in collected.local_packages or (only_missing and name in collected.packages) or not applies_here(requirement.marker):
            continue
        source = _choose_source(sources.get(requirement.name, sources.get(name, {})))
        home = _find_source_folder(name, source, folder, repository)
        if home is not None:
            collected.local_packages[name] = home
            if (home / "pyproject.toml").is_file():
                _collect_project(home, sorted(requirement.extras), collected, repository, only_missing=only_missing)
            continue
        text = _apply_source(requirement, source)
        placed = _parse_requirement(text)
        collected.content.append(text)
        collected.requirements.append(text)
        collected.packages[name] = _build_pin(placed or requirement)


def _choose_source(source: Any) -> Mapping[str, Any]:
    options = source if isinstance(source, list) else [source]
    return next((each for each in options if isinstance(each, dict) and applies_here(each.get("marker"))), {})


def _find_source_folder(name: str, source: Mapping[str, Any], folder: Path, repository: Path) -> Path | None:
    """Find the folder of a dependency that uv takes from the repository."""
    if "path" in source and not str(source["path"]).endswith(_ARCHIVE_SUFFIXES):
        return Path(os.path.normpath(folder / source["path"]))
    if source.get("workspace"):
        for file in sorted(repository.glob("**/pyproject.toml")):
            if ".venv" not in file.parts and normalize_name(str(read_toml(file).get("project", {}).get("name", ""))) == name:
                return file.parent
    return None


def _apply_source(requirement: "Requirement", source: Mapping[str, Any]) -> str:
    """Write a dependency with the place that uv takes it from."""
    extras = f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""
    if "git" in source:
        revision = source.get("rev") or source.get("tag") or source.get("branch")
        subdirectory = f"#subdirectory={source['subdirectory']}" if source.get("subdirectory") else ""
        return f"{requirement.name}{extras} @ git+{source['git']}{f'@{revision}' if revision else ''}{subdirectory}"
    if "url" in source:
        return f"{requirement.name}{extras} @ {source['url']}"
    return str(requirement)


def _list_index_lines(content: Mapping[str, Any]) -> list[str]:
    return [f"--extra-index-url {each['url']}" for each in content.get("tool", {}).get("uv", {}).get("index", ()) if "url" in each]


def _list_logical_lines(text: str) -> Iterator[str]:
    """Join what a backslash continues, and leave comments out."""
    for line in text.replace("\\\r\n", " ").replace("\\\n", " ").splitlines():
        stripped = re.sub(r"(^|\s)#.*$", "", line).strip()
        if stripped:
            yield stripped


def _is_option(line: str) -> bool:
    return line.startswith("-") and not _EDITABLE.match(line)


def _parse_requirement(line: str) -> "Requirement | None":
    """Read a requirement without the options of an installer that may follow it."""
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
    exact = [each for each in requirement.specifier if each.operator in ("==", "===") and not each.version.endswith(".*")]
    return Pin(exact[0].version) if exact else Pin(specifier=str(requirement.specifier))
