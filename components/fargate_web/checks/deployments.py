"""Whether deployments have the time and the addresses that they take."""

import ipaddress
from collections.abc import Iterator

from ..analysis.deployment_timeline import deployment, largest_count, peak, spell, total_seconds, waiting_minutes
from ..settings.stack import Stack
from .finding import Finding

RESERVED = 5
"""Addresses of each subnet that AWS keeps: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html"""


def deployments(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find deployments that take longer than someone waits for them, and tiers with fewer addresses than tasks."""
    for name, service in stack.services.items():
        path = ("services", name, "deployment")
        seconds = total_seconds(deployment(service, largest_count(service))) + 60 * waiting_minutes(service)
        limits = (
            ("timeoutInMinutes", service.deployment.timeout_in_minutes, "the update would fail while the deployment goes on"),
            ("ciLimitInMinutes", service.deployment.ci_limit_in_minutes, "the job would be stopped while the deployment goes on"),
        )
        for key, limit, consequence in limits:
            if limit is not None and seconds > 60 * limit:
                yield Finding(
                    "deployment-outlasts-limit",
                    (*path, key),
                    f"a deployment takes about {spell(seconds)} by these settings and {limit} minutes are allowed, so that {consequence}; "
                    "write a higher limit, or shorter times (docs/deployments.md#how-long-it-takes)",
                    "warning",
                    (path,),
                )
    yield from _addresses(stack)


def _addresses(stack: Stack) -> Iterator[Finding]:
    network = stack.network
    if network.existing or not network.cidr_block_fits():
        return
    for tier, blocks in network.layout().items():
        services = {name: service for name, service in stack.services.items() if service.subnets == tier}
        scheduled = {name: task for name, task in stack.scheduled_tasks.items() if task.subnets == tier}
        tasks = sum(peak(service).tasks + (service.migration is not None) for service in services.values())
        tasks += sum(task.task_count for task in scheduled.values())
        free = sum(ipaddress.IPv4Network(block).num_addresses - RESERVED for block in blocks)
        if tasks > free:
            yield Finding(
                "too-few-addresses",
                ("network",),
                f"while everything is deployed at its highest count {tasks} tasks run in the {tier} subnets, and these have {free} addresses, so that tasks "
                "would fail to start (RESOURCE:ENI); write a larger cidrBlock, or a lower maxCapacity",
                "warning",
                (*(("services", name, "scaling") for name in services), *(("scheduledTasks", name, "taskCount") for name in scheduled)),
            )
