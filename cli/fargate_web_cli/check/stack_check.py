"""Checks of stack files, without running a program."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from fargate_web.checks import Finding
from fargate_web.checks.silence import split_silenced
from fargate_web.faults.fault import Fault, PositionFinder, SettingsError
from fargate_web.stack.environments import is_missing_value, list_environments
from fargate_web.stack.load import load_file
from fargate_web.stack_file.config_source import shorten_path
from fargate_web.stack_file.yaml_file import YamlFile

from fargate_web_cli.check.drift_workflows import advise_on_drift_workflows
from fargate_web_cli.check.file_selection import CheckedFile
from fargate_web_cli.project.stack_configuration import is_stack_file


class SilencedFault(NamedTuple):
    """A warning that the stack file silences.

    Attributes:
        fault: What would be reported.
        reason: The reason in the stack file.
    """

    fault: Fault
    reason: str


@dataclass(frozen=True)
class StackCheck:
    """The result of the check of one stack file.

    Attributes:
        stack: The name of the stack.
        file: Its stack file.
        faults: The faults that prevent a deployment.
        warnings: The advice for the stack.
        silenced: What the stack file silences, with the reasons.
        environments: The Pulumi ESC environments of the stack, whose values only Pulumi knows.
        missing: The values that are missing unless an environment has them.
    """

    stack: str
    file: Path
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    silenced: tuple[SilencedFault, ...] = ()
    environments: tuple[str, ...] = ()
    missing: tuple[Fault, ...] = ()


def check_stack_file(checked: CheckedFile) -> StackCheck:
    """Load and check one stack file, and what the workflows of its repository expect of it."""
    stack, file, project = checked
    try:
        file.read_bytes()  # the loader reports a dangling link as a missing stack
        if project is not None and not is_stack_file(file, project):
            return StackCheck(stack, file)  # only its resources are checked
        loaded = load_file(file, stack=stack, project_file=project.file if project else None)
    except SettingsError as error:
        environments = _list_environments(file)
        missing = tuple(fault for fault in error.faults if environments and is_missing_value(fault))
        faults = tuple(fault for fault in error.faults if fault not in missing)
        return StackCheck(stack, file, faults=faults, environments=environments, missing=missing)
    except OSError as error:
        unreadable = Fault((), f"it can't be read: {error.strerror or error}", shorten_path(file))
        return StackCheck(stack, file, faults=(unreadable,))
    advice, silenced = split_silenced(advise_on_drift_workflows(loaded, project.folder if project else file.parent), loaded.stack)
    return StackCheck(
        stack,
        file,
        warnings=(*loaded.warnings, *(_place(finding, loaded.find_position) for finding in advice)),
        silenced=tuple(SilencedFault(_place(finding, loaded.find_position), reason) for finding, reason in (*loaded.silenced, *silenced)),
        environments=_list_environments(file),
    )


def _list_environments(file: Path) -> tuple[str, ...]:
    return list_environments(YamlFile(file.read_bytes(), file.name)) if file.is_file() else ()


def _place(finding: Finding, find_position: PositionFinder) -> Fault:
    return Fault.at_position(find_position(finding.path), finding.path, finding.message, code=finding.code)
