"""Checks that tasks without a way to the internet reach what they send to while they run: logs, and the queues that their variables name."""

import re
from collections.abc import Iterator
from typing import Final

from ..settings.fix import Edit, Fix
from ..settings.service import Service
from ..settings.stack import Stack
from ..settings.task import Task
from .egress import build_ways_out, describe_dead_end, is_dead_end
from .finding import Finding, SettingPath
from .queues import is_queue_reference

_ENDPOINTS_OF_OUTPUTS: Final = {
    "cloudwatch": "logs",
    "cloudwatch_logs": "logs",
    "firehose": "kinesis-firehose",
    "kinesis_firehose": "kinesis-firehose",
    "kinesis": "kinesis-streams",
    "kinesis_streams": "kinesis-streams",
}
"""The endpoints that the outputs of the log routers need."""
_OUTPUTS_OF_THE_INTERNET: Final = frozenset(
    {
        "datadog",
        "nrlogs",
        "newrelic",
        "stackdriver",
        "azure",
        "azure_blob",
        "azure_kusto",
        "azure_logs_ingestion",
        "logdna",
        "bigquery",
        "chronicle",
    }
    | {"slack", "td", "coralogix"}
)
VENDOR_HOST_PATTERN: Final = re.compile(
    r"(?:.*\.)?(?:datadoghq\.(?:com|eu)|splunkcloud\.com|nr-data\.net|newrelic\.com|grafana\.net|logz\.io|sumologic\.(?:com|net)|elastic-cloud\.com|honeycomb\.io"
    r"|papertrailapp\.com|betterstackdata\.com|logtail\.com|coralogix\.com|axiom\.co|signalfx\.com|lightstep\.com"
    r"|signoz\.(?:io|cloud)|dash0\.com|uptrace\.dev|sentry\.io|dynatrace\.com|elastic\.cloud|elastic\.co|observeinc\.com|aspecto\.io|logs\.insight\.rapid7\.com|search-[a-z0-9-]+\.[a-z0-9-]+\.es\.amazonaws\.com)",
    re.IGNORECASE,
)
"""Hosts of those who store logs and traces for others, and public domains of OpenSearch Service. Another host may be in the network."""
_REGIONAL_OUTPUTS: Final = frozenset({*_ENDPOINTS_OF_OUTPUTS, "s3"})


def check_destinations(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find log routers and workers that can't send anything to where they are told to.

    Some things need no network path of the task: ECS calls the functions of deployment hooks and moves the traffic itself, a file system is reached
    within the VPC, and every network has a gateway endpoint for the image layers and environment files in S3.
    """
    for task_path, task in stack.tasks.items():
        if is_dead_end(task, stack):
            yield from _check_log_destination(task_path, task, stack, region)
            yield from _check_queues(task_path, task, stack)
            yield from _check_topics(task_path, task, stack)


def _check_log_destination(task_path: SettingPath, task: Task, stack: Stack, region: str | None) -> Iterator[Finding]:
    router = task.logs.fire_lens
    name = router.options.get("Name", router.options.get("@type")) if router else None
    if router is None or not isinstance(name, str):
        return
    options = {key.lower(): value for key, value in router.options.items() if isinstance(value, str)}
    path, related = (*task_path, "logs", "fireLens", "options"), ((*task_path, "subnets"), ("network", "interfaceEndpoints"))
    endpoint = _ENDPOINTS_OF_OUTPUTS.get(name.lower())
    host, other_region = options.get("host"), options.get("region", region)
    place = None
    if name.lower() in _REGIONAL_OUTPUTS and region and other_region != region:
        place = f"to {other_region}, which endpoints in {region} don't reach"
    elif "cloud_id" in options or name.lower() in _OUTPUTS_OF_THE_INTERNET or (host and VENDOR_HOST_PATTERN.fullmatch(host)):
        place = f"to {host or ('Elastic Cloud' if 'cloud_id' in options else name)}, which is there"
    if place:
        message = f"{describe_dead_end(task, stack)}, and the logs go {place}, so that they are lost"
        yield Finding("logs-out-of-reach", path, message, "warning", related, build_ways_out(task_path, task, stack))
    elif endpoint and endpoint not in stack.network.interface_endpoints:
        message = f"{describe_dead_end(task, stack)}, and the router of {name} needs the interface endpoint {endpoint}, without which the output is lost"
        yield Finding("logs-out-of-reach", path, message, "warning", related, (_add_endpoint(stack, endpoint),))


def _check_queues(task_path: SettingPath, task: Task, stack: Stack) -> Iterator[Finding]:
    """Find the first sign that a task uses a queue, if no endpoint leads to SQS."""
    if "sqs" in stack.network.interface_endpoints:
        return
    found: SettingPath | None = None
    if isinstance(task, Service) and task.queue:
        found = ("queue",)
    elif isinstance(task, Service) and task.scaling and task.scaling.queue:
        found = ("scaling", "queue")
    else:
        found = next((("environment", name) for name, value in task.environment.items() if is_queue_reference(value)), None)
    if found:
        yield Finding(
            "queue-out-of-reach",
            (*task_path, *found),
            f"{describe_dead_end(task, stack)}, and without the interface endpoint sqs the application never reaches the queue (its calls time out)",
            "warning",
            ((*task_path, "subnets"), ("network", "interfaceEndpoints")),
            (_add_endpoint(stack, "sqs"), *build_ways_out(task_path, task, stack)[:1]),
            "environment" if found[0] == "environment" else "scaling",
        )


def _check_topics(task_path: SettingPath, task: Task, stack: Stack) -> Iterator[Finding]:
    """Find a service that publishes to topics, if no endpoint leads to SNS."""
    if isinstance(task, Service) and task.published_topics and "sns" not in stack.network.interface_endpoints:
        yield Finding(
            "topic-out-of-reach",
            (*task_path, "topics"),
            f"{describe_dead_end(task, stack)}, and without the interface endpoint sns the application never reaches its topics (its calls time out)",
            "warning",
            ((*task_path, "subnets"), ("network", "interfaceEndpoints")),
            (_add_endpoint(stack, "sns"), *build_ways_out(task_path, task, stack)[:1]),
        )


def _add_endpoint(stack: Stack, endpoint: str) -> Fix:
    endpoints = [*stack.network.interface_endpoints, endpoint]
    text = f"write network: {{interfaceEndpoints: [{', '.join(endpoints)}]}}"
    return Fix(text, (Edit(("network", "interfaceEndpoints"), "set", endpoints),))
