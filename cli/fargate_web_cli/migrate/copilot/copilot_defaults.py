"""The defaults of Copilot, which are written if they differ from those of fargate-web."""

from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.copilot import routing, task, task_counts


def write_defaults(conversion: Conversion) -> None:
    """Write the settings that the manifest of a workload implies."""
    task.write_size(conversion)
    task.write_retention(conversion)
    task.write_subnets(conversion)
    if conversion.kind == "job":
        return
    task_counts.write_default_count(conversion)
    if routing.is_routed(conversion):
        _write_route(conversion)
    elif conversion.read_setting("port") is not None:
        conversion.write_setting("route", False, None if conversion.kind == "backend" else "http: false")
    _write_copilot_variables(conversion)


def _write_route(conversion: Conversion) -> None:
    if conversion.read_setting("port") is None:
        conversion.write_setting("port", 80, "the port that the image exposes")
        conversion.report_placeholder(
            conversion.find_value("image"), "image.port is missing, and Copilot took it from EXPOSE of the Dockerfile; write port"
        )
    routing.write_route(conversion)
    routing.write_health_check(conversion)
    routing.write_target_group(conversion)
    rules = conversion.find_value("http.additional_rules")
    for rule in rules.items() if rules else []:
        routing.convert_additional_rule(conversion, rule, ())


def _write_copilot_variables(conversion: Conversion) -> None:
    """Set the known environment variables that Copilot sets, for code that reads them."""
    world = conversion.context
    known = {
        "COPILOT_APPLICATION_NAME": world.application,
        "COPILOT_ENVIRONMENT_NAME": world.environment,
        "COPILOT_SERVICE_NAME": conversion.name,
    }
    if world.application and world.environment:
        known["COPILOT_SERVICE_DISCOVERY_ENDPOINT"] = f"{world.environment}.{world.application}.local"
    for name, value in known.items():
        if value is not None and conversion.read_setting(f"environment.{name}") is None:
            conversion.write_setting(f"environment.{name}", value)
