"""Converters for a task: size, platform, storage, logs, traces and network."""

import zlib
from typing import Any, Final

from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.copilot.container import build_secret_reference, read_template_text
from fargate_web_cli.migrate.manifest_value import InvalidValueError, KeyPath, ManifestValue

_ROUTER_IMAGE: Final = "public.ecr.aws/aws-observability/aws-for-fluent-bit:stable"
_PLACEHOLDER_FILE_SYSTEM: Final = "fs-00000000000000000"


def make_number_converter(key: str) -> Any:
    """Return a converter for a whole number."""

    def carry(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
        conversion.write_setting(key, value.number())

    return carry


def convert_exec(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert ECS Exec: a boolean, or a map with `enable`."""
    enable = value.find("enable") if isinstance(value.data, dict) else value
    conversion.write_setting("enableExecuteCommand", enable is not None and enable.boolean())


def write_size(conversion: Conversion) -> None:
    """Write the task size, with Copilot's defaults."""
    for key, default in (("cpu", 256), ("memory", 512)):
        if conversion.read_setting(key) is None:
            conversion.write_setting(key, default)


def convert_platform(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert the architecture; Fargate on Windows is left."""
    if isinstance(value.data, dict):
        family, architecture = value.find("osfamily"), value.find("architecture")
        system, processor = (family.text() if family else "linux"), (architecture.text() if architecture else "x86_64")
    else:
        system, _, processor = value.text().partition("/")
    if "windows" in system.lower():
        conversion.report_unconverted(value, "tasks run on Linux here; build the image for linux/x86_64 or linux/arm64")
    elif processor.lower().startswith("arm"):
        conversion.write_setting("cpuArchitecture", "ARM64")


def convert_readonly_file_system(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert a read-only root file system, of which Copilot leaves nothing writable."""
    conversion.write_setting("readonlyRootFilesystem", value.boolean())
    if value.boolean():
        conversion.write_setting("writablePaths", [], "as in Copilot; without this line /tmp is writable")


def convert_ephemeral_storage(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert the ephemeral storage; every task has 20 GiB."""
    if value.number() > 20:
        conversion.write_setting("ephemeralStorage", value.number())


def convert_volumes(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert volumes: file systems by id, shared folders, and a placeholder for file systems that Copilot created."""
    for name, each in value.entries():
        path, read_only, efs = each.find("path"), each.find("read_only"), each.find("efs")
        volume: dict[str, Any] = {"path": path.text()} if path else {}
        volume["readOnly"] = read_only.boolean() if read_only else True
        if efs is not None and efs.data is not False:
            volume |= _convert_file_system(conversion, efs)
        conversion.write_setting_at(("volumes", name), volume)


def _convert_file_system(conversion: Conversion, efs: ManifestValue) -> dict[str, Any]:
    identity, root, point = efs.find("id"), efs.find("root_dir"), efs.find("auth.access_point_id")
    write = "accessPointId and mountTargetSecurityGroupId (docs/migrating-from-copilot.md), and use the VPC that its mount targets are in"
    if identity is None:
        conversion.report_placeholder(
            efs,
            f"Copilot made this file system, which goes with its environment: keep it, or copy its files; write fileSystemId, {write}. "
            f"Copilot's access point has the folder /{conversion.name} and {_describe_owner(conversion, efs)}",
        )
        return {"fileSystemId": _PLACEHOLDER_FILE_SYSTEM}
    if isinstance(identity.data, dict):
        conversion.report_placeholder(efs, f"only CloudFormation knows this id; write fileSystemId, {write}")
        found = {"fileSystemId": _PLACEHOLDER_FILE_SYSTEM}
    else:
        conversion.report_difference(
            efs,
            "its mount targets let in the security group of Copilot's environment: write mountTargetSecurityGroupId, so that the tasks are let in, and use the VPC that they are in",
        )
        found = {"fileSystemId": read_template_text(identity)}
    if point is not None and point.text():
        found["accessPointId"] = read_template_text(point)
    elif root is not None and root.text() not in ("", "/"):
        found["rootDirectory"] = read_template_text(root)
    return {**found, "iam": _uses_iam(efs)}


def _uses_iam(efs: ManifestValue) -> bool:
    """Return whether EFS checks the task role, which it does not in Copilot unless told."""
    iam = efs.find("auth.iam")
    return iam is not None and iam.boolean()


def _describe_owner(conversion: Conversion, efs: ManifestValue) -> str:
    """Return the user and group of the access point: those of the manifest, or the checksum that Copilot calculates."""
    uid, gid = efs.find("uid"), efs.find("gid")
    checksum = zlib.crc32(conversion.name.encode())
    return f"user {uid.text() if uid else checksum}, group {gid.text() if gid else checksum}"


def convert_logging(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert the retention of logs, and the log router."""
    router: dict[str, Any] = {}
    for key, here in (("image", "image"), ("configFilePath", "configFile")):
        found = value.find(key)
        if found is not None:
            router[here] = found.text()
    metadata, destination, hidden = value.find("enableMetadata"), value.find("destination"), value.find("secretOptions")
    if metadata is not None:
        router["enableEcsLogMetadata"] = metadata.boolean()
    if destination is not None:
        router["options"] = {name: each.text() for name, each in destination.entries()}
    if hidden is not None:
        references = {name: build_secret_reference(conversion, each) for name, each in hidden.entries()}
        router["secretOptions"] = {name: reference for name, reference in references.items() if reference is not None}
    if router:
        conversion.write_setting("logs.fireLens", router)
        if "image" not in router:
            conversion.write_setting("logs.fireLens.image", _ROUTER_IMAGE, "as in Copilot; without this line a certain version")


def write_retention(conversion: Conversion) -> None:
    """Write Copilot's retention of logs."""
    said = conversion.find_value("logging.retention")
    conversion.write_setting("logs.retentionInDays", said.number() if said else 30)


def convert_tracing(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert the collector of traces."""
    if value.text() != "awsxray":
        raise InvalidValueError(value, "Copilot knows the tracing awsxray")
    conversion.write_setting("tracing", True)


def convert_placement(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert the tier of subnets; chosen subnets are left."""
    if isinstance(value.data, dict):
        conversion.report_unconverted(
            value, "tasks run in all subnets of a tier; list those subnets as network.existing.privateSubnets, or in a stack of its own"
        )
    elif value.text() not in ("public", "private"):
        raise InvalidValueError(value, f"placement is {value.text()!r}; Copilot takes public and private")


def write_subnets(conversion: Conversion) -> None:
    """Write the tier of subnets: Copilot's default is public, the default here is private."""
    said = conversion.find_value("network.vpc.placement")
    tier = said.text() if said and not isinstance(said.data, dict) else "public"
    conversion.write_setting(
        "subnets",
        tier,
        None if tier == "private" else "as in Copilot: every task has a public address; private keeps them off the internet",
    )


def report_security_groups(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Report additional security groups: the stack creates one for each service."""
    groups = value if isinstance(value.data, list) else value.find("groups")
    if groups is None and value.find("from_cfn") is None:
        return  # deny_default alone: here only allowFrom admits callers
    conversion.report_unconverted(
        groups or value,
        "the tasks have one security group of their own; admit it where they connect to (a database's group), and write allowFrom: [sg-…] for who may call them",
    )


def convert_overrides(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert the overrides of the task definition that have a counterpart, and report the others."""
    for rule in value.items():
        path, said = rule.find("path"), rule.find("value")
        if path is None or said is None:
            raise InvalidValueError(rule, "an override has path and value in Copilot")
        here = _OVERRIDE_COUNTERPARTS.get(path.text())
        if here is not None:
            conversion.write_setting(here, said.plain_data)
        elif (
            path.text() == "ContainerDefinitions[0].Ulimits[-]" and isinstance(said.data, dict) and said.plain_data.get("Name") == "nofile"
        ):
            conversion.write_setting(
                "ulimits", {"nofile": {"soft": said.plain_data.get("SoftLimit"), "hard": said.plain_data.get("HardLimit")}}
            )
        else:
            conversion.report_unconverted(
                rule, f"{path.text()} of the task definition can't be set by this; look for it in docs/reference.md"
            )


_OVERRIDE_COUNTERPARTS: Final = {
    "ContainerDefinitions[0].ReadonlyRootFilesystem": "readonlyRootFilesystem",
    "ContainerDefinitions[0].StopTimeout": "stopTimeout",
    "ContainerDefinitions[0].User": "user",
    "ContainerDefinitions[0].WorkingDirectory": "workingDirectory",
    "ContainerDefinitions[0].LinuxParameters.InitProcessEnabled": "initProcessEnabled",
    "EphemeralStorage.SizeInGiB": "ephemeralStorage",
}
"""Fields of a task definition that overrides name, and their counterparts; the first container is the main one."""
