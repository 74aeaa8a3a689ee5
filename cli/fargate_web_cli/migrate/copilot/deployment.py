"""Converters for deployments and Service Connect."""

from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.copilot.container import read_template_text
from fargate_web_cli.migrate.copilot.load_balancer_target import find_main_target
from fargate_web_cli.migrate.manifest_value import InvalidValueError, KeyPath, ManifestValue


def convert_rolling(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert the strategy: `default` is the same, `recreate` stops the old tasks first."""
    word = value.text().lower()
    if word == "recreate":
        conversion.write_setting("deployment.minimumHealthyPercent", 0, "recreate: the old tasks stop first")
        conversion.write_setting("deployment.maximumPercent", 100)
    elif word != "default":
        raise InvalidValueError(value, "rolling is default or recreate in Copilot")


def convert_rollback_alarms(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert alarms by name; those that Copilot makes are left."""
    if isinstance(value.data, list):
        alarms = {"target5xx": False, "latencyP99": False, "unhealthyTargets": False, "names": value.texts()}
        conversion.write_setting("deployment.alarms", alarms, "the service's own alarms are left out, as in Copilot")
        return
    conversion.report_unconverted(
        value,
        "write deployment: {alarms: true} for the service's own alarms (answers with 5xx, slow answers, unhealthy tasks) where there is a load balancer, or make the alarm and name it in deployment.alarms.names",
    )


def convert_service_connect(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert Service Connect, and the name under which Copilot serves a workload."""
    alias = value.find("alias") if isinstance(value.data, dict) else None
    if isinstance(value.data, dict) or value.boolean():
        is_server = conversion.kind != "worker" and find_main_target(conversion).port is not None
        settings = {"discoveryName": f"{conversion.name}-sc", "appProtocol": "tcp"} if is_server else {}
        if alias is not None:
            settings["clientAlias"] = read_template_text(alias)
        conversion.write_setting("serviceConnect", settings or True)
        if is_server:
            conversion.comment_setting(
                "serviceConnect.appProtocol",
                "as in Copilot; http, http2 and grpc have retries and metrics by request, and can't be switched to later",
            )
