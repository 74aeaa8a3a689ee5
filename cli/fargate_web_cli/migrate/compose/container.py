"""Converters for the container of a Compose service: image, command, environment, health check, limits and storage."""

import re
import shlex
from pathlib import Path
from typing import Any, Final

from fargate_web.analysis.likely_secrets import looks_secret

from fargate_web_cli.migrate.compose.compose_file import read_environment_file
from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.manifest_field import FieldConverter
from fargate_web_cli.migrate.manifest_value import InvalidValueError, KeyPath, ManifestValue
from fargate_web_cli.migrate.task_size import fit_task_size

_MEMORY_PATTERN: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([bkmg]?)b?", re.IGNORECASE)
_MIB_PER_UNIT: Final = {"": 1 / 1048576, "b": 1 / 1048576, "k": 1 / 1024, "m": 1.0, "g": 1024.0}


def convert_image(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the image, unless the service is built: then it is the name of a local image."""
    if conversion.find_value("build") is None:
        conversion.write_setting("image", value.text())


def convert_build(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Write a placeholder for an image that is built."""
    context = value if not isinstance(value.data, dict) else value.find("context")
    dockerfile, target = (value.find("dockerfile"), value.find("target")) if isinstance(value.data, dict) else (None, None)
    folder = context.text() if context else "."
    conversion.report_unread_keys(value, "context", "dockerfile", "target", advice="give it to docker build too")
    arguments = ["docker", "build"]
    arguments += ["--file", f"{folder}/{dockerfile.text()}"] if dockerfile else []
    arguments += ["--target", target.text()] if target else []
    image = conversion.find_value("image")
    named = image is not None and "." in image.text().partition("/")[0]
    address = image.text() if image is not None and named else f"{_build_repository(conversion)}:latest"
    conversion.write_setting("image", address, "the image that is built: push it, and write its digest here")
    command = shlex.join([*arguments, "-t", address, folder])
    conversion.report_placeholder(
        value, f"build and push it ({command}), and write its address with its digest, or write build instead of image (docs/images.md)"
    )


def _build_repository(conversion: Conversion) -> str:
    name = f"{conversion.context.application or 'application'}/{conversion.name}".lower()
    return conversion.context.build_repository_address(re.sub(r"[^a-z0-9._/-]+", "-", name))


def make_command_converter(key: str) -> FieldConverter:
    """Return a converter for a command: text is split as a shell splits it."""

    def convert(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
        try:
            words = value.texts() if isinstance(value.data, list) else shlex.split(value.text())
        except ValueError as error:
            raise InvalidValueError(value, f"the text can't be split into words as a shell does: {error}") from None
        if words:
            conversion.write_setting(key, words)

    return convert


def make_text_converter(key: str) -> FieldConverter:
    """Return a converter for a text that stays as it is."""

    def convert(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
        conversion.write_setting(key, value.text())

    return convert


def make_switch_converter(key: str) -> FieldConverter:
    """Return a converter for true or false."""

    def convert(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
        conversion.write_setting(key, value.boolean())

    return convert


def read_pairs(value: ManifestValue) -> dict[str, tuple[ManifestValue, str | None]]:
    """Read a map, or a list of `KEY=value`. Return the values by key, with None for a key without value."""
    if isinstance(value.data, list):
        pairs = [(item, *item.text().partition("=")) for item in value.items()]
        return {key: (item, text if equals else None) for item, key, equals, text in pairs}
    if not isinstance(value.data, dict):
        raise InvalidValueError(value, f"{value.path[-1]} has to be a map, or a list of KEY=value")
    return {key: (inner, None if inner.data is None else inner.text()) for key, inner in value.data.items()}


def convert_environment(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the variables. A value that looks like a secret is not written, but becomes a reference."""
    for name, (place, text) in read_pairs(value).items():
        if text is None:
            conversion.report_placeholder(
                place, f"{name} is handed on from the shell; write its value under environment, or a reference under secrets"
            )
        else:
            write_variable(conversion, place, name, text)


def write_variable(conversion: Conversion, place: ManifestValue, name: str, text: str) -> None:
    """Write a variable, or a reference to an SSM parameter if it looks like a secret."""
    if not looks_secret(name, text):
        conversion.write_setting_at(("environment", name), text)
        return
    environment = conversion.read_setting("environment") or {}
    environment.pop(name, None)
    parameter = f"/{conversion.context.application or 'application'}/{conversion.context.environment or 'dev'}/{conversion.name}/{name}"
    conversion.write_setting_at(("secrets", name), parameter)
    conversion.report_placeholder(
        place,
        f"{name} looks like a secret, so its value is not written; put it into SSM (aws ssm put-parameter --type SecureString --name {parameter} --value …)",
    )


def convert_environment_files(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert environment files; `environment` has precedence."""
    folder = Path(conversion.manifest.file).parent
    own = conversion.find_value("environment")
    overridden = read_pairs(own).keys() if own is not None else ()
    for item in value.items() if isinstance(value.data, list) else [value]:
        path = item.find("path") if isinstance(item.data, dict) else item
        if path is None:
            raise InvalidValueError(item, "env_file has a path")
        conversion.report_unread_keys(item, "path", "required")
        if not (folder / path.text()).is_file():
            conversion.report_placeholder(item, f"{path.text()} is not there; write its lines under environment, and secrets under secrets")
            continue
        for name, text in read_environment_file(folder / path.text()).items():
            if name not in overridden:
                write_variable(conversion, item, name, text)


def convert_health_check(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the health check of the container, within the limits of ECS."""
    test, disable = value.find("test"), value.find("disable")
    conversion.report_unread_keys(value, "test", "disable", "interval", "timeout", "start_period", "retries")
    words = [] if test is None else test.texts() if isinstance(test.data, list) else ["CMD-SHELL", test.text()]
    if (disable is not None and disable.boolean()) or words[:1] == ["NONE"]:
        return
    if len(words) < 2:
        conversion.report_unconverted(
            value, "the command is that of the image, which ECS does not read; write containerHealthCheck: {command: …}"
        )
        return
    check: dict[str, Any] = {"command": words}
    for key, setting, default, least, most in (
        ("interval", "interval", 30, 5, 300),
        ("timeout", "timeout", 29, 2, 60),
        ("start_period", "startPeriod", 0, 0, 300),
    ):
        given = value.find(key)
        seconds = given.seconds() if given else default
        check[setting] = min(max(round(seconds), least), most)
        if given is not None and check[setting] != seconds:
            conversion.report_difference(given, f"{seconds:g} s is {check[setting]} s here: ECS takes {least} to {most}")
    if check["timeout"] >= check["interval"]:
        check["timeout"] = max(2, check["interval"] - 1)
        if value.find("timeout") is not None:
            conversion.report_difference(
                value.find("timeout"), f"the timeout is {check['timeout']} s here: it has to be shorter than the interval"
            )
    retries = value.find("retries")
    check["retries"] = min(max(retries.number(), 1), 10) if retries else 3
    if retries is not None and check["retries"] != retries.number():
        conversion.report_difference(retries, f"{retries.text()} retries are {check['retries']} here: ECS takes 1 to 10")
    conversion.write_setting("containerHealthCheck", check)


def convert_size(conversion: Conversion, cpu: ManifestValue | None, memory: ManifestValue | None) -> None:
    """Write the smallest Fargate size for the limits."""
    units = _read_cpus(cpu) if cpu else None
    mib = read_memory(memory) if memory else None
    if units is None and mib is None:
        return
    fitted = fit_task_size(units, mib)
    conversion.write_setting("cpu", fitted[0])
    conversion.write_setting("memory", fitted[1])
    if fitted != (units, mib):
        conversion.report_difference(
            cpu or memory, f"a task has {fitted[0]} CPU units and {fitted[1]} MiB here, the smallest size of Fargate that holds the limits"
        )


def _read_cpus(value: ManifestValue) -> float:
    if not re.fullmatch(r"\d+(\.\d*)?|\.\d+", value.text()):
        raise InvalidValueError(value, f"{value.text()!r} is no number of CPUs; Compose takes them like 0.5")
    return float(value.text()) * 1024


def read_memory(value: ManifestValue) -> float:
    """Read an amount of memory in MiB; a number without a unit is bytes."""
    found = _MEMORY_PATTERN.fullmatch(value.text())
    if not found:
        raise InvalidValueError(value, f"{value.text()!r} is no amount of memory; Compose takes them like 512m or 2gb")
    return float(found[1]) * _MIB_PER_UNIT[found[2].lower()]


def convert_stop_period(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the time from SIGTERM to SIGKILL."""
    seconds = value.whole_seconds()
    conversion.write_setting("stopTimeout", min(max(seconds, 2), 120))
    if not 2 <= seconds <= 120:
        conversion.report_difference(value, f"{seconds} s is {min(max(seconds, 2), 120)} s here: Fargate takes 2 to 120")


def convert_platform(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the processor."""
    if "arm64" in value.text():
        conversion.write_setting("cpuArchitecture", "ARM64")
    elif not value.text().endswith(("amd64", "linux")):
        conversion.report_unconverted(value, "Fargate runs linux/amd64 and linux/arm64 here")


def convert_capabilities(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert capabilities; Fargate supports adding SYS_PTRACE only."""
    if value.path[-1] == "cap_drop":
        conversion.write_setting("capabilities.drop", [text.removeprefix("CAP_") for text in value.texts()])
        return
    for item in value.items():
        if item.text().removeprefix("CAP_") == "SYS_PTRACE":
            conversion.write_setting("capabilities.add", ["SYS_PTRACE"])
        else:
            conversion.report_unconverted(
                item, f"Fargate gives no capability but SYS_PTRACE, so not {item.text()}; drop it, or run the container elsewhere"
            )


def convert_ulimits(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the limit of open files, the only one that Fargate supports."""
    for name, inner in value.entries():
        if name != "nofile":
            conversion.report_unconverted(inner, "Fargate sets no limit but nofile")
        elif isinstance(inner.data, dict):
            conversion.report_unread_keys(inner, "soft", "hard")
            conversion.write_setting("ulimits.nofile", {key: each.number() for key, each in inner.entries() if key in ("soft", "hard")})
        else:
            conversion.write_setting("ulimits.nofile", inner.number())


def convert_labels(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert Docker labels, and report those of reverse proxies, which have no effect."""
    for name, (place, text) in read_pairs(value).items():
        if name.startswith(("traefik.", "caddy", "com.docker.")):
            conversion.report_unconverted(place, f"{name} steers another tool; write route: for which requests come to the service")
        else:
            conversion.write_setting_at(("dockerLabels", name), text or "")


def convert_temporary_folders(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert folders in memory, with 64 MiB by default."""
    for item in value.items() if isinstance(value.data, list) else [value]:
        path, _, options = item.text().partition(":")
        size = re.search(r"size=(\d+)([kmg]?)", options)
        mib = round(float(size[1]) * _MIB_PER_UNIT[size[2]]) if size else 64
        conversion.write_setting_at(("tmpfs", path), max(mib, 1))
        if not size:
            conversion.report_difference(item, f"{path} holds 64 MiB here, out of the memory of the task; Compose sets no limit")


def convert_volumes(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert mounts: Fargate has no host folders, and persistent data needs EFS or S3."""
    for item in value.items():
        if isinstance(item.data, dict):
            kind, source, target = (item.find(key) for key in ("type", "source", "target"))
            conversion.report_unread_keys(item, "type", "source", "target", "consistency")
            words = (source.text() if source else "", target.text() if target else "")
            is_memory = kind is not None and kind.text() == "tmpfs"
        else:
            parts = item.text().split(":")
            words, is_memory = (("", parts[0]) if len(parts) == 1 else (parts[0], parts[1])), False
        source_text, path = words
        if is_memory:
            conversion.write_setting_at(("tmpfs", path), 64)
            conversion.report_difference(item, f"{path} holds 64 MiB here, out of the memory of the task")
        elif source_text.startswith((".", "/", "~")):
            advice = "copy it into the image (COPY), or read it from S3 or SSM at the start"
            conversion.report_unconverted(item, f"{source_text} is a folder or file of the host, and Fargate has no host; {advice}")
        elif source_text:
            advice = f"write volumes: {{{source_text}: {{path: {path}, fileSystemId: fs-…}}}} with an EFS file system, or keep the data in a managed service"
            conversion.report_unconverted(item, f"the volume {source_text} would end with the task; {advice}")
        else:
            name = re.sub(r"[^a-zA-Z0-9-]+", "-", path).strip("-") or "data"
            conversion.write_setting_at(("volumes", name), path)
            conversion.report_difference(item, f"{path} is an empty folder of each task, which ends with it")
