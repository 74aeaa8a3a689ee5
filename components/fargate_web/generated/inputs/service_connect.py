"""`ClientAlias`, `ServiceConnectTls`, `ServiceConnectAccessLogs`, `ServiceConnect`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import Literal, NotRequired, TypedDict

import pulumi


class ClientAlias(TypedDict):
    """The name and port under which clients call the service."""

    dns_name: NotRequired[str]
    """The DNS name that clients use (127 characters at most). Default: the name of the service."""
    port: NotRequired[int]
    """The port that clients use (1–65535). Default: the service's."""


class ServiceConnectTls(TypedDict):
    """Encrypts the traffic between the proxies. The applications still use plain text to their own proxy."""

    aws_pca_authority_arn: pulumi.Input[str]
    """The private certificate authority that issues the certificates. Cost: $50 a month for a short-lived, $400 for a general-purpose authority. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-tls.html"""
    kms_key_arn: NotRequired[pulumi.Input[str]]
    """A customer managed key for the certificates' private keys, whose policy admits the role. Default: AWS's own."""
    role_arn: NotRequired[pulumi.Input[str]]
    """An existing role with which ECS manages the certificates. Default: one is created with AWS's policy for it."""


class ServiceConnectAccessLogs(TypedDict):
    """A line for each request that the proxy serves, in the service's log group."""

    format: NotRequired[Literal["TEXT", "JSON"]]
    """TEXT for people, JSON for queries. Default: JSON."""
    include_query_parameters: NotRequired[bool]
    """Whether the lines contain the query parameters, which may be secret (tokens, addresses). Default: false."""


class ServiceConnect(TypedDict):
    """How a service calls others in its namespace by name, and how they call it."""

    client_only: NotRequired[bool]
    """Whether the service only calls others. Default: true if there is no port, false otherwise."""
    namespace: NotRequired[pulumi.Input[str]]
    """The name or ARN of a Cloud Map namespace in the Region. Default: the cluster's."""
    discovery_name: NotRequired[str]
    """The name of the Cloud Map service that ECS creates (64 characters at most), unique in its namespace. Default: the name of the service."""
    client_alias: NotRequired[ClientAlias | str]
    """The name and port under which clients call the service; a bare string is the name."""
    app_protocol: NotRequired[Literal["http", "http2", "grpc", "tcp"]]
    """The protocol of the application: http, http2, grpc or tcp. All but tcp have retries and metrics by request. It can't be changed while the service uses Service Connect. Default: that of targetGroup.protocolVersion, otherwise http. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html"""
    idle_timeout: NotRequired[int]
    """Seconds that an idle connection stays open (0–2147483647); 0 means no timeout. Default: 300. Not with tcp, where it is always 3600. See https://github.com/pulumi/pulumi-aws/issues/4265"""
    per_request_timeout: NotRequired[int]
    """Seconds for a complete response (0–2147483647); 0 means no timeout. Default: 15. Not with tcp."""
    ingress_port_override: NotRequired[int]
    """The port that the proxy listens on (1–65535). Default: the service's. With another port, traffic to the service's port bypasses the proxy."""
    tls: NotRequired[ServiceConnectTls]
    """Encrypts the traffic between the proxies. Default: no encryption."""
    access_logs: NotRequired[ServiceConnectAccessLogs | bool]
    """A line for each request that the proxy serves; off by default. Cost: $0.50 a GB in CloudWatch Logs. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-envoy-access-logs.html"""
