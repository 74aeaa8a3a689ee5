"""Tracing: a collector in a sidecar that sends the application's traces to X-Ray, or to a backend that takes OTLP."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator

from .container_value_types import Image, SecretReference, validate_secret_reference
from .otlp_exporter import build_collector_configuration, build_header_secrets, find_exporter_violations
from .section import RuleViolation, Section, describe_field
from .sidecar import Sidecar
from .trace_endpoint import TraceEndpoint, TraceHeader, TraceHeaderValue
from .value_types import ALLOW_OUTPUT

COLLECTOR_NAME: Final = "aws-otel-collector"
COLLECTOR_IMAGE: Final = "public.ecr.aws/aws-observability/aws-otel-collector:v0.50.0"
"""The AWS Distro for OpenTelemetry. Source: https://github.com/aws-observability/aws-otel-collector/releases"""
_DEFAULT_CONFIGURATION_PATH: Final = "/etc/ecs/ecs-xray.yaml"
"""A configuration within the image: OTLP in, X-Ray out. Source: https://github.com/aws-observability/aws-otel-collector/tree/main/config/ecs"""
_OTLP_EXPORTERS: Final = "https://github.com/open-telemetry/opentelemetry-collector/tree/main/exporter"

CONFIGURATION_VARIABLE: Final = "AOT_CONFIG_CONTENT"
"""The variable with the collector's configuration, which takes precedence over the command line."""


def _is_inline_configuration(value: str) -> bool:
    return re.search(r"\s", value) is not None


def _validate_configuration(value: str) -> str:
    return value if _is_inline_configuration(value) else validate_secret_reference(value)


_CollectorConfiguration = Annotated[str, AfterValidator(_validate_configuration), ALLOW_OUTPUT]


class Tracing(Section):
    """Tracing with OpenTelemetry: the AWS Distro's collector in a sidecar receives the application's traces on localhost and sends them to X-Ray, or to the backend of `endpoint`.

    The application has to be instrumented with an OpenTelemetry SDK or agent; the SDK's own environment variables tell it where the
    collector listens. The X-Ray daemon and its SDKs are in maintenance since February 2026, and their support ends in February 2027; they
    find no listener here.
    """

    exporter: Annotated[
        Literal["xray", "otlp"],
        describe_field(
            "Where the traces go: xray, or otlp for the backend of `endpoint`, such as Honeycomb, Grafana, New Relic or a collector of your own. Then the task role has no rights in X-Ray.",
            source="https://opentelemetry.io/docs/specs/otlp/",
        ),
    ] = "xray"
    endpoint: Annotated[
        TraceEndpoint | None,
        describe_field(
            "The URL of the backend for exporter: otlp, without /v1/traces. The port is 443, or 80 for http://, unless it names another.",
            source=_OTLP_EXPORTERS,
            example="https://api.honeycomb.io",
        ),
    ] = None
    protocol: Annotated[
        Literal["http", "grpc"],
        describe_field("How the collector talks to the backend: OTLP over HTTP or over gRPC.", source=_OTLP_EXPORTERS),
    ] = "http"
    headers: Annotated[
        dict[TraceHeader, TraceHeaderValue],
        describe_field(
            "Headers of each request to the backend, for everyone to read. Credentials belong in secretHeaders.",
            example={"x-honeycomb-dataset": "web"},
        ),
    ] = {}
    secret_headers: Annotated[
        dict[TraceHeader, SecretReference],
        describe_field(
            "Headers whose values are secret, such as an API key: the ARN of a Secrets Manager secret, or the name or ARN of an SSM parameter. It holds the whole value, like `Bearer …`.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
            example={"x-honeycomb-team": "arn:aws:secretsmanager:us-west-2:123456789012:secret:honeycomb-a1b2c3"},
        ),
    ] = {}
    sampling_rate: Annotated[
        float | None,
        describe_field(
            "The share of the requests that are traced (0–1), if the caller has not decided it. Default: the SDK's default, which is all of them.",
            cost="X-Ray bills $5 for a million traces",
            source="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/",
            ge=0,
            le=1,
            example=0.05,
        ),
    ] = None
    image: Annotated[
        Image,
        describe_field(
            "The image of the collector.",
            source="https://github.com/aws-observability/aws-otel-collector/releases",
        ),
    ] = COLLECTOR_IMAGE
    cpu: Annotated[int, describe_field("The collector's share of the task's CPU units.", ge=1, le=32768)] = 32
    memory: Annotated[
        int,
        describe_field(
            "The maximum of the task's memory in MiB for the collector (64 or more); above it the collector is killed, and the application keeps running.",
            ge=64,
            le=249_856,
        ),
    ] = 256
    configuration: Annotated[
        _CollectorConfiguration | None,
        describe_field(
            "The collector's configuration, or the name or ARN of the SSM parameter that holds it. Destinations other than X-Ray need statements in "
            "roles.taskRole. Default: traces to X-Ray.",
            source="https://aws-otel.github.io/docs/setup/ecs/config-through-ssm",
            example="/web/collector",
        ),
    ] = None

    key_hints = {
        "enabled": "write tracing: true or false",
        "vendor": "it is X-Ray, by OpenTelemetry; write tracing: true",
        "backend": "write exporter: otlp, and the URL of the backend as endpoint",
        "url": "write endpoint",
        "apiKey": "write secretHeaders: {<header>: <ARN>}",
        "sampling": "write samplingRate",
        "samplingRatio": "write samplingRate",
        "config": "write configuration",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that the destination fits the exporter."""
        yield from find_exporter_violations(self)

    @property
    def sends_to_x_ray(self) -> bool:
        """Whether the traces go to X-Ray. A configuration of the user's own may send them elsewhere too."""
        return self.exporter == "xray"

    @property
    def configuration_parameter(self) -> str | None:
        """The reference to the parameter with the configuration. None for a configuration that is written out."""
        is_inline = isinstance(self.configuration, str) and _is_inline_configuration(self.configuration)
        return None if is_inline else self.configuration

    def build_sidecar(self) -> Sidecar:
        """Build the sidecar that runs the collector."""
        values: dict[str, Any] = {
            "image": self.image,
            "essential": False,
            "cpu": self.cpu,
            "memory": self.memory,
            "readonly_root_filesystem": True,
            "writable_paths": [],
            "health_check": {"command": ["CMD", "/healthcheck"], "interval": 30, "timeout": 5, "retries": 3, "start_period": 10},
        }
        if self.exporter == "otlp" and self.endpoint is not None:
            values["environment"] = {CONFIGURATION_VARIABLE: build_collector_configuration(self, self.endpoint)}
            values["secrets"] = build_header_secrets(self.secret_headers)
        elif self.configuration is None:
            values["command"] = [f"--config={_DEFAULT_CONFIGURATION_PATH}"]
        else:
            key = "environment" if self.configuration_parameter is None else "secrets"
            values[key] = {CONFIGURATION_VARIABLE: self.configuration}
        return Sidecar.model_validate(values)

    def build_environment(self, service_name: str, user_variables: Mapping[str, Any]) -> dict[str, str]:
        """Build the OpenTelemetry SDK's environment variables that tell the application where the collector is, except those that the user sets.

        Args:
            service_name: The name of the service in the traces.
            user_variables: The variables that the user sets.
        """
        variables = {
            "OTEL_SERVICE_NAME": service_name,
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://localhost:4318",
            "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
            "OTEL_TRACES_EXPORTER": "otlp",
        }
        if self.configuration is None:
            # The collector accepts traces only; SDKs would log an error at each attempt to send metrics or logs.
            variables |= {"OTEL_METRICS_EXPORTER": "none", "OTEL_LOGS_EXPORTER": "none"}
        if self.sampling_rate is not None:
            variables |= {"OTEL_TRACES_SAMPLER": "parentbased_traceidratio", "OTEL_TRACES_SAMPLER_ARG": f"{self.sampling_rate:g}"}
        return {key: value for key, value in variables.items() if key not in user_variables}
