"""How long deployments take by the model, and what runs at most meanwhile."""

import pytest
from fargate_web.analysis.deployment_timeline import (
    DeploymentPhase,
    PeakCapacity,
    calculate_peak_capacity,
    count_rolling_rounds,
    count_shift_steps,
    estimate_start_seconds,
    estimate_stop_seconds,
    find_maximum_tasks,
    format_duration,
    list_deployment_phases,
    list_rollback_phases,
    list_shift_phases,
    sum_pause_minutes,
    sum_phase_seconds,
)
from fargate_web.settings.service import Service as ServiceSettings
from hypothesis import given
from hypothesis import strategies as st


def settings(**said) -> ServiceSettings:
    return ServiceSettings.model_validate({"image": "example.com/web:1", **said})


def web(interval: int = 10, drain: int = 30, **said) -> ServiceSettings:
    timeout = min(5, interval - 1)
    check = {"interval": interval, "timeout": timeout}
    return settings(port=80, healthCheck=check, targetGroup={"deregistrationDelay": drain}, **said)


# --- the known numbers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "serving", "finished"),
    [
        pytest.param(web(30, 300), 75, 405, id="as AWS leaves it, rolling"),
        pytest.param(web(), 55, 115, id="checked every 10 s, drained for 30 s"),
        pytest.param(web(5, 5, stopTimeout=2), 50, 57, id="checked every 5 s, drained for 5 s, gone in 2 s"),
        pytest.param(web(30, 300, deployment={"maximumPercent": 150}), 75, 810, id="two tasks in two rounds"),
        pytest.param(web(deployment={"strategy": "blueGreen", "bakeTimeInMinutes": 5}), 55, 415, id="blue/green"),
        pytest.param(web(deployment={"strategy": "canary", "bakeTimeInMinutes": 5}), 55, 1015, id="canary"),
        pytest.param(web(deployment={"strategy": "linear", "bakeTimeInMinutes": 5}), 55, 3655, id="linear"),
    ],
)
def test_a_deployment_takes_as_long_as_the_table_says(said, serving, finished):
    assert estimate_start_seconds(said) == serving
    assert sum_phase_seconds(list_deployment_phases(said)) == finished


def test_the_phases_of_each_strategy_have_names():
    def phases(**said) -> list[DeploymentPhase]:
        return list_deployment_phases(web(deployment=said))

    start, end = DeploymentPhase("start", 55), DeploymentPhase("drain and stop", 60)
    assert phases() == [start, end]
    assert phases(strategy="blueGreen") == [start, DeploymentPhase("bake", 900), end]
    assert phases(strategy="canary") == [start, DeploymentPhase("5 % of the traffic", 600), DeploymentPhase("bake", 900), end]
    assert phases(strategy="linear", linear=33.4) == [start, DeploymentPhase("3 steps of 33.4 %", 720), DeploymentPhase("bake", 900), end]
    assert phases(minimumHealthyPercent=50, maximumPercent=100) == [
        DeploymentPhase("start, 2 rounds", 110),
        DeploymentPhase("drain and stop, 2 rounds", 120),
    ]


# --- steps and rounds ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "steps"),
    [
        ({"strategy": "blueGreen"}, 1),
        ({"strategy": "canary"}, 2),
        ({"strategy": "canary", "canary": 100}, 1),
        ({"strategy": "linear"}, 10),
        ({"strategy": "linear", "linear": 3}, 34),
        ({"strategy": "linear", "linear": 33.3}, 4),
        ({"strategy": "linear", "linear": 100}, 1),
    ],
)
def test_traffic_moves_in_so_many_steps(said, steps):
    assert count_shift_steps(web(deployment=said)) == steps


def test_nobody_waits_after_the_last_step():
    assert list_deployment_phases(web(deployment={"strategy": "linear", "linear": 100}))[1] == DeploymentPhase("1 step of 100 %", 0)


@pytest.mark.parametrize(
    ("tasks", "minimum", "maximum", "expected"),
    [
        (3, 50, 150, 2),  # 1.5 rounded up to 2 that stay, 4.5 down to 4 that may run
        (3, 34, 100, 3),  # 1.02 rounded up
        (3, 33, 100, 2),  # 0.99 rounded up
        (1, 100, 200, 1),
        (10, 100, 200, 1),
    ],
)
def test_the_minimum_is_rounded_up_and_the_maximum_down(tasks, minimum, maximum, expected):
    said = settings(desiredCount=0, deployment={"minimumHealthyPercent": minimum, "maximumPercent": maximum})
    assert count_rolling_rounds(said, tasks) == expected


def test_a_deployment_of_more_tasks_takes_more_rounds():
    said = web(deployment={"maximumPercent": 110, "minimumHealthyPercent": 90}, desiredCount=10)
    assert sum_phase_seconds(list_deployment_phases(said, 10)) == 5 * 115
    assert sum_phase_seconds(list_deployment_phases(said, 40)) == 5 * 115
    assert sum_phase_seconds(list_deployment_phases(said, 12)) == 6 * 115  # 11 have to stay, and 13 may run


# --- one task -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        # without any check ECS waits 40 s
        ({}, 85),
        ({"containerHealthCheck": {"command": "true", "interval": 6}}, 51),
        ({"containerHealthCheck": {"command": "true", "interval": 30}}, 75),
        # both have to pass, and they run side by side
        ({"port": 80, "containerHealthCheck": {"command": "true", "interval": 30}}, 75),
        ({"port": 80, "healthCheck": {"interval": 60}, "containerHealthCheck": {"command": "true", "interval": 30}}, 105),
    ],
)
def test_a_task_serves_after_its_first_good_check(said, seconds):
    assert estimate_start_seconds(settings(**said)) == seconds


@pytest.mark.parametrize(("said", "seconds"), [({}, 30), ({"stopTimeout": 120}, 120), ({"port": 80}, 60)])
def test_a_task_goes_when_its_requests_have_ended_and_it_has_stopped(said, seconds):
    assert estimate_stop_seconds(settings(**said)) == seconds


# --- rolling back, and waiting for people -------------------------------------------------------------------------------


@pytest.mark.parametrize("strategy", ["blueGreen", "canary", "linear"])
def test_a_rollback_is_a_change_of_weights_where_the_old_tasks_still_run(strategy):
    assert list_rollback_phases(web(deployment=strategy)) == [DeploymentPhase("switch back", 10)]


@pytest.mark.parametrize(
    ("deployment", "test_port", "minutes"),
    [
        ("blueGreen", None, 10),
        ("canary", None, 20),
        ({"strategy": "linear", "linear": 25}, None, 40),
        ({"strategy": "linear", "linear": 25}, 5353, 50),
    ],
)
def test_ecs_waits_at_each_step_for_a_network_load_balancer(deployment, test_port, minutes):
    found = settings(deployment=deployment, networkLoadBalancer={"listeners": [{"port": 53, "testPort": test_port}]})
    [waiting] = [phase for phase in list_shift_phases(found) if phase.name == "waiting for the Network Load Balancer"]
    assert waiting.seconds == minutes * 60


def test_a_new_target_of_a_network_load_balancer_needs_all_of_its_checks():
    check = {"interval": 30, "healthyThreshold": 3}
    found = settings(networkLoadBalancer={"listeners": [{"port": 53, "healthCheck": check, "deregistrationDelay": 200}]})
    assert (estimate_start_seconds(found), estimate_stop_seconds(found)) == (45 + 90, 200 + 30)


def test_a_rollback_of_a_rolling_deployment_is_another_one():
    assert list_rollback_phases(web(), 8) == list_deployment_phases(web(), 8)


def test_approvals_count_at_every_stage_that_they_are_for_and_functions_do_not():
    hooks = {
        "approval": {"stages": ["PRE_SCALE_UP", "POST_SCALE_UP"], "pause": {"timeoutInMinutes": 90}},
        "check": {"stages": ["POST_SCALE_UP"], "lambdaArn": "arn:aws:lambda:us-west-2:123456789012:function:check"},
    }
    said = web(deployment={"strategy": "blueGreen", "hooks": hooks})
    assert sum_pause_minutes(said) == 180
    assert sum_phase_seconds(list_deployment_phases(said)) == 55 + 900 + 60
    assert sum_pause_minutes(web()) == 0


# --- the peak -----------------------------------------------------------------------------------------------------------

SCALED = {"scaling": {"minCapacity": 2, "maxCapacity": 5, "cpu": 70}}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, PeakCapacity(4, 1, 2)),
        ({"deployment": {"maximumPercent": 150}}, PeakCapacity(3, 0.75, 1.5)),
        ({"deployment": {"maximumPercent": 150}, **SCALED}, PeakCapacity(7, 1.75, 3.5)),  # 7.5 rounded down
        ({"deployment": {"maximumPercent": 100, "minimumHealthyPercent": 50}, **SCALED}, PeakCapacity(5, 1.25, 2.5)),
        ({"deployment": "blueGreen", **SCALED}, PeakCapacity(10, 2.5, 5)),
        ({"deployment": "canary", "cpu": 1024, "memory": 4096, "desiredCount": 3}, PeakCapacity(6, 6, 24)),
        ({"deployment": "linear", "desiredCount": 0}, PeakCapacity(2, 0.5, 1)),
    ],
)
def test_at_most_so_much_runs_at_once(said, expected):
    assert calculate_peak_capacity(settings(port=80, **said)) == expected


def test_the_largest_count_is_that_of_scaling():
    assert find_maximum_tasks(settings(**SCALED)) == 5
    assert find_maximum_tasks(settings(desiredCount=3)) == 3
    assert find_maximum_tasks(settings(desiredCount=0)) == 1


# --- in words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (89, "89 s"),
        (90, "2 min"),
        (120, "2 min"),
        (121, "3 min"),
        (3599, "1 h"),
        (3600, "1 h"),
        (3601, "1 h 1 min"),
        (3900, "1 h 5 min"),
        (86400, "24 h"),
    ],
)
def test_times_are_written_as_people_say_them(seconds, text):
    assert format_duration(seconds) == text


@given(st.integers(0, 10**6))
def test_no_time_is_written_shorter_than_it_is(seconds):
    units = {"s": 1, "min": 60, "h": 3600}
    words = format_duration(seconds).split()
    written = sum(int(number) * units[unit] for number, unit in zip(words[::2], words[1::2], strict=True))
    assert seconds <= written < seconds + 60
