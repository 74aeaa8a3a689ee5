"""Checks of the queues that services create: when messages come back, and how long they stay."""

from collections.abc import Iterator

from ..settings.fix import Edit, Fix
from ..settings.queue import Queue, build_queue_fix
from ..settings.stack import Stack
from .finding import Finding, SettingPath


def check_own_queues(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find messages that come back too early, and dead letters that expire before anybody sees them."""
    for name, service in stack.services.items():
        if service.queue is None:
            continue
        path: SettingPath = ("services", name)
        yield from _check_dead_letters(path, service.queue)
        if service.stop_timeout is not None and service.stop_timeout > service.queue.visibility_timeout:
            yield Finding(
                "visibility-below-stop-timeout",
                (*path, "queue", "visibilityTimeout"),
                f"a task that is stopped may work on its message for {service.stop_timeout} s more, and after {service.queue.visibility_timeout} s another task receives that message, too",
                "warning",
                ((*path, "stopTimeout"),),
                (build_queue_fix(service.queue, "visibilityTimeout", service.stop_timeout * 2).below(path),),
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
