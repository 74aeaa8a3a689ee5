"""Findings that the stack file silences, with the reason, and entries of `silence` that are wrong or without effect."""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..faults.fault import format_path
from ..settings.fix import Edit, Fix, remove, rename, write
from ..settings.silence import Silence
from ..settings.stack import Stack
from .catalogue import CATALOGUE, PREFLIGHT_CHECKS, WORKFLOW_CHECKS, CheckDescription
from .containers import find_container
from .finding import Finding, SettingPath

Catalogue = Mapping[str, CheckDescription]


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


def find_reason(stack: Stack, finding: Finding, catalogue: Catalogue = CATALOGUE) -> str | None:
    """Return the reason for which the stack file silences a finding: that of the container that it is about, or that of the stack.

    Returns:
        The reason, or None if the finding is not silenced.
    """
    check = catalogue.get(finding.code)
    if check is None or not is_silenceable(check):
        return None
    if finding.severity == "error" and check.severity == "warning" and not check.can_be_silenced:
        return None  # the check is certain here
    container = find_container(stack, finding.path) if finding.silence_key else None
    if container is not None and finding.silence_key in container.silence:
        return container.silence[finding.silence_key]
    silence = stack.silence.get(finding.code)
    if silence is None or (silence.paths and not any(_contains(place, finding.path) for place in silence.paths)):
        return None
    return silence.reason


def split_silenced(
    findings: Iterable[Finding], stack: Stack, catalogue: Catalogue = CATALOGUE
) -> tuple[list[Finding], list[SilencedFinding]]:
    """Split findings into those to report, and those that a section `silence` of the stack file silences."""
    reported: list[Finding] = []
    silenced: list[SilencedFinding] = []
    for finding in findings:
        reason = find_reason(stack, finding, catalogue)
        if reason is None:
            reported.append(finding)
        else:
            silenced.append(SilencedFinding(finding, reason))
    return reported, silenced


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
        if not found or (silence.paths and len(unused) == len(silence.paths)):
            yield Finding(
                "silence-without-effect",
                ("silence", code),
                f"{code} reports nothing {'here' if not found else 'at ' + ' and '.join(unused)}, so that this would only hide what it finds in future",
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


def _contains(place: str, path: SettingPath) -> bool:
    """Return whether a place, as reports write it, is a path or a part that contains it."""
    return any(format_path(path[:length]) == place for length in range(1, len(path) + 1))
