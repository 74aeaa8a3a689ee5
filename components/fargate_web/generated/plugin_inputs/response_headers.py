"""`StrictTransportSecurity`, `CrossOrigin`, `ResponseHeaders`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict


class StrictTransportSecurity(TypedDict):
    """HSTS: browsers that saw the header use HTTPS only, until it expires. Nobody can take it back earlier from a browser."""

    max_age: int
    """Seconds for which browsers remember it (0–63072000). Start with a short time, and write a year (31536000) once everything works. 0 makes browsers forget it. See https://www.rfc-editor.org/rfc/rfc6797"""
    include_subdomains: NotRequired[bool]
    """Whether it also holds for all subdomains of the host, including those that other systems serve. Default: false."""
    preload: NotRequired[bool]
    """Whether browsers may build the domain into their list. It takes months to leave the list. Default: false. See https://hstspreload.org/"""


class CrossOrigin(TypedDict):
    """CORS: which pages of other origins may read the responses. The application still answers the browsers' preflight requests (OPTIONS)."""

    allow_origin: str
    """The origin that may read responses, or '*' for every one."""
    allow_methods: NotRequired[list[str]]
    """The methods that it may use. One of GET, HEAD, POST, PUT, DELETE, CONNECT, OPTIONS, TRACE, PATCH."""
    allow_headers: NotRequired[list[str]]
    """The request headers that it may send."""
    expose_headers: NotRequired[list[str]]
    """The response headers that it may read."""
    allow_credentials: NotRequired[bool]
    """Whether it may send cookies. Default: false."""
    max_age: NotRequired[int]
    """Seconds for which browsers remember the answer to a preflight request (0–86400)."""


class ResponseHeaders(TypedDict):
    """The headers that the listeners add to responses, also to those that the load balancer itself gives."""

    server: NotRequired[bool]
    """Whether responses of the load balancer itself name it in the header Server (awselb/2.0). Default: false. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html"""
    strict_transport_security: NotRequired[StrictTransportSecurity]
    """HSTS, on the HTTPS listeners; a bare number is maxAge. Browsers then refuse HTTP for the host, on every port, until it expires. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html"""
    content_security_policy: NotRequired[str]
    """What pages may load and run. A wrong policy breaks pages. See https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy"""
    frame_options: NotRequired[str]
    """Whether other pages may show the pages in a frame (X-Frame-Options). One of DENY, SAMEORIGIN."""
    content_type_options: NotRequired[str]
    """nosniff: browsers take files for what Content-Type says (X-Content-Type-Options)."""
    cross_origin: NotRequired[CrossOrigin]
    """CORS, for pages of another origin that call the services."""
