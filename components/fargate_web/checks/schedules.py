"""Checks of schedules: moments that are past, days that are counted otherwise than by Unix, and scheduled actions at the same minute."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import combinations

from ..analysis import clock
from ..settings.cron_calendar import CronCalendar
from ..settings.fix import Fix, remove, write
from ..settings.operating_hours import HOURS_BEGIN, HOURS_END
from ..settings.scaling import Scaling
from ..settings.scheduled_action import ScheduledAction
from ..settings.scheduled_task import ScheduledTask
from ..settings.stack import Stack
from .finding import Finding, SettingPath

_LONGEST_PERIOD = timedelta(days=8 * 366)
"""The longest time between two moments of a cron expression: 29 February, around the year 2100."""


def check_schedules(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find schedules that never start anything again, working days that are written as 1-5, and actions that contradict each other."""
    now = clock.read_clock()
    for name, task in stack.scheduled_tasks.items():
        path: SettingPath = ("scheduledTasks", name)
        yield from _check_schedule((*path, "schedule"), task.schedule, now)
        yield from _check_period(path, task, now)
    for name, service in stack.services.items():
        if service.scaling is None:
            continue
        path = ("services", name, "scaling")
        for action_name, action in service.scaling.scheduled_actions.items():
            yield from _check_schedule((*path, "scheduledActions", action_name, "schedule"), action.schedule, now)
        yield from _check_hours(path, service.scaling, now)
        actions = service.scaling.all_scheduled_actions
        for first, second in combinations(actions, 2):
            moment = _find_common_moment(actions[first], actions[second], now)
            if moment is not None and _contradict(actions[first], actions[second]):
                yield Finding(
                    "scheduled-actions-at-one-minute",
                    _locate_action(path, second),
                    f"{first} fires at the same minute, first at {moment:%Y-%m-%d %H:%M}, and sets other limits, so that chance decides which of the two hold from then on; "
                    "schedule one of them at another minute",
                    "warning",
                    (_locate_action(path, first),),
                )


def _locate_action(path: SettingPath, name: str) -> SettingPath:
    hours = {HOURS_BEGIN: "start", HOURS_END: "end"}
    return (*path, "hours", hours[name]) if name in hours else (*path, "scheduledActions", name, "schedule")


def _check_hours(path: SettingPath, scaling: Scaling, now: datetime) -> Iterator[Finding]:
    """Find actions that set limits while the service has no tasks by its hours."""
    hours = scaling.hours
    for name, action in scaling.scheduled_actions.items() if hours else ():
        cron = _parse_cron(action.schedule)
        if hours is None or cron is None or action.timezone != hours.timezone or action.max_capacity == 0:
            continue
        moments = cron.list_moments(now, now + timedelta(days=28))
        outside = next((moment for moment in moments if not hours.contains(moment)), None)
        if outside is not None:
            yield Finding(
                "action-outside-hours",
                (*path, "scheduledActions", name, "schedule"),
                f"at {outside:%Y-%m-%d %H:%M} the service has no tasks by its hours, and the limits of this action would hold until the hours begin or end the next time; move it into the hours, or "
                "write the hours as scheduledActions, too",
                "warning",
                ((*path, "hours"),),
            )


def _check_schedule(path: SettingPath, schedule: str, now: datetime) -> Iterator[Finding]:
    # The time zone moves the moment by less than a day.
    is_past = schedule.startswith("at(") and schedule[3:13] < f"{now:%Y-%m-%d}"
    cron = _parse_cron(schedule)
    if cron and cron.years is not None:
        is_past = not any(cron.list_days(now.date() - timedelta(days=1), datetime(max(cron.years), 12, 31).date()))
    if is_past:
        yield Finding(
            "moment-in-the-past",
            path,
            f"{schedule} is past, so that it never starts anything again; set a later moment, or remove it",
            "warning",
        )
    if cron and schedule.split()[4] == "1-5":
        yield Finding(
            "days-counted-from-sunday",
            path,
            "AWS counts the days of the week from Sunday = 1, so that 1-5 is SUN-THU",
            "warning",
            fixes=tuple(_write_days(path, schedule, days) for days in ("MON-FRI", "SUN-THU")),
        )


def _write_days(path: SettingPath, schedule: str, days: str) -> Fix:
    fields = schedule.split()
    return write(*path, value=" ".join([*fields[:4], days, *fields[5:]]))


def _check_period(path: SettingPath, task: ScheduledTask, now: datetime) -> Iterator[Finding]:
    """Check that a recurring schedule fires between its start and its end, and that both are to come."""
    if task.schedule.startswith("at("):
        return
    start, end = _read_moment(task.start_at), _read_moment(task.end_at)
    if end is not None and end < now:
        yield Finding(
            "moment-in-the-past",
            (*path, "endAt"),
            f"{task.end_at} is past, so that the task never starts again (if it shall, set a later moment)",
            "warning",
            fixes=(remove(*path, "endAt"),),
        )
        return
    if start is not None and start < now - timedelta(minutes=5):
        yield Finding(
            "start-in-the-past",
            (*path, "startAt"),
            f"{task.start_at} is past, so that it has no effect on a schedule that exists, and EventBridge Scheduler refuses a new one (The StartDate you specify cannot be "
            "earlier than 5 minutes ago)",
            "warning",
            fixes=(remove(*path, "startAt"),),
        )
    cron = _parse_cron(task.schedule)
    if cron is None or end is None or end - max(start or now, now) > _LONGEST_PERIOD:
        return
    # The time zone moves the moments by less than a day.
    day = timedelta(days=1)
    if next(cron.list_moments(max(start or now, now) - day, end + day), None) is None:
        yield Finding(
            "never-within-period",
            (*path, "schedule"),
            f"{task.schedule} has no moment {f'between startAt and endAt ({task.start_at} to {task.end_at})' if start else f'before endAt ({task.end_at})'}, so that the task never starts "
            "(set a later endAt if the end is meant)",
            "warning",
            ((*path, "endAt"), (*path, "startAt")),
            (remove(*path, "endAt"),),
        )


def _read_moment(timestamp: str | None) -> datetime | None:
    return datetime.fromisoformat(timestamp.removesuffix("Z")) if timestamp else None


def _parse_cron(schedule: str) -> CronCalendar | None:
    return CronCalendar.parse(schedule[5:-1].split()) if schedule.startswith("cron(") else None


def _contradict(one: ScheduledAction, other: ScheduledAction) -> bool:
    """Return whether two actions set a limit to different values, or limits that exclude each other."""
    pairs = ((one.min_capacity, other.min_capacity), (one.max_capacity, other.max_capacity))
    if any(mine is not None and theirs is not None and mine != theirs for mine, theirs in pairs):
        return True
    crossed = ((one.min_capacity, other.max_capacity), (other.min_capacity, one.max_capacity))
    return any(low is not None and high is not None and low > high for low, high in crossed)


def _find_common_moment(one: ScheduledAction, other: ScheduledAction, now: datetime) -> datetime | None:
    """Find a moment of the next year at which both actions fire, in the time zone of the first."""
    if one.timezone != other.timezone:
        return _find_common_instant(one, other, now)
    if one.schedule.startswith("at("):
        one, other = other, one
    if other.schedule.startswith("at("):
        moment = datetime.fromisoformat(other.schedule[3:-1])
        if one.schedule.startswith("at("):
            return moment if one.schedule[3:19] == other.schedule[3:19] else None
        cron = _parse_cron(one.schedule)
        minute = moment.replace(second=0)
        return next(cron.list_moments(minute, minute), None) if cron else None
    first, second = _parse_cron(one.schedule), _parse_cron(other.schedule)
    if first is None or second is None or not (first.hours & second.hours and first.minutes & second.minutes):
        return None
    for day in first.list_days(now.date(), now.date() + timedelta(days=366)):
        if second.matches_day(day):
            return datetime(day.year, day.month, day.day, min(first.hours & second.hours), min(first.minutes & second.minutes))
    return None


def _find_common_instant(one: ScheduledAction, other: ScheduledAction, now: datetime) -> datetime | None:
    """Find a moment at which actions of different time zones fire."""
    moments = _list_instants(one, now)
    common = moments.keys() & _list_instants(other, now).keys()
    return moments[min(common)] if common else None


def _list_instants(action: ScheduledAction, now: datetime) -> dict[datetime, datetime]:
    """List the moments of the next year in UTC, with the local time of each. An action that fires more than hourly has too many to list."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # few stacks need it

    try:
        zone = ZoneInfo(action.timezone)
    except ZoneInfoNotFoundError:
        return {}
    cron = _parse_cron(action.schedule)
    if action.schedule.startswith("at("):
        moments = [datetime.fromisoformat(action.schedule[3:-1]).replace(second=0)]
    elif cron and len(cron.hours) * len(cron.minutes) <= 24:
        moments = [*cron.list_moments(now, now + timedelta(days=366))]
    else:
        moments = []
    return {moment.replace(tzinfo=zone).astimezone(UTC): moment for moment in moments}
