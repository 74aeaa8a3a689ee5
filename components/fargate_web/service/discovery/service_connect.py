"""What ECS is told about Service Connect: under which name a service is called, and how its proxy treats the calls."""

from typing import Any

import pulumi

from ...component.arguments import get_wire_value
from ...component.resource_names import MAX_ROLE_NAME_LENGTH, build_logical_name
from ...settings.roles import Role as RoleSettings
from ...settings.service import Service as ServiceSettings
from ...settings.service_connect import (
    DEFAULT_IDLE_TIMEOUT,
    DEFAULT_REQUEST_TIMEOUT,
    DEFAULT_TCP_IDLE_TIMEOUT,
    ServiceConnectAccessLogs,
    ServiceConnectTls,
)
from ...settings.service_connect import ServiceConnect as Settings
from ...task.roles import INFRASTRUCTURE_TRUST_POLICY, IamRole


class ServiceConnect:
    """How a service calls others of its namespace, and is called by them.

    Without it the provider is told nothing: it turns Service Connect off where the block goes away, by an update in place.

    Attributes:
        configuration: The argument of the ECS service, None where it is off.
        tls_role: The role with which ECS handles the certificates, None where there are none or one exists.
        url: Where clients of the namespace call the service, None where it isn't called.
        dependencies: What the service has to wait for.
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
            # Said although it is the cluster's default: an older service of the cluster may have been made under another one.
            "namespace": connect.namespace or get_wire_value(cluster, "namespace_arn"),
            "log_configuration": {"log_driver": log_configuration["logDriver"], "options": log_configuration["options"]},
            "access_log_configuration": _build_access_logs(connect.access_logs),
        }
        if server is None:
            return
        if server.tls and server.tls.role_arn is None:
            self.tls_role = _create_tls_role(name, partition, tags, parent)
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
    """Write both timeouts as soon as one is said: the provider sends 0, which is no timeout at all, for the one that is left out."""
    if server.idle_timeout is None and server.per_request_timeout is None:
        return None
    if server.app_protocol == "tcp":
        return {"idle_timeout_seconds": DEFAULT_TCP_IDLE_TIMEOUT if server.idle_timeout is None else server.idle_timeout}
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


def _create_tls_role(name: str, partition: str, tags: dict[str, Any], parent: pulumi.Resource) -> IamRole:
    policy = "service-role/AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity"
    return IamRole(
        build_logical_name(name, "-connect-tls", MAX_ROLE_NAME_LENGTH),
        RoleSettings(managed_policies=[f"arn:{partition}:iam::aws:policy/{policy}"]),
        trust_policy=INFRASTRUCTURE_TRUST_POLICY,
        statements=[],
        description=f"With which ECS handles the certificates of {name} for Service Connect.",
        partition=partition,
        tags=tags,
        parent=parent,
    )


def _build_test_traffic_rules(settings: ServiceSettings) -> list[dict[str, Any]] | None:
    """Write the header that leads to the new version. Without one AWS looks for `x-amzn-ecs-blue-green-test`."""
    test = settings.deployment.test_traffic
    if test is None or test.header is None or settings.app_protocol == "tcp":
        return None
    return [{"header": {"name": test.header.name, "value": {"exact": test.header.values[0]}}}]
