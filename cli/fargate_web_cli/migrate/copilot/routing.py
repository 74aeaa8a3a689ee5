"""How requests come to a service: path, names, health check, target group."""

from typing import Any, Final

from fargate_web_cli.migrate.copilot.conversion import Conversion
from fargate_web_cli.migrate.copilot.manifest_value import Keys, Value, WrongValueError

_CHECK: Final = (
    ("path", "path", "/"),
    ("success_codes", "matcher", "200"),
    ("interval", "interval", 30),
    ("timeout", "timeout", 5),
    ("healthy_threshold", "healthyThreshold", 5),
    ("unhealthy_threshold", "unhealthyThreshold", 2),
    ("grace_period", "gracePeriod", 60),
)
"""The health check: Copilot's key, the one here, and Copilot's default."""


def routed(conversion: Conversion) -> bool:
    """Tell whether a load balancer leads to the workload."""
    http = conversion.at("http")
    if conversion.kind == "lb":
        return http is None or http.data is not False
    return conversion.kind == "backend" and http is not None and isinstance(http.data, dict)


def http(_conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Take `false`, which keeps a service off the load balancer."""
    if not isinstance(value.data, dict) and value.data is not False:
        raise WrongValueError(value, "http is a map or false in Copilot")


def aliases(value: Value | None) -> list[str]:
    """List the host names of an alias: a text, a list of texts, or a list of maps with a name."""
    if value is None:
        return []
    each = value.items() if isinstance(value.data, list) else [value]
    named = [(item.at("name") or item) if isinstance(item.data, dict) else item for item in each]
    return [name.text() for name in named]


def route(conversion: Conversion) -> None:
    """Write which requests come to the service: Copilot's path `api` is /api and what lies below it."""
    path = conversion.at("http.path")
    prefix = path.text().strip("/") if path else ""
    found: dict[str, Any] = {}
    hosts = aliases(conversion.at("http.alias"))
    if hosts:
        found["hosts"] = hosts
    if prefix:
        found["paths"] = [f"/{prefix}", f"/{prefix}/*"]
    if found:
        conversion.put("route", found)


def health_check(conversion: Conversion) -> None:
    """Write the health check out in full, for Copilot's defaults are others than those here."""
    said = conversion.at("http.healthcheck")
    version = conversion.at("http.version")
    check: dict[str, Any] = {}
    for key, here, default in _CHECK:
        value = said.at(key) if said is not None and isinstance(said.data, dict) else None
        if key == "path" and said is not None and not isinstance(said.data, dict):
            value = said
        if value is None:
            check[here] = default
        elif isinstance(default, str):
            check[here] = value.text()
        else:
            check[here] = value.number() if key.endswith("threshold") else value.whole_seconds()
    if version is not None and version.text().lower() == "grpc" and (said is None or said.at("success_codes") is None):
        check.pop("matcher")  # AWS has another default for gRPC
    conversion.put("healthCheck", check)


def target_group(conversion: Conversion) -> None:
    """Write how the load balancer talks to the tasks."""
    group: dict[str, Any] = {}
    version, delay, sticky = (conversion.at(f"http.{key}") for key in ("version", "deregistration_delay", "stickiness"))
    if conversion.got("port") == 443:
        group["protocol"] = "HTTPS"
    if version is not None:
        if version.text().lower() not in ("grpc", "http1", "http2"):
            raise WrongValueError(version, "version is grpc, http1 or http2 in Copilot")
        if version.text().lower() != "http1":
            group["protocolVersion"] = version.text().upper()
    group["deregistrationDelay"] = delay.whole_seconds() if delay else 60
    if sticky is not None and sticky.truth():
        group["stickiness"] = True
    conversion.put("targetGroup", group)


def target_port(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Carry the port, where it is one of the application's own container."""
    if conversion.at("http.target_container") is None:
        conversion.put("port", value.number())


def target_container(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Leave a sidecar in front of the application, unless it is the application itself."""
    if value.text() != conversion.name:
        conversion.left(
            value,
            f"the load balancer leads to the application's own container: make {value.text()} the service (its image and port), and the application a sidecar of it",
        )


def port(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Carry the port, unless the route names another one."""
    if conversion.at("http.target_port") is None or conversion.got("port") is None:
        conversion.put("port", value.number())


def additional_rule(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Join a rule that leads to the same container and port to the route, where it differs in its path alone; leave any other."""
    settings = {key for key, inner in value.entries() if key != "path"}
    path = value.at("path")
    hosts = conversion.at("http.alias")
    if path is not None and settings <= {"target_port", "alias"}:
        aimed = value.at("target_port") or conversion.at("image.port")
        same = aimed is None or aimed.number() == conversion.got("port")
        if same and (value.at("alias") is None or aliases(value.at("alias")) == aliases(hosts)):
            paths = conversion.got("route.paths")
            prefix = path.text().strip("/")
            if paths and prefix:
                conversion.put("route.paths", [*paths, f"/{prefix}", f"/{prefix}/*"])
            return
    conversion.left(
        value,
        "a service has one route, port and target group here; paths of the same port can be added to route.paths, anything else is a service of its own with the same image",
    )


def source_ips(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Collect the addresses that may call; the load balancer admits them where all services agree."""
    conversion.world.settings.setdefault("_sources", {})[conversion.name] = (value, value.texts())
