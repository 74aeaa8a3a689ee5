"""Converters for the routing of requests: path, host names, health check, target group."""

from typing import Any, Final

from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.copilot.load_balancer_target import find_main_target, find_rule_target
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


def list_public_names(conversion: Conversion) -> list[str]:
    """List the host names of a service on the public load balancer, those of its additional rules too."""
    further = conversion.read_setting("additionalRoutes") or {}
    names = [
        *_list_rule_names(conversion, conversion.find_value("http")),
        *(host for route in further.values() for host in route.get("hosts", ())),
    ]
    return list(dict.fromkeys(names))


def _list_rule_names(conversion: Conversion, rule: ManifestValue | None) -> list[str]:
    """List the host names of a rule: its aliases, or the name that Copilot makes in the application's domain."""
    world = conversion.context
    names = list_host_names(rule.find("alias") if rule is not None else None)
    if not names and world.domain and world.environment and world.application and conversion.kind == "lb":
        names = [f"{conversion.name}.{world.environment}.{world.application}.{world.domain}"]
    return names


def build_path_patterns(path: ManifestValue | None) -> list[str]:
    """Return the path patterns of a rule: Copilot's path `api` matches /api and all paths below it; `/` matches everything."""
    prefix = path.text().strip("/") if path else ""
    return [f"/{prefix}", f"/{prefix}/*"] if prefix else []


def write_route(conversion: Conversion) -> None:
    """Write the hosts and paths of the service."""
    found = build_conditions(conversion, conversion.find_value("http"))
    if found:
        conversion.write_setting("route", found)


def build_conditions(conversion: Conversion, rule: ManifestValue | None) -> dict[str, Any]:
    """Return the hosts and paths of a rule."""
    path = rule.find("path") if rule is not None else None
    found: dict[str, Any] = {}
    hosts = _list_rule_names(conversion, rule)
    patterns = build_path_patterns(path)
    if hosts:
        found["hosts"] = hosts
    if patterns:
        found["paths"] = patterns
    if path is not None and patterns and path.text().endswith("/"):
        conversion.report_difference(
            path, f"Copilot matches {path.text()} and {path.text()}/* only; here {patterns[0]} and all paths below it"
        )
    return found


def build_health_check(http: ManifestValue | None) -> dict[str, Any]:
    """Return the health check of a rule, with Copilot's defaults."""
    said = http.find("healthcheck") if http is not None else None
    version = http.find("version") if http is not None else None
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
    if not check["path"].startswith("/"):
        check["path"] = f"/{check['path']}"
    if version is not None and version.text().lower() == "grpc" and (said is None or said.find("success_codes") is None):
        check.pop("matcher")  # AWS has another default for gRPC
    return check


def write_health_check(conversion: Conversion) -> None:
    """Write the complete health check, because Copilot's defaults are different."""
    conversion.write_setting("healthCheck", build_health_check(conversion.find_value("http")))


def report_health_check_port(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Report a health check on another port than that of the requests."""
    if value.number() != find_main_target(conversion).port:
        conversion.report_unconverted(value, "checks go to the port of the requests: let that port answer them")


def write_target_group(conversion: Conversion) -> None:
    """Write the protocol between the load balancer and the tasks."""
    conversion.write_setting("targetGroup", build_target_group(conversion.find_value("http"), conversion.read_setting("port")))


def build_target_group(rule: ManifestValue | None, port: int) -> dict[str, Any]:
    """Return the target group of a rule, with Copilot's defaults."""
    group: dict[str, Any] = {}
    keys = ("version", "deregistration_delay", "stickiness")
    version, delay, sticky = (rule.find(key) if rule is not None else None for key in keys)
    if port == 443:
        group["protocol"] = "HTTPS"
    if version is not None:
        if version.text().lower() not in ("grpc", "http1", "http2"):
            raise InvalidValueError(version, "version is grpc, http1 or http2 in Copilot")
        if version.text().lower() != "http1":
            group["protocolVersion"] = version.text().upper()
    group["deregistrationDelay"] = delay.whole_seconds() if delay else 60
    if sticky is not None and sticky.boolean():
        group["stickiness"] = True
    return group


def write_port(conversion: Conversion) -> None:
    """Write the port that the load balancer and callers connect to, and report a port of the application that is not open here."""
    target = find_main_target(conversion)
    if target.sidecar is not None:
        sidecar = conversion.find_value(f"sidecars.{target.sidecar}") or conversion.manifest.root
        if target.port is None:
            raise InvalidValueError(sidecar, "the load balancer leads to this sidecar, which has no port")
        conversion.write_setting("targetContainer", target.sidecar)
    if target.port is None:
        return
    conversion.write_setting(
        "port", target.port, f"the port of the sidecar {target.sidecar}, which gets the requests" if target.sidecar else None
    )
    own = conversion.find_value("image.port")
    if own is not None and own.number() != target.port:
        conversion.report_difference(
            own, f"other services can't call port {own.number()} here: they call that of the load balancer, {target.port}"
        )


def report_sidecar_port(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Report the port of a sidecar that others can't call here."""
    if wildcards[0] not in _list_target_sidecars(conversion):
        conversion.report_difference(
            value,
            "the containers of the task reach this port on localhost; other tasks of the environment, which can call it in Copilot, can't",
        )


def _list_target_sidecars(conversion: Conversion) -> list[str | None]:
    """List the sidecars that the load balancer leads to."""
    if conversion.kind not in ("lb", "backend"):
        return []
    rules = conversion.find_value("http.additional_rules")
    further = [find_rule_target(conversion, rule).sidecar for rule in (rules.items() if rules else ())]
    return [find_main_target(conversion).sidecar, *further]


def collect_source_ips(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Collect the allowed addresses, which the load balancer admits if all services have the same."""
    if value.items():
        conversion.context.sections.setdefault("_sources", {})[conversion.name] = (value, value.texts())
