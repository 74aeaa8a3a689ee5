"""Checks of tracing with a backend of one's own, and of Application Signals."""

from typing import Final

from .check_description import CheckDescription

_EXPORTERS: Final = "https://github.com/open-telemetry/opentelemetry-collector/tree/main/exporter"
_OTLP: Final = "https://opentelemetry.io/docs/specs/otlp/"

_SIGNALS: Final = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Application-Signals-ECS-Sidecar.html"

CHECKS_OF_TRACING: Final = (
    CheckDescription(
        "signals-beside-tracing",
        "error",
        "tracing and Application Signals in one task",
        "The SDK of the application has one endpoint for traces. One of the two would get none.",
        "Remove tracing: Application Signals has traces in X-Ray too. Or remove applicationSignals.",
        _SIGNALS,
    ),
    CheckDescription(
        "instrumentation-in-secret",
        "error",
        "a secret in the variable that loads the instrumentation",
        "The runtime would not load it, and Application Signals would stay empty.",
        "Write the variable under environment, or remove language and load the instrumentation in the secret.",
        _SIGNALS,
    ),
    CheckDescription(
        "instrumentation-volume-taken",
        "error",
        "a volume with the name of the instrumentation's",
        "ECS refuses two volumes of one name (ClientException).",
        "Write another name.",
        _SIGNALS,
    ),
    CheckDescription(
        "invalid-trace-endpoint",
        "error",
        "an endpoint of a backend that isn't its URL",
        "The collector does not start, or the backend refuses every trace (404).",
        "Write the URL of the backend without user, query and /v1/traces: https://otlp.example.com.",
        f"{_EXPORTERS}/otlphttpexporter",
    ),
    CheckDescription(
        "invalid-trace-header",
        "error",
        "the name of a header that isn't one",
        "The collector can't send the request (invalid header field name).",
        "Write letters, digits, hyphens and underscores.",
        "https://www.rfc-editor.org/rfc/rfc9110#name-field-names",
    ),
    CheckDescription(
        "trace-header-twice",
        "error",
        "a header of traces with two values",
        "Names of headers don't depend on capitals, and the collector sends one of the two values.",
        "Write each header once, under headers or under secretHeaders.",
        "https://www.rfc-editor.org/rfc/rfc9110#name-field-names",
    ),
    CheckDescription(
        "no-trace-endpoint",
        "error",
        "traces for a backend that isn't named",
        "The collector does not start: its exporter needs an endpoint.",
        "Write endpoint: and the URL of the backend, or remove exporter, so that the traces go to X-Ray.",
        _EXPORTERS,
    ),
    CheckDescription(
        "unsigned-traces",
        "error",
        "X-Ray as the endpoint of exporter: otlp",
        "X-Ray takes requests with a signature of AWS only, and refuses the others (403 Forbidden).",
        "Remove exporter and endpoint: traces go to X-Ray by default.",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-OTLPEndpoint.html",
    ),
    CheckDescription(
        "trace-path-with-grpc",
        "error",
        "an endpoint with a path for OTLP over gRPC",
        "gRPC connects to a host and a port. The collector can't resolve the rest.",
        "Remove the path, or write protocol: http.",
        f"{_EXPORTERS}/otlpexporter",
    ),
    CheckDescription(
        "traces-out-of-reach",
        "warning",
        "a collector that can't reach the backend of the traces",
        "The tasks run, and their traces are lost.",
        "Write a way to the internet, or an egress rule for the port of the endpoint.",
        _OTLP,
    ),
    CheckDescription(
        "secret-over-http",
        "warning",
        "secret headers that are sent without encryption",
        "Everyone between the task and the backend can read the credentials, and use them.",
        "Write an endpoint that starts with https://.",
        _OTLP,
    ),
)
