import pytest
from fargate_web import Monitoring, Service
from fargate_web.faults.fault import SettingsError
from fargate_web.testing import Run, run

COMPONENT = "fargate-web:index:Monitoring"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
DASHBOARD = "aws:cloudwatch/dashboard:Dashboard"
TOPIC = "aws:sns/topic:Topic"
SERVICE = "aws:ecs/service:Service"
GROUP = "aws:lb/targetGroup:TargetGroup"

BALANCER = "app/shared/50dc6c495c0c9188"
WEB = {"cpu", "memory", "running-tasks", "unhealthy-targets", "5xx", "latency"}
OFF = dict.fromkeys(
    ("cpu", "memory", "runningTasks", "unhealthyTargets", "target5xx", "latencyP99", "loadBalancer5xx", "rejectedConnections"), False
)


def labels(result: Run, subject: str) -> set[str]:
    prefix = f"monitoring-{subject}-"
    return {alarm.name.removeprefix(prefix) for alarm in result.find_all(ALARM) if alarm.name.startswith(prefix)}


@pytest.fixture(scope="module")
def plain(build) -> Run:
    return build.monitoring(services={"web": build.web(), "worker": build.worker()})[1]


# --- which alarms there are ---------------------------------------------------------------------------------------------


def test_a_web_service_is_watched_from_outside_and_from_inside(plain):
    assert labels(plain, "web") == WEB


def test_a_worker_is_watched_from_inside_only(plain):
    assert labels(plain, "worker") == {"cpu", "memory", "running-tasks"}


def test_the_load_balancer_is_watched_itself(plain):
    assert labels(plain, "load-balancer") == {"errors", "rejected-connections"}
    assert len(plain.find_all(ALARM)) == 6 + 3 + 2


def test_without_a_load_balancer_there_are_no_alarms_of_one(build):
    _, result = build.monitoring({"load_balancer": None}, {"worker": build.worker()})
    assert labels(result, "load-balancer") == set()
    assert labels(result, "worker") == {"cpu", "memory", "running-tasks"}


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        ("cpu", "web-cpu"),
        ("memory", "web-memory"),
        ("runningTasks", "web-running-tasks"),
        ("unhealthyTargets", "web-unhealthy-targets"),
        ("target5xx", "web-5xx"),
        ("latencyP99", "web-latency"),
        ("loadBalancer5xx", "load-balancer-errors"),
        ("rejectedConnections", "load-balancer-rejected-connections"),
    ],
)
def test_an_alarm_that_is_off_is_not_made(build, said, gone):
    component, result = build.monitoring({"alarms": {said: False}})
    names = {alarm.name for alarm in result.find_all(ALARM)}
    assert len(names) == 7
    assert f"monitoring-{gone}" not in names
    assert gone not in component.alarms


def test_all_alarms_can_be_off(build):
    assert build.monitoring({"alarms": OFF})[1].find_all(ALARM) == []


def test_running_tasks_are_not_watched_where_nobody_counts_them(build):
    _, result = build.monitoring({"container_insights": False})
    assert labels(result, "web") == WEB - {"running-tasks"}


def test_a_service_that_may_run_no_task_is_not_expected_to_run_any(build):
    assert labels(build.monitoring(services={"web": build.web(desiredCount=0)})[1], "web") == WEB - {"running-tasks"}


# --- what they watch ----------------------------------------------------------------------------------------------------


def test_every_alarm_notifies_the_topic_and_takes_silence_for_good_news(plain):
    topic = plain.find_one(TOPIC).outputs["arn"]
    for alarm in plain.find_all(ALARM):
        assert alarm.inputs["alarmActions"] == alarm.inputs["okActions"] == [topic]
        assert alarm.inputs["treatMissingData"] == "notBreaching"
        assert alarm.inputs["datapointsToAlarm"] == alarm.inputs["evaluationPeriods"]
        assert "actionsEnabled" not in alarm.inputs


def measured(result: Run, name: str) -> dict:
    """Give what an alarm says of its own: all alarms share the rest."""
    shared = {"alarmActions", "okActions", "treatMissingData", "datapointsToAlarm", "tags", "alarmDescription", "name"}
    return {key: value for key, value in result.find_one(ALARM, f"monitoring-{name}").inputs.items() if key not in shared}


@pytest.mark.parametrize(("name", "metric"), [("web-cpu", "CPUUtilization"), ("web-memory", "MemoryUtilization")])
def test_utilisation_is_watched_over_five_minutes(plain, name, metric):
    assert measured(plain, name) == {
        "namespace": "AWS/ECS",
        "metricName": metric,
        "dimensions": {"ClusterName": "shared", "ServiceName": plain.find_one(SERVICE, "web").outputs["name"]},
        "statistic": "Average",
        "period": 60,
        "evaluationPeriods": 5,
        "comparisonOperator": "GreaterThanOrEqualToThreshold",
        "threshold": 90,
    }


def test_fewer_tasks_than_the_least_are_watched_by_container_insights(plain):
    assert measured(plain, "web-running-tasks") == {
        "namespace": "ECS/ContainerInsights",
        "metricName": "RunningTaskCount",
        "dimensions": {"ClusterName": "shared", "ServiceName": plain.find_one(SERVICE, "web").outputs["name"]},
        "statistic": "Average",
        "period": 60,
        "evaluationPeriods": 5,
        "comparisonOperator": "LessThanThreshold",
        "threshold": 2,
    }


@pytest.mark.parametrize(
    ("scaling", "threshold"),
    [
        ({"minCapacity": 3, "maxCapacity": 9, "cpu": 70}, 3),
        # At night one task is enough: it is the least of the whole day that nothing may fall below.
        (
            {
                "minCapacity": 3,
                "maxCapacity": 9,
                "scheduledActions": {
                    "night": {"schedule": "cron(0 22 * * ? *)", "minCapacity": 1},
                    "day": {"schedule": "cron(0 6 * * ? *)", "minCapacity": 5},
                    "cap": {"schedule": "cron(0 7 * * ? *)", "maxCapacity": 8},
                },
            },
            1,
        ),
    ],
)
def test_the_least_number_of_tasks_is_that_of_any_hour(build, scaling, threshold):
    _, result = build.monitoring(services={"web": build.web(scaling=scaling)})
    assert measured(result, "web-running-tasks")["threshold"] == threshold


@pytest.mark.parametrize(
    ("name", "metric", "statistic", "expression", "threshold"),
    [
        ("web-unhealthy-targets", "UnHealthyHostCount", "Maximum", "FILL(m0, 0) + FILL(m1, 0)", 1),
        ("web-5xx", "HTTPCode_Target_5XX_Count", "Sum", "FILL(m0, 0) + FILL(m1, 0)", 10),
        ("web-latency", "TargetResponseTime", "p99", "MAX([FILL(m0, 0), FILL(m1, 0)])", 2),
    ],
)
def test_targets_are_watched_over_both_groups_whichever_is_live(plain, name, metric, statistic, expression, threshold):
    label = name.removeprefix("web-")
    assert measured(plain, name) == {
        "metricQueries": [
            *(
                {
                    "id": f"m{index}",
                    "returnData": False,
                    "metric": {
                        "namespace": "AWS/ApplicationELB",
                        "metricName": metric,
                        "dimensions": {"LoadBalancer": BALANCER, "TargetGroup": group.outputs["arnSuffix"]},
                        "stat": statistic,
                        "period": 60,
                    },
                }
                for index, group in enumerate(plain.find_all(GROUP))
            ),
            {"id": "result", "expression": expression, "label": label, "returnData": True},
        ],
        "evaluationPeriods": 3,
        "comparisonOperator": "GreaterThanOrEqualToThreshold",
        "threshold": threshold,
    }


@pytest.mark.parametrize(
    ("name", "metric", "threshold"),
    [("load-balancer-errors", "HTTPCode_ELB_5XX_Count", 10), ("load-balancer-rejected-connections", "RejectedConnectionCount", 1)],
)
def test_the_load_balancer_itself_is_watched(plain, name, metric, threshold):
    assert measured(plain, name) == {
        "namespace": "AWS/ApplicationELB",
        "metricName": metric,
        "dimensions": {"LoadBalancer": BALANCER},
        "statistic": "Sum",
        "period": 60,
        "evaluationPeriods": 3,
        "comparisonOperator": "GreaterThanOrEqualToThreshold",
        "threshold": threshold,
    }


def test_an_alarm_is_either_of_one_metric_or_of_metric_maths(plain):
    # PutMetricAlarm refuses both together.
    single = {"namespace", "metricName", "dimensions", "period", "statistic", "extendedStatistic"}
    for alarm in plain.find_all(ALARM):
        assert ("metricQueries" in alarm.inputs) != bool(single & alarm.inputs.keys()), alarm.name
        assert not {"statistic", "extendedStatistic"} <= alarm.inputs.keys()


def test_metric_maths_gives_one_series_of_queries_that_are_named_once(plain):
    for alarm in plain.find_all(ALARM):
        queries = alarm.inputs.get("metricQueries", [])
        assert [query["id"] for query in queries if query["returnData"]] == (["result"] if queries else [])
        assert len({query["id"] for query in queries}) == len(queries)
        assert [query["id"] for query in queries if ("expression" in query) == ("metric" in query)] == []


THRESHOLDS = {
    "cpu": 50,
    "memory": 60.5,
    "unhealthyTargets": 2,
    "target5xx": 100,
    "latencyP99": 0.25,
    "loadBalancer5xx": 5,
    "rejectedConnections": 3,
}


def test_the_thresholds_are_as_said_and_the_descriptions_say_them(build):
    _, result = build.monitoring({"alarms": THRESHOLDS})
    found = {alarm.name.removeprefix("monitoring-"): alarm.inputs for alarm in result.find_all(ALARM)}
    assert {name: inputs["threshold"] for name, inputs in found.items() if name != "web-running-tasks"} == {
        "web-cpu": 50,
        "web-memory": 60.5,
        "web-unhealthy-targets": 2,
        "web-5xx": 100,
        "web-latency": 0.25,
        "load-balancer-errors": 5,
        "load-balancer-rejected-connections": 3,
    }
    for name, inputs in found.items():
        assert f"{inputs['threshold']:g}" in inputs["alarmDescription"], name


def test_the_descriptions_fit_and_name_the_service(plain):
    for alarm in plain.find_all(ALARM):
        description = alarm.inputs["alarmDescription"]
        assert len(description) <= 1024
        assert any(subject in description for subject in ("web", "worker", "load balancer"))


# --- names --------------------------------------------------------------------------------------------------------------


def test_the_names_of_alarms_are_known_before_they_exist(build):
    _, result = build.monitoring(project="shop", stack="prod", preview=True)
    assert {alarm.inputs["name"] for alarm in result.find_all(ALARM)} == {
        *(f"shop-prod-web-{label}" for label in WEB),
        "shop-prod-load-balancer-errors",
        "shop-prod-load-balancer-rejected-connections",
    }


@pytest.mark.parametrize("name", ["load-balancer", "load-balancer-elb", "load-balancer-rejected"])
def test_a_service_that_is_called_like_the_load_balancer_has_alarms_of_its_own(build, name):
    _, result = build.monitoring(services={name: build.web()})
    names = [alarm.inputs["name"] for alarm in result.find_all(ALARM)]
    assert len(names) == len(set(names)) == 8


# --- what every component promises --------------------------------------------------------------------------------------


def test_every_child_stands_below_the_component_and_carries_its_name_and_the_tags(build):
    _, result = build.monitoring({"tags": {"Team": "web"}, "email": ["team@example.com"]})
    component = result.find_one(COMPONENT)
    children = result.find_children(component)
    assert [child.name for child in children if not child.name.startswith("monitoring")] == []
    assert {child.type for child in children if child.inputs.get("tags") != {"Team": "web"}} == {
        DASHBOARD,
        "aws:sns/topicPolicy:TopicPolicy",
        "aws:sns/topicSubscription:TopicSubscription",
        "aws:cloudwatch/eventTarget:EventTarget",
    }


def test_the_outputs_are_registered(plain):
    component = plain.find_one(COMPONENT)
    assert component.registered_outputs
    assert component.outputs["topicArn"] == plain.find_one(TOPIC).outputs["arn"]
    assert component.outputs["alarmArns"] == {
        alarm.name.removeprefix("monitoring-"): alarm.outputs["arn"] for alarm in plain.find_all(ALARM)
    }


@pytest.mark.parametrize(
    "said", [{}, {"alarms": OFF}, {"dashboard": False, "encryption": False}, {"email": ["a@example.com", "b@example.com"]}]
)
def test_a_preview_shows_what_an_update_creates(build, said):
    shown, created = (build.monitoring(said, preview=preview)[1] for preview in (True, False))
    assert {resource.urn for resource in shown.resources} == {resource.urn for resource in created.resources}


def test_monitoring_of_nothing_is_a_topic_that_others_can_use():
    result = run(lambda: Monitoring("monitoring", {}))
    assert sorted({resource.type for resource in result.resources}) == [
        "aws:kms/key:Key",
        TOPIC,
        "aws:sns/topicPolicy:TopicPolicy",
        COMPONENT,
    ]


def test_two_parts_of_a_program_are_watched_apart(build):
    def program():
        for priority, name in enumerate(("one", "two"), 1):
            Monitoring(f"{name}-monitoring", {"services": {name: Service(name, build.web(priority=priority))}, "dashboard": False})

    result = run(program)
    names = [alarm.inputs["name"] for alarm in result.find_all(ALARM)]
    assert len(names) == len(set(names)) == 12


def test_every_fault_is_told_before_anything_is_registered():
    said = {"alarms": {"cpu": 0, "latencyP99": -1}, "email": ["nobody"]}
    result = run(lambda: Monitoring("monitoring", said), strict=False)
    assert isinstance(result.error, SettingsError)
    assert {".".join(map(str, fault.path)) for fault in result.error.faults} == {"alarms.cpu", "alarms.latencyP99", "email.0"}
    assert 'Monitoring "monitoring"' in str(result.error)
    assert result.resources == result.invokes == []
