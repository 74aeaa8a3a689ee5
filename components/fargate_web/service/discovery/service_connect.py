"""The Service Connect configuration of a service: its DNS name, and the timeouts, logs and TLS of its proxy."""

from typing import Any

import pulumi

from ...component.arguments import get_wire_value
from ...component.resource_names import MAX_ROLE_NAME_LENGTH, build_logical_name
from ...settings.role_defaults import RoleDefaults
from ...settings.roles import Role as RoleSettings
from ...settings.service import Service as ServiceSettings
from ...settings.service_connect import (
    DEFAULT_IDLE_TIMEOUT,
    DEFAULT_REQUEST_TIMEOUT,
    ServiceConnectAccessLogs,
    ServiceConnectTls,
)
from ...settings.service_connect import ServiceConnect as Settings
from ...task.roles import INFRASTRUCTURE_TRUST_POLICY, IamRole


class ServiceConnect:
    """A service as a client, and as a server, of a Service Connect namespace.

    If it is off, the configuration is None: the provider then turns Service Connect off with an update in place.

    Attributes:
        configuration: The argument of the ECS service, None if Service Connect is off.
        tls_role: The role that lets ECS manage the certificates, None without TLS or if an existing role is configured.
        url: The URL for clients in the namespace, None if the service is a client only.
        dependencies: The resources that the service must wait for.
    """

    def __init__(
        self,
        name: str,
        settings: ServiceSettings,
        *,
        cluster: Any,
        port_name: str,
        log_configuration: dict[str, Any],
        partition: str,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        self.configuration: dict[str, Any] | None = None
        self.tls_role: IamRole | None = None
        self.url: str | None = None
        self.dependencies: list[pulumi.Resource] = []
        connect, server = settings.service_connect, settings.service_connect_server
        if connect is None:
            return
        self.configuration = {
            "enabled": True,
            # Explicit, although it is the cluster's default: the cluster may have had another default when the service was created.
            "namespace": connect.namespace or get_wire_value(cluster, "namespace_arn"),
            "log_configuration": {"log_driver": log_configuration["logDriver"], "options": log_configuration["options"]},
            "access_log_configuration": _build_access_logs(connect.access_logs),
        }
        if server is None:
            return
        if server.tls and server.tls.role_arn is None:
            self.tls_role = _create_tls_role(name, settings.roles, partition, tags, parent)
            self.dependencies += self.tls_role.dependencies
        alias = server.resolve_client_alias(name, settings.port or 0)
        self.configuration["services"] = [
            {
                "port_name": port_name,
                "discovery_name": server.resolve_discovery_name(name),
                "client_alias": [{"dns_name": alias[0], "port": alias[1], "test_traffic_rules": _build_test_traffic_rules(settings)}],
                "ingress_port_override": server.ingress_port_override,
                "timeout": _build_timeout(server),
                "tls": _build_tls(server.tls, self.tls_role),
            }
        ]
        self.url = f"{'tcp' if settings.app_protocol == 'tcp' else 'http'}://{alias[0]}:{alias[1]}"


def _build_access_logs(logs: ServiceConnectAccessLogs | None) -> dict[str, Any] | None:
    if logs is None:
        return None
    return {"format": logs.format, "include_query_parameters": "ENABLED" if logs.include_query_parameters else "DISABLED"}


def _build_timeout(server: Settings) -> dict[str, int] | None:
    """Return both timeouts if one is set: for a missing one, the provider sends 0, which turns the timeout off."""
    if server.idle_timeout is None and server.per_request_timeout is None:
        return None
    return {
        "idle_timeout_seconds": DEFAULT_IDLE_TIMEOUT if server.idle_timeout is None else server.idle_timeout,
        "per_request_timeout_seconds": DEFAULT_REQUEST_TIMEOUT if server.per_request_timeout is None else server.per_request_timeout,
    }


def _build_tls(tls: ServiceConnectTls | None, role: IamRole | None) -> dict[str, Any] | None:
    if tls is None:
        return None
    return {
        "issuer_cert_authority": {"aws_pca_authority_arn": tls.aws_pca_authority_arn},
        "kms_key": tls.kms_key_arn,
        "role_arn": tls.role_arn if role is None else role.arn,
    }


def _create_tls_role(name: str, defaults: RoleDefaults, partition: str, tags: dict[str, Any], parent: pulumi.Resource) -> IamRole:
    policy = "service-role/AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity"
    return IamRole(
        build_logical_name(name, "-connect-tls", MAX_ROLE_NAME_LENGTH),
        RoleSettings(managed_policies=[f"arn:{partition}:iam::aws:policy/{policy}"]),
        defaults=defaults,
        trust_policy=INFRASTRUCTURE_TRUST_POLICY,
        statements=[],
        description=f"With which ECS handles the certificates of {name} for Service Connect.",
        partition=partition,
        tags=tags,
        parent=parent,
    )


def _build_test_traffic_rules(settings: ServiceSettings) -> list[dict[str, Any]] | None:
    """Return the header that routes test traffic to the new version. The default of AWS is `x-amzn-ecs-blue-green-test`."""
    test = settings.deployment.test_traffic
    if test is None or test.header is None or settings.app_protocol == "tcp":
        return None
    return [{"header": {"name": test.header.name, "value": {"exact": test.header.values[0]}}}]
