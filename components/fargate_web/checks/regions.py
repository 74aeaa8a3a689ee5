"""Checks that zones and ARNs belong to the AWS Region of the stack."""

import re
from collections.abc import Iterator
from typing import Any, Final

from ..settings.section import Section
from ..settings.stack import Stack
from ..settings.value_types import parse_arn_region
from ..stack_file.region import explain_invalid_region
from .finding import Finding, SettingPath

_REGION_IN_TEXT_PATTERN: Final = re.compile(
    r"arn:aws[a-z-]*:[a-z0-9-]+:([a-z0-9-]+):[0-9]{12}:|[0-9]{12}\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\."
)


def check_regions(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find misspelt Regions, and zones and ARNs of another Region, which AWS would not find.

    Secrets, parameters and their keys may be in another Region if they are referenced by ARN:
    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html
    """
    yield from _check_spelling(stack)
    if region is None:
        return
    zones = stack.network.availability_zones
    if isinstance(zones, list) and not stack.network.existing:
        for index, zone in enumerate(zones):
            if zone.rstrip("abcdefghijklmnopqrstuvwxyz") != region:
                yield Finding(
                    "zone-of-another-region",
                    ("network", "availabilityZones", index),
                    f"{zone} isn't a zone of {region}, the stack's Region (Value ({zone}) for parameter availabilityZone is invalid); write zones of {region}",
                )
    for path, arn in _list_regional_arns(stack):
        arn_region = parse_arn_region(arn)
        if arn_region and arn_region != region:
            yield Finding(
                "arn-of-another-region",
                path,
                f"this is in {arn_region}, and the stack in {region}; AWS looks for it in {region} and finds nothing; write one of {region}, or change aws:region",
            )


def _check_spelling(stack: Stack) -> Iterator[Finding]:
    """Find Regions that don't exist, in ARNs and in the addresses of ECR registries. Environment variables may hold any text."""
    for path, text in _walk_texts(stack, ()):
        found = _REGION_IN_TEXT_PATTERN.match(text)
        problem = explain_invalid_region(found[1] or found[2]) if found else None
        if problem and "environment" not in path:
            yield Finding("unknown-region", path, f"the Region in it is wrong, so that AWS finds nothing: {problem}")


def _walk_texts(value: Any, path: SettingPath) -> Iterator[tuple[SettingPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Section):
        for field in value.model_fields_set:
            yield from _walk_texts(getattr(value, field), (*path, type(value).model_fields[field].alias or field))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk_texts(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _walk_texts(inner, (*path, index))


def _list_regional_arns(stack: Stack) -> Iterator[tuple[SettingPath, Any]]:
    balancer = stack.load_balancer
    if balancer.https:
        yield ("loadBalancer", "https", "certificateArn"), balancer.https.certificate_arn
    if balancer.web_acl:
        yield ("loadBalancer", "webAcl", "arn"), balancer.web_acl.arn
    if balancer.existing:
        yield ("loadBalancer", "existing", "listenerArn"), balancer.existing.listener_arn
    if stack.cluster.execute_command_logs:
        yield ("cluster", "executeCommandLogs", "kmsKeyArn"), stack.cluster.execute_command_logs.kms_key_arn
    if stack.cluster.namespace:
        yield ("cluster", "namespace", "arn"), stack.cluster.namespace.arn
    if stack.monitoring:
        yield ("monitoring", "topicArn"), stack.monitoring.topic_arn
        yield ("monitoring", "kmsKeyArn"), stack.monitoring.kms_key_arn
    for name, repository in stack.repositories.items():
        yield ("repositories", name, "kmsKeyArn"), repository.kms_key_arn
    for place, task in stack.tasks.items():
        yield (*place, "logs", "kmsKeyArn"), task.logs.kms_key_arn
    for name, scheduled in stack.scheduled_tasks.items():
        yield ("scheduledTasks", name, "deadLetterQueueArn"), scheduled.dead_letter_queue_arn
    for name, service in stack.services.items():
        for hook_name, hook in service.deployment.hooks.items():
            yield ("services", name, "deployment", "hooks", hook_name, "lambdaArn"), hook.lambda_arn
        if service.scaling and service.scaling.queue:
            yield ("services", name, "scaling", "queue", "queueArn"), service.scaling.queue.queue_arn
        if service.service_discovery:
            yield ("services", name, "serviceDiscovery", "registryArn"), service.service_discovery.registry_arn
        if service.service_connect:
            yield ("services", name, "serviceConnect", "namespace"), service.service_connect.namespace
            if service.service_connect.tls:
                yield ("services", name, "serviceConnect", "tls", "awsPcaAuthorityArn"), service.service_connect.tls.aws_pca_authority_arn
                yield ("services", name, "serviceConnect", "tls", "kmsKeyArn"), service.service_connect.tls.kms_key_arn
