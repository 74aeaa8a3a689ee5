"""Checks of planned work, during which alarms notify nobody."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from ..analysis import clock
from ..faults.schema_index import find_closest_match
from ..settings.fix import Fix, remove, write
from ..settings.mute import Mute, format_duration, parse_duration, parse_recurring_schedule
from ..settings.stack import Stack
from .finding import Finding, SettingPath

_OBSERVED_TIME: Final = timedelta(days=35)
"""Longer than two of the longest durations, and than a month."""


def check_mutes(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find planned work that is past, that is about unknown services, and that never ends."""
    if stack.monitoring is None:
        return
    names = [*stack.services, *stack.scheduled_tasks]
    now = clock.read_clock()
    for mute_name, mute in stack.monitoring.mute.items():
        path: SettingPath = ("monitoring", "mute", mute_name)
        for index, name in enumerate(mute.services or ()):
            if name not in names:
                yield _build_unknown_service_finding(path, mute.services or [], index, find_closest_match(name, names))
        # The time zone moves the moment by less than a day.
        begun_before = now - parse_duration(mute.duration) - timedelta(days=1)
        if mute.schedule.startswith("at(") and mute.schedule[3:19] < f"{begun_before:%Y-%m-%dT%H:%M}":
            yield Finding(
                "moment-in-the-past",
                (*path, "schedule"),
                f"{mute.schedule} is past, so that it never mutes anything again",
                "warning",
                fixes=(remove(*path),),
            )
        longest_break = _find_break_that_is_muted(mute, now)
        if longest_break is not None:
            shorter = timedelta(minutes=longest_break // timedelta(minutes=2))
            yield Finding(
                "alarms-always-muted",
                (*path, "duration"),
                f"{mute.schedule} begins again before {mute.duration} have passed, so that these alarms never notify anybody",
                "warning",
                ((*path, "schedule"),),
                (write(*path, "duration", value=format_duration(shorter)) if shorter else remove(*path),),
            )


def _build_unknown_service_finding(path: SettingPath, services: list[str], index: int, meant: str | None) -> Finding:
    others = [name for position, name in enumerate(services) if position != index]
    if meant is not None and meant not in others:
        fix = Fix(f"write {meant}", write(*path, "services", value=[*services[:index], meant, *services[index + 1 :]]).edits)
    elif others:
        fix = Fix(f"remove {services[index]}", write(*path, "services", value=others).edits)
    else:
        fix = remove(*path)
    return Finding(
        "mute-of-unknown-service",
        (*path, "services", index),
        f"the stack has no service or scheduled task {services[index]!r}, so that no alarm would be muted by it",
        related_paths=(("services",),),
        fixes=(fix,),
    )


def _find_break_that_is_muted(mute: Mute, now: datetime) -> timedelta | None:
    """Return the longest time between two beginnings if the duration covers it, so that the alarms are always muted. Return None otherwise."""
    calendar = parse_recurring_schedule(mute.schedule)
    if calendar is None:
        return None
    start = now.replace(tzinfo=None)
    duration = parse_duration(mute.duration)
    moments = [*calendar.list_moments(start, start + _OBSERVED_TIME)]
    breaks = [later - earlier for earlier, later in pairwise([start, *moments, start + _OBSERVED_TIME])]
    if not moments or any(length > duration for length in breaks):
        return None
    return max(breaks[1:-1])
