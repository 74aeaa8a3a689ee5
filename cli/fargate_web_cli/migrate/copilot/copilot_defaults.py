"""What follows from a manifest as a whole: the defaults of Copilot, which are written out where those here are others."""

from fargate_web_cli.migrate.copilot import routing, task, task_counts
from fargate_web_cli.migrate.copilot.conversion import Conversion


def finish(conversion: Conversion) -> None:
    """Write what a workload's manifest implies."""
    task.size(conversion)
    task.retention(conversion)
    task.subnets(conversion)
    if conversion.kind == "job":
        return
    task_counts.default_count(conversion)
    if routing.routed(conversion):
        _routed(conversion)
    elif conversion.got("port") is not None:
        conversion.put("route", False, None if conversion.kind == "backend" else "http: false")
    _variables(conversion)


def _routed(conversion: Conversion) -> None:
    if conversion.got("port") is None:
        conversion.put("port", 80, "the port that the image exposes")
        conversion.needs(conversion.at("image"), "image.port is missing, and Copilot took it from EXPOSE of the Dockerfile; write port")
    routing.route(conversion)
    routing.health_check(conversion)
    routing.target_group(conversion)
    rules = conversion.at("http.additional_rules")
    for rule in rules.items() if rules else []:
        routing.additional_rule(conversion, rule, ())


def _variables(conversion: Conversion) -> None:
    """Set the variables that Copilot sets, as far as they are known, for code that reads them."""
    world = conversion.world
    known = {
        "COPILOT_APPLICATION_NAME": world.application,
        "COPILOT_ENVIRONMENT_NAME": world.environment,
        "COPILOT_SERVICE_NAME": conversion.name,
    }
    if world.application and world.environment:
        known["COPILOT_SERVICE_DISCOVERY_ENDPOINT"] = f"{world.environment}.{world.application}.local"
    for name, value in known.items():
        if value is not None and conversion.got(f"environment.{name}") is None:
            conversion.put(f"environment.{name}", value)
