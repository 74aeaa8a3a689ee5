"""What users notice of changed policies, alarms and scheduled actions of scaling."""

import pytest

from tests.cli.diff.diffs import resource, urn
from tests.cli.diff.test_explained_effects import ALARM, effect

POLICY = "aws:appautoscaling/policy:Policy"
ACTION = "aws:appautoscaling/scheduledAction:ScheduledAction"


def forecast(mode, breach="HonorMaxCapacity"):
    configuration = {"mode": mode, "maxCapacityBreachBehavior": breach}
    return [resource(POLICY, "web-predictive", {"policyType": "PredictiveScaling", "predictiveScalingPolicyConfiguration": configuration})]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (forecast("ForecastOnly"), forecast("ForecastAndScale"), "from now on tasks start by the forecast"),
        (
            forecast("ForecastAndScale"),
            forecast("ForecastAndScale", "IncreaseMaxCapacity"),
            "the forecast may raise the most tasks, which no longer bounds the cost",
        ),
    ],
)
def test_a_forecast_tells_when_it_begins_to_scale_and_to_exceed_the_maximum(old, new, told):
    assert effect(old, new, POLICY) == told


def night(most):
    return [resource(ACTION, "web:hours-end", {"scalableTargetAction": {"minCapacity": 0, "maxCapacity": most}})]


@pytest.mark.parametrize("old", [[], night(4)])
def test_hours_without_tasks_are_told(old):
    assert effect(old, night(0), ACTION) == (
        "at that time all tasks are stopped, and requests get 503 until another action raises the limits"
    )


def test_limits_of_a_deleted_action_stay():
    assert "limits that it has set stay, also those of no tasks" in effect(night(0), [], ACTION)


def test_an_alarm_of_step_scaling_notifies_nobody_and_scales():
    actions = {"alarmActions": (urn(POLICY, "web:jobs:high"),)}
    alarm = resource(ALARM, "web:jobs:high", {"alarmActions": ["arn"]}, property_dependencies=actions)
    assert effect([alarm], [], ALARM) == "it no longer changes the number of tasks"
