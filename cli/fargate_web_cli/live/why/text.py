"""A diagnosis as text for people, and as a document for machines."""

import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from fargate_web_cli.live.setting_positions import FindPosition, describe_setting, format_setting
from fargate_web_cli.live.status.text import describe_deployment, format_time
from fargate_web_cli.live.why.cause import Cause
from fargate_web_cli.live.why.diagnosis import Diagnosis
from fargate_web_cli.live.why.facts import Facts
from fargate_web_cli.terminal.formatting import wrap_text

_INDENT: Final = " " * 12
_WIDTH: Final = 110


def render_diagnosis(facts: Facts, diagnosis: Diagnosis, find_position: FindPosition, now: datetime) -> str:
    """Return a diagnosis as text, the most likely cause first."""
    return "".join(f"{line}\n" for line in _list_lines(facts, diagnosis, find_position, now))


def build_document(facts: Facts, diagnosis: Diagnosis, find_position: FindPosition) -> dict[str, Any]:
    """Return a diagnosis as a document for JSON."""
    deployment = facts.deployment
    return {
        "service": facts.service,
        "deployment": None if deployment is None else {"arn": deployment.arn, "status": deployment.status, "reason": deployment.reason},
        "causes": [
            {
                "kind": cause.kind,
                "likelihood": cause.likelihood.name.lower(),
                "title": cause.title,
                "remedy": cause.remedy,
                "setting": format_setting(facts.service, cause.setting) if cause.setting else None,
                "position": find_position(("services", facts.service, *cause.setting)) if cause.setting else None,
                "evidence": [
                    {
                        "source": each.source,
                        "quote": each.quote,
                        "time": each.time.astimezone(UTC).isoformat().replace("+00:00", "Z") if each.time else None,
                    }
                    for each in cause.evidence
                ],
            }
            for cause in diagnosis.causes
        ],
        "ruledOut": list(diagnosis.ruled_out),
        "unread": dict(facts.unread or {}),
    }


def _list_lines(facts: Facts, diagnosis: Diagnosis, find_position: FindPosition, now: datetime) -> Iterator[str]:
    if facts.deployment is None:
        yield f"{facts.service}: ECS knows no deployment; {facts.running_tasks} of {facts.desired_tasks} tasks run."
    else:
        yield f"{facts.service}: the last deployment: {describe_deployment(facts.deployment, None, now)}"
    yield ""
    if not diagnosis.causes:
        yield "No cause was found in what AWS tells."
    for index, cause in enumerate(diagnosis.causes):
        yield f"{'Most likely' if index == 0 else 'Also'}: {cause.title}."
        for number, each in enumerate(cause.evidence):
            moment = f"{format_time(each.time)} " if each.time else ""
            yield f"  {'evidence' if number == 0 else '':8}  {moment}{each.source}: {each.quote}"
        yield from _fill("change" if cause.setting else "do", _describe_remedy(facts, cause, find_position))
        yield ""
    if diagnosis.ruled_out:
        yield from textwrap.wrap(f"Ruled out: {', '.join(diagnosis.ruled_out)}.", _WIDTH, break_on_hyphens=False)
    unread: dict[str, list[str]] = {}
    for subject, reason in (facts.unread or {}).items():
        unread.setdefault(reason, []).append(subject)
    for reason, subjects in unread.items():
        yield from textwrap.wrap(f"Not known: {', '.join(sorted(subjects))}: {reason}", _WIDTH, break_on_hyphens=False)


def _describe_remedy(facts: Facts, cause: Cause, find_position: FindPosition) -> str:
    return f"{describe_setting(facts.service, cause.setting, find_position)}: {cause.remedy}" if cause.setting else cause.remedy


def _fill(label: str, text: str) -> list[str]:
    lines = wrap_text(text, _WIDTH - len(_INDENT))
    return [f"  {label:8}  {lines[0]}", *(f"{_INDENT}{line}" for line in lines[1:])]
