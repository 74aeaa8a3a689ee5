"""What a task is: its size, platform, storage, log, traces and place in the network."""

from typing import Any, Final

from fargate_web_cli.migrate.copilot.container import secret
from fargate_web_cli.migrate.copilot.conversion import Conversion
from fargate_web_cli.migrate.copilot.manifest_value import Keys, Value, WrongValueError

_NO_FILE_SYSTEM: Final = "fs-00000000000000000"


def number(key: str) -> Any:
    """Make a converter of a whole number."""

    def carry(conversion: Conversion, value: Value, _wild: Keys) -> None:
        conversion.put(key, value.number())

    return carry


def truth(key: str) -> Any:
    """Make a converter of a boolean."""

    def carry(conversion: Conversion, value: Value, _wild: Keys) -> None:
        conversion.put(key, value.truth())

    return carry


def size(conversion: Conversion) -> None:
    """Write the size out, which Copilot's manifests begin with."""
    for key, default in (("cpu", 256), ("memory", 512)):
        if conversion.got(key) is None:
            conversion.put(key, default)


def platform(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Carry the architecture; Fargate on Windows is left."""
    if isinstance(value.data, dict):
        family, architecture = value.at("osfamily"), value.at("architecture")
        system, processor = (family.text() if family else "linux"), (architecture.text() if architecture else "x86_64")
    else:
        system, _, processor = value.text().partition("/")
    if "windows" in system.lower():
        conversion.left(value, "tasks run on Linux here; build the image for linux/x86_64 or linux/arm64")
    elif processor.lower().startswith("arm"):
        conversion.put("cpuArchitecture", "ARM64")


def ephemeral(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Carry the size of the scratch disk; 20 GiB is what every task has."""
    if value.number() > 20:
        conversion.put("ephemeralStorage", value.number())


def volumes(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Carry volumes: file systems by their id, folders that the containers share, and a placeholder for what Copilot made."""
    for name, each in value.entries():
        path, read_only, efs = each.at("path"), each.at("read_only"), each.at("efs")
        volume: dict[str, Any] = {"path": path.text()} if path else {}
        volume["readOnly"] = read_only.truth() if read_only else True
        if efs is not None and efs.data is not False:
            volume |= _file_system(conversion, efs)
        conversion.put_at(("volumes", name), volume)


def _file_system(conversion: Conversion, efs: Value) -> dict[str, Any]:
    found: dict[str, Any] = {}
    identity = efs.at("id")
    if identity is None or isinstance(identity.data, dict):
        found["fileSystemId"] = _NO_FILE_SYSTEM
        what = (
            "Copilot made this file system, which goes with its environment: keep it, or copy its files"
            if identity is None
            else "only CloudFormation knows this id"
        )
        conversion.needs(
            efs,
            f"{what}; write fileSystemId, accessPointId and mountTargetSecurityGroupId (docs/migrating-from-copilot.md), and use the VPC that its mount targets are in",
        )
        return found
    found["fileSystemId"] = identity.text()
    conversion.differently(
        efs,
        "its mount targets let in the security group of Copilot's environment: write mountTargetSecurityGroupId, so that the tasks are let in, and use the VPC that they are in",
    )
    root, iam, point = efs.at("root_dir"), efs.at("auth.iam"), efs.at("auth.access_point_id")
    if point is not None and point.text():
        found["accessPointId"] = point.text()
    elif root is not None and root.text() not in ("", "/"):
        found["rootDirectory"] = root.text()
    if iam is not None:
        found["iam"] = iam.truth()
    return found


def logging(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Carry how long logs are kept, and the router that takes them elsewhere."""
    router: dict[str, Any] = {}
    for key, here in (("image", "image"), ("configFilePath", "configFile")):
        found = value.at(key)
        if found is not None:
            router[here] = found.text()
    metadata, destination, hidden = value.at("enableMetadata"), value.at("destination"), value.at("secretOptions")
    if metadata is not None:
        router["enableEcsLogMetadata"] = metadata.truth()
    if destination is not None:
        router["options"] = {name: each.text() for name, each in destination.entries()}
    if hidden is not None:
        references = {name: secret(conversion, each) for name, each in hidden.entries()}
        router["secretOptions"] = {name: reference for name, reference in references.items() if reference is not None}
    if router:
        conversion.put("logs.fireLens", router)


def retention(conversion: Conversion) -> None:
    """Write out how long Copilot keeps logs."""
    said = conversion.at("logging.retention")
    conversion.put("logs.retentionInDays", said.number() if said else 30)


def tracing(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Carry the collector of traces."""
    if value.text() != "awsxray":
        raise WrongValueError(value, "Copilot knows the tracing awsxray")
    conversion.put("tracing", True)


def placement(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Carry the tier of subnets; chosen subnets are left."""
    if isinstance(value.data, dict):
        conversion.left(
            value, "tasks run in all subnets of a tier; list those subnets as network.existing.privateSubnets, or in a stack of its own"
        )
    elif value.text() not in ("public", "private"):
        raise WrongValueError(value, f"placement is {value.text()!r}; Copilot takes public and private")


def subnets(conversion: Conversion) -> None:
    """Write the tier out: Copilot's default is public, the one here is private."""
    said = conversion.at("network.vpc.placement")
    tier = said.text() if said and not isinstance(said.data, dict) else "public"
    conversion.put(
        "subnets",
        tier,
        None if tier == "private" else "as in Copilot: every task has a public address; private keeps them off the internet",
    )


def security_groups(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Leave further security groups: a task has one of its own here."""
    groups = value if isinstance(value.data, list) else value.at("groups")
    if groups is None and value.at("from_cfn") is None:
        return  # deny_default alone: here nobody is let in unless allowFrom says so
    conversion.left(
        groups or value,
        "the tasks have one security group of their own; admit it where they connect to (a database's group), and write allowFrom: [sg-…] for who may call them",
    )


def overrides(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Carry the overrides of the task definition that have a counterpart, and tell each of the others."""
    for rule in value.items():
        path, said = rule.at("path"), rule.at("value")
        if path is None or said is None:
            raise WrongValueError(rule, "an override has path and value in Copilot")
        here = _OVERRIDES.get(path.text())
        if here is not None:
            conversion.put(here, said.plain)
        elif path.text() == "ContainerDefinitions[0].Ulimits[-]" and isinstance(said.data, dict) and said.plain.get("Name") == "nofile":
            conversion.put("ulimits", {"nofile": {"soft": said.plain.get("SoftLimit"), "hard": said.plain.get("HardLimit")}})
        else:
            conversion.left(rule, f"{path.text()} of the task definition can't be set by this; look for it in docs/reference.md")


_OVERRIDES: Final = {
    "ContainerDefinitions[0].ReadonlyRootFilesystem": "readonlyRootFilesystem",
    "ContainerDefinitions[0].StopTimeout": "stopTimeout",
    "ContainerDefinitions[0].User": "user",
    "ContainerDefinitions[0].WorkingDirectory": "workingDirectory",
    "ContainerDefinitions[0].LinuxParameters.InitProcessEnabled": "initProcessEnabled",
    "EphemeralStorage.SizeInGiB": "ephemeralStorage",
}
"""Fields of a task definition that overrides name, and their counterparts; the first container is the workload's own."""
