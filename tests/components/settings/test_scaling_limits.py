"""Limits of the number of tasks that are in order, that are equal, and that are not in order."""

import pytest

ACTION = "schedule: cron(0 8 ? * * *)"


def tell(told_service, limits, action):
    return told_service(f"scaling: {{{limits}, cpu: 70, scheduledActions: {{day: {{{ACTION}, {action}}}}}}}\ndesiredCount: 4")


@pytest.mark.parametrize(
    ("limits", "action"),
    [
        ("minCapacity: 4, maxCapacity: 4", "minCapacity: 4, maxCapacity: 4"),
        ("minCapacity: 2, maxCapacity: 4", "minCapacity: 4"),
        ("minCapacity: 2, maxCapacity: 4", "maxCapacity: 2"),
        ("minCapacity: 2, maxCapacity: 4", "minCapacity: 8, maxCapacity: 9"),
        ("minCapacity: 0, maxCapacity: 4", "minCapacity: 1"),  # the action brings the tasks back
    ],
)
def test_limits_may_be_equal_and_an_action_may_bring_both(told_service, limits, action):
    assert tell(told_service, limits, action) == []


@pytest.mark.parametrize(
    ("action", "fragment"),
    [
        ("minCapacity: 5", "from then on minCapacity 5 would be above maxCapacity 4"),
        ("maxCapacity: 1", "from then on minCapacity 2 would be above maxCapacity 1"),
        ("minCapacity: 5, maxCapacity: 4", "minCapacity 5 is above maxCapacity 4 (ValidationException)"),
        ("timezone: UTC", "the action changes neither minCapacity nor maxCapacity"),
    ],
)
def test_limits_that_are_not_in_order_are_one_fault_of_the_action(told_service, action, fragment):
    [fault] = tell(told_service, "minCapacity: 2, maxCapacity: 4", action)
    assert "services.web.scaling.scheduledActions.day" in fault
    assert fragment in fault


def test_a_worker_on_a_queue_may_have_no_tasks(told_service):
    queue = "queue: {queueName: orders, messagesPerTask: 10}"
    assert told_service(f"scaling: {{minCapacity: 0, maxCapacity: 4, cpu: 70, {queue}}}\ndesiredCount: 0") == []


@pytest.mark.parametrize(("names", "faults"), [(("one", "two"), 0), (("one", "one"), 1)])
def test_two_policies_need_two_names(told_service, names, faults):
    policies = ", ".join(f"{key}: {{target: 70, policyName: {name}}}" for key, name in zip(("cpu", "memory"), names, strict=True))
    assert len(told_service(f"scaling: {{minCapacity: 1, maxCapacity: 4, {policies}}}\ndesiredCount: 1")) == faults


@pytest.mark.parametrize(("length", "faults"), [(255, 0), (256, 1)])
def test_the_name_of_a_policy_is_as_long_as_the_provider_takes_it(told_service, length, faults):
    policy = f"{{target: 70, policyName: {'p' * length}}}"
    assert len(told_service(f"scaling: {{minCapacity: 1, maxCapacity: 4, cpu: {policy}}}\ndesiredCount: 1")) == faults


@pytest.mark.parametrize(("length", "faults"), [(1024, 0), (1025, 1)])
def test_an_expression_of_steps_is_as_long_as_the_provider_takes_it_in_an_alarm(told_service, length, faults):
    expression = "jobs * " + "1" * (length - 7)
    metrics = f"[{{id: jobs, metric: {{namespace: Shop, name: Jobs}}}}, {{id: all, expression: {expression}, returnData: true}}]"
    steps = f"{{jobs: {{metrics: {metrics}, steps: [{{atLeast: 10, adjustment: 1}}, {{atMost: 1, adjustment: -1}}]}}}}"
    assert len(told_service(f"scaling: {{minCapacity: 1, maxCapacity: 4, steps: {steps}}}\ndesiredCount: 1")) == faults


@pytest.mark.parametrize(("statistic", "faults"), [("p99.99", 0), ("IQM", 0), ("PR(:0.125)", 0), ("tm90.125", 1)])
def test_a_percentile_of_steps_is_as_exact_as_the_provider_takes_it_in_an_alarm(told_service, statistic, faults):
    metric = f'{{namespace: Shop, name: Latency, statistic: "{statistic}"}}'
    steps = f"{{slow: {{metric: {metric}, steps: [{{atLeast: 10, adjustment: 1}}, {{atMost: 1, adjustment: -1}}]}}}}"
    assert len(told_service(f"scaling: {{minCapacity: 1, maxCapacity: 4, steps: {steps}}}\ndesiredCount: 1")) == faults
