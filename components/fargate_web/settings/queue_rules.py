"""Rules between the queue of a service and its other settings."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .fix import Edit, Fix, remove, write, write_nested
from .queue import build_queue_fix
from .section import RuleViolation
from .topic import FIFO_SUFFIX

if TYPE_CHECKING:
    from .service import Service


def find_queue_violations(service: "Service") -> Iterator[RuleViolation]:
    """Yield every violated rule between the queue of a service, its name, its variable, and the backlog on which it scales."""
    backlog = service.scaling.queue if service.scaling else None
    if backlog and service.queue is None and backlog.queue_name is None and backlog.queue_arn is None:
        yield RuleViolation(
            ("scaling.queue.queue_name", "scaling.queue.queue_arn", "queue"),
            "no queue is named, neither by queueName nor by queueArn, and the service has no queue of its own",
            "queue-not-named",
            (
                Fix("write queue: true at the service", (Edit(("queue",), "set", True),)),
                write("scaling", "queue", "queueName", value="orders"),
            ),
        )
    yield from _find_name_violations(service)
    if service.queue is None:
        yield from _find_unnamed_queues(service)
        return
    variable = service.queue.url_variable
    for field, values in (("environment", service.environment), ("secrets", service.secrets)):
        if variable in values:
            yield RuleViolation(
                (f"{field}.{variable}", "queue.url_variable"),
                "this variable contains the URL of the queue that the service creates, and can't have a second value",
                "queue-variable-taken",
                (remove(field, variable),),
            )


def _find_unnamed_queues(service: "Service") -> Iterator[RuleViolation]:
    """Find metrics of SQS without a queue, in a service that has none."""
    for (key, label), source in service.scaling.metric_sources.items() if service.scaling else ():
        metrics = [("metric", source.metric), *((f"metrics.{index}.metric", query.metric) for index, query in enumerate(source.metrics))]
        for place, metric in metrics:
            if metric is not None and metric.uses_own_queue:
                yield RuleViolation(
                    (f"scaling.{key}.{label}.{place}.dimensions", f"scaling.{key}.{label}.{place}", "queue"),
                    "the metric names no queue, and the service has none of its own",
                    "queue-not-named",
                    (
                        Fix("write queue: true at the service", (Edit(("queue",), "set", True),)),
                        Fix(
                            "write dimensions: {QueueName: orders}",
                            (
                                Edit(
                                    (
                                        "scaling",
                                        key,
                                        label,
                                        *(int(part) if part.isdigit() else part for part in place.split(".")),
                                        "dimensions",
                                    ),
                                    "set",
                                    {"QueueName": "orders"},
                                ),
                            ),
                        ),
                    ),
                )


def _find_name_violations(service: "Service") -> Iterator[RuleViolation]:
    name = service.names.queue
    if name is None:
        return
    if service.queue is None:
        yield RuleViolation(
            ("names.queue", "queue"), "the service has no queue to name", "setting-without-effect", (remove("names", "queue"),)
        )
    elif service.queue.fifo and not name.endswith(FIFO_SUFFIX):
        yield RuleViolation(
            ("names.queue", "queue.fifo"),
            f"the name of a FIFO queue ends in {FIFO_SUFFIX} (InvalidParameterValue)",
            "queue-name-without-suffix",
            (write_nested("names", "queue", value=f"{name[:75]}{FIFO_SUFFIX}"), remove("queue", "fifo")),
        )
    elif service.queue.fifo is None and name.endswith(FIFO_SUFFIX):
        yield RuleViolation(
            ("names.queue", "queue.fifo"),
            f"only the name of a FIFO queue ends in {FIFO_SUFFIX} (InvalidParameterValue)",
            "queue-name-without-suffix",
            (build_queue_fix(service.queue, "fifo", True), write_nested("names", "queue", value=name.removesuffix(FIFO_SUFFIX))),
        )
