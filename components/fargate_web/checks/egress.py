"""Checks that tasks can reach what they need to start: their image, secrets and log group."""

import re
from collections.abc import Iterator
from typing import Any, Final

from ..faults.fault import format_path
from ..settings.arn import split_arn
from ..settings.fire_lens import LOG_ROUTER_NAME
from ..settings.fix import Edit, Fix
from ..settings.registry_host import read_private_registry
from ..settings.stack import Stack
from ..settings.task import Task
from ..settings.tracing import COLLECTOR_NAME
from .finding import Finding, SettingPath

_ENDPOINTS_OF_OUTPUTS: Final = {
    "cloudwatch": "logs",
    "cloudwatch_logs": "logs",
    "firehose": "kinesis-firehose",
    "kinesis_firehose": "kinesis-firehose",
    "kinesis": "kinesis-streams",
    "kinesis_streams": "kinesis-streams",
}
"""The endpoints that the outputs of the log routers need. S3 has a gateway endpoint in every network."""
_OUTPUTS_OF_THE_INTERNET: Final = frozenset({"datadog", "nrlogs", "newrelic", "stackdriver", "azure", "logdna", "bigquery"})
_VENDOR_HOST_PATTERN: Final = re.compile(
    r"(?:.*\.)?(?:datadoghq\.(?:com|eu)|splunkcloud\.com|nr-data\.net|newrelic\.com|grafana\.net|logz\.io|sumologic\.(?:com|net)|elastic-cloud\.com|honeycomb\.io"
    r"|papertrailapp\.com|betterstackdata\.com|logtail\.com|coralogix\.com|axiom\.co)",
    re.IGNORECASE,
)
"""Hosts of those who store logs for others. Another host may be in the network."""


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
        if task.subnets == "public" or (task.subnets == "private" and network.nat_gateways != "none"):
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
                f"{_describe_dead_end(task)}, and {image!r} {image_problem}, so that no task would start (CannotPullContainerError); "
                "endpoints reach images in ECR of this Region only"
                f"{'' if image_path == ('image',) else ', also at ' + format_path(image_path)}",
                related_paths=(*network_paths, (*task_path, *image_path)),
                fixes=_build_ways_out(task_path, task, stack),
            )
        yield from _check_secret_regions(task_path, task, region)
        missing = [endpoint for endpoint in list_needed_endpoints(task, stack) if endpoint not in network.interface_endpoints]
        if missing and not unreachable:
            missing_endpoints.setdefault(task.subnets, []).append((task_path, task, missing))
        yield from _check_log_destination(task_path, task, stack)
    for found in missing_endpoints.values():
        yield _build_endpoints_finding(found, stack)


def _describe_dead_end(task: Task) -> str:
    return (
        "isolated subnets have no way to the internet"
        if task.subnets == "isolated"
        else "private subnets have no way to the internet with natGateways: none"
    )


def _build_ways_out(task_path: SettingPath, task: Task, stack: Stack) -> tuple[Fix, ...]:
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
    return first, Fix("write subnets: public", (Edit((*task_path, "subnets"), "set", "public"),))


def _build_endpoints_finding(found: list[tuple[SettingPath, Task, list[str]]], stack: Stack) -> Finding:
    """Build one finding for all tasks of one tier of subnets: one list of endpoints serves all of them."""
    task_path, task, _ = found[0]
    missing = list(dict.fromkeys(endpoint for *_, endpoints in found for endpoint in endpoints))
    endpoints = [*stack.network.interface_endpoints, *missing]
    others = "" if len(found) == 1 else f" of {', '.join(format_path(path) for path, *_ in found)}"
    ways_out = _build_ways_out(task_path, task, stack)[:1] if len(found) == 1 or task.subnets == "private" else ()
    return Finding(
        "endpoints-missing",
        (*task_path, "subnets"),
        f"{_describe_dead_end(task)}, and without the interface endpoints {', '.join(missing)} no task{others} would start (ResourceInitializationError)",
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


def _check_secret_regions(task_path: SettingPath, task: Task, region: str | None) -> Iterator[Finding]:
    """Find secrets of another Region, which no endpoint leads to."""
    for container_path, container in [
        (task_path, task),
        *(((*task_path, "sidecars", name), sidecar) for name, sidecar in task.sidecars.items()),
    ]:
        for name, value in container.secrets.items():
            found = split_arn(value)
            if found and region and found.region != region:
                yield Finding(
                    "secret-out-of-reach",
                    (*container_path, "secrets", name),
                    f"{_describe_dead_end(task)}, and this is in {found.region}, which endpoints in {region} don't reach, so that no task would start (ResourceInitializationError); "
                    f"copy it to {region} (aws secretsmanager replicate-secret-to-regions) and write the ARN of the copy",
                    related_paths=((*task_path, "subnets"), ("network", "natGateways")),
                )


def _check_log_destination(task_path: SettingPath, task: Task, stack: Stack) -> Iterator[Finding]:
    """Find log routers that can't send anything to where `options` tells them to."""
    router = task.logs.fire_lens
    name = router.options.get("Name", router.options.get("@type")) if router else None
    if router is None or not isinstance(name, str):
        return
    endpoint = _ENDPOINTS_OF_OUTPUTS.get(name.lower())
    host = next((value for key, value in router.options.items() if key.lower() == "host"), None)
    is_outside = name.lower() in _OUTPUTS_OF_THE_INTERNET or (isinstance(host, str) and bool(_VENDOR_HOST_PATTERN.fullmatch(host)))
    path, related = (*task_path, "logs", "fireLens", "options"), ((*task_path, "subnets"), ("network", "interfaceEndpoints"))
    if endpoint and endpoint not in stack.network.interface_endpoints:
        endpoints = [*stack.network.interface_endpoints, endpoint]
        yield Finding(
            "logs-out-of-reach",
            path,
            f"{_describe_dead_end(task)}, and the router of {name} needs the interface endpoint {endpoint}, without which the output is lost",
            "warning",
            related,
            (
                Fix(
                    f"write network: {{interfaceEndpoints: [{', '.join(endpoints)}]}}",
                    (Edit(("network", "interfaceEndpoints"), "set", endpoints),),
                ),
            ),
        )
    elif not endpoint and is_outside:
        yield Finding(
            "logs-out-of-reach",
            path,
            f"{_describe_dead_end(task)}, and the logs go to {host or name}, which is there, so that they are lost",
            "warning",
            related,
            _build_ways_out(task_path, task, stack),
        )


def list_images(task: Task) -> dict[SettingPath, Any]:
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
    if task.tracing:
        needed.append("xray")
    if task.enable_execute_command:
        needed.append("ssmmessages")
        # Secrets Manager and SSM decrypt secrets themselves, but not sessions.
        if stack.cluster.execute_command_logs and stack.cluster.execute_command_logs.kms_key_arn is not None:
            needed.append("kms")
    return needed
