"""What running tasks cost: vCPU and memory by the hour, Spot's share, storage, public addresses."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from fargate_web_cli.cost.line_item import Item
from fargate_web_cli.cost.prices import HOURS, Prices
from fargate_web_cli.cost.ranges import Range
from fargate_web_cli.cost.stack_resources import SCHEDULE, SERVICE, Registered, Stack, each, number, part, text

_FREE_STORAGE: Final = 20
"""GiB of storage that every task has for nothing."""

DEFINITION: Final = "aws:ecs/taskDefinition:TaskDefinition"
_TARGET: Final = "aws:appautoscaling/target:Target"
_ACTION: Final = "aws:appautoscaling/scheduledAction:ScheduledAction"


def counts(stack: Stack, service: Registered) -> Range:
    """Tell how many tasks a service runs: as many as it starts with, or between the limits of its scaling and its scheduled actions."""
    started = number(service.inputs, "desiredCount")
    desired = 1.0 if started is None else started
    limits = [target.inputs for target in stack.of(_TARGET) if _is_for(target, service)]
    limits += [part(action.inputs, "scalableTargetAction") for action in stack.of(_ACTION) if _is_for(action, service)]
    least = [value for value in (number(limit, "minCapacity") for limit in limits) if value is not None]
    most = [value for value in (number(limit, "maxCapacity") for limit in limits) if value is not None]
    if not limits:
        return Range.of(desired)
    minimum, maximum = min(least, default=desired), max([*most, *least], default=desired)
    return Range(minimum, min(max(desired, minimum), maximum), maximum)


def on_spot(tasks: float, strategy: Sequence[Mapping[str, Any]]) -> float:
    """Tell how many of some tasks run on Fargate Spot.

    The base of a provider comes first, the rest is shared by weight. Tasks can't be divided: who has the larger remainder gets one more, and
    FARGATE at a tie, so that an estimate is rather too high. ECS itself may place a task the other way.
    """
    whole = int(tasks)
    placed = {text(item, "capacityProvider"): min(int(number(item, "base") or 0), whole) for item in strategy}
    left = max(whole - sum(placed.values()), 0)
    weights = {text(item, "capacityProvider"): number(item, "weight") or 0 for item in strategy}
    total = sum(weights.values())
    if not total:
        return float(placed.get("FARGATE_SPOT", 0))
    shares = {provider: left * weight / total for provider, weight in weights.items()}
    given = {provider: int(share) for provider, share in shares.items()}
    order = sorted(shares, key=lambda provider: (given[provider] - shares[provider], provider == "FARGATE_SPOT"))
    for provider in order[: left - sum(given.values())]:
        given[provider] += 1
    return float(placed.get("FARGATE_SPOT", 0) + given.get("FARGATE_SPOT", 0))


def task_items(stack: Stack, prices: Prices, spot_discount: float) -> Iterator[Item]:
    """List what the tasks of all services cost."""
    for service in stack.of(SERVICE):
        yield from _service_items(stack, service, prices, spot_discount)


def unsized(stack: Stack) -> list[str]:
    """List the services and scheduled tasks whose tasks have no size that is known."""
    definitions = [(owner.name, stack.sibling(DEFINITION, owner)) for owner in (*stack.of(SERVICE), *stack.of(SCHEDULE))]
    return [name for name, definition in definitions if definition is None or size(definition) is None]


def _service_items(stack: Stack, service: Registered, prices: Prices, spot_discount: float) -> Iterator[Item]:
    tasks = counts(stack, service)
    strategy = each(service.inputs, "capacityProviderStrategies")
    spot = Range(*(on_spot(count, strategy) for count in (tasks.minimum, tasks.desired, tasks.maximum)))
    yield from running_items(
        stack,
        service,
        prices,
        ordinary=(tasks - spot) * HOURS,
        spot=spot * HOURS,
        spot_discount=spot_discount,
        public=part(service.inputs, "networkConfiguration").get("assignPublicIp") is True,
    )


def running_items(
    stack: Stack, owner: Registered, prices: Prices, *, ordinary: Range, spot: Range, spot_discount: float, public: bool
) -> Iterator[Item]:
    """List what running tasks cost, sidecars included: AWS charges the size of the task, whatever is in it.

    Args:
        stack: The stack.
        owner: Whose tasks they are; its task definition has its name.
        prices: The prices.
        ordinary: Hours that tasks run on FARGATE a month, all together.
        spot: The same on FARGATE_SPOT.
        spot_discount: Per cent that FARGATE_SPOT costs less.
        public: Whether each task has a public address.
    """
    key = "public_ipv4_hour"
    if public:
        yield Item("public IPv4", owner.name, "an address for each task", ordinary + spot, "hour", prices[key], key)
    definition = stack.sibling(DEFINITION, owner)
    sized = size(definition) if definition else None
    if definition is None or sized is None:
        return
    arm = text(part(definition.inputs, "runtimePlatform"), "cpuArchitecture") == "ARM64"
    architecture, infix = ("ARM64", "arm_") if arm else ("x86", "")
    for kind, running, factor in (("Fargate", ordinary, 1.0), ("Fargate Spot", spot, 1 - spot_discount / 100)):
        if not running:
            continue
        for amount, unit in zip(sized, ("vCPU", "GB"), strict=True):
            key = f"fargate_{infix}{unit.lower()}_hour"
            yield Item(kind, owner.name, f"{amount:g} {unit} {architecture}", running * amount, f"{unit}-hour", prices[key] * factor, key)
    above = (number(part(definition.inputs, "ephemeralStorage"), "sizeInGib") or 0) - _FREE_STORAGE
    if above > 0:
        key, what = "fargate_storage_gb_hour", f"{above:g} GB above {_FREE_STORAGE}"
        yield Item("Fargate storage", owner.name, what, (ordinary + spot) * above, "GB-hour", prices[key], key)


def size(definition: Registered) -> tuple[float, float] | None:
    """Return the vCPUs and the GB of a task; None where they are not known."""
    cpu, memory = number(definition.inputs, "cpu"), number(definition.inputs, "memory")
    return None if cpu is None or memory is None else (cpu / 1024, memory / 1024)


def _is_for(resource: Registered, service: Registered) -> bool:
    """Tell whether a limit is that of a service: by its logical name, or by the id of what it scales."""
    if resource.name == service.name or resource.name.startswith(f"{service.name}:"):
        return True
    physical = text(service.inputs, "name")
    return bool(physical) and text(resource.inputs, "resourceId").rpartition("/")[2] == physical
