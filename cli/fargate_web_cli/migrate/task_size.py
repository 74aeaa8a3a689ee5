"""The sizes of Fargate tasks."""

from fargate_web.settings.task_sizes import MEMORY_BY_CPU


def fit_task_size(cpu: float | None, memory: float | None) -> tuple[int, int]:
    """Return the smallest task size with at least the given CPU and memory.

    Args:
        cpu: CPU units. Default: 256.
        memory: MiB. Default: the minimum.
    """
    for units, amounts in MEMORY_BY_CPU.items():
        fitting = [amount for amount in amounts if amount >= (memory or 0)]
        if units >= (cpu or 0) and fitting:
            return units, fitting[0]
    largest = max(MEMORY_BY_CPU)
    return largest, MEMORY_BY_CPU[largest][-1]
