"""Whether tasks reach what they need to start: their image, their secrets, their log."""

import re
from collections.abc import Iterator
from typing import Any

from ..settings.stack import Stack
from ..settings.task import Task
from .finding import Finding

_PRIVATE_ECR = re.compile(r"[0-9]{12}\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.|on\.aws)")


def egress(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find services whose tasks could never start for want of a way out."""
    network = stack.network
    if network.existing:
        for place, task in stack.tasks.items():
            tier = {"private": "privateSubnets", "public": "publicSubnets", "isolated": "isolatedSubnets"}[task.subnets]
            if not getattr(network.existing, f"{task.subnets}_subnets"):
                yield Finding(
                    "no-subnets",
                    (*place, "subnets"),
                    f"the network has no {task.subnets} subnets; write network: {{existing: {{{tier}: […]}}}}, or other subnets here",
                    involves=(("network", "existing"),),
                )
        return
    for place, task in stack.tasks.items():
        path, involves = (*place, "subnets"), (("network", "natGateways"), ("network", "interfaceEndpoints"))
        if task.subnets == "isolated" and not network.isolated_subnets:
            yield Finding(
                "no-subnets",
                path,
                "the network has no isolated subnets; write network: {isolatedSubnets: true}",
                involves=(("network", "isolatedSubnets"),),
            )
        if task.subnets == "public" or (task.subnets == "private" and network.nat_gateways != "none"):
            continue
        closed = (
            "isolated subnets have no way to the internet"
            if task.subnets == "isolated"
            else "private subnets have no way to the internet with natGateways: none"
        )
        elsewhere = _elsewhere(task.image, region)
        if elsewhere:
            yield Finding(
                "image-out-of-reach",
                path,
                f"{closed}, and {task.image!r} {elsewhere}, so that no task would start (CannotPullContainerError); "
                "write natGateways: single, subnets: public, or an image in ECR in this Region with the endpoints ecr.api and ecr.dkr",
                involves=(*involves, (*place, "image")),
            )
            continue
        missing = [endpoint for endpoint in needed_endpoints(task, stack) if endpoint not in network.interface_endpoints]
        if missing:
            yield Finding(
                "endpoints-missing",
                path,
                f"{closed}, and without the interface endpoints {', '.join(missing)} no task would start (ResourceInitializationError); "
                f"write network: {{interfaceEndpoints: [{', '.join([*network.interface_endpoints, *missing])}]}}, or natGateways: single",
                involves=(*involves, (*place, "image")),
            )


def _elsewhere(image: Any, region: str | None) -> str | None:
    """Tell why the endpoints of ECR don't lead to an image; None where they do, or where that isn't known."""
    if not isinstance(image, str):
        return None
    found = _PRIVATE_ECR.match(image)
    if found is None:
        return "doesn't lie in a private ECR registry"
    return f"lies in {found[1]}, where endpoints of {region} don't lead" if region and found[1] != region else None


def needed_endpoints(task: Task, stack: Stack) -> list[str]:
    """List the interface endpoints that the task needs where there is no other way out.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
    """
    needed = ["ecr.api", "ecr.dkr", "logs"]
    references = [str(value) for value in task.secret_references if isinstance(value, str)]
    if any(":secretsmanager:" in reference for reference in references):
        needed.append("secretsmanager")
    if any(":secretsmanager:" not in reference for reference in references):
        needed.append("ssm")
    if task.enable_execute_command:
        needed.append("ssmmessages")
        # Secrets are decrypted by Secrets Manager and SSM themselves; sessions are not.
        if stack.cluster.execute_command_logs and stack.cluster.execute_command_logs.kms_key_arn is not None:
            needed.append("kms")
    return needed
