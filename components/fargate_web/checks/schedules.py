"""Checks of schedules: moments that are past, and days of the week that AWS counts otherwise than Unix."""

from collections.abc import Iterator
from datetime import UTC, datetime

from ..settings.stack import Stack
from .finding import Finding, SettingPath


def check_schedules(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find schedules that never start anything again, and working days that are written as 1-5."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    for name, task in stack.scheduled_tasks.items():
        path: SettingPath = ("scheduledTasks", name)
        yield from _check_schedule((*path, "schedule"), task.schedule, now)
        if task.end_at is not None and task.end_at.removesuffix("Z") < now:
            yield Finding(
                "moment-in-the-past",
                (*path, "endAt"),
                f"{task.end_at} is past, so that the task never starts again; write a later moment, or remove endAt, or the task",
                "warning",
            )
    for name, service in stack.services.items():
        for action_name, action in (service.scaling.scheduled_actions if service.scaling else {}).items():
            yield from _check_schedule(("services", name, "scaling", "scheduledActions", action_name, "schedule"), action.schedule, now)


def _check_schedule(path: SettingPath, schedule: str, now: str) -> Iterator[Finding]:
    # The time zone moves the moment by less than a day.
    if schedule.startswith("at(") and schedule[3:13] < now[:10]:
        yield Finding(
            "moment-in-the-past",
            path,
            f"{schedule} is past, so that it never starts anything; write a later moment, or remove it",
            "warning",
        )
    if schedule.startswith("cron(") and schedule.split()[4] == "1-5":
        yield Finding(
            "days-counted-from-sunday",
            path,
            f"AWS counts the days of the week from Sunday = 1, so that 1-5 is SUN-THU; write {schedule.replace(' 1-5 ', ' MON-FRI ')}, or SUN-THU if you mean that",
            "warning",
        )
