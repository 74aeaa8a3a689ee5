import json
from itertools import combinations

import pytest
from fargate_web.testing import AwsMocks, Run

DASHBOARD = "aws:cloudwatch/dashboard:Dashboard"
SERVICE = "aws:ecs/service:Service"
GROUP = "aws:lb/targetGroup:TargetGroup"
WIDTH = 24
"""Columns of the grid of a dashboard."""


@pytest.fixture(scope="module")
def full(build) -> Run:
    return build.monitoring(services={"web": build.web(), "worker": build.worker(), "api": build.web(port=80)})[1]


def widgets(result: Run) -> list[dict]:
    body = json.loads(result.find_one(DASHBOARD).inputs["dashboardBody"])
    assert body.keys() == {"widgets"}
    return body["widgets"]


def titles(result: Run) -> list[str]:
    return [widget["properties"]["title"] for widget in widgets(result)]


def test_the_load_balancer_comes_first_and_then_a_row_for_each_service(full):
    assert titles(full) == [
        "load balancer: requests",
        "load balancer: errors",
        "load balancer: connections",
        "load balancer: capacity units",
        "web: CPU and memory",
        "web: targets",
        "web: requests and errors",
        "web: response time",
        "worker: CPU and memory",
        "api: CPU and memory",
        "api: targets",
        "api: requests and errors",
        "api: response time",
    ]
    rows = {widget["y"]: widget["properties"]["title"].split(":")[0] for widget in widgets(full)}
    assert rows == {0: "load balancer", 6: "web", 12: "worker", 18: "api"}


def test_a_network_load_balancer_has_a_row_and_an_alarm_of_its_own(build):
    result = build.monitoring(services={"feed": build.worker(networkLoadBalancer={"listeners": [{"port": 53}]})})[1]
    assert titles(result)[-3:] == ["feed: targets of the network load balancer", "feed: flows", "feed: bytes"]
    [alarm] = [alarm for alarm in result.find_all("aws:cloudwatch/metricAlarm:MetricAlarm") if "network" in alarm.name]
    groups = [query["metric"]["dimensions"]["TargetGroup"] for query in alarm.inputs["metricQueries"] if "metric" in query]
    assert groups == [group.outputs["arnSuffix"] for group in result.find_all(GROUP)]


def test_no_widget_lies_over_another_or_beyond_the_edge(full):
    def places(widget):
        columns, rows = range(widget["x"], widget["x"] + widget["width"]), range(widget["y"], widget["y"] + widget["height"])
        return {(x, y) for x in columns for y in rows}

    assert [widget for widget in widgets(full) if widget["x"] < 0 or widget["x"] + widget["width"] > WIDTH] == []
    assert [pair for pair in combinations(widgets(full), 2) if places(pair[0]) & places(pair[1])] == []


def test_every_widget_is_a_graph_over_time_of_the_region(full):
    for widget in widgets(full):
        properties = widget["properties"]
        assert widget["type"] == "metric"
        assert (properties["region"], properties["view"], properties["period"]) == ("us-west-2", "timeSeries", 60)
        assert properties["yAxis"]["left"]["min"] == 0
        assert properties.keys() == {"title", "region", "view", "period", "metrics", "yAxis"}


def test_every_metric_is_written_as_cloudwatch_reads_it(full):
    # [Namespace, MetricName, Dimension1Name, Dimension1Value, …, {rendering}]
    for widget in widgets(full):
        assert widget["properties"]["metrics"]
        for metric in widget["properties"]["metrics"]:
            *words, rendering = metric
            assert len(words) >= 4
            assert len(words) % 2 == 0
            assert [word for word in words if not isinstance(word, str) or not word] == []
            assert len(set(words[2::2])) == len(words[2::2])
            assert rendering.keys() == {"stat", "label"}


def test_labels_within_a_widget_differ(full):
    for widget in widgets(full):
        labels = [metric[-1]["label"] for metric in widget["properties"]["metrics"]]
        assert len(labels) == len(set(labels)), widget["properties"]["title"]


def metrics(result: Run, title: str) -> list[list]:
    [widget] = [each for each in widgets(result) if each["properties"]["title"] == title]
    return widget["properties"]["metrics"]


def test_utilisation_is_that_of_the_service(full):
    of = ["ClusterName", "shared", "ServiceName", full.find_one(SERVICE, "worker").outputs["name"]]
    assert metrics(full, "worker: CPU and memory") == [
        ["AWS/ECS", "CPUUtilization", *of, {"stat": "Average", "label": "CPU"}],
        ["AWS/ECS", "MemoryUtilization", *of, {"stat": "Average", "label": "memory"}],
    ]


def test_targets_are_shown_of_both_groups(full):
    blue, green = (
        ["LoadBalancer", "app/shared/50dc6c495c0c9188", "TargetGroup", full.find_one(GROUP, f"web-{colour}").outputs["arnSuffix"]]
        for colour in ("blue", "green")
    )
    assert metrics(full, "web: targets") == [
        ["AWS/ApplicationELB", "HealthyHostCount", *blue, {"stat": "Minimum", "label": "healthy blue"}],
        ["AWS/ApplicationELB", "HealthyHostCount", *green, {"stat": "Minimum", "label": "healthy green"}],
        ["AWS/ApplicationELB", "UnHealthyHostCount", *blue, {"stat": "Maximum", "label": "unhealthy blue"}],
        ["AWS/ApplicationELB", "UnHealthyHostCount", *green, {"stat": "Maximum", "label": "unhealthy green"}],
    ]
    assert {metric[-1]["stat"] for metric in metrics(full, "web: response time")} == {"p50", "p99"}


def test_the_load_balancer_is_measured_as_a_whole(full):
    of = ["LoadBalancer", "app/shared/50dc6c495c0c9188"]
    assert metrics(full, "load balancer: errors") == [
        ["AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", *of, {"stat": "Sum", "label": "its own 5XX"}],
        ["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", *of, {"stat": "Sum", "label": "targets' 5XX"}],
    ]


def test_without_a_load_balancer_the_services_come_first(build):
    _, result = build.monitoring({"load_balancer": None}, {"worker": build.worker()})
    assert titles(result) == ["worker: CPU and memory"]
    assert widgets(result)[0]["y"] == 0


def test_where_there_is_nothing_to_show_there_is_no_dashboard(build):
    assert build.monitoring({"load_balancer": None}, {})[1].find_all(DASHBOARD) == []
    assert titles(build.monitoring(services={})[1])[0] == "load balancer: requests"


def test_a_dashboard_need_not_be_made(build):
    component, result = build.monitoring({"dashboard": False})
    assert result.find_all(DASHBOARD) == []
    assert component.dashboard is None


@pytest.mark.parametrize(("project", "stack", "name"), [("shop", "prod", "shop-prod"), ("shop.example", "dev.eu", "shop-example-dev-eu")])
def test_the_dashboard_is_called_after_the_stack_in_letters_that_cloudwatch_takes(build, project, stack, name):
    _, result = build.monitoring(project=project, stack=stack)
    assert result.find_one(DASHBOARD).inputs["dashboardName"] == name


def test_the_region_may_be_known_later(build):
    _, result = build.monitoring(config={}, mocks=AwsMocks(region="eu-west-1"))
    assert {widget["properties"]["region"] for widget in widgets(result)} == {"eu-west-1"}


def test_the_body_is_no_secret(full):
    assert full.find_one(DASHBOARD).secrets == frozenset()


def test_each_additional_route_has_a_row_of_its_own(build):
    routes = {"admin": {"port": 9090, "hosts": ["admin.example.com"]}}
    result = build.monitoring(services={"web": build.web(additionalRoutes=routes)})[1]
    assert [title for title in titles(result) if "admin" in title] == [
        "admin of web: targets",
        "admin of web: requests and errors",
        "admin of web: response time",
    ]
    groups = {tuple(entry[4:6]) for entry in metrics(result, "admin of web: targets")}
    assert len(groups) == 2
    alarms = [alarm.inputs["name"] for alarm in result.find_all("aws:cloudwatch/metricAlarm:MetricAlarm")]
    suffixes = {name.partition("-web/admin-")[2] for name in alarms} - {""}
    assert suffixes >= {"5xx", "unhealthy-targets"}
