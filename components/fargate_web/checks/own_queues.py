"""Checks of the queues that services create: how long messages stay, and whether tasks reach SQS."""

from collections.abc import Iterator

from ..settings.fix import Edit, Fix
from ..settings.queue import Queue
from ..settings.service import Service
from ..settings.stack import Stack
from .finding import Finding, SettingPath


def check_own_queues(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find queues out of reach, messages that come back too early, and dead letters that expire before anybody sees them."""
    for name, service in stack.services.items():
        if service.queue is None:
            continue
        path: SettingPath = ("services", name)
        yield from _check_reach(path, service, stack)
        yield from _check_dead_letters(path, service.queue)
        if service.stop_timeout is not None and service.stop_timeout > service.queue.visibility_timeout:
            yield Finding(
                "visibility-below-stop-timeout",
                (*path, "queue", "visibilityTimeout"),
                f"a task that is stopped may work on its message for {service.stop_timeout} s more, and after {service.queue.visibility_timeout} s another task receives that message, too",
                "warning",
                ((*path, "stopTimeout"),),
                (
                    Fix(
                        f"write visibilityTimeout: {service.stop_timeout * 2}",
                        (Edit((*path, "queue", "visibilityTimeout"), "set", service.stop_timeout * 2),),
                    ),
                ),
            )


def _check_reach(path: SettingPath, service: Service, stack: Stack) -> Iterator[Finding]:
    network = stack.network
    has_way = service.subnets == "public" or (service.subnets == "private" and network.nat_gateways != "none")
    if network.existing or has_way or "sqs" in network.interface_endpoints:
        return
    endpoints = [*network.interface_endpoints, "sqs"]
    yield Finding(
        "queue-out-of-reach",
        (*path, "queue"),
        f"the {service.subnets} subnets have no way to the internet, and without the interface endpoint sqs the tasks can't read the queue",
        related_paths=((*path, "subnets"), ("network", "interfaceEndpoints"), ("network", "natGateways")),
        fixes=(
            Fix(
                f"write network: {{interfaceEndpoints: [{', '.join(endpoints)}]}}",
                (Edit(("network", "interfaceEndpoints"), "set", endpoints),),
            ),
        ),
    )


def _check_dead_letters(path: SettingPath, queue: Queue) -> Iterator[Finding]:
    dead_letters = queue.dead_letter_queue
    # A message in a FIFO queue starts anew when it moves.
    if dead_letters is None or queue.fifo or dead_letters.message_retention_period >= queue.message_retention_period:
        return
    place = (*path, "queue", "deadLetterQueue", "messageRetentionPeriod")
    yield Finding(
        "dead-letters-expire-first",
        place,
        f"the queue keeps messages for {queue.message_retention_period} s, and one that moves later than {dead_letters.message_retention_period} s after it was sent is deleted at once",
        "warning",
        ((*path, "queue", "messageRetentionPeriod"),),
        (Fix("write messageRetentionPeriod: 1209600", (Edit(place, "set", 1_209_600),)),),
    )
