"""What a service costs that has no tasks at certain times."""

import pytest
from fargate_web_cli.cost.idle_hours import calculate_running_share
from fargate_web_cli.cost.ranges import Range

from tests.cli.cost.test_estimate import ACTION, TARGET, Thing, kind, of, web


def action(schedule: str, least: int | None = None, most: int | None = None) -> Thing:
    limits = {key: value for key, value in (("minCapacity", least), ("maxCapacity", most)) if value is not None}
    return Thing(ACTION, f"web:{schedule}", {"schedule": schedule, "scalableTargetAction": limits})


WORKING_HOURS = [action("cron(0 7 ? * MON-FRI *)", 2, 4), action("cron(0 19 ? * MON-FRI *)", 0, 0)]


@pytest.mark.parametrize(
    ("actions", "hours_a_week"),
    [
        (WORKING_HOURS, 60),
        ([action("cron(30 18 ? * FRI,SAT *)", 1, 2), action("cron(0 2 ? * SAT,SUN *)", 0, 0)], 15),
        ([*WORKING_HOURS, action("cron(0 12 ? * * *)", 3)], 60),  # the maximum stays as it is
        ([action("cron(0 7 ? * MON-FRI *)", 2, 4)], 168),
        ([action("cron(0 7 ? * MON-FRI *)", 2, 4), action("rate(1 hour)", 0, 0)], 168),
        ([action("cron(0 7 ? * MON-FRI *)", 2, 4), action("cron(x)", 0, 0)], 168),
        ([], 168),
    ],
)
def test_a_service_runs_while_its_maximum_is_not_zero(actions: list[Thing], hours_a_week: float) -> None:
    assert calculate_running_share(actions) == pytest.approx(hours_a_week / 168)


def test_hours_cost_and_save_their_share() -> None:
    target = Thing(TARGET, "web", {"minCapacity": 2, "maxCapacity": 4})
    estimate = of([*web(2), target, *WORKING_HOURS])
    # 18.02 and 36.04 for all 168 hours of a week
    assert kind(estimate, "Fargate") == Range(6.44, 6.44, 12.87)
    saved = estimate.savings["web"]
    assert (round(saved.minimum, 2), round(saved.maximum, 2)) == (11.58, 23.17)
    assert "web has tasks 35.7 % of the time, by its hours or scheduled actions. That saves $11.58 a month" in "\n".join(
        estimate.assumptions
    )
    assert of([*web(2), target]).savings == {}
