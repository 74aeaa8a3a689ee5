"""The Cloud Map service that the tasks of a service register with."""

from typing import Any

import pulumi
import pulumi_aws as aws

from ...component.arguments import get_wire_value
from ...component.documents import concat_inputs
from ...settings.service import Service as ServiceSettings
from ...settings.service_discovery import ServiceDiscovery as Settings


class ServiceDiscovery:
    """Service discovery: the tasks of a service in DNS or in Cloud Map's API.

    Attributes:
        service_registries: The argument of the ECS service, None if service discovery is off.
        service: The Cloud Map service, None if service discovery is off or an existing one is configured.
        url: The URL for clients in the VPC, None if the DNS name isn't known.
    """

    def __init__(
        self, name: str, settings: ServiceSettings, *, cluster: Any, container_name: str, tags: dict[str, Any], parent: pulumi.Resource
    ) -> None:
        self.service_registries: dict[str, Any] | None = None
        self.service: aws.servicediscovery.Service | None = None
        self.url: pulumi.Input[str] | None = None
        discovery = settings.service_discovery
        if discovery is None:
            return
        if discovery.registry_arn is None:
            self.service = _create_discovery_service(name, discovery, cluster, tags, parent)
            self.url = _build_url(name, settings, discovery, cluster)
        self.service_registries = {"registry_arn": discovery.registry_arn if self.service is None else self.service.arn}
        if discovery.dns_record_type == "SRV":
            self.service_registries |= {"container_name": container_name, "container_port": settings.port}


def _create_discovery_service(
    name: str, discovery: Settings, cluster: Any, tags: dict[str, Any], parent: pulumi.Resource
) -> "aws.servicediscovery.Service":  # quoted, so that services without it don't load this part of the SDK
    namespace_id = discovery.namespace_id or get_wire_value(cluster, "namespace_id")
    uses_dns = discovery.namespace_id is not None or get_wire_value(cluster, "namespace_type") == "privateDns"
    arguments: dict[str, Any] = {
        # ECS reports the health of tasks to Cloud Map, because Route 53 can't check them within a VPC. The provider drops the block without the number.
        "health_check_custom_config": {"failure_threshold": 1},
    }
    if uses_dns:
        arguments["dns_config"] = {
            "namespace_id": namespace_id,
            # A response has up to eight healthy tasks, not a random one.
            "routing_policy": "MULTIVALUE",
            "dns_records": [{"type": discovery.dns_record_type, "ttl": discovery.ttl}],
        }
    else:
        arguments["namespace_id"] = namespace_id
    return aws.servicediscovery.Service(
        name,
        name=discovery.resolve_service_name(name),
        description=f"Tasks of the service {name}",
        # ECS deregisters tasks a moment after it deletes the service; remaining tasks must not block the deletion.
        force_destroy=True,
        tags=tags,
        # Names are unique in a namespace, and a change of the record type replaces the service.
        opts=pulumi.ResourceOptions(parent=parent, delete_before_replace=True),
        **arguments,
    )


def _build_url(name: str, settings: ServiceSettings, discovery: Settings, cluster: Any) -> pulumi.Input[str] | None:
    namespace: Any = get_wire_value(cluster, "namespace_name")
    if discovery.namespace_id is not None or get_wire_value(cluster, "namespace_type") != "privateDns" or namespace is None:
        return None
    host = f"{discovery.resolve_service_name(name)}."
    if isinstance(namespace, str):
        return f"http://{host}{namespace}:{settings.port}"
    return concat_inputs("http://", host, namespace, f":{settings.port}")
