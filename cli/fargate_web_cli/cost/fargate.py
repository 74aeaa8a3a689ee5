"""The cost of running tasks: vCPU, memory, Fargate Spot, storage and public addresses."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from fargate_web_cli.cost.idle_hours import calculate_running_share, is_closing
from fargate_web_cli.cost.line_item import LineItem
from fargate_web_cli.cost.prices import HOURS_PER_MONTH, Prices
from fargate_web_cli.cost.ranges import Range
from fargate_web_cli.cost.stack_resources import (
    SCHEDULE_TYPE,
    SERVICE_TYPE,
    RegisteredResource,
    StackResources,
    read_map,
    read_maps,
    read_number,
    read_text,
)

_FREE_STORAGE_GIB: Final = 20
"""The free storage of a task, in GiB."""

TASK_DEFINITION_TYPE: Final = "aws:ecs/taskDefinition:TaskDefinition"
_SCALABLE_TARGET_TYPE: Final = "aws:appautoscaling/target:Target"
_SCHEDULED_ACTION_TYPE: Final = "aws:appautoscaling/scheduledAction:ScheduledAction"


def count_tasks(stack: StackResources, service: RegisteredResource) -> Range:
    """Return the number of tasks of a service while it runs: its desired count, with the limits of its scaling and scheduled actions."""
    desired_count = read_number(service.inputs, "desiredCount")
    desired = 1.0 if desired_count is None else desired_count
    limits = [target.inputs for target in stack.find_all(_SCALABLE_TARGET_TYPE) if _scales_service(target, service)]
    actions = _list_scheduled_actions(stack, service)
    # The hours that a service runs leave out the time without tasks.
    is_part_time = calculate_running_share(actions) < 1
    limits += [read_map(action.inputs, "scalableTargetAction") for action in actions if not (is_part_time and is_closing(action))]
    minimums = [value for value in (read_number(limit, "minCapacity") for limit in limits) if value is not None]
    maximums = [value for value in (read_number(limit, "maxCapacity") for limit in limits) if value is not None]
    if not limits:
        return Range.constant(desired)
    minimum, maximum = min(minimums, default=desired), max([*maximums, *minimums], default=desired)
    return Range(minimum, min(max(desired, minimum), maximum), maximum)


def find_running_share(stack: StackResources, service: RegisteredResource) -> float:
    """Return the share of the time in which a service has tasks, from 0 to 1."""
    return calculate_running_share(_list_scheduled_actions(stack, service))


def _list_scheduled_actions(stack: StackResources, service: RegisteredResource) -> list[RegisteredResource]:
    return [action for action in stack.find_all(_SCHEDULED_ACTION_TYPE) if _scales_service(action, service)]


def count_spot_tasks(tasks: float, strategy: Sequence[Mapping[str, Any]]) -> float:
    """Return how many of some tasks run on Fargate Spot.

    The base of a provider comes first, and weights distribute the rest. Of a remainder, the provider with the largest fraction gets a task; at a tie
    FARGATE does, so that the estimate is rather too high. ECS itself can place such a task differently.
    """
    task_count = int(tasks)
    base_tasks = {read_text(item, "capacityProvider"): min(int(read_number(item, "base") or 0), task_count) for item in strategy}
    remaining = max(task_count - sum(base_tasks.values()), 0)
    weights = {read_text(item, "capacityProvider"): read_number(item, "weight") or 0 for item in strategy}
    total = sum(weights.values())
    if not total:
        return float(base_tasks.get("FARGATE_SPOT", 0))
    shares = {provider: remaining * weight / total for provider, weight in weights.items()}
    distributed = {provider: int(share) for provider, share in shares.items()}
    order = sorted(shares, key=lambda provider: (distributed[provider] - shares[provider], provider == "FARGATE_SPOT"))
    for provider in order[: remaining - sum(distributed.values())]:
        distributed[provider] += 1
    return float(base_tasks.get("FARGATE_SPOT", 0) + distributed.get("FARGATE_SPOT", 0))


def list_task_items(stack: StackResources, prices: Prices, spot_discount: float) -> Iterator[LineItem]:
    """List the line items of the tasks of all services."""
    for service in stack.find_all(SERVICE_TYPE):
        yield from _list_service_items(stack, service, prices, spot_discount)


def list_unsized_tasks(stack: StackResources) -> list[str]:
    """List the services and scheduled tasks whose task size is unknown."""
    definitions = [
        (owner.name, stack.find_sibling(TASK_DEFINITION_TYPE, owner))
        for owner in (*stack.find_all(SERVICE_TYPE), *stack.find_all(SCHEDULE_TYPE))
    ]
    return [name for name, definition in definitions if definition is None or read_task_size(definition) is None]


def _list_service_items(stack: StackResources, service: RegisteredResource, prices: Prices, spot_discount: float) -> Iterator[LineItem]:
    tasks, share = count_tasks(stack, service), find_running_share(stack, service)
    strategy = read_maps(service.inputs, "capacityProviderStrategies")
    spot = Range(*(count_spot_tasks(count, strategy) for count in (tasks.minimum, tasks.desired, tasks.maximum)))
    yield from list_running_items(
        stack,
        service,
        prices,
        on_demand_hours=(tasks - spot) * (HOURS_PER_MONTH * share),
        spot_hours=spot * (HOURS_PER_MONTH * share),
        spot_discount=spot_discount,
        public_address=read_map(service.inputs, "networkConfiguration").get("assignPublicIp") is True,
    )
    gib = _read_gp3_size(service)
    if gib:
        key = "ebs_gp3_gb_month"
        yield LineItem("EBS volumes", service.name, f"{gib:g} GB gp3 for each task", tasks * (gib * share), "GB-month", prices[key], key)


def _read_gp3_size(service: RegisteredResource) -> float | None:
    """Return the GB of the volume of each task, None without one, or if its price is not in the table."""
    volume = read_map(read_map(service.inputs, "volumeConfiguration"), "managedEbsVolume")
    return read_number(volume, "sizeInGb") if volume.get("volumeType") == "gp3" else None


def list_unpriced_volumes(stack: StackResources) -> list[str]:
    """List the services with volumes of EBS that the estimate leaves out in whole or in part: other types, snapshots, and what gp3 is given beyond its share."""
    names = []
    for service in stack.find_all(SERVICE_TYPE):
        volume = read_map(read_map(service.inputs, "volumeConfiguration"), "managedEbsVolume")
        if volume and (_read_gp3_size(service) is None or read_number(volume, "iops") or read_number(volume, "throughput")):
            names.append(service.name)
    return names


def list_running_items(
    stack: StackResources,
    owner: RegisteredResource,
    prices: Prices,
    *,
    on_demand_hours: Range,
    spot_hours: Range,
    spot_discount: float,
    public_address: bool,
) -> Iterator[LineItem]:
    """List the line items of running tasks. AWS charges for the size of the task, which includes its sidecars.

    Args:
        stack: The stack.
        owner: The service or schedule that owns the tasks; its task definition has the same name.
        prices: The prices.
        on_demand_hours: The sum of hours a month that tasks run on FARGATE.
        spot_hours: The sum of hours a month that tasks run on FARGATE_SPOT.
        spot_discount: The discount of FARGATE_SPOT, in per cent.
        public_address: Whether each task has a public address.
    """
    key = "public_ipv4_hour"
    if public_address:
        yield LineItem("public IPv4", owner.name, "an address for each task", on_demand_hours + spot_hours, "hour", prices[key], key)
    definition = stack.find_sibling(TASK_DEFINITION_TYPE, owner)
    size = read_task_size(definition) if definition else None
    if definition is None or size is None:
        return
    arm = read_text(read_map(definition.inputs, "runtimePlatform"), "cpuArchitecture") == "ARM64"
    architecture, key_infix = ("ARM64", "arm_") if arm else ("x86", "")
    for kind, hours, factor in (("Fargate", on_demand_hours, 1.0), ("Fargate Spot", spot_hours, 1 - spot_discount / 100)):
        if not hours:
            continue
        for amount, unit in zip(size, ("vCPU", "GB"), strict=True):
            key = f"fargate_{key_infix}{unit.lower()}_hour"
            yield LineItem(kind, owner.name, f"{amount:g} {unit} {architecture}", hours * amount, f"{unit}-hour", prices[key] * factor, key)
    extra_gib = (read_number(read_map(definition.inputs, "ephemeralStorage"), "sizeInGib") or 0) - _FREE_STORAGE_GIB
    if extra_gib > 0:
        key, description = "fargate_storage_gb_hour", f"{extra_gib:g} GB above {_FREE_STORAGE_GIB}"
        yield LineItem("Fargate storage", owner.name, description, (on_demand_hours + spot_hours) * extra_gib, "GB-hour", prices[key], key)


def read_task_size(definition: RegisteredResource) -> tuple[float, float] | None:
    """Return the vCPUs and the GB of memory of a task; None if they are unknown."""
    cpu, memory = read_number(definition.inputs, "cpu"), read_number(definition.inputs, "memory")
    return None if cpu is None or memory is None else (cpu / 1024, memory / 1024)


def _scales_service(resource: RegisteredResource, service: RegisteredResource) -> bool:
    """Return whether a scalable target or scheduled action belongs to a service, by its logical name or resource id."""
    if resource.name == service.name or resource.name.startswith(f"{service.name}:"):
        return True
    service_name = read_text(service.inputs, "name")
    return bool(service_name) and read_text(resource.inputs, "resourceId").rpartition("/")[2] == service_name
