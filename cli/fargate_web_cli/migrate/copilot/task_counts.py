"""How many tasks run, on which capacity, and what changes their number."""

import re
from typing import Any, Final

from fargate_web_cli.migrate.copilot.conversion import Conversion
from fargate_web_cli.migrate.copilot.manifest_value import Keys, Value, WrongValueError

_RANGE: Final = re.compile(r"(\d+)-(\d+)")
_COOLDOWNS: Final = (("in", "scaleInCooldown", 120), ("out", "scaleOutCooldown", 60))
"""Copilot's key, the one here, and what Copilot's templates say where nothing is said."""


def count(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Carry a fixed number; a map is carried field by field."""
    if not isinstance(value.data, dict):
        conversion.put("desiredCount", value.number())


def default_count(conversion: Conversion) -> None:
    """Write out that Copilot runs one task where it isn't told; here it would be two."""
    if conversion.got("desiredCount") is None and conversion.got("scaling") is None:
        conversion.put("desiredCount", 1, "as in Copilot; two survive the loss of a zone")


def spot(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Carry a fixed number of tasks on Fargate Spot."""
    conversion.put("desiredCount", value.number())
    conversion.put("capacityProviderStrategy", [{"capacityProvider": "FARGATE_SPOT", "weight": 1}])


def limits(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Carry the limits of scaling, and from which task on they run on Spot."""
    if isinstance(value.data, dict):
        least, most, start = (value.at(key) for key in ("min", "max", "spot_from"))
        if least is None or most is None:
            raise WrongValueError(value, "range has min and max in Copilot")
        bounds = least.number(), most.number()
        if start is not None:
            base = max(start.number() - 1, 0)
            strategy: list[dict[str, Any]] = [{"capacityProvider": "FARGATE", "base": base, "weight": 0}] if base else []
            conversion.put("capacityProviderStrategy", [*strategy, {"capacityProvider": "FARGATE_SPOT", "weight": 1}])
    else:
        found = _RANGE.fullmatch(value.text())
        if found is None:
            raise WrongValueError(value, "range is like 1-10 in Copilot")
        bounds = int(found[1]), int(found[2])
    conversion.put("scaling.minCapacity", bounds[0])
    conversion.put("scaling.maxCapacity", bounds[1])


def policy(key: str) -> Any:
    """Make a converter of a scaling policy, with Copilot's cooldowns written out."""

    def carry(conversion: Conversion, value: Value, _wild: Keys) -> None:
        target = value.at("value") if isinstance(value.data, dict) else value
        if target is None:
            raise WrongValueError(value, "there is no value to keep")
        conversion.put(f"scaling.{key}", {"target": target.number(), **_cooldowns(conversion, value)})

    return carry


def _cooldowns(conversion: Conversion, value: Value) -> dict[str, int]:
    found = {}
    for key, here, default in _COOLDOWNS:
        said = value.at(f"cooldown.{key}") or conversion.at(f"count.cooldown.{key}")
        found[here] = said.whole_seconds() if said else default
    return found


def response_time(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Leave scaling by response time, with the CPU in its place where nothing else would scale."""
    others = [key for key in ("cpu_percentage", "memory_percentage", "requests", "queue_delay") if conversion.at(f"count.{key}")]
    stands_in = "" if others else "; scaling.cpu: 70 stands in its place, so that the number still follows the load"
    if not others:
        conversion.put("scaling.cpu", {"target": 70}, "stands in for count.response_time")
    conversion.left(
        value,
        f"the time of a response tells little of the load (a slow database is not cured by more tasks); write scaling.requestsPerTarget or scaling.cpu{stands_in}",
    )


def queue_delay(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Carry scaling by a backlog: the time that a message may wait, divided by the time that one takes."""
    latency, each = value.at("acceptable_latency"), value.at("msg_processing_time")
    if latency is None or each is None or not each.seconds():
        raise WrongValueError(value, "queue_delay has acceptable_latency and msg_processing_time in Copilot")
    queue = queue_name(conversion)
    backlog = latency.seconds() / each.seconds()
    policy_: dict[str, Any] = {"queueName": queue, "messagesPerTask": int(backlog) if backlog == int(backlog) else round(backlog, 2)}
    conversion.put("scaling.queue", {**policy_, **_cooldowns(conversion, value)})
    conversion.needs(value, f"the queue {queue} is not made here: write the name of the one that the worker reads from")


def queue_name(conversion: Conversion) -> str:
    """Give the name that stands for a worker's queue until it is known."""
    return f"{conversion.name}-events"
