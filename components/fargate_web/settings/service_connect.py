"""Service Connect: services of one namespace find and call each other through a proxy that ECS adds to each task."""

from collections.abc import Iterator
from typing import Annotated, Final, Literal, TypeAlias

from .arn_types import KmsKeyArn, RoleArn, build_arn_type
from .fix import remove, write
from .section import ALLOW_BOOLEAN, STRING_SCHEMA, RuleViolation, Section, allow_shorthand, describe_field
from .value_types import ALLOW_OUTPUT, NamespaceName, build_name_type

AppProtocol = Literal["http", "http2", "grpc", "tcp"]

CertificateAuthorityArn: TypeAlias = build_arn_type(  # type: ignore[valid-type]
    "acm-pca", "arn:aws:acm-pca:us-west-2:123456789012:certificate-authority/1a2b3c4d", "certificate-authority/"
)
DiscoveryName: TypeAlias = build_name_type(  # type: ignore[valid-type]
    "a discovery name",
    r"[a-z0-9_][a-z0-9_-]*",
    64,
    "write lower-case letters, digits, hyphens and underscores, no hyphen at the start",
)
AliasName: TypeAlias = build_name_type(  # type: ignore[valid-type]
    "a client alias",
    r"[a-z0-9_.][a-z0-9_.-]*",
    127,
    "write lower-case letters, digits, hyphens, underscores and dots, no hyphen at the start",
)

DEFAULT_IDLE_TIMEOUT: Final = 300
DEFAULT_REQUEST_TIMEOUT: Final = 15
"""AWS's own timeouts in seconds, for all protocols but tcp. Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html"""


class ClientAlias(Section):
    """The name and port under which clients call the service."""

    dns_name: Annotated[
        AliasName | None,
        describe_field("The DNS name that clients use (127 characters at most). Default: the name of the service.", example="api"),
    ] = None
    port: Annotated[int | None, describe_field("The port that clients use (1–65535). Default: the service's.", ge=1, le=65535)] = None


class ServiceConnectTls(Section):
    """Encrypts the traffic between the proxies. The applications still use plain text to their own proxy."""

    aws_pca_authority_arn: Annotated[
        CertificateAuthorityArn,
        describe_field(
            "The private certificate authority that issues the certificates.",
            cost="$50 a month for a short-lived, $400 for a general-purpose authority",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-tls.html",
            example="arn:aws:acm-pca:us-west-2:123456789012:certificate-authority/1a2b3c4d",
        ),
    ]
    kms_key_arn: Annotated[
        KmsKeyArn | None,
        describe_field("A customer managed key for the certificates' private keys, whose policy admits the role. Default: AWS's own."),
    ] = None
    role_arn: Annotated[
        RoleArn | None,
        describe_field("An existing role with which ECS manages the certificates. Default: one is created with AWS's policy for it."),
    ] = None


class ServiceConnectAccessLogs(Section):
    """A line for each request that the proxy serves, in the service's log group."""

    format: Annotated[Literal["TEXT", "JSON"], describe_field("TEXT for people, JSON for queries.")] = "JSON"
    include_query_parameters: Annotated[
        bool, describe_field("Whether the lines contain the query parameters, which may be secret (tokens, addresses).")
    ] = False


class ServiceConnect(Section):
    """How a service calls others in its namespace by name, and how they call it.

    With a `port` the service is a server and a client; without one, or with `clientOnly`, it only calls others.
    """

    client_only: Annotated[
        bool | None, describe_field("Whether the service only calls others. Default: true if there is no port, false otherwise.")
    ] = None
    namespace: Annotated[
        Annotated[NamespaceName, ALLOW_OUTPUT] | None,
        describe_field("The name or ARN of a Cloud Map namespace in the Region. Default: the cluster's.", example="financial-namespace"),
    ] = None
    discovery_name: Annotated[
        DiscoveryName | None,
        describe_field(
            "The name of the Cloud Map service that ECS creates (64 characters at most), unique in its namespace. Default: the name of the service.",
            example="api-service",
        ),
    ] = None
    client_alias: Annotated[
        ClientAlias,
        allow_shorthand("dnsName", STRING_SCHEMA),
        describe_field("The name and port under which clients call the service; a bare string is the name."),
    ] = ClientAlias()
    app_protocol: Annotated[
        AppProtocol | None,
        describe_field(
            "The protocol of the application: http, http2, grpc or tcp. All but tcp have retries and metrics by request. It can't be changed while the service uses Service "
            "Connect. Default: that of targetGroup.protocolVersion, otherwise http.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html",
        ),
    ] = None
    idle_timeout: Annotated[
        int | None,
        describe_field(
            "Seconds that an idle connection stays open (0–2147483647); 0 means no timeout. Default: 300. Not with tcp, where it is always 3600.",
            source="https://github.com/pulumi/pulumi-aws/issues/4265",
            ge=0,
            le=2_147_483_647,
        ),
    ] = None
    per_request_timeout: Annotated[
        int | None,
        describe_field(
            "Seconds for a complete response (0–2147483647); 0 means no timeout. Default: 15. Not with tcp.", ge=0, le=2_147_483_647
        ),
    ] = None
    ingress_port_override: Annotated[
        int | None,
        describe_field(
            "The port that the proxy listens on (1–65535). Default: the service's. With another port, traffic to the service's port bypasses the proxy.",
            ge=1,
            le=65535,
        ),
    ] = None
    tls: Annotated[ServiceConnectTls | None, describe_field("Encrypts the traffic between the proxies. Default: no encryption.")] = None
    access_logs: Annotated[
        ServiceConnectAccessLogs | None,
        ALLOW_BOOLEAN,
        describe_field(
            "A line for each request that the proxy serves; off by default.",
            cost="$0.50 a GB in CloudWatch Logs",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-envoy-access-logs.html",
        ),
    ] = None

    key_hints = {
        "enabled": "write serviceConnect: true or false",
        "services": "a service has one port, and so one entry; write discoveryName and clientAlias",
        "portName": "it is the name of the container; write names: {container: …}",
        "clientAliases": "AWS allows one alias; write clientAlias: {dnsName: …, port: …}",
        "dnsName": "write clientAlias: {dnsName: …}",
        "port": "write clientAlias: {port: …}",
        "timeout": "write idleTimeout and perRequestTimeout",
        "logConfiguration": "the proxy writes to the log group of the service; write accessLogs for a line a request",
        "logLevel": "the provider of AWS doesn't offer the log level of the proxy, which is info; remove it",
        "containerConfigurations": "the provider of AWS doesn't offer the log level of the proxy, which is info; remove it",
        "accessLogConfiguration": "write accessLogs: {format: …}",
    }

    def resolve_discovery_name(self, service_name: str) -> str:
        """Return the name of the Cloud Map service that ECS creates for a service, with the default applied."""
        return self.discovery_name or service_name.lower()[:64]

    def resolve_client_alias(self, service_name: str, service_port: int) -> tuple[str, int]:
        """Return the DNS name and port under which clients call a service, with the defaults applied."""
        return self.client_alias.dns_name or service_name.lower()[:127], self.client_alias.port or service_port

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that the timeouts fit the protocol and each other."""
        if self.per_request_timeout is not None and self.app_protocol == "tcp":
            yield RuleViolation(
                ("per_request_timeout", "app_protocol"),
                "with tcp the proxy sees no requests, so that ECS refuses a timeout for them (InvalidParameterException); it is for another appProtocol",
                "timeout-with-tcp",
                (remove("perRequestTimeout"),),
            )
        if self.idle_timeout is not None and self.app_protocol == "tcp":
            yield RuleViolation(
                ("idle_timeout", "app_protocol"),
                "with it the provider always sends a timeout for requests, and ECS refuses one for tcp (InvalidParameterException: Per request timeout 0 can't be set for tcp "
                "application); without it an idle connection is closed after an hour, unless client or server send keep-alives before",
                "timeout-with-tcp",
                (remove("idleTimeout"),),
            )
        if self.app_protocol != "tcp":
            idle = DEFAULT_IDLE_TIMEOUT if self.idle_timeout is None else self.idle_timeout
            request = DEFAULT_REQUEST_TIMEOUT if self.per_request_timeout is None else self.per_request_timeout
            if 0 < idle < request:
                yield RuleViolation(
                    ("per_request_timeout", "idle_timeout") if self.per_request_timeout is not None else ("idle_timeout",),
                    f"a request may take {request} s, but its connection is closed after {idle} s without traffic",
                    "idle-before-request",
                    (write("idleTimeout", value=request),),
                )
