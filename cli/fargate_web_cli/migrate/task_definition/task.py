"""Converters for the task: size, processor, roles, volumes and tags."""

from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.manifest_value import KeyPath, ManifestValue
from fargate_web_cli.migrate.task_definition.container import read_field
from fargate_web_cli.migrate.task_size import fit_task_size


def convert_size(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the size of the task, rounded up to a size of Fargate."""
    cpu, memory = conversion.find_value("cpu"), conversion.find_value("memory")
    units = _read_amount(cpu, ("vcpu", 1024)) if cpu else None
    mib = _read_amount(memory, ("gb", 1024)) if memory else None
    fitted = fit_task_size(units, mib)
    conversion.write_setting("cpu", fitted[0])
    conversion.write_setting("memory", fitted[1])
    if (units or fitted[0], mib or fitted[1]) != fitted:
        conversion.report_difference(
            cpu or memory, f"a task has {fitted[0]} CPU units and {fitted[1]} MiB here, the smallest size of Fargate that holds the old one"
        )


def _read_amount(value: ManifestValue, unit: tuple[str, int]) -> int:
    text = value.text().lower().replace(" ", "")
    if text.endswith(unit[0]) and text.removesuffix(unit[0]).replace(".", "", 1).isdecimal():
        return round(float(text.removesuffix(unit[0])) * unit[1])
    return value.number()


def convert_network_mode(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Report a different network mode."""
    if value.text() != "awsvpc":
        conversion.report_difference(
            value,
            f"the network mode is awsvpc here, not {value.text()}: each task has an address of its own, and its containers reach each other on localhost",
        )


def convert_operating_system(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Report an operating system other than Linux."""
    if value.text() != "LINUX":
        conversion.report_unconverted(value, f"the tasks run Linux here, not {value.text()}")


def convert_storage(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the scratch disk beyond the 20 GiB that are free."""
    if value.number() > 20:
        conversion.write_setting("ephemeralStorage", value.number())


def convert_volumes(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert file systems of EFS and S3 Files, and shared folders. The mount points have the paths."""
    for item in value.items():
        name = read_field(item, "name").text()
        conversion.write_setting_at(("volumes", name), {})
        for key, inner in item.entries():
            if key == "efsVolumeConfiguration":
                _convert_file_system(conversion, name, inner)
            elif key == "s3filesVolumeConfiguration":
                _convert_s3_files(conversion, name, inner)
            elif key == "host":
                conversion.report_unconverted(inner, f"Fargate has no host, so the volume {name} is an empty folder of each task")
            elif key != "name" and (key != "configuredAtLaunch" or inner.boolean()):
                conversion.report_unconverted(
                    inner,
                    f"{key}: volumes are file systems of EFS or S3 Files, or empty folders here, so {name} is an empty folder of each task",
                )


def _convert_file_system(conversion: Conversion, name: str, value: ManifestValue) -> None:
    rows = {"fileSystemId": "fileSystemId", "rootDirectory": "rootDirectory", "authorizationConfig.accessPointId": "accessPointId"}
    conversion.report_unread_keys(value, "fileSystemId", "rootDirectory", "authorizationConfig", "transitEncryption")
    for path, key in rows.items():
        found = value.find(path)
        if found is not None and (key, found.data) != ("rootDirectory", "/"):
            conversion.write_setting_at(("volumes", name, key), found.text())
    iam = value.find("authorizationConfig.iam")
    if iam is None or iam.text() != "ENABLED":
        conversion.write_setting_at(("volumes", name, "iam"), False)
    encryption = value.find("transitEncryption")
    if encryption is None or encryption.text() != "ENABLED":
        conversion.report_difference(encryption or value, "what goes to the file system is always encrypted here")


def _convert_s3_files(conversion: Conversion, name: str, value: ManifestValue) -> None:
    conversion.report_unread_keys(value, "fileSystemArn", "rootDirectory", "accessPointArn", "transitEncryptionPort")
    for key in ("fileSystemArn", "rootDirectory", "accessPointArn"):
        found = value.find(key)
        if found is not None and (key, found.data) != ("rootDirectory", "/"):
            conversion.write_setting_at(("volumes", name, "s3Files", key), found.text())


def report_execution_role(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Report that the stack creates a new execution role."""
    conversion.report_difference(
        value, "an execution role is made with exactly what the settings need; to keep the old one write roles: {executionRole: {arn: …}}"
    )


def convert_task_role(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the role of the application, by its ARN."""
    if value.text().startswith("arn:"):
        conversion.write_setting("roles.taskRole", {"arn": value.text()})
        conversion.report_difference(
            value, "the application keeps its role; to let the stack make it, write what it may do under roles.taskRole.statements"
        )
    else:
        conversion.report_placeholder(value, f"write the ARN of the role {value.text()} as roles.taskRole.arn")


def convert_tags(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the tags, except those that AWS reserves."""
    for item in value.items():
        key, text = read_field(item, "key").text(), item.find("value")
        if not key.startswith("aws:"):
            conversion.write_setting_at(("tags", key), text.text() if text else "")
