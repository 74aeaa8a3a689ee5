"""Whether tasks reach what they need to start: their image, their secrets, their log."""

import re
from collections.abc import Iterator
from typing import Any

from ..faults.fault import dotted
from ..settings.fire_lens import ROUTER
from ..settings.stack import Stack
from ..settings.task import Task
from ..settings.tracing import COLLECTOR
from .finding import Finding, Path

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
        images = _images(task)
        unreachable = {at: (image, elsewhere) for at, image in images.items() if (elsewhere := _elsewhere(image, region))}
        for at, (image, elsewhere) in unreachable.items():
            yield Finding(
                "image-out-of-reach",
                path,
                f"{closed}, and {image!r} {elsewhere}, so that no task would start (CannotPullContainerError); "
                "write natGateways: single, subnets: public, or an image in ECR in this Region with the endpoints ecr.api and ecr.dkr"
                f"{'' if at == ('image',) else ' at ' + dotted(at)}",
                involves=(*involves, (*place, *at)),
            )
        if unreachable:
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


def _images(task: Task) -> dict[Path, Any]:
    """List the images of all containers of a task, by the place where each is said."""
    at: dict[str, Path] = {COLLECTOR: ("tracing", "image"), ROUTER: ("logs", "fireLens", "image")}
    images: dict[Path, Any] = {("image",): task.image}
    for name, sidecar in task.companions.items():
        images[("sidecars", name, "image") if name in task.sidecars else at[name]] = sidecar.image
    return images


def _elsewhere(image: Any, region: str | None) -> str | None:
    """Tell why the endpoints of ECR don't lead to an image; None where they do, or where that isn't known."""
    if not isinstance(image, str):
        return None
    found = _PRIVATE_ECR.match(image)
    if found is None:
        return "doesn't lie in a private ECR registry"
    return f"lies in {found[1]}, where endpoints of {region} don't lead" if region and found[1] != region else None


def needed_endpoints(task: Task, stack: Stack) -> list[str]:
    """List the interface endpoints that the tasks of a service need where there is no other way out.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
    """
    needed = ["ecr.api", "ecr.dkr", "logs"]
    containers = [task, *task.companions.values()]
    references = [value for container in containers for value in container.secrets.values() if isinstance(value, str)]
    references += [value for value in task.further_secrets if isinstance(value, str)]
    if task.logs.fire_lens:
        references += [value for value in task.logs.fire_lens.secret_options.values() if isinstance(value, str)]
    if any(":secretsmanager:" in reference for reference in references) or any(
        container.repository_credentials for container in containers
    ):
        needed.append("secretsmanager")
    if any(":secretsmanager:" not in reference for reference in references):
        needed.append("ssm")
    if task.tracing:
        needed.append("xray")
    if task.enable_execute_command:
        needed.append("ssmmessages")
        # Secrets are decrypted by Secrets Manager and SSM themselves; sessions are not.
        if stack.cluster.execute_command_logs and stack.cluster.execute_command_logs.kms_key_arn is not None:
            needed.append("kms")
    return needed
