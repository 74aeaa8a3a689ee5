"""The headers that the load balancer adds to responses."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints

from .fix import combine, remove, write
from .section import NUMBER_SCHEMA, RuleViolation, Section, allow_shorthand, describe_field
from .value_types import build_value_error

_ONE_YEAR = 31_536_000
_TWO_YEARS = 2 * _ONE_YEAR
_ORIGIN_PATTERN = re.compile(r"\*|https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?")
_HEADER_SOURCE = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html"

HeaderName = Annotated[str, StringConstraints(pattern=r"^(\*|[A-Za-z0-9-]{1,40})$")]


def _validate_origin(value: str) -> str:
    if not _ORIGIN_PATTERN.fullmatch(value):
        raise build_value_error(
            f"{value!r} isn't an origin: browsers compare scheme, host and port; write it like https://www.example.com, or '*' for every origin"
        )
    return value


class StrictTransportSecurity(Section):
    """HSTS: browsers that saw the header use HTTPS only, until it expires. Nobody can take it back earlier from a browser."""

    max_age: Annotated[
        int,
        describe_field(
            "Seconds for which browsers remember it (0–63072000). Start with a short time, and write a year (31536000) once everything works. 0 makes browsers forget it.",
            source="https://www.rfc-editor.org/rfc/rfc6797",
            example=86_400,
            ge=0,
            le=_TWO_YEARS,
        ),
    ]
    include_subdomains: Annotated[
        bool, describe_field("Whether it also holds for all subdomains of the host, including those that other systems serve.")
    ] = False
    preload: Annotated[
        bool,
        describe_field(
            "Whether browsers may build the domain into their list. It takes months to leave the list.", source="https://hstspreload.org/"
        ),
    ] = False

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that a domain for the list of browsers meets its conditions."""
        if self.preload and (not self.include_subdomains or self.max_age < _ONE_YEAR):
            yield RuleViolation(
                ("preload", "include_subdomains", "max_age"),
                f"the list accepts a domain with its subdomains for a year at least (maxAge {_ONE_YEAR})",
                "preload-without-conditions",
                (
                    combine(write("includeSubdomains", value=True), write("maxAge", value=max(self.max_age, _ONE_YEAR))),
                    remove("preload"),
                ),
            )

    @property
    def header_value(self) -> str:
        """The value of the header."""
        parts = [f"max-age={self.max_age}"]
        parts += ["includeSubDomains"] if self.include_subdomains else []
        return "; ".join([*parts, "preload"] if self.preload else parts)


class CrossOrigin(Section):
    """CORS: which pages of other origins may read the responses. The application still answers the browsers' preflight requests (OPTIONS)."""

    allow_origin: Annotated[
        Annotated[str, AfterValidator(_validate_origin)],
        describe_field("The origin that may read responses, or '*' for every one.", example="https://www.example.com"),
    ]
    allow_methods: Annotated[
        list[Literal["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"]],
        describe_field("The methods that it may use."),
    ] = []
    allow_headers: Annotated[list[HeaderName], describe_field("The request headers that it may send.")] = []
    expose_headers: Annotated[list[HeaderName], describe_field("The response headers that it may read.")] = []
    allow_credentials: Annotated[bool, describe_field("Whether it may send cookies.")] = False
    max_age: Annotated[
        int | None, describe_field("Seconds for which browsers remember the answer to a preflight request (0–86400).", ge=0, le=86_400)
    ] = None

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that cookies aren't allowed to every origin."""
        if self.allow_credentials and self.allow_origin == "*":
            yield RuleViolation(
                ("allow_credentials", "allow_origin"),
                "browsers refuse responses to requests with cookies if every origin is allowed; write the one origin as allowOrigin",
                "cookies-for-every-origin",
                (remove("allowCredentials"),),
            )


class ResponseHeaders(Section):
    """The headers that the listeners add to responses, also to those that the load balancer itself gives."""

    server: Annotated[
        bool,
        describe_field("Whether responses of the load balancer itself name it in the header Server (awselb/2.0).", source=_HEADER_SOURCE),
    ] = False
    strict_transport_security: Annotated[
        StrictTransportSecurity | None,
        allow_shorthand("maxAge", NUMBER_SCHEMA),
        describe_field(
            "HSTS, on the HTTPS listeners; a bare number is maxAge. Browsers then refuse HTTP for the host, on every port, until it expires.",
            source=_HEADER_SOURCE,
            example=86_400,
        ),
    ] = None
    content_security_policy: Annotated[
        str | None,
        describe_field(
            "What pages may load and run. A wrong policy breaks pages.",
            source="https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy",
            example="default-src 'self'",
            min_length=1,
            max_length=1024,
            pattern=r"^[ -~]+$",
        ),
    ] = None
    frame_options: Annotated[
        Literal["DENY", "SAMEORIGIN"] | None, describe_field("Whether other pages may show the pages in a frame (X-Frame-Options).")
    ] = None
    content_type_options: Annotated[
        Literal["nosniff"] | None,
        describe_field("nosniff: browsers take files for what Content-Type says (X-Content-Type-Options)."),
    ] = None
    cross_origin: Annotated[CrossOrigin | None, describe_field("CORS, for pages of another origin that call the services.")] = None

    key_hints = {
        "hsts": "write strictTransportSecurity: 86400",
        "csp": "write contentSecurityPolicy",
        "xFrameOptions": "write frameOptions",
        "xContentTypeOptions": "write contentTypeOptions",
        "cors": "write crossOrigin: {allowOrigin: …}",
    }
