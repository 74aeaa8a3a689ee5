"""Checks that tasks can reach what they need to start: their image, secrets and log group."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ..faults.fault import format_path
from ..settings.application_signals import AGENT_NAME, INIT_NAME
from ..settings.arn import split_arn
from ..settings.fire_lens import LOG_ROUTER_NAME
from ..settings.fix import Edit, Fix
from ..settings.registry_host import is_ipv4_registry, read_private_registry
from ..settings.stack import Stack
from ..settings.task import Task
from ..settings.tracing import COLLECTOR_NAME
from .accounts import list_secrets
from .finding import Finding, SettingPath


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
    missing_endpoints: dict[str, list[tuple[SettingPath, Task, list[str]]]] = {}
    for task_path, task in stack.tasks.items():
        path, network_paths = (*task_path, "subnets"), (("network", "natGateways"), ("network", "interfaceEndpoints"))
        if task.subnets == "isolated" and not network.isolated_subnets:
            yield Finding(
                "no-subnets",
                path,
                "the network has no isolated subnets",
                related_paths=(("network", "isolatedSubnets"),),
                fixes=(Fix("write network: {isolatedSubnets: true}", (Edit(("network", "isolatedSubnets"), "set", True),)),),
            )
        if not is_dead_end(task, stack):
            continue
        unreachable = {
            image_path: (image, image_problem)
            for image_path, image in list_images(task).items()
            if (image_problem := _explain_unreachable_image(image, region))
        }
        for image_path, (image, image_problem) in unreachable.items():
            yield Finding(
                "image-out-of-reach",
                path,
                f"{describe_dead_end(task, stack)}, and {image!r} {image_problem}, so that no task would start (CannotPullContainerError)"
                f"{' unless the registry is reached over IPv6' if is_ipv6_enough(task, stack) else ''}; "
                "endpoints reach images in ECR of this Region only"
                f"{'' if image_path == ('image',) else ', also at ' + format_path(image_path)}",
                # Whether the registry answers over IPv6 isn't known.
                "warning" if is_ipv6_enough(task, stack) else "error",
                related_paths=(*network_paths, (*task_path, *image_path)),
                fixes=build_ways_out(task_path, task, stack),
            )
        yield from _check_secret_regions(task_path, task, stack, region)
        missing = [endpoint for endpoint in list_needed_endpoints(task, stack) if endpoint not in network.interface_endpoints]
        if is_ipv6_enough(task, stack):
            missing = [endpoint for endpoint in missing if not endpoint.startswith("ecr.")]
        if missing and (not unreachable or is_ipv6_enough(task, stack)):
            missing_endpoints.setdefault(task.subnets, []).append((task_path, task, missing))
    for found in missing_endpoints.values():
        yield _build_endpoints_finding(found, stack)


def is_dead_end(task: Task, stack: Stack) -> bool:
    """Return whether a task has no way to the internet. In an existing network that isn't known."""
    has_nat = task.subnets == "private" and stack.network.nat_gateways != "none"
    return stack.network.existing is None and task.subnets != "public" and not has_nat


def is_ipv6_enough(task: Task, stack: Stack) -> bool:
    """Return whether a task that has no way to the internet over IPv4 may start over IPv6. That depends on what its images' registries and ECS support.

    The usual hosts of ECR have IPv4 addresses only: https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html
    """
    return stack.network.has_ipv6 and task.subnets == "private" and not any(map(is_ipv4_registry, list_images(task).values()))


def describe_dead_end(task: Task, stack: Stack) -> str:
    """Describe why a task has no way to the internet."""
    return (
        "isolated subnets have no way to the internet"
        if task.subnets == "isolated"
        else f"private subnets have no way to the internet{' over IPv4' if stack.network.has_ipv6 else ''} with natGateways: none"
    )


def build_ways_out(task_path: SettingPath, task: Task, stack: Stack) -> tuple[Fix, ...]:
    """Build the fixes that give a task a way to the internet: a NAT gateway, or other subnets."""
    nat = Edit(("network", "natGateways"), "set", "single")
    if task.subnets == "private":
        first = Fix("write natGateways: single", (nat,))
    else:
        lacks_nat = stack.network.nat_gateways == "none"
        first = Fix(
            f"write subnets: private{' and natGateways: single' if lacks_nat else ''}",
            (Edit((*task_path, "subnets"), "set", "private"), *([nat] if lacks_nat else [])),
        )
    public = Fix("write subnets: public", (Edit((*task_path, "subnets"), "set", "public"),))
    return (first,) if stack.protected else (first, public)


def _build_endpoints_finding(found: list[tuple[SettingPath, Task, list[str]]], stack: Stack) -> Finding:
    """Build one finding for all tasks of one tier of subnets: one list of endpoints serves all of them."""
    task_path, task, _ = found[0]
    missing = list(dict.fromkeys(endpoint for *_, endpoints in found for endpoint in endpoints))
    endpoints = [*stack.network.interface_endpoints, *missing]
    others = "" if len(found) == 1 else f" of {', '.join(format_path(path) for path, *_ in found)}"
    is_warning = all(is_ipv6_enough(each, stack) for _, each, _ in found)
    ways_out = build_ways_out(task_path, task, stack)[:1] if len(found) == 1 or task.subnets == "private" else ()
    return Finding(
        "endpoints-missing",
        (*task_path, "subnets"),
        f"{describe_dead_end(task, stack)}, and without the interface endpoints {', '.join(missing)} no task{others} would start (ResourceInitializationError)"
        + (" unless AWS is reached over IPv6" if is_warning else ""),
        "warning" if is_warning else "error",
        related_paths=(
            ("network", "natGateways"),
            ("network", "interfaceEndpoints"),
            *((*path, "image") for path, *_ in found),
        ),
        fixes=(
            Fix(
                f"write network: {{interfaceEndpoints: [{', '.join(endpoints)}]}}",
                (Edit(("network", "interfaceEndpoints"), "set", endpoints),),
            ),
            *ways_out,
        ),
    )


def _check_secret_regions(task_path: SettingPath, task: Task, stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find secrets of another Region, which no endpoint leads to."""
    for path, value in list_secrets(task_path, task).items():
        found = split_arn(value)
        if found and region and found.region != region:
            copy = str(replace(found, region=region))
            advice = (
                f"copy it to {region} (aws secretsmanager replicate-secret-to-regions) and write the ARN of the copy, {copy}"
                if found.service == "secretsmanager"
                else f"create the parameter in {region} and write {copy}"
            )
            yield Finding(
                "secret-out-of-reach",
                path,
                f"{describe_dead_end(task, stack)}, and this is in {found.region}, which endpoints in {region} don't reach, so that no task would start (ResourceInitializationError)",
                related_paths=((*task_path, "subnets"), ("network", "natGateways")),
                fixes=(Fix(advice, (Edit(path, "set", copy),)),),
            )


def list_images(task: Task) -> dict[SettingPath, Any]:
    """List the images of all containers of a task, by the path of each in the task."""
    built_in_paths: dict[str, SettingPath] = {
        COLLECTOR_NAME: ("tracing", "image"),
        AGENT_NAME: ("applicationSignals", "image"),
        INIT_NAME: ("applicationSignals", "instrumentationImage"),
        LOG_ROUTER_NAME: ("logs", "fireLens", "image"),
    }
    images: dict[SettingPath, Any] = {("image",): task.image}
    for name, sidecar in task.all_sidecars.items():
        images[("sidecars", name, "image") if name in task.sidecars else built_in_paths[name]] = sidecar.image
    return images


def _explain_unreachable_image(image: Any, region: str | None) -> str | None:
    """Explain why the interface endpoints of ECR can't reach an image. Return None if they can, or if that isn't known."""
    if not isinstance(image, str):
        return None
    registry = read_private_registry(image)
    if registry is None:
        return "isn't in a private ECR registry"
    return f"is in {registry.region}, which endpoints in {region} don't reach" if region and registry.region != region else None


def is_in_own_registry(image: str, region: str | None) -> bool:
    """Return whether an image is in a private ECR registry of this Region."""
    return read_private_registry(image) is not None and _explain_unreachable_image(image, region) is None


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
    if task.application_signals or (task.tracing and task.tracing.sends_to_x_ray):
        needed.append("xray")
    if task.enable_execute_command:
        needed.append("ssmmessages")
        # Secrets Manager and SSM decrypt secrets themselves, but not sessions.
        logs = stack.cluster.execute_command_logs
        if logs and (logs.kms_key_arn is not None or (stack.encryption is not None and stack.cluster.existing is None)):
            needed.append("kms")
    return needed
