"""Findings that the stack file silences, with the reason, and entries of `silence` that are wrong or without effect."""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from ..faults.fault import format_path
from ..settings.fix import Edit, Fix, remove, rename, write
from ..settings.silence import Silence
from ..settings.stack import Stack
from ..settings.task import Task
from .catalogue import CATALOGUE, PREFLIGHT_CHECKS, WORKFLOW_CHECKS, CheckDescription
from .finding import Finding, SettingPath

Catalogue = Mapping[str, CheckDescription]
_AnyTask = TypeVar("_AnyTask", bound=Task)


class SilencedFinding(NamedTuple):
    """A finding that the stack file silences.

    Attributes:
        finding: What would be reported.
        reason: The reason in the stack file.
    """

    finding: Finding
    reason: str


def is_silenceable(check: CheckDescription) -> bool:
    """Return whether a stack file can silence a check: warnings and advice always, errors only where they are a choice."""
    return check.can_be_silenced or check.severity != "error"


def find_reason(
    silences: Mapping[str, Silence], code: str, path: SettingPath, *, is_error: bool = False, catalogue: Catalogue = CATALOGUE
) -> str | None:
    """Return the reason for which the stack file silences a finding.

    Args:
        silences: The section `silence` of the stack file.
        code: The identifier of the check.
        path: The path of the finding.
        is_error: Whether the finding is an error.
        catalogue: The descriptions of all checks.

    Returns:
        The reason, or None if the finding is not silenced.
    """
    silence, check = silences.get(code), catalogue.get(code)
    if silence is None or check is None or not is_silenceable(check):
        return None
    if is_error and check.severity == "warning" and not check.can_be_silenced:
        return None  # the check is certain here
    return silence.reason if not silence.paths or any(_contains(place, path) for place in silence.paths) else None


def split_silenced(
    findings: Iterable[Finding], silences: Mapping[str, Silence], catalogue: Catalogue = CATALOGUE
) -> tuple[list[Finding], list[SilencedFinding]]:
    """Split findings into those to report, and those that the section `silence` of the stack file silences."""
    reported: list[Finding] = []
    silenced: list[SilencedFinding] = []
    for finding in findings:
        reason = find_reason(silences, finding.code, finding.path, is_error=finding.severity == "error", catalogue=catalogue)
        if reason is None:
            reported.append(finding)
        else:
            silenced.append(SilencedFinding(finding, reason))
    return reported, silenced


def remove_container_silences(stack: Stack) -> Stack | None:
    """Return the stack without the sections `silence` of its containers. Return None if there are none."""
    if not any(container.silence for task in stack.tasks.values() for container in (task, *task.sidecars.values())):
        return None
    tasks = {
        "services": {name: _remove_silences(service) for name, service in stack.services.items()},
        "scheduled_tasks": {name: _remove_silences(task) for name, task in stack.scheduled_tasks.items()},
    }
    return stack.model_copy(update=tasks)


def find_container_reason(stack: Stack, path: SettingPath) -> str:
    """Return the reason in the section `silence` of the container that a finding is about; all of them if there are several."""
    task = stack.tasks[str(path[0]), str(path[1])]
    container = task.sidecars[str(path[3])] if len(path) > 3 and path[2] == "sidecars" else task
    return "; ".join(container.silence.values())


def check_silence(silences: Mapping[str, Silence], catalogue: Catalogue = CATALOGUE) -> Iterator[Finding]:
    """Find identifiers that do not exist, and checks that can't be silenced."""
    for code in silences:
        path = ("silence", code)
        check = catalogue.get(code)
        if check is None:
            closest, is_certain = _find_closest(code, catalogue)
            yield Finding(
                "unknown-check",
                path,
                f"there is no check {code}, so that this silences nothing"
                + ("" if closest else "; write an identifier that `fargate-web explain` lists"),
                fixes=tuple(rename(*path, to=name, certain=is_certain) for name in closest),
            )
        elif not is_silenceable(check):
            yield Finding(
                "check-not-silenceable",
                path,
                f"{code} can't be silenced: it is an error that stops the deployment ({check.title})",
                fixes=(Fix(f"remove {code} from silence", (Edit(path, "remove"),)),),
            )


def check_silence_effects(
    silences: Mapping[str, Silence], silenced: Sequence[SilencedFinding], catalogue: Catalogue = CATALOGUE
) -> Iterator[Finding]:
    """Find entries that silence nothing, such as those that are left from a setting that was corrected since."""
    for code, silence in silences.items():
        check = catalogue.get(code)
        if check is None or not is_silenceable(check) or code in (*WORKFLOW_CHECKS, *PREFLIGHT_CHECKS, "silence-without-effect"):
            continue
        found = [finding.path for finding, _ in silenced if finding.code == code]
        unused = [place for place in silence.paths if not any(_contains(place, path) for path in found)]
        if not found:
            yield Finding(
                "silence-without-effect",
                ("silence", code),
                f"{code} reports nothing here, so that this would only hide what it finds in future",
                "warning",
                fixes=(remove("silence", code),),
            )
        elif unused:
            yield Finding(
                "silence-without-effect",
                ("silence", code, "paths", silence.paths.index(unused[0])),
                f"{code} reports nothing at {' and '.join(unused)}, so that this would only hide what it finds there in future",
                "warning",
                fixes=(write("silence", code, "paths", value=[place for place in silence.paths if place not in unused]),),
            )


def _find_closest(code: str, catalogue: Catalogue) -> tuple[list[str], bool]:
    """Find the checks that an unknown identifier can mean, and return whether it is certainly a misspelt one."""
    silenceable = [check.code for check in catalogue.values() if is_silenceable(check)]
    misspelt = difflib.get_close_matches(code.lower(), silenceable, n=1, cutoff=0.7)
    if misspelt:
        return misspelt, True
    # The keys of a container's silence, such as `image`, are words of identifiers.
    return [name for name in silenceable if code.lower() in name.split("-")][:3], False


def _remove_silences(task: _AnyTask) -> _AnyTask:
    sidecars = {name: sidecar.model_copy(update={"silence": {}}) for name, sidecar in task.sidecars.items()}
    return task.model_copy(update={"silence": {}, "sidecars": sidecars})


def _contains(place: str, path: SettingPath) -> bool:
    """Return whether a place, as reports write it, is a path or a part that contains it."""
    return any(format_path(path[:length]) == place for length in range(1, len(path) + 1))
