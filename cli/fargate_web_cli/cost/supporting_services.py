"""What stands beside the tasks: names in Cloud Map, images in ECR, and what the stack uses but doesn't make."""

import json
from collections.abc import Iterator
from typing import Final

from fargate_web_cli.cost.fargate import DEFINITION
from fargate_web_cli.cost.line_item import Item, Usage
from fargate_web_cli.cost.prices import Prices
from fargate_web_cli.cost.ranges import Range
from fargate_web_cli.cost.stack_resources import SERVICE, SHARED, Stack, each, part, text

_PRIVATE_NAMESPACE: Final = "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace"
_REPOSITORY: Final = "aws:ecr/repository:Repository"
_COLLECTOR: Final = "aws-otel-collector"


def beside_items(stack: Stack, prices: Prices, usage: Usage) -> Iterator[Item]:
    """List what names and images cost. HTTP namespaces, and what ECS registers in any, are free."""
    for namespace in stack.of(_PRIVATE_NAMESPACE):
        what = f"hosted zone of {text(namespace.inputs, 'name') or namespace.name}"
        yield Item("Cloud Map", SHARED, what, Range.of(1), "hosted zone", prices["hosted_zone_month"], "hosted_zone_month")
    if stack.of(_REPOSITORY) and usage.image_gb:
        key = "image_storage_gb_month"
        yield Item("ECR", SHARED, "images in the repositories", Range.of(usage.image_gb), "GB-month", prices[key], key)


def beside_left_out(stack: Stack, usage: Usage) -> Iterator[str]:
    """Name what is used and not counted."""
    repositories = [repository.name for repository in stack.of(_REPOSITORY)]
    if repositories and not usage.image_gb:
        yield f"images in the repositories {' and '.join(repositories)} (say --image-gb)"
    if stack.of(_PRIVATE_NAMESPACE) or any(part(service.inputs, "serviceRegistries") for service in stack.of(SERVICE)):
        yield "queries for names in Cloud Map"
    systems = {
        text(part(volume, "efsVolumeConfiguration"), "fileSystemId")
        for definition in stack.of(DEFINITION)
        for volume in each(definition.inputs, "volumes")
        if part(volume, "efsVolumeConfiguration")
    }
    if systems:
        yield f"the EFS file systems that the stack uses and doesn't make: {', '.join(sorted(filter(None, systems))) or 'their ids are not known here'}"
    if any(_has_collector(text(definition.inputs, "containerDefinitions")) for definition in stack.of(DEFINITION)):
        yield "traces in X-Ray"
    if any(
        part(connected, "tls")
        for service in stack.of(SERVICE)
        for connected in each(part(service.inputs, "serviceConnectConfiguration"), "services")
    ):
        yield "the private certificate authority that Service Connect asks for certificates"


def _has_collector(definitions: str) -> bool:
    try:
        containers = json.loads(definitions)
    except ValueError:
        return False
    return isinstance(containers, list) and any(text(container, "name") == _COLLECTOR for container in containers)
