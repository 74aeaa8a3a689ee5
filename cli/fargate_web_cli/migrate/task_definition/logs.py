"""Converters for the logs of containers: CloudWatch Logs, or a log router."""

from typing import Any, Final

from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.manifest_value import KeyPath, ManifestValue
from fargate_web_cli.migrate.task_definition.container import MAIN, read_field, read_health_check

_OPTIONS: Final = {
    "awslogs-stream-prefix": "streamPrefix",
    "awslogs-multiline-pattern": "multilinePattern",
    "awslogs-datetime-format": "datetimeFormat",
    "mode": "mode",
    "max-buffer-size": "maxBufferSize",
}
_IMPLIED_OPTIONS: Final = ("awslogs-region", "awslogs-create-group")


def convert_log_configuration(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the log configuration of the main container."""
    driver, options, secrets = read_field(value, "logDriver").text(), value.find("options"), value.find("secretOptions")
    if driver == "awsfirelens" and conversion.kind == MAIN:
        for name, inner in options.entries() if options else ():
            conversion.write_setting_at(("logs", "fireLens", "options", name), inner.text())
        for item in secrets.items() if secrets else ():
            conversion.write_setting_at(
                ("logs", "fireLens", "secretOptions", read_field(item, "name").text()), read_field(item, "valueFrom").text()
            )
    elif driver != "awslogs":
        conversion.report_unconverted(
            value,
            f"the output of {conversion.name} goes to CloudWatch Logs here, and not by {driver}; logs.fireLens sends that of the application elsewhere",
        )
    elif conversion.kind == MAIN:
        for name, inner in options.entries() if options else ():
            if name in _OPTIONS:
                conversion.write_setting(f"logs.{_OPTIONS[name]}", inner.text())
            elif name == "awslogs-group":
                conversion.report_difference(
                    inner, "a log group of its own is made; the old one keeps what is in it (logs.logGroupName gives the new one a name)"
                )
            elif name not in _IMPLIED_OPTIONS:
                conversion.report_unconverted(inner, f"{name}: logs has no such option; queries of CloudWatch Logs Insights can do without")


def convert_router(conversion: Conversion, router: ManifestValue) -> None:
    """Convert the log router, which is part of the log settings of the main container.

    Args:
        conversion: The conversion of the main container.
        router: The container of the router.
    """
    configuration = read_field(router, "firelensConfiguration")
    settings: dict[str, Any] = {"image": read_field(router, "image").text(), "type": read_field(configuration, "type").text()}
    for key in ("cpu", "memoryReservation"):
        found = router.find(key)
        if found is not None:
            settings[key] = found.number()
    health_check = router.find("healthCheck")
    if health_check is not None:
        settings["healthCheck"] = read_health_check(health_check)
    options = configuration.find("options")
    for name, inner in options.entries() if options else ():
        if name == "config-file-value":
            settings["configFile"] = inner.text()
        elif name == "enable-ecs-log-metadata":
            settings["enableEcsLogMetadata"] = inner.boolean()
        elif name != "config-file-type":
            conversion.report_unconverted(inner, f"{name}: logs.fireLens has no such option")
        elif inner.text() == "s3":
            conversion.report_unconverted(
                inner,
                "Fargate takes no configuration of a router from S3; put it into the image, and write its path as logs.fireLens.configFile",
            )
    known = ("name", "image", "essential", "cpu", "memoryReservation", "healthCheck", "firelensConfiguration", "logConfiguration", "user")
    for key, inner in router.entries():
        if key not in known:
            conversion.report_unconverted(inner, f"{key} of the log router: logs.fireLens has no such key")
    for key, setting in settings.items():
        conversion.write_setting(f"logs.fireLens.{key}", setting)
