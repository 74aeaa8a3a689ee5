"""The task sizes and CPU architectures that Fargate offers: which memory goes with which cpu."""

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ValidationInfo, WithJsonSchema

from .fix import Edit, Fix
from .value_types import build_value_error

MEMORY_BY_CPU: dict[int, tuple[int, ...]] = {
    256: (512, 1024, 2048),
    512: tuple(range(1024, 4096 + 1, 1024)),
    1024: tuple(range(2048, 8192 + 1, 1024)),
    2048: tuple(range(4096, 16384 + 1, 1024)),
    4096: tuple(range(8192, 30720 + 1, 1024)),
    8192: tuple(range(16384, 61440 + 1, 4096)),
    16384: tuple(range(32768, 122880 + 1, 8192)),
    32768: (61440, 122880, 249856),
}
"""CPU units → MiB. Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html"""

_CPU_PATTERN = re.compile(r"\s*([0-9]*\.?[0-9]+)\s*v?cpus?\s*", re.IGNORECASE)
_MEMORY_PATTERN = re.compile(r"\s*([0-9]*\.?[0-9]+)\s*(GB|GiB|MB|MiB)\s*", re.IGNORECASE)


def _parse_cpu(value: Any) -> Any:
    if isinstance(value, str):
        found = _CPU_PATTERN.fullmatch(value)
        if not found:
            raise build_value_error(
                f"{value!r} isn't a number of CPU units; write 256 to 32768 without quotes, or vCPUs like '0.5 vCPU'", "no-such-task-size"
            )
        value = round(float(found[1]) * 1024)
    if isinstance(value, int) and not isinstance(value, bool) and value not in MEMORY_BY_CPU:
        hint = f" (1 vCPU is 1024 units: for {value} vCPU write {value * 1024})" if value * 1024 in MEMORY_BY_CPU else ""
        nearest = min(MEMORY_BY_CPU, key=lambda cpu: abs(cpu - value))
        raise build_value_error(
            f"Fargate has no task of {value} CPU units{hint}; sizes are {', '.join(map(str, MEMORY_BY_CPU))}; the nearest is {nearest}",
            "no-such-task-size",
        )
    return value


def _parse_memory(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, str):
        found = _MEMORY_PATTERN.fullmatch(value)
        if not found:
            fixes = _suggest_memory(_read_memory(value), info)
            problem = f"{value!r} isn't an amount of memory"
            advice = "" if fixes else "; write MiB without quotes like 512, or '2 GB'"
            raise build_value_error(problem + advice, "no-such-task-size", fixes=fixes)
        value = round(float(found[1]) * (1024 if found[2][0] in "gG" else 1))
    if isinstance(value, int) and not isinstance(value, bool) and value < 512:
        hint = f"; memory is in MiB: for {value} GB write {value * 1024}" if 0 < value <= 244 else ""
        fixes = _suggest_memory(value * 1024, info, meaning=f"for {value} GB ") if hint else ()
        problem = f"Fargate has no task of {value} MiB; the smallest is 512"
        raise build_value_error(f"{problem}, and memory is in MiB" if fixes else problem + hint, "no-such-task-size", fixes=fixes)
    return value


def _read_memory(text: str) -> int | None:
    """Read an amount of memory in the units of Docker and Kubernetes (512m, 1g, 2Gi), or a number in quotes."""
    found = re.fullmatch(r"\s*([0-9]{1,6})\s*(m|mi|g|gi)?b?\s*", text, re.IGNORECASE)
    return int(found[1]) * (1024 if found[2] and found[2][0] in "gG" else 1) if found else None


def _suggest_memory(amount: int | None, info: ValidationInfo, meaning: str = "") -> tuple[Fix, ...]:
    """Suggest an amount if Fargate offers it with the CPU units, which are validated before."""
    cpu = info.data.get("cpu")
    offered = MEMORY_BY_CPU[cpu] if cpu else ()
    return (Fix(f"{meaning}write {amount}", (Edit((), "set", amount),), is_certain=True),) if amount in offered else ()


Cpu = Annotated[
    int,
    BeforeValidator(_parse_cpu),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "enum": list(MEMORY_BY_CPU)},
                {"type": "string", "pattern": r"^ *[0-9]*\.?[0-9]+ *[vV]?[cC][pP][uU][sS]? *$"},
            ]
        }
    ),
]
Memory = Annotated[
    int,
    BeforeValidator(_parse_memory),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 512, "maximum": 249856},
                {"type": "string", "pattern": r"^ *[0-9]*\.?[0-9]+ *([gG]|[mM])[iI]?[bB] *$"},
            ]
        }
    ),
]


def explain_size_mismatch(cpu: int, memory: int) -> str | None:
    """Explain that Fargate does not offer this pair. Return None if it does."""
    if memory in MEMORY_BY_CPU[cpu]:
        return None
    return f"Fargate has no task of {cpu} CPU units with {memory} MiB (No Fargate configuration exists for given values)"


def suggest_sizes(cpu: int, memory: int, *section: str) -> tuple[Fix, ...]:
    """Suggest the nearest sizes: with this cpu, and with this memory.

    Args:
        cpu: CPU units.
        memory: MiB.
        section: The path of the section with the two keys.
    """
    nearest_memory = min(MEMORY_BY_CPU[cpu], key=lambda mib: (abs(mib - memory), mib))
    pairs = [(cpu, nearest_memory)]
    matching_cpus = [other for other, amounts in MEMORY_BY_CPU.items() if memory in amounts]
    if matching_cpus:
        pairs.append((min(matching_cpus, key=lambda other: abs(other - cpu)), memory))
    return tuple(
        Fix(
            f"write memory: {amount} with cpu: {units}" if units == cpu else f"write cpu: {units} with memory: {amount}",
            (Edit((*section, "memory"), "set", amount) if units == cpu else Edit((*section, "cpu"), "set", units),),
        )
        for units, amount in pairs
    )


def _validate_cpu_architecture(value: Any) -> Any:
    aliases = {
        "amd64": "X86_64",
        "x86": "X86_64",
        "x86-64": "X86_64",
        "x64": "X86_64",
        "linux/amd64": "X86_64",
        "arm": "ARM64",
        "aarch64": "ARM64",
        "linux/arm64": "ARM64",
    }
    if isinstance(value, str) and value not in ("X86_64", "ARM64"):
        meant = aliases.get(value.lower()) or (value.upper() if value.upper() in ("X86_64", "ARM64") else None)
        problem = f"{value!r} isn't a CPU architecture of ECS (Invalid CPU architecture)"
        if meant is None:
            raise build_value_error(f"{problem}; write X86_64 or ARM64, and build the image for it", "unknown-architecture")
        fix = Fix(f"write {meant}, and build the image for it", (Edit((), "set", meant),), is_certain=True)
        raise build_value_error(problem, "unknown-architecture", fixes=(fix,))
    return value


CpuArchitecture = Annotated[Literal["X86_64", "ARM64"], BeforeValidator(_validate_cpu_architecture)]
