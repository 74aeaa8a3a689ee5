import pytest
from fargate_web.service.deployment_timeout import (
    calculate_delete_timeout,
    calculate_update_timeout,
    count_maximum_rounds,
    estimate_replacement_seconds,
)
from fargate_web.settings.service import Service as ServiceSettings
from hypothesis import given
from hypothesis import strategies as st


def settings(**said) -> ServiceSettings:
    return ServiceSettings.model_validate({"image": "example.com/web:1", **said})


def simulated_rounds(tasks: int, minimum: int, maximum: int) -> int:
    """Replace tasks as ECS does: the old ones may go down to the minimum, rounded up, and all together up to the maximum, rounded down."""
    keep, most = -(-tasks * minimum // 100), tasks * maximum // 100
    old, new, rounds = tasks, 0, 0
    while new < tasks:
        rounds += 1
        stopped = min(old, max(old + new - keep, 0))
        started = min(tasks - new, most - (old - stopped) - new)
        old, new = old - stopped, new + started
        if started <= 0:
            raise AssertionError("stuck")
    return rounds


# --- rounds -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tasks", "minimum", "maximum", "rounds"),
    [
        (2, 100, 200, 1),
        (10, 100, 200, 1),
        (10, 100, 150, 2),
        (10, 50, 100, 2),
        (10, 90, 100, 10),
        (3, 100, 150, 3),
        (4, 50, 150, 1),
        (4, 0, 100, 1),
        (1, 0, 100, 1),
        (0, 100, 200, 1),
    ],
)
def test_the_rounds_are_as_many_as_the_percentages_leave_room_for(tasks, minimum, maximum, rounds):
    said = settings(desiredCount=tasks, deployment={"minimumHealthyPercent": minimum, "maximumPercent": maximum})
    assert count_maximum_rounds(said) == rounds


def test_with_scaling_the_largest_number_of_tasks_counts():
    said = settings(scaling={"minCapacity": 2, "maxCapacity": 40, "cpu": 70}, deployment={"maximumPercent": 150})
    assert count_maximum_rounds(said) == 2


@given(st.integers(1, 40), st.integers(0, 100), st.integers(100, 200))
def test_no_deployment_takes_more_rounds_than_are_allowed_for(tasks, minimum, maximum):
    keep, most = -(-tasks * minimum // 100), tasks * maximum // 100
    if most <= keep:
        return
    said = settings(desiredCount=tasks, deployment={"minimumHealthyPercent": minimum, "maximumPercent": maximum})
    assert simulated_rounds(tasks, minimum, maximum) <= count_maximum_rounds(said)


# --- one task -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        # start 120, healthy 60 (the grace period), drain 30, stop 30
        ({"port": 80}, 240),
        ({"port": 80, "healthCheck": {"interval": 60, "healthyThreshold": 5}}, 120 + 300 + 30 + 30),
        ({"port": 80, "healthCheck": {"gracePeriod": 600}}, 120 + 600 + 30 + 30),
        ({"port": 80, "targetGroup": {"deregistrationDelay": 300}, "stopTimeout": 120}, 120 + 60 + 300 + 120),
        # without any check ECS waits 40 s
        ({}, 120 + 40 + 30),
        ({"port": 80, "route": False}, 120 + 40 + 30),
        # with one it waits for its first success
        ({"containerHealthCheck": {"command": "true", "interval": 300, "startPeriod": 300}}, 120 + 600 + 30),
        ({"port": 80, "containerHealthCheck": {"command": "true", "interval": 300}}, 120 + 300 + 30 + 30),
    ],
)
def test_a_task_is_replaced_when_the_new_one_is_healthy_and_the_old_one_is_gone(said, seconds):
    assert estimate_replacement_seconds(settings(**said)) == seconds


# --- the timeouts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ({"port": 80}, 20),
        ({}, 20),
        # ten rounds of four minutes, twice for a rollback, and five to tell
        ({"port": 80, "desiredCount": 10, "deployment": {"minimumHealthyPercent": 90, "maximumPercent": 100}}, 85),
        ({"port": 80, "deployment": {"timeoutInMinutes": 7}}, 7),
        # never longer than the longest that can be said, whatever the grace period
        ({"port": 80, "healthCheck": {"gracePeriod": 2_147_483_647}}, 1440),
    ],
)
def test_an_update_may_take_every_round_twice(said, minutes):
    assert calculate_update_timeout(settings(**said)) == minutes


@pytest.mark.parametrize(
    ("said", "minutes"),
    [({"port": 80}, 20), ({}, 20), ({"port": 80, "targetGroup": {"deregistrationDelay": 3600}, "stopTimeout": 120}, 67)],
)
def test_a_deletion_may_take_as_long_as_the_tasks_drain(said, minutes):
    assert calculate_delete_timeout(settings(**said)) == minutes


@given(st.integers(1, 100), st.integers(0, 3600), st.integers(2, 120))
def test_the_timeout_exceeds_a_deployment_and_its_rollback(tasks, delay, stop):
    said = settings(port=80, desiredCount=tasks, targetGroup={"deregistrationDelay": delay}, stopTimeout=stop)
    assert min(calculate_update_timeout(said), 1440) * 60 >= min(
        2 * count_maximum_rounds(said) * estimate_replacement_seconds(said), 1440 * 60
    )
    assert calculate_delete_timeout(said) * 60 > delay + stop
