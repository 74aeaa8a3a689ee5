"""A listener of a Network Load Balancer, and the health check of its targets."""

from collections.abc import Iterator
from typing import Annotated, Final, Literal

from .container_ports import TransportProtocol
from .container_value_types import ContainerName
from .fix import remove, write
from .health_check import HealthCheckPath
from .section import RuleViolation, Section, convert_to_key, describe_field

NetworkProtocol = Literal["TCP", "UDP", "TCP_UDP", "TLS"]
TRANSPORT_PROTOCOLS: Final[dict[NetworkProtocol, tuple[TransportProtocol, ...]]] = {
    "TCP": ("tcp",),
    "UDP": ("udp",),
    "TCP_UDP": ("tcp", "udp"),
    "TLS": ("tcp",),
}
"""What a listener of each protocol receives, in the words of security groups and port mappings."""

_HTTP_FIELDS: Final = ("path", "matcher")


class NetworkHealthCheck(Section):
    """How the Network Load Balancer checks whether a task can serve."""

    protocol: Annotated[
        Literal["TCP", "HTTP", "HTTPS"],
        describe_field("TCP: the task accepts a connection. HTTP and HTTPS: it answers a request. There is no check by UDP."),
    ] = "TCP"
    port: Annotated[
        int | None, describe_field("The port that is checked (1–65535). Default: the one that receives the traffic.", ge=1, le=65535)
    ] = None
    path: Annotated[HealthCheckPath, describe_field("HTTP and HTTPS: the path that is requested.", max_length=1024, example="/health")] = (
        "/"
    )
    matcher: Annotated[
        str,
        describe_field(
            "HTTP and HTTPS: the status codes that count as healthy, within 200–599: '200', '200-299', '200,302'.",
            pattern=r"^[2-5][0-9]{2}(-[2-5][0-9]{2})?(,[2-5][0-9]{2}(-[2-5][0-9]{2})?)*$",
        ),
    ] = "200-299"
    interval: Annotated[int, describe_field("Seconds between two checks (5–300). AWS's default is 30.", ge=5, le=300)] = 10
    timeout: Annotated[
        int, describe_field("Seconds until a check counts as failed (2–120); no longer than the interval.", ge=2, le=120)
    ] = 5
    healthy_threshold: Annotated[int, describe_field("Successes in a row until a target is healthy (2–10).", ge=2, le=10)] = 2
    unhealthy_threshold: Annotated[int, describe_field("Failures in a row until a target is unhealthy (2–10).", ge=2, le=10)] = 3

    key_hints = {
        "gracePeriod": "write gracePeriod beside listeners: a service has one",
        "successCodes": "write matcher",
        "retries": "write unhealthyThreshold",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that a check ends before the next, and that a TCP check sets nothing of HTTP."""
        if self.timeout > self.interval:
            yield RuleViolation(
                ("timeout", "interval"),
                f"the timeout of {self.timeout} s is longer than the interval of {self.interval} s, and AWS refuses that (ValidationError)",
                "timeout-above-interval",
                (write("timeout", value=self.interval), write("interval", value=self.timeout)),
            )
        for field in _HTTP_FIELDS:
            if self.protocol == "TCP" and field in self.model_fields_set:
                yield RuleViolation(
                    (field, "protocol"),
                    "a check by TCP only opens a connection, so this would have no effect",
                    "setting-without-effect",
                    (write("protocol", value="HTTP"), remove(field)),
                )


class NetworkListener(Section):
    """A port of the Network Load Balancer, and where its traffic goes. Each listener has a pair of target groups."""

    port: Annotated[int, describe_field("The port that clients connect to (1–65535).", ge=1, le=65535, example=443)]
    protocol: Annotated[
        NetworkProtocol,
        describe_field(
            "TCP, UDP, TCP_UDP (both on one port) or TLS (encryption ends at the load balancer). Changing it replaces the listener's target groups.",
            source="https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html",
        ),
    ] = "TCP"
    target_port: Annotated[
        int | None,
        describe_field(
            "The port that the container listens on (1–65535). Default: the port of the listener.", ge=1, le=65535, example=8443
        ),
    ] = None
    target_container: Annotated[
        ContainerName | None,
        describe_field(
            "The sidecar that receives the traffic. Default: for a port of a route the container that listens there, for another port the application's own."
        ),
    ] = None
    encrypt_targets: Annotated[
        bool, describe_field("TLS: whether the load balancer encrypts the connection to the task again; the task needs a certificate.")
    ] = False
    test_port: Annotated[
        int | None,
        describe_field(
            "The port (1–65535) for test traffic to the new version before production traffic moves; for blueGreen, canary and linear.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/nlb-resources-for-blue-green.html",
            ge=1,
            le=65535,
        ),
    ] = None
    health_check: Annotated[NetworkHealthCheck, describe_field("How tasks are checked.")] = NetworkHealthCheck()
    idle_timeout: Annotated[
        int | None,
        describe_field(
            "TCP: seconds without traffic after which a connection is forgotten (60–6000). Default: 350. UDP is always 120, TLS always 350.",
            source="https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html#connection-idle-timeout",
            ge=60,
            le=6000,
        ),
    ] = None
    alpn_policy: Annotated[
        Literal["HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred"] | None,
        describe_field("TLS: which versions of HTTP are negotiated with clients (ALPN). Default: none."),
    ] = None
    preserve_client_ip: Annotated[
        bool | None,
        describe_field(
            "TCP, TLS: whether tasks see the address of the client as the source. Default: false for TCP and TLS; always true for UDP and TCP_UDP.",
            source="https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation",
        ),
    ] = None
    proxy_protocol: Annotated[
        bool, describe_field("Whether each connection starts with a header of the proxy protocol (version 2), which the task must expect.")
    ] = False
    stickiness: Annotated[bool, describe_field("Whether a client's address is always routed to the same task; not for TLS.")] = False
    deregistration_delay: Annotated[
        int,
        describe_field(
            "Seconds that a stopping task keeps its connections (0–3600). AWS's default is 300, and every deployment waits that long.",
            ge=0,
            le=3600,
        ),
    ] = 60
    terminate_connections: Annotated[
        bool | None,
        describe_field(
            "Whether connections that are left at the end of that time are closed. Default: true for UDP and TCP_UDP, which have no end of their own.",
            source="https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#deregistration-delay",
        ),
    ] = None

    key_hints = {
        "container": "write targetContainer",
        "containerPort": "write targetPort",
        "targetProtocol": "write encryptTargets: true for TLS to the tasks",
        "sslPolicy": "write sslPolicy beside listeners",
        "certificateArn": "write certificateArn beside listeners",
        "tcpIdleTimeoutSeconds": "write idleTimeout",
        "proxyProtocolV2": "write proxyProtocol",
        "preserveClientIP": "write preserveClientIp",
        "connectionTermination": "write terminateConnections",
    }

    @property
    def effective_target_port(self) -> int:
        """The port of the container, with the default applied."""
        return self.port if self.target_port is None else self.target_port

    @property
    def health_check_port(self) -> int:
        """The port that is checked, with the default applied."""
        return self.effective_target_port if self.health_check.port is None else self.health_check.port

    @property
    def carries_udp(self) -> bool:
        """Whether it receives UDP."""
        return "udp" in TRANSPORT_PROTOCOLS[self.protocol]

    @property
    def target_protocol(self) -> NetworkProtocol:
        """The protocol of the target groups. A TLS listener forwards plain TCP unless it encrypts again."""
        return "TCP" if self.protocol == "TLS" and not self.encrypt_targets else self.protocol

    def list_open_ports(self) -> list[tuple[int, TransportProtocol]]:
        """List the ports of the task that the load balancer must reach: those that receive traffic, and the one that is checked."""
        ports = [(self.effective_target_port, protocol) for protocol in TRANSPORT_PROTOCOLS[self.protocol]]
        return list(dict.fromkeys([*ports, (self.health_check_port, "tcp")]))

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that the protocol supports every setting."""
        for field, protocols in _PROTOCOLS_BY_FIELD.items():
            if self.protocol not in protocols and getattr(self, field) not in (None, False):
                *most, last = protocols
                yield RuleViolation(
                    (field, "protocol"),
                    f"a listener of protocol {self.protocol} doesn't support it (InvalidConfigurationRequest); it is for {', '.join(most)}{' and ' if most else ''}{last}",
                    "setting-of-other-protocol",
                    (remove(convert_to_key(self, field)),),
                )
        if self.carries_udp and self.preserve_client_ip is False:
            yield RuleViolation(
                ("preserve_client_ip", "protocol"),
                f"tasks always see the addresses of clients with {self.protocol}, and AWS refuses to turn it off (InvalidConfigurationRequest)",
                "setting-of-other-protocol",
                (remove("preserveClientIp"),),
            )
        if self.test_port == self.port:
            yield RuleViolation(
                ("test_port", "port"),
                f"port {self.port} is taken by production traffic, and a port has one listener (DuplicateListener)",
                "listener-port-taken",
                (remove("testPort"),),
            )


_PROTOCOLS_BY_FIELD: Final[dict[str, tuple[NetworkProtocol, ...]]] = {
    "idle_timeout": ("TCP",),
    "alpn_policy": ("TLS",),
    "encrypt_targets": ("TLS",),
    "stickiness": ("TCP", "UDP", "TCP_UDP"),
}
"""The protocols that support a setting."""
