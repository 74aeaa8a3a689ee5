"""Checks that tasks can reach what they need to start: their image, secrets and log group."""

import re
from collections.abc import Iterator
from typing import Any

from ..faults.fault import format_path
from ..settings.fire_lens import LOG_ROUTER_NAME
from ..settings.stack import Stack
from ..settings.task import Task
from ..settings.tracing import COLLECTOR_NAME
from .finding import Finding, SettingPath

_PRIVATE_ECR_PATTERN = re.compile(r"[0-9]{12}\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.|on\.aws)")


def check_egress(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find tasks that could never start because they have no network path to the services that they need."""
    network = stack.network
    if network.existing:
        for task_path, task in stack.tasks.items():
            if not network.existing.has_subnets(task.subnets):
                others = [tier for tier in ("private", "public", "isolated") if network.existing.has_subnets(tier)]
                fix = f"subnets: {' or '.join(others)} here" if others else "subnets: public here and publicSubnets there"
                yield Finding(
                    "no-subnets",
                    (*task_path, "subnets"),
                    f"the network has no {task.subnets} subnets; write {fix}, or network: {{existing: {{{task.subnets}Subnets: [{{id: subnet-…}}]}}}}",
                    related_paths=(("network", "existing"),),
                )
        return
    for task_path, task in stack.tasks.items():
        path, network_paths = (*task_path, "subnets"), (("network", "natGateways"), ("network", "interfaceEndpoints"))
        if task.subnets == "isolated" and not network.isolated_subnets:
            yield Finding(
                "no-subnets",
                path,
                "the network has no isolated subnets; write network: {isolatedSubnets: true}",
                related_paths=(("network", "isolatedSubnets"),),
            )
        if task.subnets == "public" or (task.subnets == "private" and network.nat_gateways != "none"):
            continue
        reason = (
            "isolated subnets have no way to the internet"
            if task.subnets == "isolated"
            else "private subnets have no way to the internet with natGateways: none"
        )
        images = _list_images(task)
        unreachable = {
            image_path: (image, image_problem)
            for image_path, image in images.items()
            if (image_problem := _explain_unreachable_image(image, region))
        }
        for image_path, (image, image_problem) in unreachable.items():
            yield Finding(
                "image-out-of-reach",
                path,
                f"{reason}, and {image!r} {image_problem}, so that no task would start (CannotPullContainerError); "
                "write natGateways: single, subnets: public, or an image in ECR in this Region with the endpoints ecr.api and ecr.dkr"
                f"{'' if image_path == ('image',) else ' at ' + format_path(image_path)}",
                related_paths=(*network_paths, (*task_path, *image_path)),
            )
        if unreachable:
            continue
        missing = [endpoint for endpoint in list_needed_endpoints(task, stack) if endpoint not in network.interface_endpoints]
        if missing:
            yield Finding(
                "endpoints-missing",
                path,
                f"{reason}, and without the interface endpoints {', '.join(missing)} no task would start (ResourceInitializationError); "
                f"write network: {{interfaceEndpoints: [{', '.join([*network.interface_endpoints, *missing])}]}}, or natGateways: single",
                related_paths=(*network_paths, (*task_path, "image")),
            )


def _list_images(task: Task) -> dict[SettingPath, Any]:
    """List the images of all containers of a task, by the path of each in the task."""
    built_in_paths: dict[str, SettingPath] = {COLLECTOR_NAME: ("tracing", "image"), LOG_ROUTER_NAME: ("logs", "fireLens", "image")}
    images: dict[SettingPath, Any] = {("image",): task.image}
    for name, sidecar in task.all_sidecars.items():
        images[("sidecars", name, "image") if name in task.sidecars else built_in_paths[name]] = sidecar.image
    return images


def _explain_unreachable_image(image: Any, region: str | None) -> str | None:
    """Explain why the interface endpoints of ECR can't reach an image. Return None if they can, or if that isn't known."""
    if not isinstance(image, str):
        return None
    found = _PRIVATE_ECR_PATTERN.match(image)
    if found is None:
        return "isn't in a private ECR registry"
    return f"is in {found[1]}, which endpoints in {region} don't reach" if region and found[1] != region else None


def list_needed_endpoints(task: Task, stack: Stack) -> list[str]:
    """List the interface endpoints that a task needs if it has no other network path to AWS.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
    """
    needed = ["ecr.api", "ecr.dkr", "logs"]
    containers = [task, *task.all_sidecars.values()]
    references = [value for container in containers for value in container.secrets.values() if isinstance(value, str)]
    references += [value for value in task.additional_secrets if isinstance(value, str)]
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
        # Secrets Manager and SSM decrypt secrets themselves, but not sessions.
        if stack.cluster.execute_command_logs and stack.cluster.execute_command_logs.kms_key_arn is not None:
            needed.append("kms")
    return needed
