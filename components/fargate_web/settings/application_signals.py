"""Application Signals: the CloudWatch agent in a sidecar, and AWS's auto-instrumentation of the application."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import pulumi

from .container_value_types import Image
from .fix import Edit, Fix, remove
from .section import RuleViolation, Section, describe_field
from .sidecar import Sidecar
from .volume import Mount, Volume

if TYPE_CHECKING:
    from .task import Task

AGENT_NAME: Final = "ecs-cwagent"
AGENT_IMAGE: Final = "public.ecr.aws/cloudwatch-agent/cloudwatch-agent:1.300064.1b1344"
"""The CloudWatch agent. Source: https://gallery.ecr.aws/cloudwatch-agent/cloudwatch-agent"""
AGENT_PORTS: Final = (2000, 4315, 4316)
"""The ports on which the agent listens: sampling rules of X-Ray, and OTLP over gRPC and HTTP."""
INIT_NAME: Final = "adot-init"
INSTRUMENTATION_VOLUME: Final = "application-signals"
_AGENT_CONFIGURATION: Final = (
    '{"logs":{"metrics_collected":{"application_signals":{}}},"traces":{"traces_collected":{"application_signals":{}}}}'
)
_GUIDE: Final = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Application-Signals-ECS-Sidecar.html"

Language = Literal["java", "python", "node", "dotnet"]

_IMAGES: Final[Mapping[str, str]] = {
    language: f"public.ecr.aws/aws-observability/adot-autoinstrumentation-{language}:{version}"
    for language, version in {"java": "v2.10.0", "python": "v0.8.0", "node": "v0.5.0", "dotnet": "v1.6.0"}.items()
}
"""Source: https://github.com/aws/aws-cdk/tree/main/packages/@aws-cdk/aws-applicationsignals-alpha"""
_FOLDERS: Final[Mapping[str, str]] = {
    "java": "/otel-auto-instrumentation",
    "python": "/otel-auto-instrumentation-python",
    "node": "/otel-auto-instrumentation-nodejs",
    "dotnet": "/otel-auto-instrumentation-dotnet",
}
_JOINED_VARIABLES: Final[Mapping[str, str]] = {"java": "JAVA_TOOL_OPTIONS", "python": "PYTHONPATH", "node": "NODE_OPTIONS"}
"""The variable through which a runtime loads the instrumentation. What the user writes into it stays in it."""


class ApplicationSignals(Section):
    """CloudWatch Application Signals: latency, errors and calls of a service, measured in the application itself, and its traces in X-Ray.

    The CloudWatch agent in a sidecar receives them on localhost. With `language`, a container that ends before the application starts brings
    AWS's instrumentation, and variables load it; without, the application brings an SDK or agent of its own. The account needs
    `aws application-signals start-discovery` once.
    """

    language: Annotated[
        Language | None,
        describe_field(
            "The language of the application, which AWS's distribution of OpenTelemetry then instruments: java, python, node or dotnet. With python and dotnet, the image must have glibc. "
            "Default: the application is instrumented already.",
            source=_GUIDE,
            example="java",
        ),
    ] = None
    instrumentation_image: Annotated[
        Image | None,
        describe_field(
            "The image with the instrumentation. Default: AWS's for the language, by version.",
            source="https://gallery.ecr.aws/aws-observability",
            example="123456789012.dkr.ecr.us-west-2.amazonaws.com/adot-java:v2.10.0",
        ),
    ] = None
    image: Annotated[
        Image, describe_field("The image of the CloudWatch agent.", source="https://gallery.ecr.aws/cloudwatch-agent/cloudwatch-agent")
    ] = AGENT_IMAGE
    cpu: Annotated[int, describe_field("The agent's share of the task's CPU units (1–32768).", ge=1, le=32768)] = 32
    memory: Annotated[
        int,
        describe_field(
            "The maximum of the task's memory in MiB for the agent (64 or more); above it the agent is killed, and the application keeps running.",
            ge=64,
            le=249_856,
        ),
    ] = 256

    key_hints = {
        "enabled": "write applicationSignals: true or false",
        "runtime": "write language",
        "agentImage": "write image",
        "sdkVersion": "write instrumentationImage",
    }

    @property
    def mounts(self) -> dict[str, Mount]:
        """The mount of the instrumentation in the application's container."""
        return {} if self.language is None else {INSTRUMENTATION_VOLUME: Mount(path=_FOLDERS[self.language])}

    @property
    def volumes(self) -> dict[str, Volume]:
        """The folder through which the application gets the instrumentation."""
        return {} if self.language is None else {INSTRUMENTATION_VOLUME: Volume()}

    @property
    def start_conditions(self) -> dict[str, Literal["START", "SUCCESS"]]:
        """What the application waits for: the agent, and the end of the container that brings the instrumentation."""
        agent: dict[str, Literal["START", "SUCCESS"]] = {AGENT_NAME: "START"}
        return agent if self.language is None else {**agent, INIT_NAME: "SUCCESS"}

    def build_sidecars(self) -> dict[str, Sidecar]:
        """Build the agent and, with a language, the container that brings the instrumentation, by name."""
        agent = {
            "image": self.image,
            "essential": False,
            "cpu": self.cpu,
            "memory": self.memory,
            # AWS runs it as this user. It writes what it makes of its configuration into its own folder.
            "user": "0:1338",
            "readonly_root_filesystem": False,
            "environment": {"CW_CONFIG_CONTENT": _AGENT_CONFIGURATION},
        }
        sidecars = {AGENT_NAME: Sidecar.model_validate(agent)}
        if self.language is not None:
            folder = _FOLDERS[self.language]
            is_java = self.language == "java"
            init = {
                "image": self.instrumentation_image or _IMAGES[self.language],
                "essential": False,
                "command": ["cp", "/javaagent.jar", f"{folder}/javaagent.jar"]
                if is_java
                else ["cp", "-a", "/autoinstrumentation/.", folder],
                # The folder belongs to root.
                "user": "0",
                "readonly_root_filesystem": True,
                "writable_paths": [],
                "volumes": self.mounts,
            }
            sidecars[INIT_NAME] = Sidecar.model_validate(init)
        return sidecars

    def build_environment(self, service_name: str, task: "Task") -> dict[str, Any]:
        """Build the variables that send the signals to the agent and load the instrumentation, except those that the user sets.

        Source: https://github.com/aws/aws-cdk/tree/main/packages/@aws-cdk/aws-applicationsignals-alpha

        Args:
            service_name: The name of the service in Application Signals.
            task: The settings of the task.
        """
        variables = {
            "OTEL_SERVICE_NAME": service_name,
            "OTEL_AWS_APPLICATION_SIGNALS_ENABLED": "true",
            "OTEL_AWS_APPLICATION_SIGNALS_EXPORTER_ENDPOINT": "http://localhost:4316/v1/metrics",
            "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://localhost:4316/v1/traces",
            "OTEL_METRICS_EXPORTER": "none",
            "OTEL_LOGS_EXPORTER": "none",
            "OTEL_PROPAGATORS": "tracecontext,baggage,xray",
            "OTEL_TRACES_SAMPLER": "xray",
            "OTEL_TRACES_SAMPLER_ARG": "endpoint=http://localhost:2000",
            **_list_language_variables(self.language, task.cpu_architecture),
        }
        added: dict[str, Any] = {key: value for key, value in variables.items() if key not in {**task.environment, **task.secrets}}
        joined = _JOINED_VARIABLES.get(self.language or "")
        if joined is not None and joined in task.environment:
            added[joined] = _join(self.language, task.environment[joined])
        return added


def _list_language_variables(language: str | None, architecture: str) -> dict[str, str]:
    """List the variables that load the instrumentation."""
    if language is None:
        return {}
    folder = _FOLDERS[language]
    if language == "java":
        return {"JAVA_TOOL_OPTIONS": f"-javaagent:{folder}/javaagent.jar"}
    if language == "node":
        return {"NODE_OPTIONS": f"--require {folder}/autoinstrumentation.js"}
    if language == "python":
        return {
            "OTEL_PYTHON_DISTRO": "aws_distro",
            "OTEL_PYTHON_CONFIGURATOR": "aws_configurator",
            "PYTHONPATH": f"{folder}/opentelemetry/instrumentation/auto_instrumentation:{folder}",
        }
    library = "linux-arm64" if architecture == "ARM64" else "linux-x64"
    return {
        "OTEL_DOTNET_DISTRO": "aws_distro",
        "OTEL_DOTNET_CONFIGURATOR": "aws_configurator",
        "OTEL_DOTNET_AUTO_PLUGINS": "AWS.Distro.OpenTelemetry.AutoInstrumentation.Plugin, AWS.Distro.OpenTelemetry.AutoInstrumentation",
        "OTEL_DOTNET_AUTO_HOME": folder,
        "CORECLR_ENABLE_PROFILING": "1",
        "CORECLR_PROFILER": "{918728DD-259F-4A6A-AC2B-B85E1B658318}",
        "CORECLR_PROFILER_PATH": f"{folder}/{library}/OpenTelemetry.AutoInstrumentation.Native.so",
        "DOTNET_STARTUP_HOOKS": f"{folder}/net/OpenTelemetry.AutoInstrumentation.StartupHook.dll",
        "DOTNET_ADDITIONAL_DEPS": f"{folder}/AdditionalDeps",
        "DOTNET_SHARED_STORE": f"{folder}/store",
    }


def _join(language: str | None, value: Any) -> Any:
    """Return the user's value of a variable with what loads the instrumentation. The value may be an Output."""
    folder = _FOLDERS[language or "java"]
    before, after = "", f" -javaagent:{folder}/javaagent.jar"
    if language == "node":
        after = f" --require {folder}/autoinstrumentation.js"
    elif language == "python":
        before, after = f"{folder}/opentelemetry/instrumentation/auto_instrumentation:", f":{folder}"
    return pulumi.Output.concat(before, value, after) if isinstance(value, pulumi.Output) else f"{before}{value}{after}"


def find_signals_violations(task: "Task") -> Iterator[RuleViolation]:
    """Yield what has no effect on Application Signals in a task, and what doesn't go together with it."""
    signals = task.application_signals
    if signals is None:
        return
    if task.tracing is not None:
        yield RuleViolation(
            ("tracing", "application_signals"),
            "Application Signals contains traces, and an application sends its traces to one place: to this collector, or to the agent",
            "signals-beside-tracing",
            (remove("tracing"), remove("applicationSignals")),
        )
    if signals.instrumentation_image is not None and signals.language is None:
        yield RuleViolation(
            ("application_signals.instrumentation_image", "application_signals.language"),
            "only language copies the instrumentation from this image, and it isn't set, so that this would have no effect",
            "setting-without-effect",
            (remove("applicationSignals", "instrumentationImage"),),
        )
    joined = _JOINED_VARIABLES.get(signals.language or "")
    if joined is not None and joined in task.secrets:
        yield RuleViolation(
            (f"secrets.{joined}", "application_signals.language"),
            f"Application Signals adds its instrumentation to the value of {joined}, and can't add it to a secret; write {joined} under environment",
            "instrumentation-in-secret",
            (Fix("or remove language, and load the instrumentation in the secret", (Edit(("applicationSignals", "language"), "remove"),)),),
        )
    if signals.language is not None and INSTRUMENTATION_VOLUME in task.volumes:
        yield RuleViolation(
            (f"volumes.{INSTRUMENTATION_VOLUME}", "application_signals.language"),
            "Application Signals adds a volume of this name, and ECS refuses two volumes of one name (ClientException)",
            "instrumentation-volume-taken",
            (_rename_volume(task),),
        )


def _rename_volume(task: "Task") -> Fix:
    """Build the fix that gives the user's volume another name, in the containers that mount it too."""
    other = "application-files"
    places = [
        ("volumes",),
        *(("sidecars", name, "volumes") for name, each in task.sidecars.items() if INSTRUMENTATION_VOLUME in each.volumes),
    ]
    return Fix(f"write {other}", tuple(Edit((*place, INSTRUMENTATION_VOLUME), "rename", other) for place in places))
