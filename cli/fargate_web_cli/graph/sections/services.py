"""The section of services and scheduled tasks, as cards."""

from collections.abc import Iterator, Mapping

from fargate_web_cli.graph.markup import Markup, build_element, join_markup
from fargate_web_cli.graph.model import Architecture, FileSystem, ScheduledTask, Service


def render_services(architecture: Architecture, urls: Mapping[str, str], *, has_settings: bool = True) -> Markup:
    """Return the cards, those of scheduled tasks last.

    Args:
        architecture: The architecture.
        urls: The known URLs by service.
        has_settings: Whether the page has settings to link to.
    """
    cards = [
        _render_card(
            service.name, "service", "services", _list_service_facts(service, urls.get(service.name, "")), has_settings=has_settings
        )
        for service in architecture.services
    ]
    cards += [
        _render_card(task.name, "task", "scheduledTasks", _list_task_facts(task), has_settings=has_settings)
        for task in architecture.scheduled_tasks
    ]
    return build_element("div", *cards, class_="cards")


def _render_card(name: str, kind: str, section: str, facts: Iterator[tuple[str, object]], *, has_settings: bool) -> Markup:
    rows = [build_element("div", build_element("dt", title), build_element("dd", value)) for title, value in facts if value]
    return build_element(
        "article",
        build_element("h3", name),
        build_element("dl", *rows),
        build_element("p", build_element("a", "Its settings", href=f"#settings-{section}-{name}"), class_="more") if has_settings else "",
        id=f"{kind}-{name}",
        class_="card",
        data_find=True,
        data_nodes=f"{kind} {name}",
    )


def _list_service_facts(service: Service, url: str) -> Iterator[tuple[str, object]]:
    yield "URL", build_element("code", url) if url else ""
    yield "Image", build_element("code", service.image)
    yield "Task", service.size
    yield "Tasks", service.tasks
    yield "Scaling", _render_lines((*service.scaling.policies, *service.scaling.schedules)) if service.scaling else ""
    yield "Traffic", service.traffic
    yield (
        "Rules",
        _render_lines(
            tuple(
                f"{rule.priority}: {', '.join(rule.conditions)}{' (test traffic)' if rule.is_test_traffic else ''}"
                for rule in service.rules
            )
        ),
    )
    yield "Queue", _render_lines((service.queue_name, *service.queue_facts)) if service.queue_name else ""
    yield "Found as", _render_lines(service.discovery_names)
    yield "Called by", ", ".join((*service.callers, *service.other_callers))
    yield "Beside it", ", ".join(service.sidecars)
    yield "Files", _render_file_systems(service.file_systems)
    yield "Subnets", service.tier
    yield "Capacity", service.capacity
    yield "Deployment", service.strategy
    yield "Migration", build_element("code", service.migration) if service.migration else ""


def _list_task_facts(task: ScheduledTask) -> Iterator[tuple[str, object]]:
    yield "Schedule", _render_lines(task.schedule)
    yield "Image", build_element("code", task.image)
    yield "Task", task.size
    yield "Beside it", ", ".join(task.sidecars)
    yield "Files", _render_file_systems(task.file_systems)
    yield "Subnets", task.tier
    yield "Capacity", task.capacity


def _render_file_systems(systems: tuple[FileSystem, ...]) -> Markup:
    return _render_lines(tuple(f"{system.title}: {', '.join(system.facts)}" for system in systems))


def _render_lines(lines: tuple[str, ...]) -> Markup:
    return join_markup(*lines, separator="<br/>")
