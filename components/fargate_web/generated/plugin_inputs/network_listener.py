"""`NetworkHealthCheck`, `NetworkListener`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict


class NetworkHealthCheck(TypedDict):
    """How the Network Load Balancer checks whether a task can serve."""

    protocol: NotRequired[str]
    """TCP: the task accepts a connection. HTTP and HTTPS: it answers a request. There is no check by UDP. Default: TCP."""
    port: NotRequired[int]
    """The port that is checked (1–65535). Default: the one that receives the traffic."""
    path: NotRequired[str]
    """HTTP and HTTPS: the path that is requested. Default: /."""
    matcher: NotRequired[str]
    """HTTP and HTTPS: the status codes that count as healthy, within 200–599: '200', '200-299', '200,302'. Default: 200-299."""
    interval: NotRequired[int]
    """Seconds between two checks (5–300). AWS's default is 30. Default: 10."""
    timeout: NotRequired[int]
    """Seconds until a check counts as failed (2–120); no longer than the interval. Default: 5."""
    healthy_threshold: NotRequired[int]
    """Successes in a row until a target is healthy (2–10). Default: 2."""
    unhealthy_threshold: NotRequired[int]
    """Failures in a row until a target is unhealthy (2–10). Default: 3."""


class NetworkListener(TypedDict):
    """A port of the Network Load Balancer, and where its traffic goes. Each listener has a pair of target groups."""

    port: int
    """The port that clients connect to (1–65535)."""
    protocol: NotRequired[str]
    """TCP, UDP, TCP_UDP (both on one port) or TLS (encryption ends at the load balancer). Changing it replaces the listener's target groups. Default: TCP. See https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html"""
    target_port: NotRequired[int]
    """The port that the container listens on (1–65535). Default: the port of the listener."""
    target_container: NotRequired[str]
    """The sidecar that receives the traffic. Default: for a port of a route the container that listens there, for another port the application's own."""
    encrypt_targets: NotRequired[bool]
    """TLS: whether the load balancer encrypts the connection to the task again; the task needs a certificate. Default: false."""
    test_port: NotRequired[int]
    """The port (1–65535) for test traffic to the new version before production traffic moves; for blueGreen, canary and linear. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/nlb-resources-for-blue-green.html"""
    health_check: NotRequired[NetworkHealthCheck]
    """How tasks are checked."""
    idle_timeout: NotRequired[int]
    """TCP: seconds without traffic after which a connection is forgotten (60–6000). Default: 350. UDP is always 120, TLS always 350. See https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html#connection-idle-timeout"""
    alpn_policy: NotRequired[str]
    """TLS: which versions of HTTP are negotiated with clients (ALPN). Default: none. One of HTTP1Only, HTTP2Only, HTTP2Optional, HTTP2Preferred."""
    preserve_client_ip: NotRequired[bool]
    """TCP, TLS: whether tasks see the address of the client as the source. Default: false for TCP and TLS; always true for UDP and TCP_UDP. See https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation"""
    proxy_protocol: NotRequired[bool]
    """Whether each connection starts with a header of the proxy protocol (version 2), which the task must expect. Default: false."""
    stickiness: NotRequired[bool]
    """Whether a client's address is always routed to the same task; not for TLS. Default: false."""
    deregistration_delay: NotRequired[int]
    """Seconds that a stopping task keeps its connections (0–3600). AWS's default is 300, and every deployment waits that long. Default: 60."""
    terminate_connections: NotRequired[bool]
    """Whether connections that are left at the end of that time are closed. Default: true for UDP and TCP_UDP, which have no end of their own. See https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#deregistration-delay"""
