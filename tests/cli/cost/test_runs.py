"""What runs and ends by itself, and what stands beside the tasks: counted by what is known, and said where it is not."""

import json
from typing import Any

import pytest
from fargate_web.testing import UNKNOWN
from fargate_web_cli.cost.ranges import Range
from fargate_web_cli.cost.schedule_frequency import count_monthly_starts
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.cost.test_estimate import ALARM, DEFINITION, LOG_GROUP, SERVICE, Thing, kind, of, strategy, web

SCHEDULE = "aws:scheduler/schedule:Schedule"
REPOSITORY = "aws:ecr/repository:Repository"
DAYS = 730 / 24


def scheduled(expression: str = "rate(1 hour)", state: str = "ENABLED", **parameters: Any) -> list[Thing]:
    """Give a scheduled task of a quarter vCPU and half a GB, with its task definition."""
    target = {"ecsParameters": {"taskCount": 1, **parameters}}
    inputs = {"scheduleExpression": expression, "state": state, "target": target}
    return [Thing(DEFINITION, "report", {"cpu": "256", "memory": "512"}), Thing(SCHEDULE, "report", inputs)]


@pytest.mark.parametrize(
    ("expression", "starts"),
    [
        ("rate(1 minute)", 730 * 60),
        ("rate(12 hours)", 730 / 12),
        ("rate(7 days)", DAYS / 7),
        ("at(2027-01-01T08:00:00)", 1),
        ("cron(30 2 * * ? *)", DAYS),
        ("cron(0/15 * * * ? *)", 730 * 4),
        ("cron(0 8,20 * * ? *)", DAYS * 2),
        ("cron(0 8-17/3 * * ? 2027)", DAYS * 4),
        ("cron(0 8 ? * MON-FRI *)", DAYS * 5 / 7),
        ("cron(0 8 ? * 2-6 *)", DAYS * 5 / 7),
        ("cron(0 8 ? * FRI-MON *)", DAYS * 4 / 7),
        ("cron(0 8 ? * 2#1 *)", DAYS * 12 / 365.25),
        ("cron(0 8 ? * 6L *)", DAYS * 12 / 365.25),
        ("cron(0 8 ? * L *)", DAYS / 7),
        ("cron(0 8 1 * ? *)", DAYS * 12 / 365.25),
        ("cron(0 8 1,15 * ? *)", DAYS * 24 / 365.25),
        ("cron(0 8 L * ? *)", DAYS * 12 / 365.25),
        ("cron(0 8 15W * ? *)", DAYS * 12 / 365.25),
        ("cron(0 8 1 JAN ? *)", DAYS / 365.25),
        ("cron(0 8 1 1/3 ? *)", DAYS * 4 / 365.25),
        ("cron(0 8 29 2 ? *)", DAYS / 4 / 365.25),
    ],
)
def test_a_schedule_is_counted_by_its_expression(expression: str, starts: float) -> None:
    assert count_monthly_starts(expression) == pytest.approx(starts)


@pytest.mark.parametrize(
    "expression",
    ["", "cron(0 8 * *)", "cron(a b c d e f)", "cron(61 0 * * ? *)", "cron(0/0 0 * * ? *)", "rate(often)", "rate(0 days)", "daily"],
)
def test_a_schedule_that_cannot_be_read_is_said_to_be_one(expression: str) -> None:
    assert count_monthly_starts(expression) is None
    assert "the tasks of report: its schedule can't be read here" in of(scheduled(expression)).omissions


@given(minute=st.integers(0, 59), hour=st.integers(0, 23), day=st.integers(1, 28), month=st.integers(1, 12))
def test_a_time_of_a_single_day_comes_once_a_year(minute: int, hour: int, day: int, month: int) -> None:
    assert count_monthly_starts(f"cron({minute} {hour} {day} {month} ? *)") == pytest.approx(DAYS / 365.25)


def test_nobody_knows_how_long_a_run_takes_until_it_is_said() -> None:
    estimated = of(scheduled())
    assert not estimated.monthly_cost
    assert "the tasks of report while they run: how long is not known here (set --run-minutes)" in estimated.omissions
    assert any("report 730 times a month" in note and "free up to 14 million" in note for note in estimated.assumptions)
    said = of(scheduled(), run_minutes=20)
    # 730 runs of a third of an hour, at 0.25 × 0.04048 + 0.5 × 0.004445
    assert kind(said, "Fargate") == Range.constant(3.00)
    assert list(said.sum_by_service()) == ["report"]
    assert not any("--run-minutes" in left for left in said.omissions)


def test_a_minute_is_charged_at_least() -> None:
    assert of(scheduled(), run_minutes=0.1).monthly_cost == of(scheduled(), run_minutes=1).monthly_cost


def test_each_start_runs_as_many_tasks_as_it_says_where_it_says_with_an_address_if_public() -> None:
    one = of(scheduled(), run_minutes=30).monthly_cost.desired
    assert of(scheduled(taskCount=3), run_minutes=30).monthly_cost.desired == pytest.approx(3 * one)
    spot = of(scheduled(capacityProviderStrategies=strategy(("FARGATE_SPOT", 0, 1))), run_minutes=30)
    assert list(spot.sum_by_kind()) == ["Fargate Spot"]
    assert spot.monthly_cost.desired == pytest.approx(0.3 * one)
    public = of(scheduled(networkConfiguration={"assignPublicIp": True}), run_minutes=30)
    # half an hour, 730 times, at 0.005
    assert kind(public, "public IPv4") == Range.constant(1.82)


def test_a_schedule_that_is_turned_off_or_starts_once_is_told_so() -> None:
    off = of(scheduled(state="DISABLED"), run_minutes=30)
    assert not off.monthly_cost
    assert any("report never, since it is turned off" in note for note in off.assumptions)
    assert any("start: report once." in note for note in of(scheduled("at(2027-01-01T08:00:00)")).assumptions)
    assert any("report 0.083 times a month" in note for note in of(scheduled("cron(0 8 1 1 ? *)")).assumptions)


def test_a_scheduled_task_without_a_size_that_is_known_is_left_out_and_named() -> None:
    assert of(scheduled()[1:]).omissions[0] == "the tasks of report: their size is not known here"


def test_logs_and_alarms_of_a_scheduled_task_are_its_own() -> None:
    parent = "urn:pulumi:dev::shop::fargate-web:index:ScheduledTask::report"
    monitoring = "urn:pulumi:dev::shop::fargate-web:index:Monitoring::monitoring"
    things = [*scheduled(), Thing(LOG_GROUP, "report", {}, parent), Thing(ALARM, "monitoring-report-not-started", {}, monitoring)]
    assert {item.service for item in of(things, log_gb=1).items} == {"report"}


def test_what_has_no_price_adds_nothing() -> None:
    free = [
        *("aws:cloudwatch/eventRule:EventRule", "aws:cloudwatch/eventTarget:EventTarget", "aws:scheduler/scheduleGroup:ScheduleGroup"),
        *("aws:servicediscovery/httpNamespace:HttpNamespace", "aws:servicediscovery/service:Service"),
    ]
    assert not of([Thing(token, "x", {}) for token in free]).monthly_cost


def test_a_migration_is_told_by_the_hour_and_not_counted() -> None:
    migration = Thing(DEFINITION, "web:migration", {"cpu": "512", "memory": "1024"})
    estimated = of([*web(1), migration])
    assert estimated.monthly_cost == of(web(1)).monthly_cost
    assert "the migration of web, one task before each new version: 0.025 dollars for each hour that it takes" in estimated.omissions


def test_sidecars_do_not_change_what_a_task_costs() -> None:
    containers = json.dumps([{"name": "web"}, {"name": "proxy"}])
    assert of(web(1, definition={"containerDefinitions": containers})).monthly_cost == of(web(1)).monthly_cost


def test_a_private_namespace_is_a_hosted_zone_and_queries_are_left_out() -> None:
    namespace = Thing("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace", "cluster", {"name": "internal.example.com"})
    estimated = of([namespace])
    assert kind(estimated, "Cloud Map") == Range.constant(0.50)
    assert estimated.items[0].description == "hosted zone of internal.example.com"
    assert "queries for names in Cloud Map" in estimated.omissions
    assert "queries for names in Cloud Map" in of(web(1, serviceRegistries={"registryArn": UNKNOWN})).omissions


def test_images_cost_by_the_gb_that_somebody_says() -> None:
    repositories = [Thing(REPOSITORY, "web"), Thing(REPOSITORY, "worker")]
    assert "images in the repositories web and worker (set --image-gb)" in of(repositories).omissions
    assert kind(of(repositories, image_gb=30), "ECR") == Range.constant(3.00)
    assert not any("--image-gb" in left for left in of(repositories, image_gb=30).omissions)
    assert not of(web(0), image_gb=30).monthly_cost


def test_what_a_stack_uses_and_does_not_make_is_named() -> None:
    volumes = [{"name": "data", "efsVolumeConfiguration": {"fileSystemId": "fs-0123456789abcdef0"}}, {"name": "scratch"}]
    volumes.append({"name": "objects", "s3filesVolumeConfiguration": {"fileSystemArn": UNKNOWN}})
    traced = json.dumps([{"name": "web"}, {"name": "aws-otel-collector"}])
    connected = {"services": [{"portName": "web", "tls": {"roleArn": UNKNOWN}}]}
    left = of(web(1, definition={"volumes": volumes, "containerDefinitions": traced}, serviceConnectConfiguration=connected)).omissions
    assert "the EFS file systems that the stack uses and doesn't make: fs-0123456789abcdef0" in left
    assert "the file systems of S3 Files that the stack uses and doesn't make, and their buckets" in left
    assert "traces in X-Ray" in left
    watched = json.dumps([{"name": "web"}, {"name": "ecs-cwagent"}])
    signals = "Application Signals and its traces, by the number of requests"
    assert signals not in left
    assert signals in of(web(1, definition={"containerDefinitions": watched})).omissions
    configuration = {"name": "AOT_CONFIG_CONTENT", "value": json.dumps({"exporters": {"otlp": {"endpoint": "api.honeycomb.io:443"}}})}
    exported = json.dumps([{"name": "web"}, {"name": "aws-otel-collector", "environment": [configuration]}])
    assert "traces in api.honeycomb.io:443" in of(web(1, definition={"containerDefinitions": exported})).omissions
    assert "the private certificate authority that Service Connect asks for certificates" in left
    plain = " ".join(of(web(1)).omissions)
    assert not any(word in plain for word in ("EFS", "S3 Files", "X-Ray", "authority", "Cloud Map", "repositories web", "migration"))


@pytest.mark.parametrize("value", [UNKNOWN, None, "", "{", "[1]", [], {}, True, [UNKNOWN]])
def test_odd_inputs_of_these_are_read_as_missing(value: Any) -> None:
    keys = (
        "scheduleExpression",
        "state",
        "target",
        "volumes",
        "containerDefinitions",
        "serviceRegistries",
        "serviceConnectConfiguration",
        "name",
    )
    types = (SERVICE, DEFINITION, SCHEDULE, REPOSITORY, "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace")
    assert of([Thing(token, "web", dict.fromkeys(keys, value)) for token in types], run_minutes=1, image_gb=1).monthly_cost.desired >= 0
