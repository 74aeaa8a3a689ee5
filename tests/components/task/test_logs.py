"""The log group and the log driver: class, protection, and events of several lines."""

import json

import pytest
from fargate_web.settings.logs import Logs
from fargate_web.settings.service import Service
from fargate_web.task.task_definition import build_container_definitions
from pydantic import ValidationError

IMAGE = {"image": "example.com/web:1"}
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
LINE_OPTIONS = ("awslogs-multiline-pattern", "awslogs-datetime-format")


def read_line_options(**settings) -> dict[str, dict[str, str]]:
    """Return what starts a log event, by container."""
    service = Service.model_validate({**IMAGE, **settings})
    text = build_container_definitions("web", service, log_group_name="/logs", region="us-west-2")
    options = {container["name"]: container["logConfiguration"]["options"] for container in json.loads(text)}
    return {name: {key: each[key] for key in LINE_OPTIONS if key in each} for name, each in options.items()}


@pytest.mark.parametrize(
    ("logs", "options"),
    [
        ({}, {}),
        ({"multilinePattern": "^(INFO|WARN)"}, {"awslogs-multiline-pattern": "^(INFO|WARN)"}),
        ({"datetimeFormat": "%Y-%m-%d"}, {"awslogs-datetime-format": "%Y-%m-%d"}),
    ],
)
def test_the_start_of_an_event_concerns_the_application_alone(logs, options):
    found = read_line_options(logs=logs, sidecars={"proxy": IMAGE}, tracing=True)
    assert found == {"web": options, "proxy": {}, "aws-otel-collector": {}}


def test_the_proxy_of_service_connect_keeps_its_lines(build):
    cluster = {"arn": "arn:aws:ecs:us-west-2:123456789012:cluster/c", "name": "c"}
    logs = {"multilinePattern": "^INFO"}
    result = build.service(
        build.worker(port=3000, route=False, serviceConnect={"namespace": "shop"}, allowFrom=["10.0.0.0/8"], logs=logs, cluster=cluster)
    )[1]
    service = result.find_one("aws:ecs/service:Service")
    assert "awslogs-multiline-pattern" not in service.inputs["serviceConnectConfiguration"]["logConfiguration"]["options"]


@pytest.mark.parametrize(
    "pattern",
    [
        "^INFO",
        r"^\[?\d{4}-\d{2}",
        r"^\p{L}++"[:-1],  # a class of Unicode, which Python does not read
        r"^[[:digit:]]+\z",
        r"\\1",  # a backslash and a digit
        r"\123",  # an octal code
        r"^[*+]+",
        r"^\++",
        r"(?P<level>INFO|WARN)",
        "[(?=]",
    ],
)
def test_patterns_that_go_reads_are_accepted(pattern):
    assert Logs.model_validate({"multilinePattern": pattern}).multiline_pattern == pattern


@pytest.mark.parametrize(
    "pattern", [r"^(?!\s)", "(?<=a)b", r"(a)\1", "(?P<a>x)(?P=a)", "a++", "a{2}+", "(?>a)", "(a", "a)", "[a", "*a", "", 5]
)
def test_patterns_that_go_does_not_read_are_refused(pattern):
    with pytest.raises(ValidationError):
        Logs.model_validate({"multilinePattern": pattern})


@pytest.mark.parametrize("format_", ["%Y-%m-%d %H:%M:%S%L", r"\[%d/%b/%Y:%H:%M:%S %z\]", "%b %d, %Y %I:%M:%S %p", "[A-Z]+ %j"])
def test_formats_that_the_driver_knows_are_accepted(format_):
    assert Logs.model_validate({"datetimeFormat": format_}).datetime_format == format_


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        ("%F %T", r"write \"%Y-%m-%d %H:%M:%S\""),
        ("%s %Y", "it knows %a, %A"),
        ("yyyy-MM-dd", "no directive"),
        ("[%d/%b/%Y]", r"write \"\\\\\[%d/%b/%Y\\\\\]\""),
        ("(%Y", "no regular expression"),
    ],
)
def test_formats_that_match_other_lines_are_refused(format_, text):
    with pytest.raises(ValidationError, match=text):
        Logs.model_validate({"datetimeFormat": format_})


def test_one_of_the_two_tells_where_an_event_starts():
    with pytest.raises(ValidationError, match="one of the two"):
        Logs.model_validate({"datetimeFormat": "%Y", "multilinePattern": "^A"})


@pytest.mark.parametrize("logs", [{"multilinePattern": "^A"}, {"datetimeFormat": "%Y"}])
def test_a_log_router_joins_lines_by_itself(logs):
    with pytest.raises(ValidationError, match="filter of the router"):
        Logs.model_validate({**logs, "fireLens": {"options": {"Name": "stdout"}}})


@pytest.mark.parametrize(
    ("logs", "class_", "protected"),
    [
        ({}, None, False),
        ({"logGroupClass": "INFREQUENT_ACCESS"}, "INFREQUENT_ACCESS", False),
        ({"logGroupClass": "STANDARD", "deletionProtection": True}, "STANDARD", True),
    ],
)
def test_protection_is_always_explicit_because_the_provider_keeps_what_is_left_out(build, logs, class_, protected):
    group = build.service(build.worker(logs=logs))[1].find_one(LOG_GROUP)
    assert group.inputs.get("logGroupClass") == class_
    assert group.inputs["deletionProtectionEnabled"] is protected
    assert bool(group.protect) is protected


def test_other_classes_are_refused():
    with pytest.raises(ValidationError):
        Logs.model_validate({"logGroupClass": "DELIVERY"})
