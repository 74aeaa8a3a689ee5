"""The rows of what every workload has: its containers and its task."""

from typing import Final

from fargate_web_cli.migrate.copilot import container, deployment, schedule, task
from fargate_web_cli.migrate.copilot.manifest_field import SERVICES, WORKLOADS, Field
from fargate_web_cli.migrate.copilot.topics_and_queues import topics

_NOT_BUILT = "images are not built here: build and push, and write the address with its digest"


def _image(prefix: str, kinds: tuple[str, ...], here: str) -> list[Field]:
    """List the fields of an image, which a workload and a sidecar both have."""
    return [
        Field(f"{prefix}.build", kinds, f"{here}image", _NOT_BUILT),
        Field(f"{prefix}.build.dockerfile", kinds, "", "`docker build --file`"),
        Field(f"{prefix}.build.context", kinds, "", "`docker build <context>`"),
        Field(f"{prefix}.build.target", kinds, "", "`docker build --target`"),
        Field(f"{prefix}.build.cache_from", kinds, "", "`docker build --cache-from`"),
        Field(f"{prefix}.build.args", kinds, "", "`docker build --build-arg`"),
        Field(f"{prefix}.build.args.<name>", kinds, "", "`docker build --build-arg`"),
        Field(f"{prefix}.location", kinds, f"{here}image"),
        Field(f"{prefix}.credentials", kinds, f"{here}repositoryCredentials", convert=container.credentials),
        Field(f"{prefix}.labels", kinds, f"{here}dockerLabels", convert=container.labels),
        Field(f"{prefix}.labels.<name>", kinds, f"{here}dockerLabels.<name>"),
        Field(
            f"{prefix}.depends_on", kinds, f"{here}dependsOn", "the workload's own container is called main", convert=container.depends_on
        ),
        Field(f"{prefix}.depends_on.<container>", kinds, f"{here}dependsOn.<container>"),
    ]


def _health_check(prefix: str, kinds: tuple[str, ...], here: str) -> list[Field]:
    """List the fields of a container's health check."""
    return [
        Field(prefix, kinds, here, "Copilot's defaults are written out", convert=container.health_check),
        *(Field(f"{prefix}.{key}", kinds, f"{here}.{key}") for key in ("command", "interval", "retries", "timeout")),
        Field(f"{prefix}.start_period", kinds, f"{here}.startPeriod"),
    ]


def _environment(prefix: str, here: str) -> list[Field]:
    """List the fields of variables and secrets."""
    export = "write the value: `aws cloudformation list-exports`"
    return [
        Field(f"{prefix}variables", WORKLOADS, f"{here}environment", convert=container.variables),
        Field(f"{prefix}variables.<name>", WORKLOADS, f"{here}environment.<name>"),
        Field(f"{prefix}variables.<name>.from_cfn", WORKLOADS, "", export),
        Field(f"{prefix}secrets", WORKLOADS, f"{here}secrets", "the execution role may read exactly these", convert=container.secrets),
        Field(f"{prefix}secrets.<name>", WORKLOADS, f"{here}secrets.<name>"),
        Field(f"{prefix}secrets.<name>.secretsmanager", WORKLOADS, f"{here}secrets.<name>", "the name becomes an ARN"),
        Field(f"{prefix}secrets.<name>.from_cfn", WORKLOADS, "", export),
        Field(
            f"{prefix}env_file",
            WORKLOADS,
            f"{here}environmentFiles",
            "Copilot uploads the file; here it lies in an S3 bucket of yours",
            convert=container.env_file,
        ),
        Field(
            f"{prefix}entrypoint", WORKLOADS, f"{here}entryPoint", "text is split as a shell does", convert=container.words("entryPoint")
        ),
        Field(f"{prefix}command", WORKLOADS, f"{here}command", "text is split as a shell does", convert=container.words("command")),
    ]


_SIDECAR: Final = "sidecars.<name>."
_VOLUME: Final = "storage.volumes.<name>"

COMMON: Final = [
    Field("name", WORKLOADS, "the key under services or scheduledTasks"),
    Field("type", WORKLOADS, "services or scheduledTasks"),
    Field("image", WORKLOADS, "image", convert=container.image),
    *_image("image", WORKLOADS, ""),
    *_health_check("image.healthcheck", SERVICES, "containerHealthCheck"),
    Field("cpu", WORKLOADS, "cpu", convert=task.number("cpu")),
    Field("memory", WORKLOADS, "memory", convert=task.number("memory")),
    Field("platform", WORKLOADS, "cpuArchitecture", "tasks run on Linux", convert=task.platform),
    Field("platform.osfamily", WORKLOADS, "", "tasks run on Linux"),
    Field("platform.architecture", WORKLOADS, "cpuArchitecture"),
    *_environment("", ""),
]

SIDECARS: Final = [
    Field("sidecars", WORKLOADS, "sidecars"),
    Field("sidecars.<name>", WORKLOADS, "sidecars.<name>"),
    Field(f"{_SIDECAR}port", WORKLOADS, "", "containers of a task reach each other on localhost; a port needs no word"),
    Field(f"{_SIDECAR}image", WORKLOADS, f"{_SIDECAR}image", convert=container.image),
    *_image(f"{_SIDECAR}image", WORKLOADS, _SIDECAR),
    Field(f"{_SIDECAR}essential", WORKLOADS, f"{_SIDECAR}essential", convert=container.essential),
    Field(f"{_SIDECAR}credentialsParameter", WORKLOADS, f"{_SIDECAR}repositoryCredentials", convert=container.credentials),
    *_environment(_SIDECAR, _SIDECAR),
    Field(
        f"{_SIDECAR}mount_points",
        WORKLOADS,
        f"{_SIDECAR}volumes",
        "read-only unless told otherwise, as in Copilot",
        convert=container.mount_points,
    ),
    Field(f"{_SIDECAR}mount_points[]", WORKLOADS, f"{_SIDECAR}volumes.<name>"),
    Field(f"{_SIDECAR}mount_points[].source_volume", WORKLOADS, f"{_SIDECAR}volumes.<name>"),
    Field(f"{_SIDECAR}mount_points[].path", WORKLOADS, f"{_SIDECAR}volumes.<name>.path"),
    Field(f"{_SIDECAR}mount_points[].read_only", WORKLOADS, f"{_SIDECAR}volumes.<name>.readOnly"),
    Field(f"{_SIDECAR}labels", WORKLOADS, f"{_SIDECAR}dockerLabels", convert=container.labels),
    Field(f"{_SIDECAR}labels.<name>", WORKLOADS, f"{_SIDECAR}dockerLabels.<name>"),
    Field(
        f"{_SIDECAR}depends_on",
        WORKLOADS,
        f"{_SIDECAR}dependsOn",
        "the workload's own container is called main",
        convert=container.depends_on,
    ),
    Field(f"{_SIDECAR}depends_on.<container>", WORKLOADS, f"{_SIDECAR}dependsOn.<container>"),
    *_health_check(f"{_SIDECAR}healthcheck", WORKLOADS, f"{_SIDECAR}healthCheck"),
]

TASK: Final = [
    Field("storage", WORKLOADS, "volumes"),
    Field("storage.ephemeral", WORKLOADS, "ephemeralStorage", convert=task.ephemeral),
    Field(
        "storage.readonly_fs",
        WORKLOADS,
        "readonlyRootFilesystem",
        "`/tmp` stays writable here (writablePaths)",
        convert=task.truth("readonlyRootFilesystem"),
    ),
    Field("storage.volumes", WORKLOADS, "volumes", convert=task.volumes),
    Field(_VOLUME, WORKLOADS, "volumes.<name>"),
    Field(f"{_VOLUME}.path", WORKLOADS, "volumes.<name>.path"),
    Field(f"{_VOLUME}.read_only", WORKLOADS, "volumes.<name>.readOnly", "Copilot's default, true, is written out"),
    Field(f"{_VOLUME}.efs", WORKLOADS, "volumes.<name>.fileSystemId", "file systems are not made here: keep the one that Copilot made"),
    Field(f"{_VOLUME}.efs.id", WORKLOADS, "volumes.<name>.fileSystemId"),
    Field(f"{_VOLUME}.efs.id.from_cfn", WORKLOADS, "", "write the id: `aws cloudformation list-exports`"),
    Field(f"{_VOLUME}.efs.root_dir", WORKLOADS, "volumes.<name>.rootDirectory"),
    Field(f"{_VOLUME}.efs.uid", WORKLOADS, "", "the access point says it: volumes.<name>.accessPointId"),
    Field(f"{_VOLUME}.efs.gid", WORKLOADS, "", "the access point says it: volumes.<name>.accessPointId"),
    Field(f"{_VOLUME}.efs.auth", WORKLOADS, "volumes.<name>"),
    Field(f"{_VOLUME}.efs.auth.iam", WORKLOADS, "volumes.<name>.iam"),
    Field(f"{_VOLUME}.efs.auth.access_point_id", WORKLOADS, "volumes.<name>.accessPointId"),
    Field("logging", WORKLOADS, "logs", convert=task.logging),
    Field("logging.retention", WORKLOADS, "logs.retentionInDays", "Copilot's default, 30, is written out"),
    Field("logging.image", WORKLOADS, "logs.fireLens.image"),
    Field("logging.destination", WORKLOADS, "logs.fireLens.options"),
    Field("logging.destination.<name>", WORKLOADS, "logs.fireLens.options.<name>"),
    Field("logging.enableMetadata", WORKLOADS, "logs.fireLens.enableEcsLogMetadata"),
    Field("logging.secretOptions", WORKLOADS, "logs.fireLens.secretOptions"),
    Field("logging.secretOptions.<name>", WORKLOADS, "logs.fireLens.secretOptions.<name>"),
    Field("logging.secretOptions.<name>.secretsmanager", WORKLOADS, "logs.fireLens.secretOptions.<name>"),
    Field("logging.secretOptions.<name>.from_cfn", WORKLOADS, "", "write the name or the ARN"),
    Field("logging.configFilePath", WORKLOADS, "logs.fireLens.configFile"),
    Field(
        "logging.env_file",
        WORKLOADS,
        "",
        "the router takes no file of variables here; write the values under logs.fireLens.options",
        "left",
    ),
    Field("taskdef_overrides", WORKLOADS, "", "the few with a counterpart are carried; each of the others is told", convert=task.overrides),
    Field("taskdef_overrides[]", WORKLOADS),
    Field("taskdef_overrides[].path", WORKLOADS),
    Field("taskdef_overrides[].value", WORKLOADS),
    Field("network", WORKLOADS, "subnets"),
    Field("network.vpc", WORKLOADS, "subnets"),
    Field("network.vpc.placement", WORKLOADS, "subnets", "Copilot's default, public, is written out", convert=task.placement),
    Field(
        "network.vpc.placement.subnets",
        WORKLOADS,
        "network.existing",
        "tasks run in all subnets of a tier: list those as network.existing.privateSubnets",
    ),
    Field("network.vpc.placement.subnets.from_tags", WORKLOADS, "network.existing", "as above"),
    Field("network.vpc.placement.subnets.from_tags.<name>", WORKLOADS, "network.existing", "as above"),
    Field(
        "network.vpc.security_groups",
        WORKLOADS,
        "allowFrom",
        "the tasks have one group of their own; it is admitted where they connect to",
        convert=task.security_groups,
    ),
    Field("network.vpc.security_groups.from_cfn", WORKLOADS, "", "as above"),
    Field("network.vpc.security_groups.deny_default", WORKLOADS, "allowFrom", "true leaves out the other workloads from allowFrom"),
    Field("network.vpc.security_groups.groups", WORKLOADS, "", "as above"),
    Field("network.vpc.security_groups.groups.from_cfn", WORKLOADS, "", "as above"),
    Field("publish", WORKLOADS),
    Field(
        "publish.topics", WORKLOADS, "roles.taskRole.statements", "topics are not made here; the permission to publish is", convert=topics
    ),
    Field("publish.topics[]", WORKLOADS),
    Field("publish.topics[].name", WORKLOADS, "roles.taskRole.statements"),
    Field("publish.topics[].fifo", WORKLOADS, "", "of the topic, which is not made here"),
    Field("publish.topics[].fifo.content_based_deduplication", WORKLOADS, "", "of the topic, which is not made here"),
    Field("environments", WORKLOADS, "a stack file for each", "`--environment` applies the overrides of one"),
]

JOB: Final = [
    Field("on", ("job",), "schedule"),
    Field("on.schedule", ("job",), "schedule", "as EventBridge Scheduler writes it: six fields, rate(…)", convert=schedule.schedule),
    Field(
        "retries",
        ("job",),
        "",
        "a task that starts and fails is not started again here (retry is for a start that fails): let the command try again",
        "left",
    ),
    Field("timeout", ("job",), "", 'nothing stops a task that runs: let the command stop itself (command: [timeout, "3600", …])', "left"),
]

DEPLOYMENT: Final = [
    Field(
        "exec",
        SERVICES,
        "enableExecuteCommand",
        "sessions are recorded (cluster.executeCommandLogs)",
        convert=task.truth("enableExecuteCommand"),
    ),
    Field("deployment", SERVICES, "deployment"),
    Field(
        "deployment.rolling",
        SERVICES,
        "deployment.minimumHealthyPercent, deployment.maximumPercent",
        "recreate is 0 and 100",
        convert=deployment.rolling,
    ),
    Field(
        "deployment.rollback_alarms",
        SERVICES,
        "deployment.alarms.names",
        "alarms by name; those that Copilot makes are left",
        convert=deployment.rollback_alarms,
    ),
    Field("deployment.rollback_alarms.cpu_utilization", SERVICES, "", "an alarm of yours, in deployment.alarms.names"),
    Field("deployment.rollback_alarms.memory_utilization", SERVICES, "", "an alarm of yours, in deployment.alarms.names"),
    Field("deployment.rollback_alarms.messages_delayed", ("worker",), "", "an alarm of yours, in deployment.alarms.names"),
    Field("observability", SERVICES, "tracing"),
    Field("observability.tracing", SERVICES, "tracing", convert=task.tracing),
    Field("network.connect", SERVICES, "serviceConnect", convert=deployment.connect),
    Field("network.connect.alias", SERVICES, "serviceConnect.clientAlias"),
]
