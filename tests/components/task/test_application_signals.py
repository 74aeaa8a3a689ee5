"""Application Signals: the agent, the instrumentation, what the task may do, and what the application is told."""

import json

import pulumi
import pytest
from fargate_web.checks.egress import list_images, list_needed_endpoints
from fargate_web.settings.service import Service as ServiceSettings
from fargate_web.settings.stack import Stack
from fargate_web.task.task_definition import list_container_definitions
from fargate_web.task.volumes import build_task_volumes
from fargate_web.testing import Run
from pydantic import ValidationError

IMAGE = "123456789012.dkr.ecr.us-west-2.amazonaws.com/web:1"
AGENT, INIT = "ecs-cwagent", "adot-init"


def settings(signals=True, **said) -> ServiceSettings:
    return ServiceSettings.model_validate({"image": IMAGE, "applicationSignals": signals, **said})


def containers(signals=True, **said) -> dict[str, dict]:
    definitions = list_container_definitions("web", settings(signals, **said), log_group_name="/ecs/web", region="us-west-2")
    return {each["name"]: each for each in definitions}


def environment(signals=True, **said) -> dict[str, str]:
    return {each["name"]: each["value"] for each in containers(signals, **said)["web"]["environment"]}


@pytest.fixture(scope="module")
def built(build) -> Run:
    return build.service(build.worker(applicationSignals={"language": "python"}, cpu=512, memory=1024))[1]


def test_the_agent_receives_signals_beside_the_application():
    agent = containers()[AGENT]
    assert agent["image"].startswith("public.ecr.aws/cloudwatch-agent/cloudwatch-agent:")
    assert (agent["essential"], agent["cpu"], agent["memory"], agent["user"]) == (False, 32, 256, "0:1338")
    [configuration] = agent["environment"]
    assert configuration["name"] == "CW_CONFIG_CONTENT"
    sections = json.loads(configuration["value"])
    assert sections == {
        "logs": {"metrics_collected": {"application_signals": {}}},
        "traces": {"traces_collected": {"application_signals": {}}},
    }


def test_without_a_language_nothing_is_instrumented():
    assert list(containers()) == ["web", AGENT]
    assert containers()["web"]["dependsOn"] == [{"containerName": AGENT, "condition": "START"}]
    assert build_task_volumes(settings()) is None
    assert not environment().keys() & {"JAVA_TOOL_OPTIONS", "PYTHONPATH", "NODE_OPTIONS", "CORECLR_PROFILER"}


@pytest.mark.parametrize(
    ("language", "command", "folder"),
    [
        ("java", ["cp", "/javaagent.jar", "/otel-auto-instrumentation/javaagent.jar"], "/otel-auto-instrumentation"),
        ("python", ["cp", "-a", "/autoinstrumentation/.", "/otel-auto-instrumentation-python"], "/otel-auto-instrumentation-python"),
        ("node", ["cp", "-a", "/autoinstrumentation/.", "/otel-auto-instrumentation-nodejs"], "/otel-auto-instrumentation-nodejs"),
        ("dotnet", ["cp", "-a", "/autoinstrumentation/.", "/otel-auto-instrumentation-dotnet"], "/otel-auto-instrumentation-dotnet"),
    ],
)
def test_a_container_that_ends_first_brings_the_instrumentation(language, command, folder):
    found = containers({"language": language})
    mount = {"sourceVolume": "application-signals", "containerPath": folder, "readOnly": False}
    assert (found[INIT]["command"], found[INIT]["essential"]) == (command, False)
    assert found[INIT]["image"].startswith(f"public.ecr.aws/aws-observability/adot-autoinstrumentation-{language}:v")
    assert found[INIT]["mountPoints"] == found["web"]["mountPoints"] == [mount]
    assert found["web"]["dependsOn"] == [{"containerName": INIT, "condition": "SUCCESS"}, {"containerName": AGENT, "condition": "START"}]
    assert build_task_volumes(settings({"language": language})) == [{"name": "application-signals"}]


def test_the_application_is_told_where_the_agent_is():
    told = environment()
    assert told["OTEL_SERVICE_NAME"] == "web"
    assert told["OTEL_AWS_APPLICATION_SIGNALS_ENABLED"] == "true"
    assert told["OTEL_AWS_APPLICATION_SIGNALS_EXPORTER_ENDPOINT"] == "http://localhost:4316/v1/metrics"
    assert told["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] == "http://localhost:4316/v1/traces"
    assert (told["OTEL_TRACES_SAMPLER"], told["OTEL_TRACES_SAMPLER_ARG"]) == ("xray", "endpoint=http://localhost:2000")


@pytest.mark.parametrize(
    ("language", "variable", "said", "told"),
    [
        ("java", "JAVA_TOOL_OPTIONS", "-Xmx256m", "-Xmx256m -javaagent:/otel-auto-instrumentation/javaagent.jar"),
        (
            "node",
            "NODE_OPTIONS",
            "--enable-source-maps",
            "--enable-source-maps --require /otel-auto-instrumentation-nodejs/autoinstrumentation.js",
        ),
        (
            "python",
            "PYTHONPATH",
            "/app",
            "/otel-auto-instrumentation-python/opentelemetry/instrumentation/auto_instrumentation:/app:/otel-auto-instrumentation-python",
        ),
    ],
)
def test_what_the_user_gives_a_runtime_stays(language, variable, said, told):
    assert environment({"language": language}, environment={variable: said})[variable] == told
    value = pulumi.Output.from_input(said)
    assert isinstance(environment({"language": language}, environment={variable: value})[variable], pulumi.Output)


def test_what_the_user_says_of_other_variables_holds():
    told = environment({"language": "dotnet"}, environment={"OTEL_SERVICE_NAME": "shop"}, secrets={"OTEL_PROPAGATORS": "/web/propagators"})
    assert told["OTEL_SERVICE_NAME"] == "shop"
    assert "OTEL_PROPAGATORS" not in told


@pytest.mark.parametrize(("architecture", "folder"), [("X86_64", "linux-x64"), ("ARM64", "linux-arm64")])
def test_dotnet_loads_the_library_of_its_architecture(architecture, folder):
    assert folder in environment({"language": "dotnet"}, cpuArchitecture=architecture)["CORECLR_PROFILER_PATH"]


def test_the_task_may_write_signals_into_their_log_group_and_traces(built):
    [policy] = [each for each in built.find_all("aws:iam/rolePolicy:RolePolicy") if each.name == "web-task"]
    traces, signals = json.loads(policy.inputs["policy"])["Statement"]
    assert traces["Sid"] == "WriteTraces"
    group = "arn:aws:logs:us-west-2:123456789012:log-group:/aws/application-signals/data"
    assert (signals["Sid"], signals["Resource"]) == ("WriteSignals", [group, f"{group}:*"])
    assert all(action.startswith("logs:") for action in signals["Action"])


def test_the_volume_of_the_instrumentation_is_in_the_task_definition(built):
    assert built.find_one("aws:ecs/taskDefinition:TaskDefinition").inputs["volumes"] == [{"name": "application-signals"}]


def test_hardening_leaves_the_agent_and_the_instrumentation_what_they_need():
    found = containers({"language": "java"}, hardening=True)
    assert (found[AGENT]["user"], found[AGENT]["readonlyRootFilesystem"]) == ("0:1338", False)
    assert (found[INIT]["user"], found[INIT]["readonlyRootFilesystem"]) == ("0", True)


def test_a_migration_sends_no_signals():
    service = settings({"language": "java"}, migration={"command": ["migrate"]})
    assert service.migration_task is not None
    assert service.migration_task.all_sidecars == {}
    assert service.migration_task.mounts == {}


def test_checks_know_the_images_and_the_endpoints():
    stack = Stack.model_validate({"services": {"web": {"image": IMAGE, "applicationSignals": {"language": "node"}}}})
    web = stack.services["web"]
    assert {("applicationSignals", "image"), ("applicationSignals", "instrumentationImage")} < list_images(web).keys()
    assert list_needed_endpoints(web, stack) == ["ecr.api", "ecr.dkr", "logs", "xray"]


@pytest.mark.parametrize(
    ("signals", "said", "message"),
    [
        ({"language": "node"}, {"tracing": True}, "remove tracing, or remove applicationSignals"),
        ({"language": "node"}, {"secrets": {"NODE_OPTIONS": "/web/options"}}, "can't add it to a secret"),
        ({"language": "node"}, {"volumes": {"application-signals": "/signals"}}, "adds a volume of this name"),
        (True, {"sidecars": {AGENT: {"image": IMAGE}}}, "is the agent of applicationSignals"),
        ({"instrumentationImage": IMAGE}, {}, "remove instrumentationImage"),
        ({"cpu": 256}, {"cpu": 256}, "which leaves the application none"),
    ],
)
def test_what_does_not_go_together_is_refused(signals, said, message):
    with pytest.raises(ValidationError, match=message):
        settings(signals, **said)
