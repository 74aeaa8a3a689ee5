"""The services, a card each."""

from collections.abc import Iterator, Mapping

from fargate_web_cli.graph.markup import Markup, element, joined
from fargate_web_cli.graph.model import Architecture, FileSystem, ScheduledTask, Service


def services(architecture: Architecture, urls: Mapping[str, str]) -> Markup:
    """Write the cards, those of the scheduled tasks last.

    Args:
        architecture: The architecture.
        urls: Where the services answer, as far as that is known before a deployment.
    """
    cards = [_card(each.name, "service", "services", _facts(each, urls.get(each.name, ""))) for each in architecture.services]
    cards += [_card(each.name, "task", "scheduledTasks", _facts_of_a_task(each)) for each in architecture.scheduled]
    return element("div", *cards, class_="cards")


def _card(name: str, kind: str, section: str, facts: Iterator[tuple[str, object]]) -> Markup:
    rows = [element("div", element("dt", title), element("dd", value)) for title, value in facts if value]
    return element(
        "article",
        element("h3", name),
        element("dl", *rows),
        element("p", element("a", "Its settings", href=f"#settings-{section}-{name}"), class_="more"),
        id=f"{kind}-{name}",
        class_="card",
        data_find=True,
        data_nodes=f"{kind} {name}",
    )


def _facts(service: Service, url: str) -> Iterator[tuple[str, object]]:
    yield "URL", element("code", url) if url else ""
    yield "Image", element("code", service.image)
    yield "Task", service.size
    yield "Tasks", service.tasks
    yield "Scaling", _lines((*service.scaling.policies, *service.scaling.schedules)) if service.scaling else ""
    yield "Traffic", service.traffic
    yield (
        "Rules",
        _lines(tuple(f"{rule.priority}: {', '.join(rule.conditions)}{' (test traffic)' if rule.test else ''}" for rule in service.rules)),
    )
    yield "Queue", service.queue
    yield "Found as", _lines(service.names)
    yield "Called by", ", ".join((*service.callers, *service.admitted))
    yield "Beside it", ", ".join(service.beside)
    yield "Files", _files(service.files)
    yield "Subnets", service.tier
    yield "Capacity", service.capacity
    yield "Deployment", service.strategy
    yield "Migration", element("code", service.migration) if service.migration else ""


def _facts_of_a_task(task: ScheduledTask) -> Iterator[tuple[str, object]]:
    yield "Schedule", _lines(task.schedule)
    yield "Image", element("code", task.image)
    yield "Task", task.size
    yield "Beside it", ", ".join(task.beside)
    yield "Files", _files(task.files)
    yield "Subnets", task.tier
    yield "Capacity", task.capacity


def _files(systems: tuple[FileSystem, ...]) -> Markup:
    return _lines(tuple(f"{each.title}: {', '.join(each.facts)}" for each in systems))


def _lines(lines: tuple[str, ...]) -> Markup:
    return joined(*lines, separator="<br/>")
