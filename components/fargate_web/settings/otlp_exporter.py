"""The collector's exporter to a backend of one's own over OTLP: its rules, and the configuration of the collector."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from .fix import Edit, Fix, remove, write
from .section import RuleViolation, convert_to_key
from .trace_endpoint import parse_endpoint

if TYPE_CHECKING:
    from .tracing import Tracing

_X_RAY_HOST_PATTERN: Final = re.compile(r"xray\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|api\.aws)")
_EXPORTER_FIELDS: Final = ("endpoint", "protocol", "headers", "secret_headers")
_HEADROOM: Final = 0.8
"""The share of its memory above which the collector refuses traces, so that it isn't killed while the backend is away.

Source: https://github.com/open-telemetry/opentelemetry-collector/tree/main/processor/memorylimiterprocessor
"""


def find_exporter_violations(tracing: "Tracing") -> Iterator[RuleViolation]:
    """Yield every violated rule between the exporter and the settings of its destination."""
    given = [field for field in _EXPORTER_FIELDS if field in tracing.model_fields_set]
    if tracing.exporter == "xray":
        for field in given:
            yield RuleViolation(
                (field, "exporter"),
                "only exporter: otlp uses this, and the traces go to X-Ray",
                "setting-without-effect",
                (write("exporter", value="otlp"), remove(convert_to_key(tracing, field)))
                if "endpoint" in given
                else (remove(convert_to_key(tracing, field)),),
            )
        return
    if tracing.configuration is not None:
        yield RuleViolation(
            ("configuration", "exporter"),
            "a configuration of your own replaces the exporter",
            "setting-without-effect",
            (remove("configuration"), _remove_exporter(given)),
        )
    if tracing.endpoint is None:
        yield RuleViolation(
            ("exporter", "endpoint"),
            "there is no backend to send the traces to",
            "no-trace-endpoint",
            (write("endpoint", value="https://otlp.example.com"), _remove_exporter(given)),
        )
        return
    endpoint = parse_endpoint(tracing.endpoint)
    if _X_RAY_HOST_PATTERN.fullmatch(endpoint.host):
        yield RuleViolation(
            ("endpoint", "exporter"),
            "X-Ray takes signed requests only, so that it would refuse every trace (403 Forbidden)",
            "unsigned-traces",
            (_remove_exporter(given),),
        )
    elif tracing.protocol == "grpc" and endpoint.path:
        without = tracing.endpoint[: -len(urlsplit(tracing.endpoint).path)]
        yield RuleViolation(
            ("endpoint", "protocol"),
            "gRPC has no path, and the collector would not connect",
            "trace-path-with-grpc",
            (write("endpoint", value=without), write("protocol", value="http")),
        )
    seen: dict[str, str] = {}
    for field, names in (("headers", tracing.headers), ("secret_headers", tracing.secret_headers)):
        for name in names:
            first = seen.setdefault(_build_variable_name(name), f"{field}.{name}")
            if first != f"{field}.{name}":
                yield RuleViolation(
                    (f"{field}.{name}", first),
                    f"{name} and {first.partition('.')[2]} are one header, which has one value",
                    "trace-header-twice",
                    (
                        Fix(
                            f"remove {name} from {convert_to_key(tracing, field)}",
                            (Edit((convert_to_key(tracing, field), name), "remove"),),
                        ),
                    ),
                )


def _remove_exporter(given: Sequence[str]) -> Fix:
    keys = ["exporter", *("secretHeaders" if field == "secret_headers" else field for field in given)]
    edits = tuple(Edit((key,), "remove") for key in keys)
    return Fix(f"remove {' and '.join(keys)}, so that the traces go to X-Ray", edits)


def _build_variable_name(header: str) -> str:
    """Return the name of the collector's environment variable with the value of a secret header."""
    return "OTLP_HEADER_" + re.sub("[^A-Z0-9]", "_", header.upper())


def build_header_secrets(secret_headers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the `secrets` of the collector: the references by environment variable."""
    return {_build_variable_name(name): reference for name, reference in secret_headers.items()}


def build_collector_configuration(tracing: "Tracing", url: str) -> str:
    """Build the configuration of the collector: OTLP in, OTLP to the backend out. It is JSON, which the collector reads as YAML.

    Secret headers are references to the collector's environment, into which ECS writes the secrets. The endpoint and the names and values of
    plain headers are text: a dollar in them is none of the collector's expressions.

    Source: https://opentelemetry.io/docs/collector/configuration/

    Args:
        tracing: The settings.
        url: Their endpoint.
    """
    endpoint = parse_endpoint(url)
    headers = {name: _escape(value) for name, value in tracing.headers.items()}
    headers |= {name: f"${{env:{_build_variable_name(name)}}}" for name in tracing.secret_headers}
    is_grpc = tracing.protocol == "grpc"
    exporter: dict[str, Any] = {"endpoint": f"{endpoint.host}:{endpoint.port}" if is_grpc else _escape(url.rstrip("/"))}
    if is_grpc and endpoint.scheme == "http":
        exporter["tls"] = {"insecure": True}
    if headers:
        exporter["headers"] = headers
    name = "otlp" if is_grpc else "otlphttp"
    return json.dumps(
        {
            "extensions": {"health_check": {}},
            "receivers": {"otlp": {"protocols": {"grpc": {"endpoint": "localhost:4317"}, "http": {"endpoint": "localhost:4318"}}}},
            "processors": {
                "memory_limiter": {"check_interval": "1s", "limit_mib": int(tracing.memory * _HEADROOM)},
                "resourcedetection": {"detectors": ["env", "ecs"]},
                "batch": {"timeout": "1s"},
            },
            "exporters": {name: exporter},
            "service": {
                "extensions": ["health_check"],
                # Metrics of the collector itself would take port 8888 of the task.
                "telemetry": {"metrics": {"level": "none"}},
                "pipelines": {
                    "traces": {
                        "receivers": ["otlp"],
                        "processors": ["memory_limiter", "resourcedetection", "batch"],
                        "exporters": [name],
                    }
                },
            },
        },
        sort_keys=True,
        separators=(",", ":"),
    )


def _escape(text: str) -> str:
    return text.replace("$", "$$")


def find_exporter_endpoint(configuration: str) -> str | None:
    """Return the endpoint in a configuration that `build_collector_configuration` built. Return None for another one."""
    try:
        [exporter] = json.loads(configuration)["exporters"].values()
        return str(exporter["endpoint"]).replace("$$", "$")
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
