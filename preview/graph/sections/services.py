"""The services, a card each."""

from collections.abc import Iterator, Mapping

from preview.graph.markup import Markup, element, joined
from preview.graph.model import Architecture, Service


def services(architecture: Architecture, urls: Mapping[str, str]) -> Markup:
    """Write the cards.

    Args:
        architecture: The architecture.
        urls: Where the services answer, as far as that is known before a deployment.
    """
    return element("div", *(_card(service, urls.get(service.name, "")) for service in architecture.services), class_="cards")


def _card(service: Service, url: str) -> Markup:
    facts = [element("div", element("dt", name), element("dd", value)) for name, value in _facts(service, url) if value]
    return element(
        "article",
        element("h3", service.name),
        element("dl", *facts),
        element("p", element("a", "Its settings", href=f"#settings-services-{service.name}"), class_="more"),
        id=f"service-{service.name}",
        class_="card",
        data_find=True,
        data_nodes=f"service {service.name}",
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
    yield "Subnets", service.tier
    yield "Capacity", service.capacity
    yield "Deployment", service.strategy


def _lines(lines: tuple[str, ...]) -> Markup:
    return joined(*lines, separator="<br/>")
