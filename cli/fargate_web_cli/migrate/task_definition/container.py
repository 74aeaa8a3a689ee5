"""Converters for the containers of a task definition: the main container and sidecars."""

from typing import Any, Final

from fargate_web.analysis.likely_secrets import looks_secret

from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.manifest_field import FieldConverter
from fargate_web_cli.migrate.manifest_value import InvalidValueError, KeyPath, ManifestValue

MAIN: Final = "main"
"""The kind of the main container, and its name in `dependsOn`."""


def make_converter(key: str, kind: str = "text") -> FieldConverter:
    """Return a converter for an unchanged value.

    Args:
        key: The key of the stack file.
        kind: `text`, `texts`, `number` or `boolean`.
    """

    def convert(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
        read = {"text": value.text, "texts": value.texts, "number": value.number, "boolean": value.boolean}[kind]
        conversion.write_setting(key, read())

    return convert


def read_field(value: ManifestValue, key: str) -> ManifestValue:
    """Return a required field."""
    found = value.find(key)
    if found is None:
        raise InvalidValueError(value, f"{key} is missing")
    return found


def convert_ports(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the first TCP port of the application."""
    for item in value.items():
        port, protocol = item.find("containerPort"), item.find("protocol")
        if conversion.kind != MAIN:
            number = f" {port.text()}" if port else ""
            conversion.report_difference(
                item,
                f"the port{number} of a sidecar is reached by the other containers of the task, on localhost, and by nobody else; targetContainer leads requests to it",
            )
        elif port is None or (protocol is not None and protocol.text() != "tcp"):
            conversion.report_unconverted(
                item, "a service has one TCP port behind the load balancer; ranges and UDP need a load balancer of another kind"
            )
        elif conversion.read_setting("port") is None:
            conversion.write_setting("port", port.number())
            _convert_protocol(conversion, item)
        elif port.number() != conversion.read_setting("port"):
            conversion.report_unconverted(
                item,
                f"port {port.text()}: the load balancer leads to port {conversion.read_setting('port')}; write additionalRoutes: {{<name>: {{port: {port.text()}, paths: […]}}}} if it shall "
                "lead there too",
            )


def _convert_protocol(conversion: Conversion, mapping: ManifestValue) -> None:
    """Report the settings of a port for Service Connect."""
    name = mapping.find("name") or mapping.find("appProtocol")
    if name is not None:
        conversion.report_difference(
            name,
            "name and protocol of a port are for Service Connect: write serviceConnect if the service is called by others, or calls them",
        )


def convert_environment(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the variables. A value that looks like a secret is not written, but becomes a reference."""
    for item in value.items():
        name, given = read_field(item, "name").text(), item.find("value")
        text = given.text() if given else ""
        if not looks_secret(name, text):
            conversion.write_setting_at(("environment", name), text)
            continue
        parameter = f"/{conversion.context.application or 'application'}/{conversion.context.environment or 'dev'}/{conversion.name}/{name}"
        conversion.write_setting_at(("secrets", name), parameter)
        conversion.report_placeholder(
            item,
            f"{name} looks like a secret, so its value is not written; put it into SSM (aws ssm put-parameter --type SecureString --name {parameter} --value …)",
        )


def convert_secrets(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert references to secrets as they are."""
    for item in value.items():
        conversion.write_setting_at(("secrets", read_field(item, "name").text()), read_field(item, "valueFrom").text())


def convert_environment_files(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the files of variables in S3."""
    conversion.write_setting("environmentFiles", [read_field(item, "value").text() for item in value.items()])


def convert_dependencies(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the order of the containers. The main container is called main here."""
    main = conversion.context.application_container
    order = {}
    for item in value.items():
        name = read_field(item, "containerName").text()
        order[MAIN if name == main else name] = read_field(item, "condition").text()
    conversion.write_setting("dependsOn", order)


def convert_health_check(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the health check of a container."""
    conversion.write_setting("containerHealthCheck" if conversion.kind == MAIN else "healthCheck", read_health_check(value))


def read_health_check(value: ManifestValue) -> dict[str, Any]:
    """Read a health check, which has the same keys here."""
    check: dict[str, Any] = {"command": read_field(value, "command").texts()}
    for key in ("interval", "timeout", "retries", "startPeriod"):
        found = value.find(key)
        if found is not None:
            check[key] = found.number()
    return check


def convert_restart_policy(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert a restart policy, which has the same keys here. One that is off is the default."""
    if not read_field(value, "enabled").boolean():
        return
    codes, period = value.find("ignoredExitCodes"), value.find("restartAttemptPeriod")
    policy: dict[str, Any] = {"ignoredExitCodes": [code.number() for code in codes.items()]} if codes and codes.items() else {}
    if period is not None:
        policy["restartAttemptPeriod"] = period.number()
    conversion.write_setting("restartPolicy", policy or True)


def convert_mount_points(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the mount points of a container."""
    for item in value.items():
        name, path, read_only = read_field(item, "sourceVolume").text(), read_field(item, "containerPath").text(), item.find("readOnly")
        conversion.write_setting_at(("volumes", name, "path"), path)
        if read_only is not None and read_only.boolean():
            conversion.write_setting_at(("volumes", name, "readOnly"), True)


def convert_linux_parameters(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert folders in memory. Other rows convert the rest."""
    found = value.find("tmpfs")
    for item in found.items() if found else ():
        conversion.report_unread_keys(item, "containerPath", "size")
        conversion.write_setting_at(("tmpfs", read_field(item, "containerPath").text()), read_field(item, "size").number())


def convert_added_capabilities(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert SYS_PTRACE, the only capability that Fargate supports."""
    for item in value.items():
        if item.text() == "SYS_PTRACE":
            conversion.write_setting("capabilities.add", ["SYS_PTRACE"])
        else:
            conversion.report_unconverted(item, f"Fargate gives no capability but SYS_PTRACE, so not {item.text()}")


def convert_ulimits(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the limit of open files, the only one that Fargate supports."""
    for item in value.items():
        if read_field(item, "name").text() != "nofile":
            conversion.report_unconverted(item, "Fargate sets no limit but nofile")
        else:
            limits = {"soft": read_field(item, "softLimit").number(), "hard": read_field(item, "hardLimit").number()}
            conversion.write_setting("ulimits.nofile", limits)


def convert_labels(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert Docker labels."""
    conversion.write_setting("dockerLabels", {name: inner.text() for name, inner in value.entries()})


def convert_essential(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert whether a sidecar is essential. The main container always is."""
    if conversion.kind != MAIN:
        conversion.write_setting("essential", value.boolean())


def make_size_converter(key: str) -> FieldConverter:
    """Return a converter for the share of a sidecar. The main container has the rest."""

    def convert(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
        if conversion.kind != MAIN:
            conversion.write_setting(key, value.number())

    return convert
