"""The Cloud Map service in which the tasks of a service are registered."""

from typing import Any

import pulumi
import pulumi_aws as aws

from ...component.arguments import get_wire_value
from ...component.documents import concat_inputs
from ...settings.service import Service as ServiceSettings
from ...settings.service_discovery import ServiceDiscovery as Settings


class ServiceDiscovery:
    """The names under which DNS, or Cloud Map's API, knows the tasks of a service.

    Attributes:
        service_registries: The argument of the ECS service, None where it is off.
        service: The Cloud Map service, None where it is off or one exists.
        url: Where clients in the VPC call the service, None where no name is known that DNS answers to.
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
) -> "aws.servicediscovery.Service":  # in quotes, so that services without it do not load this part of the SDK
    namespace_id = discovery.namespace_id or get_wire_value(cluster, "namespace_id")
    by_name = discovery.namespace_id is not None or get_wire_value(cluster, "namespace_type") == "privateDns"
    found: dict[str, Any] = {
        # ECS tells Cloud Map how its tasks are; Route 53 could not ask them itself, within the VPC. The provider drops the block without the number.
        "health_check_custom_config": {"failure_threshold": 1},
    }
    if by_name:
        found["dns_config"] = {
            "namespace_id": namespace_id,
            # Eight healthy tasks an answer, and not one at random.
            "routing_policy": "MULTIVALUE",
            "dns_records": [{"type": discovery.dns_record_type, "ttl": discovery.ttl}],
        }
    else:
        found["namespace_id"] = namespace_id
    return aws.servicediscovery.Service(
        name,
        name=discovery.resolve_service_name(name),
        description=f"Tasks of the service {name}",
        # ECS takes its tasks out a moment after the service is gone; what is left then must not stop the deletion.
        force_destroy=True,
        tags=tags,
        # A namespace has each name once, and another type of record is another service.
        opts=pulumi.ResourceOptions(parent=parent, delete_before_replace=True),
        **found,
    )


def _build_url(name: str, settings: ServiceSettings, discovery: Settings, cluster: Any) -> pulumi.Input[str] | None:
    namespace: Any = get_wire_value(cluster, "namespace_name")
    if discovery.namespace_id is not None or get_wire_value(cluster, "namespace_type") != "privateDns" or namespace is None:
        return None
    host = f"{discovery.resolve_service_name(name)}."
    if isinstance(namespace, str):
        return f"http://{host}{namespace}:{settings.port}"
    return concat_inputs("http://", host, namespace, f":{settings.port}")
