"""Tracing: the collector beside the application, what it may do, where it sends traces, and what the application is told."""

import json

import pytest
from fargate_web.settings.otlp_exporter import find_exporter_endpoint
from fargate_web.settings.tracing import Tracing
from fargate_web.testing import Run

TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
COLLECTOR = "aws-otel-collector"


def containers(result: Run) -> dict[str, dict]:
    return {each["name"]: each for each in json.loads(result.find_one(TASK_DEFINITION).inputs["containerDefinitions"])}


def environment(result: Run, name: str = "web") -> dict[str, str]:
    return {each["name"]: each["value"] for each in containers(result)[name].get("environment", [])}


def allowed(result: Run, role: str) -> list[dict]:
    return [
        statement
        for each in result.find_all(ROLE_POLICY)
        if each.name == role
        for statement in json.loads(each.inputs["policy"])["Statement"]
    ]


@pytest.fixture(scope="module")
def built(build):
    return lambda **said: build.service(build.worker(**said))[1]


@pytest.fixture(scope="module")
def traced(built) -> Run:
    return built(tracing=True)


def test_one_switch_brings_a_collector_that_takes_traces_to_x_ray(traced):
    collector = containers(traced)[COLLECTOR]
    assert collector["logConfiguration"]["logDriver"] == "awslogs"
    assert {key: value for key, value in collector.items() if key != "logConfiguration"} == {
        "name": COLLECTOR,
        "image": "public.ecr.aws/aws-observability/aws-otel-collector:v0.50.0",
        "command": ["--config=/etc/ecs/ecs-xray.yaml"],
        "essential": False,
        "cpu": 32,
        "memory": 256,
        "readonlyRootFilesystem": True,
        "healthCheck": {"command": ["CMD", "/healthcheck"], "interval": 30, "timeout": 5, "retries": 3, "startPeriod": 10},
    }


def test_the_collector_is_there_before_the_application_and_until_after_it(traced):
    assert containers(traced)["web"]["dependsOn"] == [{"containerName": COLLECTOR, "condition": "START"}]
    assert containers(traced)["web"]["cpu"] == 256 - 32


def test_what_the_user_says_of_the_order_holds(built):
    result = built(tracing=True, dependsOn={COLLECTOR: "HEALTHY"})
    assert containers(result)["web"]["dependsOn"] == [{"containerName": COLLECTOR, "condition": "HEALTHY"}]


def test_the_application_is_told_where_its_traces_go(traced):
    assert environment(traced) == {
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://localhost:4318",
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
        "OTEL_LOGS_EXPORTER": "none",
        "OTEL_METRICS_EXPORTER": "none",
        "OTEL_SERVICE_NAME": "web",
        "OTEL_TRACES_EXPORTER": "otlp",
    }


def test_what_the_user_says_of_the_environment_holds(built):
    result = built(tracing=True, environment={"OTEL_SERVICE_NAME": "shop"}, secrets={"OTEL_EXPORTER_OTLP_ENDPOINT": "/web/endpoint"})
    assert environment(result)["OTEL_SERVICE_NAME"] == "shop"
    assert "OTEL_EXPORTER_OTLP_ENDPOINT" not in environment(result)


@pytest.mark.parametrize(("rate", "told"), [(0.05, "0.05"), (1, "1"), (0, "0")])
def test_a_share_of_the_requests_is_traced(built, rate, told):
    result = environment(built(tracing={"samplingRate": rate}))
    assert (result["OTEL_TRACES_SAMPLER"], result["OTEL_TRACES_SAMPLER_ARG"]) == ("parentbased_traceidratio", told)


def test_the_task_may_write_traces_and_nothing_else(traced):
    [statement] = allowed(traced, "web-task")
    assert statement == {
        "Sid": "WriteTraces",
        "Effect": "Allow",
        "Action": [
            "xray:GetSamplingRules",
            "xray:GetSamplingStatisticSummaries",
            "xray:GetSamplingTargets",
            "xray:PutTelemetryRecords",
            "xray:PutTraceSegments",
        ],
        "Resource": "*",
    }


def test_ecs_may_no_more_than_without(traced, built):
    assert [each["Sid"] for each in allowed(traced, "web-execution")] == [each["Sid"] for each in allowed(built(), "web-execution")]


def test_without_tracing_there_is_no_collector_no_permission_and_no_variable(built):
    for said in ({}, {"tracing": False}):
        result = built(**said)
        assert list(containers(result)) == ["web"]
        assert environment(result) == {}
        assert allowed(result, "web-task") == []


def test_a_configuration_of_ones_own_may_come_from_a_parameter(built):
    result = built(tracing={"configuration": "/web/collector"})
    collector = containers(result)[COLLECTOR]
    assert collector["secrets"] == [{"name": "AOT_CONFIG_CONTENT", "valueFrom": "/web/collector"}]
    assert "command" not in collector
    assert not environment(result).keys() & {"OTEL_METRICS_EXPORTER", "OTEL_LOGS_EXPORTER"}
    [read] = [each for each in allowed(result, "web-execution") if each["Sid"] == "ReadParameters"]
    assert read["Resource"] == ["arn:aws:ssm:us-west-2:123456789012:parameter/web/collector"]


def test_a_configuration_of_ones_own_may_be_written_out(built):
    text = "receivers:\n  otlp: {}\n"
    collector = built(tracing={"configuration": text})
    assert environment(collector, COLLECTOR) == {"AOT_CONFIG_CONTENT": text}
    assert "secrets" not in containers(collector)[COLLECTOR]


def test_the_image_and_the_shares_are_as_said(built, build):
    collector = containers(built(tracing={"image": build.image, "cpu": 64, "memory": 128}))[COLLECTOR]
    assert (collector["image"], collector["cpu"], collector["memory"]) == (build.image, 64, 128)


HONEYCOMB = "arn:aws:secretsmanager:us-west-2:123456789012:secret:honeycomb-a1b2c3"


def configuration(**said) -> dict:
    sidecar = Tracing.model_validate({"exporter": "otlp", **said}).build_sidecar()
    return json.loads(sidecar.environment["AOT_CONFIG_CONTENT"])


@pytest.fixture(scope="module")
def exported(built) -> Run:
    return built(
        tracing={
            "exporter": "otlp",
            "endpoint": "https://api.honeycomb.io",
            "headers": {"x-honeycomb-dataset": "web"},
            "secretHeaders": {"x-honeycomb-team": HONEYCOMB},
        }
    )


def test_a_backend_of_ones_own_gets_the_traces_with_its_headers(exported):
    collector = json.loads(environment(exported, COLLECTOR)["AOT_CONFIG_CONTENT"])
    assert collector["exporters"] == {
        "otlphttp": {
            "endpoint": "https://api.honeycomb.io",
            "headers": {"x-honeycomb-dataset": "web", "x-honeycomb-team": "${env:OTLP_HEADER_X_HONEYCOMB_TEAM}"},
        }
    }
    assert collector["service"]["pipelines"]["traces"]["exporters"] == ["otlphttp"]
    assert "command" not in containers(exported)[COLLECTOR]


def test_a_secret_header_is_a_secret_that_ecs_reads_for_the_collector_alone(exported):
    assert containers(exported)[COLLECTOR]["secrets"] == [{"name": "OTLP_HEADER_X_HONEYCOMB_TEAM", "valueFrom": HONEYCOMB}]
    assert "secrets" not in containers(exported)["web"]
    [read] = [each for each in allowed(exported, "web-execution") if each["Sid"] == "ReadSecrets"]
    assert (read["Action"], read["Resource"]) == (["secretsmanager:GetSecretValue"], [HONEYCOMB])


def test_the_task_may_do_nothing_in_x_ray_for_another_backend(exported):
    assert allowed(exported, "web-task") == []


def test_the_application_still_sends_to_the_collector(exported, traced):
    assert environment(exported) == environment(traced)


def test_every_part_of_the_pipeline_is_configured():
    collector = configuration(endpoint="https://otlp.example.com")
    [pipeline] = collector["service"]["pipelines"].values()
    for kind in ("receivers", "processors", "exporters"):
        assert sorted(pipeline[kind]) == sorted(collector[kind])
    assert collector["service"]["extensions"] == list(collector["extensions"])


@pytest.mark.parametrize(
    ("endpoint", "exporter"),
    [
        ("https://api.honeycomb.io", {"endpoint": "api.honeycomb.io:443"}),
        ("https://otlp.example.com:4317/", {"endpoint": "otlp.example.com:4317"}),
        ("http://collector.internal:4317", {"endpoint": "collector.internal:4317", "tls": {"insecure": True}}),
    ],
)
def test_grpc_connects_to_a_host_and_a_port(endpoint, exporter):
    assert configuration(endpoint=endpoint, protocol="grpc")["exporters"] == {"otlp": exporter}


def test_a_dollar_in_a_header_is_none_of_the_collectors_expressions():
    headers = configuration(endpoint="https://otlp.example.com", headers={"x-tenant": "a${b}"})["exporters"]["otlphttp"]["headers"]
    assert headers == {"x-tenant": "a$${b}"}


def test_the_collector_refuses_traces_before_it_runs_out_of_memory():
    assert configuration(endpoint="https://otlp.example.com", memory=100)["processors"]["memory_limiter"]["limit_mib"] == 80


def test_the_endpoint_can_be_read_from_the_configuration():
    sidecar = Tracing.model_validate({"exporter": "otlp", "endpoint": "https://otlp.example.com"}).build_sidecar()
    assert find_exporter_endpoint(sidecar.environment["AOT_CONFIG_CONTENT"]) == "https://otlp.example.com"
    assert [find_exporter_endpoint(text) for text in ("", "receivers: {}", "[]", '{"exporters": []}')] == [None] * 4
