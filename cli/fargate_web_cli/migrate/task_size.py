"""The size of a task that Fargate sells, for what a container is given elsewhere."""

from fargate_web.settings.task_sizes import MEMORY_BY_CPU


def fit_task_size(cpu: float | None, memory: float | None) -> tuple[int, int]:
    """Give the smallest size that has at least so much.

    Args:
        cpu: CPU units; 256 unless given.
        memory: MiB; the least there is unless given.
    """
    for units, amounts in MEMORY_BY_CPU.items():
        fitting = [amount for amount in amounts if amount >= (memory or 0)]
        if units >= (cpu or 0) and fitting:
            return units, fitting[0]
    largest = max(MEMORY_BY_CPU)
    return largest, MEMORY_BY_CPU[largest][-1]
