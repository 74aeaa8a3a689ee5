"""The time in which scheduled actions leave a service without tasks, and what it saves."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from fargate_web_cli.cost.line_item import LineItem
from fargate_web_cli.cost.ranges import Range, sum_ranges
from fargate_web_cli.cost.stack_resources import RegisteredResource, read_map, read_number, read_text

_FIRST_DAY: Final = datetime(2027, 1, 4)
"""A Monday. Which year it is matters little: the estimate is of an average month."""
_OBSERVED_WEEKS: Final = 52


def calculate_running_share(actions: Sequence[RegisteredResource]) -> float:
    """Return the share of the time in which the scheduled actions of a service allow tasks, from 0 to 1.

    It is 1 if no action sets a maximum of 0, or if an action with a maximum is no cron expression. Time zones count as one, as actions of one service
    have the same one as a rule.
    """
    limits = [(read_text(action.inputs, "schedule"), _read_maximum(action)) for action in actions]
    known = [(schedule, maximum) for schedule, maximum in limits if maximum is not None]
    if all(known_maximum for _, known_maximum in known) or not all(schedule.startswith("cron(") for schedule, _ in known):
        return 1.0
    return _calculate_share(known)


def _calculate_share(limits: Iterable[tuple[str, float]]) -> float:
    from fargate_web.settings.cron_calendar import CronCalendar  # few stacks need it

    end = _FIRST_DAY + timedelta(weeks=_OBSERVED_WEEKS)
    try:
        changes = sorted(
            (moment, maximum)
            for schedule, maximum in limits
            for moment in CronCalendar.parse(schedule[len("cron(") : -1].split()).list_moments(_FIRST_DAY, end)
        )
    except (ValueError, IndexError):  # what AWS would refuse
        return 1.0
    if not changes:
        return 1.0
    # Before the first change, the last one of the year holds.
    moments = [(_FIRST_DAY, changes[-1][1]), *changes, (end, 0.0)]
    running = sum(((later - moment) for (moment, maximum), (later, _) in pairwise(moments) if maximum), timedelta())
    return running / (end - _FIRST_DAY)


def is_closing(action: RegisteredResource) -> bool:
    """Return whether a scheduled action leaves no tasks."""
    return _read_maximum(action) == 0


def calculate_savings(items: Iterable[LineItem], running_shares: Mapping[str, float]) -> dict[str, Range]:
    """Return what the hours without tasks save, in US dollars a month, by service.

    Args:
        items: The line items of the tasks.
        running_shares: The share of the time in which each service has tasks.
    """
    items = [*items]
    return {
        service: sum_ranges(item.monthly_cost for item in items if item.service == service) * (1 / share - 1)
        for service, share in running_shares.items()
        if 0 < share < 1
    }


def list_idle_assumptions(savings: Mapping[str, Range], running_shares: Mapping[str, float]) -> Iterator[str]:
    """List the services that run a part of the time, with what that saves."""
    for service, saved in savings.items():
        yield (
            f"{service} has tasks {running_shares[service] * 100:.1f} % of the time, by its hours or scheduled actions. That saves ${saved.desired:,.2f} a month "
            f"(${saved.minimum:,.2f} at least, ${saved.maximum:,.2f} at most)."
        )


def _read_maximum(action: RegisteredResource) -> float | None:
    limits: Mapping[str, Any] = read_map(action.inputs, "scalableTargetAction")
    return read_number(limits, "maxCapacity")
