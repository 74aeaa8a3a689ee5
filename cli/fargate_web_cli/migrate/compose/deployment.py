"""Converters for the ports, dependencies, task count and size of a Compose service."""

from collections.abc import Iterator
from typing import Final

from fargate_web_cli.migrate.compose.container import convert_size
from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.manifest_value import KeyPath, ManifestValue

_COMPLETED: Final = "service_completed_successfully"


def convert_ports(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the first TCP port of the container. The load balancer replaces the port of the host."""
    for item in value.items():
        if isinstance(item.data, dict):
            target, protocol = item.find("target"), item.find("protocol")
            conversion.report_unread_keys(item, "target", "protocol", "published", "host_ip", "mode", "name")
            text, kind = (target.text() if target else ""), (protocol.text() if protocol else "tcp")
        else:
            text, _, kind = item.text().rpartition(":")[2].partition("/")
        _write_port(conversion, item, text, kind or "tcp")


def convert_expose(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the first TCP port, unless `ports` has one."""
    if conversion.find_value("ports") is None:
        for item in value.items():
            text, _, kind = item.text().partition("/")
            _write_port(conversion, item, text, kind or "tcp")


def _write_port(conversion: Conversion, value: ManifestValue, text: str, protocol: str) -> None:
    first = conversion.read_setting("port")
    if protocol != "tcp":
        conversion.report_unconverted(value, f"{protocol} port {text}: the load balancer speaks HTTP, so a service has a TCP port")
    elif not text.isdecimal() or not 1 <= int(text) <= 65535:
        conversion.report_placeholder(value, f"{text!r} is no single port; write port: with the one that the container listens on")
    elif first is None:
        conversion.write_setting("port", int(text))
    elif int(text) != first:
        conversion.report_unconverted(
            value,
            f"port {text}: the load balancer leads to port {first}; write additionalRoutes: {{<name>: {{port: …, paths: […]}}}} if it shall lead there too",
        )


def convert_dependencies(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Report that ECS does not order services. The connections are added after all services are converted."""
    if value.path[-1] == "depends_on" and any(condition != _COMPLETED for _, condition in read_dependencies(value)):
        conversion.report_difference(
            value,
            "services are deployed before those that call them, but a task does not wait for another service; let the application try again",
        )


def read_dependencies(value: ManifestValue | None) -> Iterator[tuple[str, str]]:
    """Read what a service depends on or links to, each with its condition."""
    if value is None:
        return
    if isinstance(value.data, dict):
        for name, inner in value.data.items():
            condition = inner.find("condition") if isinstance(inner.data, dict) else None
            yield name, condition.text() if condition else "service_started"
    else:
        for item in value.items():
            yield item.text().partition(":")[0], "service_started"


def list_jobs(services: dict[str, ManifestValue]) -> dict[str, list[str]]:
    """Return the services that others wait for until they end, with the waiting ones."""
    found: dict[str, list[str]] = {}
    for name, service in services.items():
        for dependency, condition in read_dependencies(service.find("depends_on")):
            if condition == _COMPLETED:
                found.setdefault(dependency, []).append(name)
    return found


def convert_count(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the number of tasks."""
    conversion.write_setting("desiredCount", value.number())


def convert_limits(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the limits of the short keys; those below `deploy` have precedence, as in Compose."""
    if conversion.find_value("deploy.resources.limits") is None:
        convert_size(conversion, conversion.find_value("cpus"), conversion.find_value("mem_limit"))


def convert_resources(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the limits, or the reservations without limits."""
    for group in ("limits", "reservations"):
        cpu, memory = value.find(f"{group}.cpus"), value.find(f"{group}.memory")
        if cpu or memory:
            convert_size(conversion, cpu, memory)
            return
