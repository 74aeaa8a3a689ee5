"""Converters for the routing of requests: path, host names, health check, target group."""

from typing import Any, Final

from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.manifest_value import InvalidValueError, KeyPath, ManifestValue

_HEALTH_CHECK_KEYS: Final = (
    ("path", "path", "/"),
    ("success_codes", "matcher", "200"),
    ("interval", "interval", 30),
    ("timeout", "timeout", 5),
    ("healthy_threshold", "healthyThreshold", 5),
    ("unhealthy_threshold", "unhealthyThreshold", 2),
    ("grace_period", "gracePeriod", 60),
)
"""The keys of health checks in Copilot and here, with Copilot's defaults."""


def is_routed(conversion: Conversion) -> bool:
    """Return whether a load balancer routes to the workload."""
    http = conversion.find_value("http")
    if conversion.kind == "lb":
        return http is None or http.data is not False
    return conversion.kind == "backend" and http is not None and isinstance(http.data, dict)


def validate_http(_conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert `false`, which keeps a service off the load balancer."""
    if not isinstance(value.data, dict) and value.data is not False:
        raise InvalidValueError(value, "http is a map or false in Copilot")


def list_host_names(value: ManifestValue | None) -> list[str]:
    """List the host names of an alias: a text, a list of texts, or a list of maps with a name."""
    if value is None:
        return []
    each = value.items() if isinstance(value.data, list) else [value]
    named = [(item.find("name") or item) if isinstance(item.data, dict) else item for item in each]
    return [name.text() for name in named]


def write_route(conversion: Conversion) -> None:
    """Write the route of the service: Copilot's path `api` matches /api and all paths below it."""
    path = conversion.find_value("http.path")
    prefix = path.text().strip("/") if path else ""
    found: dict[str, Any] = {}
    hosts = list_host_names(conversion.find_value("http.alias"))
    if hosts:
        found["hosts"] = hosts
    if prefix:
        found["paths"] = [f"/{prefix}", f"/{prefix}/*"]
    if found:
        conversion.write_setting("route", found)


def write_health_check(conversion: Conversion) -> None:
    """Write the complete health check, because Copilot's defaults are different."""
    said = conversion.find_value("http.healthcheck")
    version = conversion.find_value("http.version")
    check: dict[str, Any] = {}
    for key, here, default in _HEALTH_CHECK_KEYS:
        value = said.find(key) if said is not None and isinstance(said.data, dict) else None
        if key == "path" and said is not None and not isinstance(said.data, dict):
            value = said
        if value is None:
            check[here] = default
        elif isinstance(default, str):
            check[here] = value.text()
        else:
            check[here] = value.number() if key.endswith("threshold") else value.whole_seconds()
    if version is not None and version.text().lower() == "grpc" and (said is None or said.find("success_codes") is None):
        check.pop("matcher")  # AWS has another default for gRPC
    conversion.write_setting("healthCheck", check)


def write_target_group(conversion: Conversion) -> None:
    """Write the protocol between the load balancer and the tasks."""
    group: dict[str, Any] = {}
    version, delay, sticky = (conversion.find_value(f"http.{key}") for key in ("version", "deregistration_delay", "stickiness"))
    if conversion.read_setting("port") == 443:
        group["protocol"] = "HTTPS"
    if version is not None:
        if version.text().lower() not in ("grpc", "http1", "http2"):
            raise InvalidValueError(version, "version is grpc, http1 or http2 in Copilot")
        if version.text().lower() != "http1":
            group["protocolVersion"] = version.text().upper()
    group["deregistrationDelay"] = delay.whole_seconds() if delay else 60
    if sticky is not None and sticky.boolean():
        group["stickiness"] = True
    conversion.write_setting("targetGroup", group)


def convert_target_port(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert the port, if it is one of the main container."""
    if conversion.find_value("http.target_container") is None:
        conversion.write_setting("port", value.number())


def report_target_container(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Report a sidecar that receives the requests, unless it is the main container."""
    if value.text() != conversion.name:
        conversion.report_unconverted(
            value,
            f"the load balancer leads to the application's own container: make {value.text()} the service (its image and port), and the application a sidecar of it",
        )


def convert_port(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert the port, unless the route names another one."""
    if conversion.find_value("http.target_port") is None or conversion.read_setting("port") is None:
        conversion.write_setting("port", value.number())


def convert_additional_rule(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Add the path of a rule to the route, if it differs only in its path; report any other rule."""
    settings = {key for key, inner in value.entries() if key != "path"}
    path = value.find("path")
    hosts = conversion.find_value("http.alias")
    if path is not None and settings <= {"target_port", "alias"}:
        aimed = value.find("target_port") or conversion.find_value("image.port")
        same = aimed is None or aimed.number() == conversion.read_setting("port")
        if same and (value.find("alias") is None or list_host_names(value.find("alias")) == list_host_names(hosts)):
            paths = conversion.read_setting("route.paths")
            prefix = path.text().strip("/")
            if paths and prefix:
                conversion.write_setting("route.paths", [*paths, f"/{prefix}", f"/{prefix}/*"])
            return
    conversion.report_unconverted(
        value,
        "a service has one route, port and target group here; paths of the same port can be added to route.paths, anything else is a service of its own with the same image",
    )


def collect_source_ips(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Collect the allowed addresses; the load balancer admits them if all services agree."""
    conversion.context.sections.setdefault("_sources", {})[conversion.name] = (value, value.texts())
