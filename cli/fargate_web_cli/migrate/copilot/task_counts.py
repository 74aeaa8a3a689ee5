"""Converters for the number of tasks, their capacity and scaling."""

import math
import re
from typing import Any, Final

from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.copilot.queues import find_topic_queues
from fargate_web_cli.migrate.manifest_value import InvalidValueError, KeyPath, ManifestValue

_RANGE_PATTERN: Final = re.compile(r"(\d+)-(\d+)")
_COOLDOWNS: Final = (("in", "scaleInCooldown", 120), ("out", "scaleOutCooldown", 60))
"""The keys in Copilot and here, with the defaults of Copilot's templates."""


def convert_count(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert a fixed number. A map is converted field by field."""
    if not isinstance(value.data, dict):
        conversion.write_setting("desiredCount", value.number())


def write_default_count(conversion: Conversion) -> None:
    """Write Copilot's default of one task; the default here is two."""
    if conversion.read_setting("desiredCount") is None and conversion.read_setting("scaling") is None:
        conversion.write_setting("desiredCount", 1, "as in Copilot; two survive the loss of a zone")


def convert_spot_count(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert a fixed number of tasks on Fargate Spot."""
    conversion.write_setting("desiredCount", value.number())
    conversion.write_setting("capacityProviderStrategy", [{"capacityProvider": "FARGATE_SPOT", "weight": 1}])


def convert_scaling_range(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert the limits of scaling, and the number of tasks from which they run on Spot."""
    if isinstance(value.data, dict):
        least, most, start = (value.find(key) for key in ("min", "max", "spot_from"))
        if least is None or most is None:
            raise InvalidValueError(value, "range has min and max in Copilot")
        bounds = least.number(), most.number()
        if start is not None:
            # With a minimum above spot_from, Copilot runs all tasks on Spot.
            base = max(start.number() - 1, 0) if start.number() >= least.number() else 0
            strategy: list[dict[str, Any]] = [{"capacityProvider": "FARGATE", "base": base, "weight": 0}] if base else []
            conversion.write_setting("capacityProviderStrategy", [*strategy, {"capacityProvider": "FARGATE_SPOT", "weight": 1}])
    else:
        found = _RANGE_PATTERN.fullmatch(value.text())
        if found is None:
            raise InvalidValueError(value, "range is like 1-10 in Copilot")
        bounds = int(found[1]), int(found[2])
    conversion.write_setting("scaling.minCapacity", bounds[0])
    conversion.write_setting("scaling.maxCapacity", bounds[1])


def make_policy_converter(key: str) -> Any:
    """Return a converter for a scaling policy, with Copilot's cooldowns."""

    def carry(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
        target = value.find("value") if isinstance(value.data, dict) else value
        if target is None:
            raise InvalidValueError(value, "there is no value to keep")
        conversion.write_setting(f"scaling.{key}", {"target": target.number(), **_read_cooldowns(conversion, value)})

    return carry


def _read_cooldowns(conversion: Conversion, value: ManifestValue) -> dict[str, int]:
    found = {}
    for key, here, default in _COOLDOWNS:
        said = value.find(f"cooldown.{key}") or conversion.find_value(f"count.cooldown.{key}")
        found[here] = said.whole_seconds() if said else default
    return found


def replace_response_time(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Report scaling by response time, and write scaling by CPU if there is no other policy."""
    others = [key for key in ("cpu_percentage", "memory_percentage", "requests", "queue_delay") if conversion.find_value(f"count.{key}")]
    stands_in = "" if others else "; scaling.cpu: 70 stands in its place, so that the number still follows the load"
    if not others:
        conversion.write_setting("scaling.cpu", {"target": 70}, "stands in for count.response_time")
    conversion.report_unconverted(
        value,
        f"the time of a response tells little of the load (a slow database is not cured by more tasks); write scaling.requestsPerTarget or scaling.cpu{stands_in}",
    )


def convert_queue_delay(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert scaling by backlog: the acceptable latency divided by the processing time of a message."""
    latency, each = value.find("acceptable_latency"), value.find("msg_processing_time")
    if latency is None or each is None or not each.seconds():
        raise InvalidValueError(value, "queue_delay has acceptable_latency and msg_processing_time in Copilot")
    # Copilot rounds up. The quotient of two floats can be a little too large.
    backlog = math.ceil(round(latency.seconds() / each.seconds(), 6))
    conversion.write_setting("scaling.queue", {"messagesPerTask": backlog, **_read_cooldowns(conversion, value)})
    if find_topic_queues(conversion):
        conversion.report_unconverted(value, "the number of tasks follows one queue here; Copilot scales by the queue of each topic, too")
