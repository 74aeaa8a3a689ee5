"""Converters for a container: image, command, environment, secrets, health check and order."""

import shlex
from typing import Any

from fargate_web.settings.fire_lens import LOG_ROUTER_NAME
from fargate_web.settings.sidecar import MAIN_CONTAINER

from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.manifest_value import InvalidValueError, KeyPath, ManifestValue


def _find_container_path(wildcards: KeyPath) -> KeyPath:
    """Return the path of the settings of a container: the workload, or the sidecar that matches the wildcard."""
    return ("sidecars", wildcards[0]) if wildcards else ()


def read_template_text(value: ManifestValue) -> str:
    """Return a text that Copilot puts into its CloudFormation template as it is, so that quotes inside it quote it there."""
    text = value.text()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


def convert_image(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert an image: an address as it is, a build as the address that Copilot pushed it to."""
    location = value if not isinstance(value.data, dict) else value.find("location")
    at = (*_find_container_path(wildcards), "image")
    if location is not None:
        conversion.write_setting_at(at, read_template_text(location))
        return
    build = value.find("build")
    if build is None:
        raise InvalidValueError(value, "image has neither build nor location")
    world, sidecar = conversion.context, f"-{wildcards[0]}" if wildcards else ""
    repository = world.build_repository_address(f"{world.application or 'application'}/{conversion.name}")
    # Copilot's own tags are those of the repository; a sidecar's image lies in the one of its workload.
    conversion.write_setting_at(
        at, f"{repository}:{'latest' if not wildcards else wildcards[0]}", "the image that is built: push it, and write its digest here"
    )
    command = f"docker build {format_build_arguments(build)} -t <repository>:<tag>{sidecar and ' # ' + wildcards[0]}"
    conversion.report_placeholder(
        build, f"build and push it ({command}), and write its address with its digest, or write build instead of image (docs/images.md)"
    )


def format_build_arguments(build: ManifestValue) -> str:
    """Return the arguments of `docker build` that Copilot uses."""
    if not isinstance(build.data, dict):
        return f"--file {build.text()} {build.text().rpartition('/')[0] or '.'}"
    context, dockerfile = build.find("context"), build.find("dockerfile")
    folder = context.text() if context else (dockerfile.text().rpartition("/")[0] or "." if dockerfile else ".")
    arguments = ["--file", dockerfile.text() if dockerfile else f"{folder}/Dockerfile"]
    target = build.find("target")
    arguments += ["--target", target.text()] if target else []
    cached = build.find("cache_from")
    for cache in cached.texts() if cached else []:
        arguments += ["--cache-from", cache]
    given = build.find("args")
    for key, each in given.entries() if given else ():
        arguments += ["--build-arg", f"{key}={each.text()}"]
    return shlex.join([*arguments, folder])


def make_command_converter(key: str) -> Any:
    """Return a converter for a command: text is split as a shell splits it."""

    def carry(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
        try:
            split = [read_template_text(word) for word in value.data] if isinstance(value.data, list) else shlex.split(value.text())
        except ValueError as error:
            raise InvalidValueError(value, f"the text can't be split into words as a shell does: {error}") from None
        conversion.write_setting_at((*_find_container_path(wildcards), key), split)

    return carry


def convert_variables(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert environment variables, and report those from other CloudFormation stacks."""
    for name, each in value.entries(keeps_empty=True):
        if each.data is None:
            conversion.write_setting_at((*_find_container_path(wildcards), "environment", name), "")
        elif isinstance(each.data, dict):
            export = each.find("from_cfn")
            what = f"the export {export.plain_data}" if export else "what it stands for"
            advice = f"write the value of {what} (aws cloudformation list-exports) under environment: {name}"
            conversion.report_unconverted(each, f"{advice}, or {{ssmParameter: …}} after its stack has written it into Parameter Store")
        else:
            conversion.write_setting_at((*_find_container_path(wildcards), "environment", name), each.text())


def convert_secrets(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert secrets: names of SSM parameters as they are, names of Secrets Manager secrets as ARNs."""
    for name, each in value.entries():
        reference = build_secret_reference(conversion, each)
        if reference is not None:
            conversion.write_setting_at((*_find_container_path(wildcards), "secrets", name), reference)


def build_secret_reference(conversion: Conversion, value: ManifestValue) -> str | None:
    """Return the reference to a secret; None if only CloudFormation knows it."""
    if isinstance(value.data, dict):
        manager = value.find("secretsmanager")
        if manager is None:
            conversion.report_unconverted(
                value, "write what the export names: the name or ARN of an SSM parameter, or the ARN of a Secrets Manager secret"
            )
            return None
        name = read_template_text(manager)
        if name.startswith("arn:"):
            return name
        if not conversion.context.is_located:
            conversion.report_placeholder(
                value,
                f"the ARN needs account and Region; give --account and --region, or write what aws secretsmanager describe-secret --secret-id {name.split(':')[0]} tells",
            )
        return conversion.context.build_arn("secretsmanager", f"secret:{name}")
    return read_template_text(value)


def report_environment_file(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Report an environment file: Copilot uploads it, but here it must be in a bucket."""
    where = f"sidecars.{wildcards[0]}.environmentFiles" if wildcards else "environmentFiles"
    conversion.report_unconverted(
        value,
        f"put {value.text()} into an S3 bucket and write {where}: [arn:aws:s3:::<bucket>/{value.text().rpartition('/')[2]}], or its lines under environment",
    )


def convert_credentials(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the secret of a private registry."""
    conversion.write_setting_at((*_find_container_path(wildcards), "repositoryCredentials"), read_template_text(value))


def convert_labels(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert Docker labels."""
    conversion.write_setting_at((*_find_container_path(wildcards), "dockerLabels"), {name: each.text() for name, each in value.entries()})


def convert_dependencies(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the order of containers. The main container and the log router have other names here."""
    names = {conversion.name: MAIN_CONTAINER, "firelens_log_router": LOG_ROUTER_NAME}
    order = {names.get(name, name): each.text().upper() for name, each in value.entries()}
    conversion.write_setting_at((*_find_container_path(wildcards), "dependsOn"), order)


def convert_health_check(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the health check of a container, with Copilot's defaults."""
    command = value.find("command")
    if command is None:
        words = ["CMD-SHELL", "curl -f http://localhost/ || exit 1"]
    else:
        words = command.texts() if isinstance(command.data, list) else ["CMD-SHELL", command.text()]
    interval, timeout, start, retries = (value.find(key) for key in ("interval", "timeout", "start_period", "retries"))
    check = {
        "command": words,
        "interval": interval.whole_seconds() if interval else 10,
        "timeout": timeout.whole_seconds() if timeout else 5,
        "retries": retries.number() if retries else 2,
        "startPeriod": start.whole_seconds() if start else 0,
    }
    conversion.write_setting_at(
        (*_find_container_path(wildcards), "healthCheck" if wildcards else "containerHealthCheck"),
        check,
        None if command else "Copilot's default command: the image needs curl, and an answer on port 80",
    )


def convert_mount_points(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert the mount points of a sidecar; Copilot's default is read-only."""
    for each in value.items():
        source, path, read_only = each.find("source_volume"), each.find("path"), each.find("read_only")
        if source is None or path is None:
            raise InvalidValueError(each, "a mount point has source_volume and path in Copilot")
        mount = {"path": path.text(), "readOnly": read_only.boolean() if read_only else True}
        conversion.write_setting_at(("sidecars", wildcards[0], "volumes", source.text()), mount)


def convert_essential(conversion: Conversion, value: ManifestValue, wildcards: KeyPath) -> None:
    """Convert whether a sidecar is essential."""
    conversion.write_setting_at(("sidecars", wildcards[0], "essential"), value.boolean())
