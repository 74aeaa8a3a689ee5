"""The defaults of Copilot, which are written if they differ from those of fargate-web."""

from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.copilot import queues, routing, task, task_counts, topics
from fargate_web_cli.migrate.copilot.additional_rules import convert_additional_rules
from fargate_web_cli.migrate.copilot.copilot_variables import write_copilot_variables
from fargate_web_cli.migrate.copilot.network_load_balancer import convert_network_load_balancer


def write_defaults(conversion: Conversion) -> None:
    """Write the settings that the manifest of a workload implies."""
    task.write_size(conversion)
    task.write_retention(conversion)
    task.write_subnets(conversion)
    if conversion.kind == "worker":
        queues.write_queues(conversion)
    topics.write_topic_variables(conversion)
    write_copilot_variables(conversion)
    if conversion.kind == "job":
        return
    task_counts.write_default_count(conversion)
    if conversion.kind != "worker":
        _write_traffic(conversion)


def _write_traffic(conversion: Conversion) -> None:
    routing.write_port(conversion)
    if routing.is_routed(conversion):
        _write_route(conversion)
    elif conversion.read_setting("port") is not None:
        conversion.write_setting("route", False, None if conversion.kind == "backend" else "http: false")
    if conversion.kind == "lb":
        convert_network_load_balancer(conversion)


def _write_route(conversion: Conversion) -> None:
    if conversion.read_setting("port") is None:
        conversion.write_setting("port", 80, "the port that the image exposes")
        conversion.report_placeholder(
            conversion.find_value("image"), "image.port is missing, and Copilot took it from EXPOSE of the Dockerfile; write port"
        )
    routing.write_route(conversion)
    routing.write_health_check(conversion)
    routing.write_target_group(conversion)
    convert_additional_rules(conversion)
