"""The rows for the containers and the task of every workload."""

from typing import Final

from fargate_web_cli.migrate.copilot import container, deployment, schedule, task
from fargate_web_cli.migrate.copilot.topics_and_queues import convert_topics
from fargate_web_cli.migrate.manifest_field import SERVICE_KINDS, WORKLOAD_KINDS, ManifestField

_BUILD_NOTE = "images are not built here: build and push, and write the address with its digest"


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
        ManifestField(f"{prefix}.credentials", kinds, f"{here}repositoryCredentials", converter=container.convert_credentials),
        ManifestField(f"{prefix}.labels", kinds, f"{here}dockerLabels", converter=container.convert_labels),
        ManifestField(f"{prefix}.labels.<name>", kinds, f"{here}dockerLabels.<name>"),
        ManifestField(
            f"{prefix}.depends_on",
            kinds,
            f"{here}dependsOn",
            "the workload's own container is called main",
            converter=container.convert_dependencies,
        ),
        ManifestField(f"{prefix}.depends_on.<container>", kinds, f"{here}dependsOn.<container>"),
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
    export = "write the value: `aws cloudformation list-exports`"
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
        ManifestField(f"{prefix}secrets.<name>.from_cfn", WORKLOAD_KINDS, "", export),
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
_VOLUME_PREFIX: Final = "storage.volumes.<name>"

COMMON_FIELDS: Final = [
    ManifestField("name", WORKLOAD_KINDS, "the key under services or scheduledTasks"),
    ManifestField("type", WORKLOAD_KINDS, "services or scheduledTasks"),
    ManifestField("image", WORKLOAD_KINDS, "image", converter=container.convert_image),
    *_list_image_fields("image", WORKLOAD_KINDS, ""),
    *_list_health_check_fields("image.healthcheck", SERVICE_KINDS, "containerHealthCheck"),
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
    ManifestField(f"{_SIDECAR_PREFIX}port", WORKLOAD_KINDS, "", "containers of a task reach each other on localhost; a port needs no word"),
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

TASK_FIELDS: Final = [
    ManifestField("storage", WORKLOAD_KINDS, "volumes"),
    ManifestField("storage.ephemeral", WORKLOAD_KINDS, "ephemeralStorage", converter=task.convert_ephemeral_storage),
    ManifestField(
        "storage.readonly_fs",
        WORKLOAD_KINDS,
        "readonlyRootFilesystem",
        "`/tmp` stays writable here (writablePaths)",
        converter=task.make_boolean_converter("readonlyRootFilesystem"),
    ),
    ManifestField("storage.volumes", WORKLOAD_KINDS, "volumes", converter=task.convert_volumes),
    ManifestField(_VOLUME_PREFIX, WORKLOAD_KINDS, "volumes.<name>"),
    ManifestField(f"{_VOLUME_PREFIX}.path", WORKLOAD_KINDS, "volumes.<name>.path"),
    ManifestField(f"{_VOLUME_PREFIX}.read_only", WORKLOAD_KINDS, "volumes.<name>.readOnly", "Copilot's default, true, is written out"),
    ManifestField(
        f"{_VOLUME_PREFIX}.efs",
        WORKLOAD_KINDS,
        "volumes.<name>.fileSystemId",
        "file systems are not made here: keep the one that Copilot made",
    ),
    ManifestField(f"{_VOLUME_PREFIX}.efs.id", WORKLOAD_KINDS, "volumes.<name>.fileSystemId"),
    ManifestField(f"{_VOLUME_PREFIX}.efs.id.from_cfn", WORKLOAD_KINDS, "", "write the id: `aws cloudformation list-exports`"),
    ManifestField(f"{_VOLUME_PREFIX}.efs.root_dir", WORKLOAD_KINDS, "volumes.<name>.rootDirectory"),
    ManifestField(f"{_VOLUME_PREFIX}.efs.uid", WORKLOAD_KINDS, "", "the access point says it: volumes.<name>.accessPointId"),
    ManifestField(f"{_VOLUME_PREFIX}.efs.gid", WORKLOAD_KINDS, "", "the access point says it: volumes.<name>.accessPointId"),
    ManifestField(f"{_VOLUME_PREFIX}.efs.auth", WORKLOAD_KINDS, "volumes.<name>"),
    ManifestField(f"{_VOLUME_PREFIX}.efs.auth.iam", WORKLOAD_KINDS, "volumes.<name>.iam"),
    ManifestField(f"{_VOLUME_PREFIX}.efs.auth.access_point_id", WORKLOAD_KINDS, "volumes.<name>.accessPointId"),
    ManifestField("logging", WORKLOAD_KINDS, "logs", converter=task.convert_logging),
    ManifestField("logging.retention", WORKLOAD_KINDS, "logs.retentionInDays", "Copilot's default, 30, is written out"),
    ManifestField("logging.image", WORKLOAD_KINDS, "logs.fireLens.image"),
    ManifestField("logging.destination", WORKLOAD_KINDS, "logs.fireLens.options"),
    ManifestField("logging.destination.<name>", WORKLOAD_KINDS, "logs.fireLens.options.<name>"),
    ManifestField("logging.enableMetadata", WORKLOAD_KINDS, "logs.fireLens.enableEcsLogMetadata"),
    ManifestField("logging.secretOptions", WORKLOAD_KINDS, "logs.fireLens.secretOptions"),
    ManifestField("logging.secretOptions.<name>", WORKLOAD_KINDS, "logs.fireLens.secretOptions.<name>"),
    ManifestField("logging.secretOptions.<name>.secretsmanager", WORKLOAD_KINDS, "logs.fireLens.secretOptions.<name>"),
    ManifestField("logging.secretOptions.<name>.from_cfn", WORKLOAD_KINDS, "", "write the name or the ARN"),
    ManifestField("logging.configFilePath", WORKLOAD_KINDS, "logs.fireLens.configFile"),
    ManifestField(
        "logging.env_file",
        WORKLOAD_KINDS,
        "",
        "the router takes no file of variables here; write the values under logs.fireLens.options",
        "left",
    ),
    ManifestField(
        "taskdef_overrides",
        WORKLOAD_KINDS,
        "",
        "the few with a counterpart are converted; the others are reported",
        converter=task.convert_overrides,
    ),
    ManifestField("taskdef_overrides[]", WORKLOAD_KINDS),
    ManifestField("taskdef_overrides[].path", WORKLOAD_KINDS),
    ManifestField("taskdef_overrides[].value", WORKLOAD_KINDS),
    ManifestField("network", WORKLOAD_KINDS, "subnets"),
    ManifestField("network.vpc", WORKLOAD_KINDS, "subnets"),
    ManifestField(
        "network.vpc.placement", WORKLOAD_KINDS, "subnets", "Copilot's default, public, is written out", converter=task.convert_placement
    ),
    ManifestField(
        "network.vpc.placement.subnets",
        WORKLOAD_KINDS,
        "network.existing",
        "tasks run in all subnets of a tier: list those as network.existing.privateSubnets",
    ),
    ManifestField("network.vpc.placement.subnets.from_tags", WORKLOAD_KINDS, "network.existing", "as above"),
    ManifestField("network.vpc.placement.subnets.from_tags.<name>", WORKLOAD_KINDS, "network.existing", "as above"),
    ManifestField(
        "network.vpc.security_groups",
        WORKLOAD_KINDS,
        "allowFrom",
        "the tasks have one group of their own; it is admitted where they connect to",
        converter=task.report_security_groups,
    ),
    ManifestField("network.vpc.security_groups.from_cfn", WORKLOAD_KINDS, "", "as above"),
    ManifestField(
        "network.vpc.security_groups.deny_default", WORKLOAD_KINDS, "allowFrom", "true leaves out the other workloads from allowFrom"
    ),
    ManifestField("network.vpc.security_groups.groups", WORKLOAD_KINDS, "", "as above"),
    ManifestField("network.vpc.security_groups.groups.from_cfn", WORKLOAD_KINDS, "", "as above"),
    ManifestField("publish", WORKLOAD_KINDS),
    ManifestField(
        "publish.topics",
        WORKLOAD_KINDS,
        "roles.taskRole.statements",
        "topics are not made here; the permission to publish is",
        converter=convert_topics,
    ),
    ManifestField("publish.topics[]", WORKLOAD_KINDS),
    ManifestField("publish.topics[].name", WORKLOAD_KINDS, "roles.taskRole.statements"),
    ManifestField("publish.topics[].fifo", WORKLOAD_KINDS, "", "of the topic, which is not made here"),
    ManifestField("publish.topics[].fifo.content_based_deduplication", WORKLOAD_KINDS, "", "of the topic, which is not made here"),
    ManifestField("environments", WORKLOAD_KINDS, "a stack file for each", "`--environment` applies the overrides of one"),
]

JOB_FIELDS: Final = [
    ManifestField("on", ("job",), "schedule"),
    ManifestField(
        "on.schedule", ("job",), "schedule", "as EventBridge Scheduler writes it: six fields, rate(…)", converter=schedule.convert_schedule
    ),
    ManifestField(
        "retries",
        ("job",),
        "",
        "a task that starts and fails is not started again here (retry is for a start that fails): let the command try again",
        "left",
    ),
    ManifestField(
        "timeout", ("job",), "", 'nothing stops a task that runs: let the command stop itself (command: [timeout, "3600", …])', "left"
    ),
]

DEPLOYMENT_FIELDS: Final = [
    ManifestField(
        "exec",
        SERVICE_KINDS,
        "enableExecuteCommand",
        "sessions are recorded (cluster.executeCommandLogs)",
        converter=task.make_boolean_converter("enableExecuteCommand"),
    ),
    ManifestField("deployment", SERVICE_KINDS, "deployment"),
    ManifestField(
        "deployment.rolling",
        SERVICE_KINDS,
        "deployment.minimumHealthyPercent, deployment.maximumPercent",
        "recreate is 0 and 100",
        converter=deployment.convert_rolling,
    ),
    ManifestField(
        "deployment.rollback_alarms",
        SERVICE_KINDS,
        "deployment.alarms.names",
        "alarms by name; those that Copilot makes are left",
        converter=deployment.convert_rollback_alarms,
    ),
    ManifestField("deployment.rollback_alarms.cpu_utilization", SERVICE_KINDS, "", "an alarm of yours, in deployment.alarms.names"),
    ManifestField("deployment.rollback_alarms.memory_utilization", SERVICE_KINDS, "", "an alarm of yours, in deployment.alarms.names"),
    ManifestField("deployment.rollback_alarms.messages_delayed", ("worker",), "", "an alarm of yours, in deployment.alarms.names"),
    ManifestField("observability", SERVICE_KINDS, "tracing"),
    ManifestField("observability.tracing", SERVICE_KINDS, "tracing", converter=task.convert_tracing),
    ManifestField("network.connect", SERVICE_KINDS, "serviceConnect", converter=deployment.convert_service_connect),
    ManifestField("network.connect.alias", SERVICE_KINDS, "serviceConnect.clientAlias"),
]
