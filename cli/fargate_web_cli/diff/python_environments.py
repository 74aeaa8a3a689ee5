"""The Python that runs a revision: this one if it has the pinned versions, otherwise one that the user names or that is built."""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from fargate_web_cli.diff.environment_builds import BuildError, build_environment, check_import, find_environment
from fargate_web_cli.diff.installed_packages import (
    InstalledPackage,
    find_differences,
    list_installed_packages,
    list_open_packages,
    read_import_paths,
    summarize_names,
)
from fargate_web_cli.diff.pin_files import read_pins
from fargate_web_cli.diff.pinned_versions import PinError, Pins
from fargate_web_cli.diff.progress import show_progress
from fargate_web_cli.diff.revisions import RevisionError

_PIN_FILES: Final = "uv.lock, pylock.toml, requirements.txt or dependencies in pyproject.toml"


@dataclass(frozen=True)
class EnvironmentChoice:
    """The options of the user for the environment of a revision.

    Attributes:
        option: The option that names an interpreter: `--base-python` or `--head-python`.
        python: The interpreter that the option names, if any.
        same_environment: Whether to run every revision with the versions of this environment.
    """

    option: str
    python: str | None = None
    same_environment: bool = False


@dataclass(frozen=True)
class PythonEnvironment:
    """The Python environment that runs a revision.

    Attributes:
        python: The interpreter.
        local_packages: The folders of the packages in the repository.
        import_paths: The folders with their modules.
        note: A note for the user; empty if there is none.
    """

    python: str = sys.executable
    local_packages: tuple[Path, ...] = ()
    import_paths: tuple[Path, ...] = ()
    note: str = ""

    @property
    def is_running_one(self) -> bool:
        """Whether it is the environment of this process."""
        return self.python == sys.executable


@dataclass
class EnvironmentChooser:
    """Chooses the Python for each revision of one comparison.

    Attributes:
        installed: The installed packages of this environment.
    """

    installed: dict[str, InstalledPackage] = field(default_factory=lambda: list_installed_packages(sys.path))

    def choose(self, label: str, project: Path, repository: Path, choice: EnvironmentChoice) -> PythonEnvironment:
        """Choose the Python for a revision.

        Args:
            label: The name of the revision.
            project: The folder of its project.
            repository: The folder of its repository.
            choice: The options of the user.

        Raises:
            RevisionError: No Python has the versions that the revision pins.
        """
        try:
            pins = read_pins(project, repository)
        except PinError as error:
            raise RevisionError(f"{label}: {str(error).replace(str(repository), '').lstrip('/')}.") from None
        local = tuple(pins.local_packages.values()) if pins else ()
        paths = pins.import_paths if pins else ()
        if choice.python is not None:
            return PythonEnvironment(choice.python, local, paths, _describe_named(choice.python, pins, choice.option))
        if pins is None:
            return PythonEnvironment(note=f"it pins no versions ({_PIN_FILES}): it ran with those of this environment")
        differences = find_differences(pins, self.installed)
        if not differences:
            return PythonEnvironment(sys.executable, local, paths, _describe_open(pins))
        names = summarize_names(differences)
        if choice.same_environment:
            return PythonEnvironment(
                sys.executable,
                local,
                paths,
                f"--same-environment: it ran with the versions of this environment, not with those that it pins: {names}",
            )
        try:
            python = find_environment(pins)
            if python is None:
                with show_progress(f"Installing what {label} pins, once"):
                    python = build_environment(pins)
        except BuildError as error:
            raise RevisionError(_explain_missing(label, pins, names, str(error), choice.option)) from None
        return PythonEnvironment(str(python), local, paths, f"ran with the versions that its {pins.kind} pins: {names}")


def _describe_open(pins: Pins) -> str:
    open_packages = list_open_packages(pins)
    if not open_packages:
        return ""
    return f"its {pins.kind} leaves versions open ({summarize_names(open_packages)}): it ran with those of this environment"


def _describe_named(python: str, pins: Pins | None, option: str) -> str:
    """Check the interpreter that the user names, and describe how it differs from the pins.

    Raises:
        RevisionError: It can't import the components.
    """
    try:
        paths = read_import_paths(python)
        check_import(python, pins.import_paths if pins else ())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it does not behave like Python"
        raise RevisionError(f"{option} {python} can't be run: {reason}.") from None
    except BuildError as error:
        last_line = str(error).splitlines()[-1]
        raise RevisionError(f"{option} {python} can't import fargate_web ({last_line}); install it there, or name another.") from None
    differences = find_differences(pins, list_installed_packages(paths)) if pins else []
    return f"ran with {python} ({option})" + (f", which differs from what it pins: {summarize_names(differences)}" if differences else "")


def _explain_missing(label: str, pins: Pins, names: str, reason: str, option: str) -> str:
    indented = "\n".join(f"    {line}" for line in reason.splitlines())
    return (
        f"{label} pins versions in its {pins.kind} that this environment does not have: {names}\n"
        f"  They can't be installed:\n{indented}\n"
        f"  Run it once where packages can be downloaded: the environment is kept. Or name a Python that has them: {option} PATH.\n"
        f"  Or run both revisions with the versions of this environment: --same-environment."
    )
