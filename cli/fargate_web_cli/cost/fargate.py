"""What running tasks cost: vCPU and memory by the hour, Spot's share, storage, public addresses."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

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
"""GiB of storage that every task has for nothing."""

TASK_DEFINITION_TYPE: Final = "aws:ecs/taskDefinition:TaskDefinition"
_SCALABLE_TARGET_TYPE: Final = "aws:appautoscaling/target:Target"
_SCHEDULED_ACTION_TYPE: Final = "aws:appautoscaling/scheduledAction:ScheduledAction"


def count_tasks(stack: StackResources, service: RegisteredResource) -> Range:
    """Tell how many tasks a service runs: as many as it starts with, or between the limits of its scaling and its scheduled actions."""
    started = read_number(service.inputs, "desiredCount")
    desired = 1.0 if started is None else started
    limits = [target.inputs for target in stack.find_all(_SCALABLE_TARGET_TYPE) if _scales_service(target, service)]
    limits += [
        read_map(action.inputs, "scalableTargetAction")
        for action in stack.find_all(_SCHEDULED_ACTION_TYPE)
        if _scales_service(action, service)
    ]
    least = [value for value in (read_number(limit, "minCapacity") for limit in limits) if value is not None]
    most = [value for value in (read_number(limit, "maxCapacity") for limit in limits) if value is not None]
    if not limits:
        return Range.constant(desired)
    minimum, maximum = min(least, default=desired), max([*most, *least], default=desired)
    return Range(minimum, min(max(desired, minimum), maximum), maximum)


def count_spot_tasks(tasks: float, strategy: Sequence[Mapping[str, Any]]) -> float:
    """Tell how many of some tasks run on Fargate Spot.

    The base of a provider comes first, the rest is shared by weight. Tasks can't be divided: who has the larger remainder gets one more, and
    FARGATE at a tie, so that an estimate is rather too high. ECS itself may place a task the other way.
    """
    whole = int(tasks)
    placed = {read_text(item, "capacityProvider"): min(int(read_number(item, "base") or 0), whole) for item in strategy}
    left = max(whole - sum(placed.values()), 0)
    weights = {read_text(item, "capacityProvider"): read_number(item, "weight") or 0 for item in strategy}
    total = sum(weights.values())
    if not total:
        return float(placed.get("FARGATE_SPOT", 0))
    shares = {provider: left * weight / total for provider, weight in weights.items()}
    given = {provider: int(share) for provider, share in shares.items()}
    order = sorted(shares, key=lambda provider: (given[provider] - shares[provider], provider == "FARGATE_SPOT"))
    for provider in order[: left - sum(given.values())]:
        given[provider] += 1
    return float(placed.get("FARGATE_SPOT", 0) + given.get("FARGATE_SPOT", 0))


def list_task_items(stack: StackResources, prices: Prices, spot_discount: float) -> Iterator[LineItem]:
    """List what the tasks of all services cost."""
    for service in stack.find_all(SERVICE_TYPE):
        yield from _list_service_items(stack, service, prices, spot_discount)


def list_unsized(stack: StackResources) -> list[str]:
    """List the services and scheduled tasks whose tasks have no size that is known."""
    definitions = [
        (owner.name, stack.find_sibling(TASK_DEFINITION_TYPE, owner))
        for owner in (*stack.find_all(SERVICE_TYPE), *stack.find_all(SCHEDULE_TYPE))
    ]
    return [name for name, definition in definitions if definition is None or read_task_size(definition) is None]


def _list_service_items(stack: StackResources, service: RegisteredResource, prices: Prices, spot_discount: float) -> Iterator[LineItem]:
    tasks = count_tasks(stack, service)
    strategy = read_maps(service.inputs, "capacityProviderStrategies")
    spot = Range(*(count_spot_tasks(count, strategy) for count in (tasks.minimum, tasks.desired, tasks.maximum)))
    yield from list_running_items(
        stack,
        service,
        prices,
        on_demand_hours=(tasks - spot) * HOURS_PER_MONTH,
        spot_hours=spot * HOURS_PER_MONTH,
        spot_discount=spot_discount,
        public_address=read_map(service.inputs, "networkConfiguration").get("assignPublicIp") is True,
    )


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
    """List what running tasks cost, sidecars included: AWS charges the size of the task, whatever is in it.

    Args:
        stack: The stack.
        owner: Whose tasks they are; its task definition has its name.
        prices: The prices.
        on_demand_hours: Hours that tasks run on FARGATE a month, all together.
        spot_hours: The same on FARGATE_SPOT.
        spot_discount: Per cent that FARGATE_SPOT costs less.
        public_address: Whether each task has a public address.
    """
    key = "public_ipv4_hour"
    if public_address:
        yield LineItem("public IPv4", owner.name, "an address for each task", on_demand_hours + spot_hours, "hour", prices[key], key)
    definition = stack.find_sibling(TASK_DEFINITION_TYPE, owner)
    sized = read_task_size(definition) if definition else None
    if definition is None or sized is None:
        return
    arm = read_text(read_map(definition.inputs, "runtimePlatform"), "cpuArchitecture") == "ARM64"
    architecture, infix = ("ARM64", "arm_") if arm else ("x86", "")
    for kind, running, factor in (("Fargate", on_demand_hours, 1.0), ("Fargate Spot", spot_hours, 1 - spot_discount / 100)):
        if not running:
            continue
        for amount, unit in zip(sized, ("vCPU", "GB"), strict=True):
            key = f"fargate_{infix}{unit.lower()}_hour"
            yield LineItem(
                kind, owner.name, f"{amount:g} {unit} {architecture}", running * amount, f"{unit}-hour", prices[key] * factor, key
            )
    above = (read_number(read_map(definition.inputs, "ephemeralStorage"), "sizeInGib") or 0) - _FREE_STORAGE_GIB
    if above > 0:
        key, what = "fargate_storage_gb_hour", f"{above:g} GB above {_FREE_STORAGE_GIB}"
        yield LineItem("Fargate storage", owner.name, what, (on_demand_hours + spot_hours) * above, "GB-hour", prices[key], key)


def read_task_size(definition: RegisteredResource) -> tuple[float, float] | None:
    """Return the vCPUs and the GB of a task; None where they are not known."""
    cpu, memory = read_number(definition.inputs, "cpu"), read_number(definition.inputs, "memory")
    return None if cpu is None or memory is None else (cpu / 1024, memory / 1024)


def _scales_service(resource: RegisteredResource, service: RegisteredResource) -> bool:
    """Tell whether a limit is that of a service: by its logical name, or by the id of what it scales."""
    if resource.name == service.name or resource.name.startswith(f"{service.name}:"):
        return True
    physical = read_text(service.inputs, "name")
    return bool(physical) and read_text(resource.inputs, "resourceId").rpartition("/")[2] == physical
