"""The cost of supporting services: Cloud Map, ECR, and services that the stack uses but does not create."""

import json
from collections.abc import Iterator
from typing import Final

from fargate_web.settings.application_signals import AGENT_NAME
from fargate_web.settings.otlp_exporter import find_exporter_endpoint
from fargate_web.settings.tracing import COLLECTOR_NAME, CONFIGURATION_VARIABLE

from fargate_web_cli.cost.fargate import TASK_DEFINITION_TYPE
from fargate_web_cli.cost.line_item import LineItem, Usage
from fargate_web_cli.cost.prices import Prices
from fargate_web_cli.cost.ranges import Range
from fargate_web_cli.cost.stack_resources import SERVICE_TYPE, SHARED_OWNER, StackResources, read_map, read_maps, read_text

_PRIVATE_NAMESPACE_TYPE: Final = "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace"
_LISTENER_TYPE: Final = "aws:lb/listener:Listener"
_REPOSITORY_TYPE: Final = "aws:ecr/repository:Repository"
_QUEUE_TYPE: Final = "aws:sqs/queue:Queue"
_TOPIC_TYPE: Final = "aws:sns/topic:Topic"


def list_supporting_items(stack: StackResources, prices: Prices, usage: Usage) -> Iterator[LineItem]:
    """List the line items of Cloud Map and ECR. HTTP namespaces and the instances that ECS registers are free."""
    for namespace in stack.find_all(_PRIVATE_NAMESPACE_TYPE):
        description = f"hosted zone of {read_text(namespace.inputs, 'name') or namespace.name}"
        yield LineItem(
            "Cloud Map", SHARED_OWNER, description, Range.constant(1), "hosted zone", prices["hosted_zone_month"], "hosted_zone_month"
        )
    if stack.find_all(_REPOSITORY_TYPE) and usage.image_gb:
        key = "image_storage_gb_month"
        yield LineItem("ECR", SHARED_OWNER, "images in the repositories", Range.constant(usage.image_gb), "GB-month", prices[key], key)


def list_supporting_omissions(stack: StackResources, usage: Usage) -> Iterator[str]:
    """List the used services that the estimate does not count."""
    repositories = [repository.name for repository in stack.find_all(_REPOSITORY_TYPE)]
    if repositories and not usage.image_gb:
        yield f"images in the repositories {' and '.join(repositories)} (set --image-gb)"
    if stack.find_all(_PRIVATE_NAMESPACE_TYPE) or any(
        read_map(service.inputs, "serviceRegistries") for service in stack.find_all(SERVICE_TYPE)
    ):
        yield "queries for names in Cloud Map"
    file_systems = {
        read_text(read_map(volume, "efsVolumeConfiguration"), "fileSystemId")
        for definition in stack.find_all(TASK_DEFINITION_TYPE)
        for volume in read_maps(definition.inputs, "volumes")
        if read_map(volume, "efsVolumeConfiguration")
    }
    if file_systems:
        yield f"the EFS file systems that the stack uses and doesn't make: {', '.join(sorted(filter(None, file_systems))) or 'their ids are not known here'}"
    if any(
        read_map(volume, "s3filesVolumeConfiguration")
        for definition in stack.find_all(TASK_DEFINITION_TYPE)
        for volume in read_maps(definition.inputs, "volumes")
    ):
        yield "the file systems of S3 Files that the stack uses and doesn't make, and their buckets"
    if stack.find_all(_QUEUE_TYPE):
        yield "requests to SQS: the first million of an account and month are free"
    if any(stack.find_owner(topic) != SHARED_OWNER for topic in stack.find_all(_TOPIC_TYPE)):
        yield "messages published to SNS: the first million of an account and month are free"
    definitions = [read_text(definition.inputs, "containerDefinitions") for definition in stack.find_all(TASK_DEFINITION_TYPE)]
    backends = {backend for text in definitions if (backend := _find_trace_backend(text))}
    yield from (f"traces in {backend}" for backend in sorted(backends))
    if any(f'"{AGENT_NAME}"' in text for text in definitions):
        yield "Application Signals and its traces, by the number of requests"
    if any(
        read_map(endpoint, "tls")
        for service in stack.find_all(SERVICE_TYPE)
        for endpoint in read_maps(read_map(service.inputs, "serviceConnectConfiguration"), "services")
    ):
        yield "the private certificate authority that Service Connect asks for certificates"
    if any(read_text(read_map(each.inputs, "mutualAuthentication"), "mode") == "verify" for each in stack.find_all(_LISTENER_TYPE)):
        yield "the trust store of mutual TLS"


def _find_trace_backend(definitions: str) -> str | None:
    """Return where the collector of a task sends traces, X-Ray unless its configuration names another endpoint. Return None without a collector."""
    try:
        containers = json.loads(definitions)
    except ValueError:
        return None
    for container in containers if isinstance(containers, list) else ():
        if read_text(container, "name") == COLLECTOR_NAME:
            values = {read_text(item, "name"): read_text(item, "value") for item in read_maps(container, "environment")}
            return find_exporter_endpoint(values.get(CONFIGURATION_VARIABLE, "")) or "X-Ray"
    return None
