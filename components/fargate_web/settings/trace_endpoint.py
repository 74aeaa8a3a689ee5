"""Types of the endpoint and the headers of a backend that takes traces over OTLP."""

import re
from typing import Annotated, Final, NamedTuple, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from .fix import Edit, Fix, write, write_text
from .foreign_expressions import explain_foreign_expression
from .value_types import build_value_error, reject_output

COLLECTOR_PORTS: Final = (4317, 4318, 13133)
"""The ports on which the collector listens: OTLP over gRPC and HTTP, and its health check."""
_LABEL_PATTERN: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ENDPOINT_PATTERN: Final = rf"https?://{_LABEL_PATTERN}(?:\.{_LABEL_PATTERN})*\.?(?::[0-9]{{1,5}})?(?:/[^\s?#]*)?"
_SIGNAL_PATH_PATTERN: Final = re.compile(r"/v1/(?:traces|metrics|logs)/?$")
_LOCAL_HOSTS: Final = ("localhost", "127.0.0.1")
_HEADER_PATTERN: Final = r"[A-Za-z0-9][A-Za-z0-9_-]*"


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
    """Return the URL that is meant by a host without a scheme, by one with the scheme of gRPC, or by HTTPS://. Return None if it is none of them."""
    meant = re.sub(r"^(?:(?:grpcs?|otlp|dns|https)://)?", "https://", value, flags=re.IGNORECASE)
    return meant if meant != value and "@" not in value and re.fullmatch(_ENDPOINT_PATTERN, meant) else None


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
                "an endpoint has no user and no password, which everyone could read here; credentials belong in secretHeaders: {authorization: …}"
                + ("" if re.fullmatch(_ENDPOINT_PATTERN, alone) else "; write it like https://otlp.example.com"),
                "invalid-trace-endpoint",
                fixes=(write(value=alone),) if re.fullmatch(_ENDPOINT_PATTERN, alone) else (),
            )
        raise build_value_error(
            f"{value!r} isn't a URL that starts with https:// or http://, with a host, and without a user and a query",
            "invalid-trace-endpoint",
            fixes=(
                write(value=meant)
                if meant
                else Fix("write it like https://otlp.example.com:4318", write(value="https://otlp.example.com:4318").edits),
            ),
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
            f"{value!r} isn't the name of a header, which has only letters, digits, hyphens and underscores",
            "invalid-trace-header",
            fixes=(write(value=corrected),) if re.fullmatch(_HEADER_PATTERN, corrected) else (),
        )
    return value


TraceHeader: TypeAlias = Annotated[
    str, AfterValidator(_validate_header), WithJsonSchema({"type": "string", "pattern": f"^{_HEADER_PATTERN}$"})
]


def _validate_header_value(value: str) -> str:
    if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value):
        alone = re.sub(r"[\x00-\x1f\x7f]+", " ", value).strip()
        raise build_value_error(
            "the value of a header is one line, and the collector would send no trace with this one",
            "invalid-trace-header",
            fixes=(write_text(alone, certain=True),) if alone else (),
        )
    return value


TraceHeaderValue: TypeAlias = Annotated[str, BeforeValidator(reject_output), AfterValidator(_validate_header_value)]
"""The value of a header, which is a part of the configuration of the collector."""
