"""Routes and connections, which depend on all services together."""

import re
from collections.abc import Iterator, Mapping

from fargate_web_cli.migrate.compose.deployment import read_dependencies
from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.manifest_value import ManifestValue


def write_routes(conversions: Mapping[str, Conversion]) -> None:
    """Put the services with published ports behind the load balancer, with separate hosts if there are several."""
    published = [name for name, conversion in conversions.items() if conversion.find_value("ports") and conversion.read_setting("port")]
    for name, conversion in conversions.items():
        if conversion.read_setting("port") is None:
            continue
        if name not in published:
            conversion.write_setting("route", False)
        elif len(published) > 1:
            ports = conversion.find_value("ports")
            conversion.write_setting(
                "route", {"hosts": [f"{conversion.name}.example.com"]}, "write the host name, or paths: that lead to the service"
            )
            conversion.report_placeholder(
                ports,
                f"several services are published, and they share the load balancer; write which requests come to {conversion.name} under route",
            )


def write_connections(conversions: Mapping[str, Conversion]) -> bool:
    """Connect services by name with those that they depend on, link to, or name in a variable.

    Returns:
        Whether there is any such connection, for which the cluster needs a namespace.
    """
    connected = False
    for name, conversion in conversions.items():
        callers = [other for other in conversions if other != name and _calls(conversions[other], name)]
        if not callers:
            continue
        if conversion.read_setting("port") is None:
            port = next((found for other in callers if (found := _find_called_port(conversions[other], name))), None)
            if port is None:
                continue  # another service waits for it but does not connect
            conversion.write_setting("port", port)
            conversion.write_setting("route", False)
        connected = True
        conversion.write_setting("serviceConnect", True)
        if conversion.name != name:
            conversion.write_setting("serviceConnect", {"clientAlias": {"dnsName": name.lower()}})
        conversion.write_setting("allowFrom", [conversions[other].name for other in callers])
        for other in callers:
            if conversions[other].read_setting("serviceConnect") is None:
                conversions[other].write_setting("serviceConnect", True)
                if conversions[other].read_setting("port") is not None:
                    conversions[other].write_setting("allowFrom", [])  # it calls; who calls it is added when its turn comes
    return connected


def find_callers(services: Mapping[str, ManifestValue], name: str) -> Iterator[tuple[str, str, ManifestValue]]:
    """Find the variables that name a service. Yield the other service, the variable and its value."""
    for other, service in services.items():
        environment = service.find("environment")
        if environment is None or other == name:
            continue
        pairs = (
            [(item.text().partition("=")[0], item) for item in environment.data]
            if isinstance(environment.data, list)
            else [*environment.data.items()]
            if isinstance(environment.data, dict)
            else []
        )
        for key, value in pairs:
            if isinstance(value.data, str) and _names(
                value.data.partition("=")[2] if isinstance(environment.data, list) else value.data, name
            ):
                yield other, key, value


def _calls(conversion: Conversion, name: str) -> bool:
    named = {dependency for key in ("depends_on", "links") for dependency, _ in read_dependencies(conversion.find_value(key))}
    return name in named or any(_names(text, name) for text in _list_texts(conversion))


def _find_called_port(conversion: Conversion, name: str) -> int | None:
    for text in _list_texts(conversion):
        found = re.search(rf"(?<![\w.-]){re.escape(name)}:(\d+)", text)
        if found:
            return int(found[1])
    return None


def _list_texts(conversion: Conversion) -> list[str]:
    environment = conversion.read_setting("environment") or {}
    return [*map(str, environment.values()), *(conversion.read_setting("command") or [])]


def _names(text: str, name: str) -> bool:
    return bool(re.search(rf"(?:^|://|@){re.escape(name)}(?::\d+)?(?:/|$)|(?<![\w.-]){re.escape(name)}:\d+", text))
