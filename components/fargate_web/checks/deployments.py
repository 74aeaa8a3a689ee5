"""Checks that deployments have enough time and enough IP addresses."""

import ipaddress
import math
from collections.abc import Iterator

from ..analysis.deployment_timeline import (
    calculate_peak_capacity,
    find_maximum_tasks,
    format_duration,
    list_deployment_phases,
    sum_pause_minutes,
    sum_phase_seconds,
)
from ..settings.fix import write
from ..settings.stack import Stack
from .finding import Finding

RESERVED_ADDRESSES = 5
"""Addresses that AWS reserves in each subnet: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html"""


def check_deployments(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find deployments that take longer than their time limits, and subnet tiers with fewer addresses than tasks."""
    for name, service in stack.services.items():
        path = ("services", name, "deployment")
        seconds = sum_phase_seconds(list_deployment_phases(service, find_maximum_tasks(service))) + 60 * sum_pause_minutes(service)
        limits = (
            ("timeoutInMinutes", service.deployment.timeout_in_minutes, "the update would fail while the deployment goes on"),
            ("ciLimitInMinutes", service.deployment.ci_limit_in_minutes, "the job would be stopped while the deployment goes on"),
        )
        for key, limit, consequence in limits:
            if limit is not None and seconds > 60 * limit:
                yield Finding(
                    "deployment-outlasts-limit",
                    (*path, key),
                    f"a deployment takes about {format_duration(seconds)} by these settings and {limit} minutes are allowed, so that {consequence}; "
                    "allow more, or shorten the times (docs/deployments.md#how-long-it-takes)",
                    "warning",
                    (path,),
                    (write(*path, key, value=math.ceil(seconds / 60)),) if seconds <= 60 * 43_200 else (),
                )
    yield from _check_addresses(stack)


def _check_addresses(stack: Stack) -> Iterator[Finding]:
    network = stack.network
    if network.existing or not network.can_divide_cidr_block():
        return
    for tier, blocks in network.allocate_subnets().items():
        services = {name: service for name, service in stack.services.items() if service.subnets == tier}
        scheduled = {name: task for name, task in stack.scheduled_tasks.items() if task.subnets == tier}
        tasks = sum(calculate_peak_capacity(service).tasks + (service.migration is not None) for service in services.values())
        tasks += sum(task.task_count for task in scheduled.values())
        free = sum(ipaddress.IPv4Network(block).num_addresses - RESERVED_ADDRESSES for block in blocks)
        if tasks > free:
            yield Finding(
                "too-few-addresses",
                ("network", "subnetCidrBlocks", tier) if network.subnet_cidr_blocks else ("network",),
                f"during deployments at the highest task counts, {tasks} tasks run in the {tier} subnets, which have {free} addresses, so that tasks "
                f"would fail to start (RESOURCE:ENI); it takes {'larger blocks here' if network.subnet_cidr_blocks else 'a larger cidrBlock'}, or a lower maxCapacity or desiredCount",
                "warning",
                (*(("services", name, "scaling") for name in services), *(("scheduledTasks", name, "taskCount") for name in scheduled)),
            )
