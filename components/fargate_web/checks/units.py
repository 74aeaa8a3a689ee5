"""Checks that a number is in the unit of its setting: seconds, not milliseconds, and percent, not a fraction."""

from collections.abc import Iterator
from typing import Any, Final

from pydantic.alias_generators import to_camel

from ..settings.fix import write
from ..settings.scaling import Scaling
from ..settings.service_level_objectives import ServiceObjectives
from ..settings.stack import Stack
from .finding import Finding, SettingPath

_LONG_COOLDOWN: Final = 10_000
"""Seconds above which a round number means milliseconds."""


def check_units(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find thresholds that were meant in another unit."""
    if stack.monitoring:
        yield from _check_latency(("monitoring", "alarms", "latencyP99"), stack.monitoring.alarms.latency_p99, stack)
        if stack.monitoring.slo:
            yield from _check_objectives(("monitoring", "slo"), stack.monitoring.slo, stack)
            for name, objectives in stack.monitoring.slo.services.items():
                if objectives:
                    yield from _check_objectives(("monitoring", "slo", "services", name), objectives, stack)
        for key, value in (("cpu", stack.monitoring.alarms.cpu), ("memory", stack.monitoring.alarms.memory)):
            if value is not None and value <= 1:
                yield Finding(
                    "fraction-for-percent",
                    ("monitoring", "alarms", key),
                    f"the threshold is in percent, and every service uses more than {value:g} %, so that the alarm would never end",
                    "warning",
                    fixes=(write("monitoring", "alarms", key, value=round(value * 100)),),
                )
    for name, service in stack.services.items():
        if service.scaling is not None:
            yield from _check_cooldowns(("services", name, "scaling"), service.scaling)
        alarms = service.deployment.alarms
        if alarms is not None:
            yield from _check_latency(("services", name, "deployment", "alarms", "latencyP99"), alarms.latency_p99, stack)


def _check_objectives(path: SettingPath, objectives: ServiceObjectives, stack: Stack) -> Iterator[Finding]:
    if objectives.latency:
        yield from _check_latency((*path, "latency", "threshold"), objectives.latency.threshold, stack)


def _check_cooldowns(path: SettingPath, scaling: Scaling) -> Iterator[Finding]:
    policies: dict[tuple[str, ...], Any] = {(to_camel(field),): getattr(scaling, field) for field in sorted(scaling.model_fields_set)}
    policies.update({(*policy,): source for policy, source in scaling.metric_sources.items()})
    for policy_path, policy in policies.items():
        for cooldown in ("scale_in_cooldown", "scale_out_cooldown", "cooldown"):
            seconds = getattr(policy, cooldown, None)
            if isinstance(seconds, int) and seconds >= _LONG_COOLDOWN and seconds % 1000 == 0:
                key_path = (*path, *policy_path, to_camel(cooldown))
                yield Finding(
                    "milliseconds-for-seconds",
                    key_path,
                    f"a cooldown is in seconds: the number of tasks would change once in {seconds / 3600:.1f} hours",
                    "warning",
                    fixes=(write(*key_path, value=seconds // 1000),),
                )


def _check_latency(path: SettingPath, seconds: float | None, stack: Stack) -> Iterator[Finding]:
    timeout = stack.load_balancer.idle_timeout
    if seconds is not None and seconds > timeout:
        corrected = seconds / 1000
        yield Finding(
            "milliseconds-for-seconds",
            path,
            f"the threshold is in seconds, and the load balancer ends a request after {timeout} s without an answer (idleTimeout, 504), so that an alarm at {seconds:g} s would never fire",
            "warning",
            (("loadBalancer", "idleTimeout"),),
            (write(*path, value=int(corrected) if corrected.is_integer() else corrected),),
        )
