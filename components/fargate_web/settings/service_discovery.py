"""Service discovery: a Cloud Map service whose name DNS or an API call resolves to the tasks."""

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

from .arn_types import build_arn_type
from .fix import remove
from .section import RuleViolation, Section, convert_to_key, describe_field
from .value_types import build_id_type, build_name_type

RegistryArn: TypeAlias = build_arn_type(  # type: ignore[valid-type]
    "servicediscovery", "arn:aws:servicediscovery:us-west-2:123456789012:service/srv-0123456789abcdef", "service/"
)
NamespaceId: TypeAlias = build_id_type("ns", "a Cloud Map namespace")  # type: ignore[valid-type]
DiscoveryServiceName: TypeAlias = build_name_type(  # type: ignore[valid-type]
    "a Cloud Map service",
    r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?",
    63,
    "write letters, digits, hyphens and underscores, no hyphen at either end",
)


class ServiceDiscovery(Section):
    """Registers the tasks of a service in Cloud Map.

    DNS resolves to the addresses of the tasks, for clients that don't run on ECS or don't use Service Connect. Clients may cache an answer for
    longer than a task lives, and a failed task stays registered until ECS notices.
    """

    registry_arn: Annotated[
        RegistryArn | None,
        describe_field(
            "An existing Cloud Map service. Default: one is created.",
            example="arn:aws:servicediscovery:us-west-2:123456789012:service/srv-0123456789abcdef",
        ),
    ] = None
    name: Annotated[
        DiscoveryServiceName | None,
        describe_field("The name in the namespace: DNS answers to <name>.<namespace>. Default: the name of the service.", example="api"),
    ] = None
    dns_record_type: Annotated[
        Literal["A", "SRV"],
        describe_field(
            "The type of DNS records: A has the addresses of the tasks, SRV also their port.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html",
        ),
    ] = "A"
    ttl: Annotated[
        int,
        describe_field(
            "Seconds that resolvers may cache an answer (0–2147483647); after a deployment, clients may call stopped tasks for that long.",
            ge=0,
            le=2_147_483_647,
        ),
    ] = 15
    namespace_id: Annotated[
        NamespaceId | None,
        describe_field("The id of an existing private DNS namespace. Default: the cluster's namespace.", example="ns-0123456789abcdef"),
    ] = None

    key_hints = {
        "arn": "write registryArn",
        "recordType": "write dnsRecordType: A or SRV",
        "dnsTtl": "write ttl",
        "containerName": "it is always the service's container; remove it",
        "containerPort": "it is always the service's port; remove it",
        "namespace": "write cluster: {namespace: {name: …, type: privateDns}}, or namespaceId",
    }

    def resolve_service_name(self, service_name: str) -> str:
        """Return the name of the Cloud Map service for a service, with the default applied."""
        return self.name or service_name[:63]

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that no name or records are set for an existing Cloud Map service, which keeps its own."""
        if self.registry_arn is not None:
            for field in ("name", "ttl", "namespace_id"):
                if field in self.model_fields_set:
                    yield RuleViolation(
                        (field, "registry_arn"),
                        "a Cloud Map service that exists is not changed, so this would have no effect",
                        "setting-without-effect",
                        (remove(convert_to_key(self, field)), remove("registryArn")),
                    )
