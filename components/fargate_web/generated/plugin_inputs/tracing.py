"""`Tracing`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi


class Tracing(TypedDict):
    """Tracing with OpenTelemetry: the AWS Distro's collector in a sidecar receives the application's traces on localhost and sends them to X-Ray, or to the backend of `endpoint`."""

    enabled: NotRequired[bool]
    """`false` leaves it out. Default: true, where the section is said."""
    exporter: NotRequired[str]
    """Where the traces go: xray, or otlp for the backend of `endpoint`, such as Honeycomb, Grafana, New Relic or a collector of your own. Then the task role has no rights in X-Ray. Default: xray. See https://opentelemetry.io/docs/specs/otlp/"""
    endpoint: NotRequired[str]
    """The URL of the backend for exporter: otlp, without /v1/traces. The port is 443, or 80 for http://, unless it names another. See https://github.com/open-telemetry/opentelemetry-collector/tree/main/exporter"""
    protocol: NotRequired[str]
    """How the collector talks to the backend: OTLP over HTTP or over gRPC. One of http, grpc. Default: http. See https://github.com/open-telemetry/opentelemetry-collector/tree/main/exporter"""
    headers: NotRequired[dict[str, str]]
    """Headers of each request to the backend, for everyone to read. Credentials belong in secretHeaders."""
    secret_headers: NotRequired[dict[str, pulumi.Input[str]]]
    """Headers whose values are secret, such as an API key: the ARN of a Secrets Manager secret, or the name or ARN of an SSM parameter. It holds the whole value, like `Bearer …`. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html"""
    sampling_rate: NotRequired[float]
    """The share of the requests that are traced (0–1), if the caller has not decided it. Default: the SDK's default, which is all of them. Cost: X-Ray bills $5 for a million traces. See https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/"""
    image: NotRequired[pulumi.Input[str]]
    """The image of the collector. Default: public.ecr.aws/aws-observability/aws-otel-collector:v0.50.0. See https://github.com/aws-observability/aws-otel-collector/releases"""
    cpu: NotRequired[int]
    """The collector's share of the task's CPU units. Default: 32."""
    memory: NotRequired[int]
    """The maximum of the task's memory in MiB for the collector (64 or more); above it the collector is killed, and the application keeps running. Default: 256."""
    configuration: NotRequired[pulumi.Input[str]]
    """The collector's configuration, or the name or ARN of the SSM parameter that holds it. Destinations other than X-Ray need statements in roles.taskRole. Default: traces to X-Ray. See https://aws-otel.github.io/docs/setup/ecs/config-through-ssm"""
