"""Checks of subscriptions to topics of services of the same stack."""

from collections.abc import Iterator, Sequence

from ..faults.schema_index import find_closest_match
from ..settings.fix import Fix, remove, write, write_nested
from ..settings.queue import Subscription
from ..settings.stack import Stack
from .finding import Finding, SettingPath


def check_topics(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find subscriptions to topics that no service of the stack publishes to, twice to one topic, and of FIFO queues to standard topics."""
    for name, service in stack.services.items():
        if service.queue is None:
            continue
        seen: set[tuple[str, str]] = set()
        for index, subscription in enumerate(service.queue.subscribe):
            if not subscription.is_of_this_stack:
                continue
            path: SettingPath = ("services", name, "queue", "subscribe", index)
            publisher, label = subscription.service or "", subscription.topic or ""
            if (publisher, label) in seen:
                yield Finding(
                    "topic-subscribed-twice",
                    (*path, "topic"),
                    f"the queue subscribes to {label} of {publisher} twice, and SNS knows one subscription of a queue",
                    fixes=(remove_entry(path),),
                )
            seen.add((publisher, label))
            yield from _check_topic(stack, path, subscription, is_fifo=service.queue.fifo is not None)


def remove_entry(path: SettingPath) -> Fix:
    """Build the fix that removes an entry of a list."""
    fix = remove(*path[:-1], path[-1])
    return Fix("remove one of them", fix.edits)


def _check_topic(stack: Stack, path: SettingPath, subscription: Subscription, *, is_fifo: bool) -> Iterator[Finding]:
    publisher, label = subscription.service or "", subscription.topic or ""
    if publisher not in stack.services:
        publishers = [each for each, service in stack.services.items() if service.published_topics]
        yield Finding(
            "unknown-publisher",
            (*path, "service"),
            f"the stack has no service {publisher!r} that could publish to a topic" + _list_known(publishers),
            fixes=_suggest((*path, "service"), publisher, publishers),
        )
        return
    topics = stack.services[publisher].published_topics
    if label not in topics:
        suggestions = _suggest((*path, "topic"), label, list(topics))
        yield Finding(
            "unknown-topic",
            (*path, "topic"),
            f"{publisher} publishes to no topic {label!r}" + _list_known(list(topics)),
            related_paths=(("services", publisher, "topics"),),
            fixes=suggestions or (write_nested("services", publisher, "topics", label, value=True),),
        )
    elif is_fifo and topics[label].fifo is None:
        yield Finding(
            "standard-topic-to-fifo-queue",
            (*path, "topic"),
            "this topic is not FIFO, and sends nothing to a FIFO queue (InvalidParameter)",
            related_paths=(("services", publisher, "topics", label), (*path[:-2], "fifo")),
            fixes=(
                remove(*path[:-2], "fifo"),
                write("services", publisher, "topics", label, value={"fifo": True})
                if not topics[label].model_fields_set
                else write("services", publisher, "topics", label, "fifo", value=True),
            ),
        )


def _list_known(names: Sequence[str]) -> str:
    return f"; there is {', '.join(names)}" if names else ""


def _suggest(path: SettingPath, name: str, names: Sequence[str]) -> tuple[Fix, ...]:
    meant = find_closest_match(name, list(names)) or (names[0] if len(names) == 1 else None)
    return (write(*path, value=meant),) if meant else ()
