"""The rows for the containers of every workload: its own and its sidecars."""

from typing import Final

from fargate_web_cli.migrate.copilot import container, routing, task
from fargate_web_cli.migrate.manifest_field import WORKLOAD_KINDS, ManifestField

_BUILD_NOTE = "build and push, and write the address with its digest, or write build instead of image"


def _list_image_fields(prefix: str, kinds: tuple[str, ...], here: str) -> list[ManifestField]:
    """List the fields of an image, which a workload and a sidecar both have."""
    return [
        ManifestField(f"{prefix}.build", kinds, f"{here}image", _BUILD_NOTE),
        ManifestField(f"{prefix}.build.dockerfile", kinds, "", "`docker build --file`"),
        ManifestField(f"{prefix}.build.context", kinds, "", "`docker build <context>`"),
        ManifestField(f"{prefix}.build.target", kinds, "", "`docker build --target`"),
        ManifestField(f"{prefix}.build.cache_from", kinds, "", "`docker build --cache-from`"),
        ManifestField(f"{prefix}.build.args", kinds, "", "`docker build --build-arg`"),
        ManifestField(f"{prefix}.build.args.<name>", kinds, "", "`docker build --build-arg`"),
        ManifestField(f"{prefix}.location", kinds, f"{here}image"),
    ]


def _list_health_check_fields(prefix: str, kinds: tuple[str, ...], here: str) -> list[ManifestField]:
    """List the fields of a container's health check."""
    return [
        ManifestField(prefix, kinds, here, "Copilot's defaults are written out", converter=container.convert_health_check),
        *(ManifestField(f"{prefix}.{key}", kinds, f"{here}.{key}") for key in ("command", "interval", "retries", "timeout")),
        ManifestField(f"{prefix}.start_period", kinds, f"{here}.startPeriod"),
    ]


def _list_variable_fields(prefix: str, here: str) -> list[ManifestField]:
    """List the fields of variables and secrets."""
    export = "write the value (`aws cloudformation list-exports`), or `{ssmParameter: …}`"
    return [
        ManifestField(f"{prefix}variables", WORKLOAD_KINDS, f"{here}environment", converter=container.convert_variables),
        ManifestField(f"{prefix}variables.<name>", WORKLOAD_KINDS, f"{here}environment.<name>"),
        ManifestField(f"{prefix}variables.<name>.from_cfn", WORKLOAD_KINDS, "", export),
        ManifestField(
            f"{prefix}secrets",
            WORKLOAD_KINDS,
            f"{here}secrets",
            "the execution role may read exactly these",
            converter=container.convert_secrets,
        ),
        ManifestField(f"{prefix}secrets.<name>", WORKLOAD_KINDS, f"{here}secrets.<name>"),
        ManifestField(f"{prefix}secrets.<name>.secretsmanager", WORKLOAD_KINDS, f"{here}secrets.<name>", "the name becomes an ARN"),
        ManifestField(
            f"{prefix}secrets.<name>.from_cfn", WORKLOAD_KINDS, "", "write the name or the ARN: `aws cloudformation list-exports`"
        ),
        ManifestField(
            f"{prefix}env_file",
            WORKLOAD_KINDS,
            f"{here}environmentFiles",
            "Copilot uploads the file; here it lies in an S3 bucket of yours",
            converter=container.report_environment_file,
        ),
        ManifestField(
            f"{prefix}entrypoint",
            WORKLOAD_KINDS,
            f"{here}entryPoint",
            "text is split as a shell does",
            converter=container.make_command_converter("entryPoint"),
        ),
        ManifestField(
            f"{prefix}command",
            WORKLOAD_KINDS,
            f"{here}command",
            "text is split as a shell does",
            converter=container.make_command_converter("command"),
        ),
    ]


_SIDECAR_PREFIX: Final = "sidecars.<name>."

COMMON_FIELDS: Final = [
    ManifestField("name", WORKLOAD_KINDS, "the key under services or scheduledTasks"),
    ManifestField("type", WORKLOAD_KINDS, "services or scheduledTasks"),
    ManifestField("image", WORKLOAD_KINDS, "image", converter=container.convert_image),
    *_list_image_fields("image", WORKLOAD_KINDS, ""),
    ManifestField("image.credentials", WORKLOAD_KINDS, "repositoryCredentials", converter=container.convert_credentials),
    ManifestField("image.labels", WORKLOAD_KINDS, "dockerLabels", converter=container.convert_labels),
    ManifestField("image.labels.<name>", WORKLOAD_KINDS, "dockerLabels.<name>"),
    ManifestField(
        "image.depends_on",
        WORKLOAD_KINDS,
        "dependsOn",
        "the workload's own container is called main",
        converter=container.convert_dependencies,
    ),
    ManifestField("image.depends_on.<container>", WORKLOAD_KINDS, "dependsOn.<container>"),
    *_list_health_check_fields("image.healthcheck", WORKLOAD_KINDS, "containerHealthCheck"),
    ManifestField("cpu", WORKLOAD_KINDS, "cpu", converter=task.make_number_converter("cpu")),
    ManifestField("memory", WORKLOAD_KINDS, "memory", converter=task.make_number_converter("memory")),
    ManifestField("platform", WORKLOAD_KINDS, "cpuArchitecture", "tasks run on Linux", converter=task.convert_platform),
    ManifestField("platform.osfamily", WORKLOAD_KINDS, "", "tasks run on Linux"),
    ManifestField("platform.architecture", WORKLOAD_KINDS, "cpuArchitecture"),
    *_list_variable_fields("", ""),
]

SIDECAR_FIELDS: Final = [
    ManifestField("sidecars", WORKLOAD_KINDS, "sidecars"),
    ManifestField("sidecars.<name>", WORKLOAD_KINDS, "sidecars.<name>"),
    ManifestField(
        f"{_SIDECAR_PREFIX}port",
        WORKLOAD_KINDS,
        "",
        "the containers of a task reach each other on localhost; other tasks can't call a sidecar here",
        converter=routing.report_sidecar_port,
    ),
    ManifestField(f"{_SIDECAR_PREFIX}image", WORKLOAD_KINDS, f"{_SIDECAR_PREFIX}image", converter=container.convert_image),
    *_list_image_fields(f"{_SIDECAR_PREFIX}image", WORKLOAD_KINDS, _SIDECAR_PREFIX),
    ManifestField(f"{_SIDECAR_PREFIX}essential", WORKLOAD_KINDS, f"{_SIDECAR_PREFIX}essential", converter=container.convert_essential),
    ManifestField(
        f"{_SIDECAR_PREFIX}credentialsParameter",
        WORKLOAD_KINDS,
        f"{_SIDECAR_PREFIX}repositoryCredentials",
        converter=container.convert_credentials,
    ),
    *_list_variable_fields(_SIDECAR_PREFIX, _SIDECAR_PREFIX),
    ManifestField(
        f"{_SIDECAR_PREFIX}mount_points",
        WORKLOAD_KINDS,
        f"{_SIDECAR_PREFIX}volumes",
        "read-only unless told otherwise, as in Copilot",
        converter=container.convert_mount_points,
    ),
    ManifestField(f"{_SIDECAR_PREFIX}mount_points[]", WORKLOAD_KINDS, f"{_SIDECAR_PREFIX}volumes.<name>"),
    ManifestField(f"{_SIDECAR_PREFIX}mount_points[].source_volume", WORKLOAD_KINDS, f"{_SIDECAR_PREFIX}volumes.<name>"),
    ManifestField(f"{_SIDECAR_PREFIX}mount_points[].path", WORKLOAD_KINDS, f"{_SIDECAR_PREFIX}volumes.<name>.path"),
    ManifestField(f"{_SIDECAR_PREFIX}mount_points[].read_only", WORKLOAD_KINDS, f"{_SIDECAR_PREFIX}volumes.<name>.readOnly"),
    ManifestField(f"{_SIDECAR_PREFIX}labels", WORKLOAD_KINDS, f"{_SIDECAR_PREFIX}dockerLabels", converter=container.convert_labels),
    ManifestField(f"{_SIDECAR_PREFIX}labels.<name>", WORKLOAD_KINDS, f"{_SIDECAR_PREFIX}dockerLabels.<name>"),
    ManifestField(
        f"{_SIDECAR_PREFIX}depends_on",
        WORKLOAD_KINDS,
        f"{_SIDECAR_PREFIX}dependsOn",
        "the workload's own container is called main",
        converter=container.convert_dependencies,
    ),
    ManifestField(f"{_SIDECAR_PREFIX}depends_on.<container>", WORKLOAD_KINDS, f"{_SIDECAR_PREFIX}dependsOn.<container>"),
    *_list_health_check_fields(f"{_SIDECAR_PREFIX}healthcheck", WORKLOAD_KINDS, f"{_SIDECAR_PREFIX}healthCheck"),
]
