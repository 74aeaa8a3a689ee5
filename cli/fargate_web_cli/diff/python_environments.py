"""The Python that runs a revision: this one if it has what the revision pins, else one that is built for it or that the user names."""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from fargate_web_cli.diff.environment_builds import BuildError, check_import, find_or_build, is_built
from fargate_web_cli.diff.installed_packages import (
    InstalledPackage,
    ask_import_paths,
    find_differences,
    list_installed_packages,
    list_open_packages,
    summarize_names,
)
from fargate_web_cli.diff.pin_files import read_pins
from fargate_web_cli.diff.pinned_versions import PinError, Pins
from fargate_web_cli.diff.progress import show_progress
from fargate_web_cli.diff.revisions import RevisionError

_PIN_FILES: Final = "uv.lock, pylock.toml, requirements.txt or dependencies in pyproject.toml"


@dataclass(frozen=True)
class EnvironmentChoice:
    """How the user wants a revision to be run.

    Attributes:
        option: The option that names an interpreter: `--base-python` or `--head-python`.
        python: The interpreter that it names, if it is given.
        same_environment: Whether the versions of this environment do for every revision.
    """

    option: str
    python: str | None = None
    same_environment: bool = False


@dataclass(frozen=True)
class PythonEnvironment:
    """How a revision is run.

    Attributes:
        python: The interpreter.
        local_packages: The folders of the packages that the repository holds itself.
        import_paths: Where their modules are.
        note: What the user should know of it, or nothing.
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
        installed: What this environment has.
    """

    installed: dict[str, InstalledPackage] = field(default_factory=lambda: list_installed_packages(sys.path))

    def choose(self, label: str, project: Path, repository: Path, choice: EnvironmentChoice) -> PythonEnvironment:
        """Choose the Python for a revision.

        Args:
            label: What the revision is called.
            project: The folder of its project.
            repository: The folder of its repository.
            choice: What the user wants.

        Raises:
            RevisionError: There is none that has what the revision pins.
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
        differing = find_differences(pins, self.installed)
        if not differing:
            return PythonEnvironment(sys.executable, local, paths, _describe_open(pins))
        what = summarize_names(differing)
        if choice.same_environment:
            return PythonEnvironment(
                sys.executable,
                local,
                paths,
                f"--same-environment: it ran with the versions of this environment, not with those that it pins: {what}",
            )
        try:
            if is_built(pins):
                python = find_or_build(pins)
            else:
                with show_progress(f"Installing what {label} pins, once"):
                    python = find_or_build(pins)
        except BuildError as error:
            raise RevisionError(_explain_missing(label, pins, what, str(error), choice.option)) from None
        return PythonEnvironment(str(python), local, paths, f"ran with the versions that its {pins.kind} pins: {what}")


def _describe_open(pins: Pins) -> str:
    left_open = list_open_packages(pins)
    if not left_open:
        return ""
    return f"its {pins.kind} leaves versions open ({summarize_names(left_open)}): it ran with those of this environment"


def _describe_named(python: str, pins: Pins | None, option: str) -> str:
    """Check the interpreter that the user names, and tell what it has that is not as pinned.

    Raises:
        RevisionError: It does not have the components.
    """
    try:
        paths = ask_import_paths(python)
        check_import(python, pins.import_paths if pins else ())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it does not answer as Python does"
        raise RevisionError(f"{option} {python} can't be run: {reason}.") from None
    except BuildError as error:
        last = str(error).splitlines()[-1]
        raise RevisionError(f"{option} {python} can't import fargate_web ({last}); install it there, or name another.") from None
    differing = find_differences(pins, list_installed_packages(paths)) if pins else []
    return f"ran with {python} ({option})" + (f", which has not what it pins: {summarize_names(differing)}" if differing else "")


def _explain_missing(label: str, pins: Pins, what: str, reason: str, option: str) -> str:
    indented = "\n".join(f"    {line}" for line in reason.splitlines())
    return (
        f"{label} pins versions in its {pins.kind} that this environment does not have: {what}\n"
        f"  They can't be installed:\n{indented}\n"
        f"  Run it once where packages can be downloaded: the environment is kept. Or name a Python that has them: {option} PATH.\n"
        f"  Or run both revisions with the versions of this environment: --same-environment."
    )
