"""The collector's exporter to a backend of one's own over OTLP: its endpoint, its headers, and the configuration of the collector."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from .fix import Edit, Fix, remove, write
from .foreign_expressions import explain_foreign_expression
from .section import RuleViolation, convert_to_key
from .value_types import build_value_error, reject_output

if TYPE_CHECKING:
    from .tracing import Tracing

COLLECTOR_PORTS: Final = (4317, 4318, 13133)
"""The ports on which the collector listens: OTLP over gRPC and HTTP, and its health check."""
_ENDPOINT_PATTERN: Final = r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[^\s?#]*)?"
_SIGNAL_PATH_PATTERN: Final = re.compile(r"/v1/(?:traces|metrics|logs)/?$")
_X_RAY_HOST_PATTERN: Final = re.compile(r"xray\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|api\.aws)")
_LOCAL_HOSTS: Final = ("localhost", "127.0.0.1")
_HEADER_PATTERN: Final = r"[A-Za-z0-9][A-Za-z0-9_-]*"
_EXPORTER_FIELDS: Final = ("endpoint", "protocol", "headers", "secret_headers")
_HEADROOM: Final = 0.8
"""The share of its memory above which the collector refuses traces, so that it isn't killed while the backend is away.

Source: https://github.com/open-telemetry/opentelemetry-collector/tree/main/processor/memorylimiterprocessor
"""


class Endpoint(NamedTuple):
    """An endpoint, in parts.

    Attributes:
        scheme: `https` or `http`.
        host: The name or address of the host.
        port: The port, also where the URL leaves it out.
        path: The path, without a slash at its end.
    """

    scheme: str
    host: str
    port: int
    path: str


def parse_endpoint(url: str) -> Endpoint:
    """Return the parts of an endpoint that is valid."""
    parts = urlsplit(url)
    return Endpoint(parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80), parts.path.rstrip("/"))


def _complete_endpoint(value: str) -> str | None:
    """Return the URL that is meant by a host without a scheme, or by one with the scheme of gRPC. Return None if it is neither."""
    meant = f"https://{re.sub(r'^(?:grpcs?|otlp|dns)://', '', value)}"
    return meant if "@" not in value and re.fullmatch(_ENDPOINT_PATTERN, meant) else None


def _validate_endpoint(value: str) -> str:
    expression = explain_foreign_expression(value)
    if expression:
        raise build_value_error(expression, "expression-of-another-tool")
    port = _read_port(value)
    if not re.fullmatch(_ENDPOINT_PATTERN, value) or (port is not None and not 0 < port <= 65_535):
        meant = _complete_endpoint(value)
        # The message does not repeat a value with a user: there may be a password in it.
        if "@" in value:
            alone = re.sub(r"//[^/]*@", "//", value)
            raise build_value_error(
                "an endpoint has no user and no password, which everyone could read here, and secretHeaders: {authorization: …} holds credentials"
                + ("" if re.fullmatch(_ENDPOINT_PATTERN, alone) else "; write it like https://otlp.example.com"),
                "invalid-trace-endpoint",
                fixes=(write(value=alone),) if re.fullmatch(_ENDPOINT_PATTERN, alone) else (),
            )
        raise build_value_error(
            f"{value!r} isn't the URL of a backend, without a query" + ("" if meant else "; write it like https://otlp.example.com:4318"),
            "invalid-trace-endpoint",
            fixes=(write(value=meant),) if meant else (),
        )
    if _SIGNAL_PATH_PATTERN.search(value):
        raise build_value_error(
            f"the collector adds the path of each signal itself, so that {value!r} would have it twice (404)",
            "invalid-trace-endpoint",
            fixes=(write(value=_SIGNAL_PATH_PATTERN.sub("", value), certain=True),),
        )
    endpoint = parse_endpoint(value)
    if endpoint.host in _LOCAL_HOSTS and endpoint.port in COLLECTOR_PORTS:
        raise build_value_error(
            f"the collector itself listens on port {endpoint.port} of {endpoint.host}, so that it would send every trace to itself",
            "invalid-trace-endpoint",
            fixes=(Fix("write the URL of the backend, like https://otlp.example.com", (Edit((), "set", "https://otlp.example.com"),)),),
        )
    return value


def _read_port(url: str) -> int | None:
    found = re.match(r"https?://[^/:]+:([0-9]+)", url)
    return int(found[1]) if found else None


TraceEndpoint: TypeAlias = Annotated[
    str,
    BeforeValidator(reject_output),
    AfterValidator(_validate_endpoint),
    WithJsonSchema({"type": "string", "pattern": f"^{_ENDPOINT_PATTERN}$"}),
]


def _validate_header(value: str) -> str:
    if not re.fullmatch(_HEADER_PATTERN, value):
        corrected = re.sub(r"[^A-Za-z0-9_-]+", "-", value.strip().rstrip(":")).strip("-")
        raise build_value_error(
            f"{value!r} isn't the name of a header: letters, digits, hyphens and underscores",
            "invalid-trace-header",
            fixes=(write(value=corrected),) if re.fullmatch(_HEADER_PATTERN, corrected) else (),
        )
    return value


TraceHeader: TypeAlias = Annotated[
    str, AfterValidator(_validate_header), WithJsonSchema({"type": "string", "pattern": f"^{_HEADER_PATTERN}$"})
]

TraceHeaderValue: TypeAlias = Annotated[str, BeforeValidator(reject_output)]
"""The value of a header, which is a part of the configuration of the collector."""


def find_exporter_violations(tracing: "Tracing") -> Iterator[RuleViolation]:
    """Yield every violated rule between the exporter and the settings of its destination."""
    given = [field for field in _EXPORTER_FIELDS if field in tracing.model_fields_set]
    if tracing.exporter == "xray":
        for field in given:
            yield RuleViolation(
                (field, "exporter"),
                "this is about a backend of your own, and the exporter is xray",
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
