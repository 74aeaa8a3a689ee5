"""The rows for the task of every workload, for deployments and for the schedule of a job."""

from typing import Final

from fargate_web_cli.migrate.copilot import deployment, schedule, task
from fargate_web_cli.migrate.copilot.topics import convert_topics
from fargate_web_cli.migrate.manifest_field import SERVICE_KINDS, WORKLOAD_KINDS, ManifestField


def _list_router_fields() -> list[ManifestField]:
    """List the fields of variables and secrets of the log router, which has none here."""
    note = "the log router has no variables and secrets here; write values under logs.fireLens.options, secrets under logs.fireLens.secretOptions"
    return [
        row
        for key in ("variables", "secrets")
        for row in (
            ManifestField(f"logging.{key}", WORKLOAD_KINDS, "", note, "left"),
            ManifestField(f"logging.{key}.<name>", WORKLOAD_KINDS, "", f"as logging.{key}"),
            ManifestField(f"logging.{key}.<name>.from_cfn", WORKLOAD_KINDS, "", f"as logging.{key}"),
            *(
                [ManifestField("logging.secrets.<name>.secretsmanager", WORKLOAD_KINDS, "", "as logging.secrets")]
                if key == "secrets"
                else []
            ),
        )
    ]


_VOLUME_PREFIX: Final = "storage.volumes.<name>"

TASK_FIELDS: Final = [
    ManifestField("storage", WORKLOAD_KINDS, "volumes"),
    ManifestField("storage.ephemeral", WORKLOAD_KINDS, "ephemeralStorage", converter=task.convert_ephemeral_storage),
    ManifestField(
        "storage.readonly_fs",
        WORKLOAD_KINDS,
        "readonlyRootFilesystem",
        "`/tmp` is read-only too, as in Copilot (writablePaths)",
        converter=task.convert_readonly_file_system,
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
    ManifestField(
        f"{_VOLUME_PREFIX}.efs.id.from_cfn", WORKLOAD_KINDS, "", "write the id (`aws cloudformation list-exports`), or `{ssmParameter: …}`"
    ),
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
    *_list_router_fields(),
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
    ManifestField("network.vpc.security_groups[]", WORKLOAD_KINDS, "", "as above"),
    ManifestField("network.vpc.security_groups[].from_cfn", WORKLOAD_KINDS, "", "as above"),
    ManifestField("network.vpc.security_groups.from_cfn", WORKLOAD_KINDS, "", "as above"),
    ManifestField(
        "network.vpc.security_groups.deny_default", WORKLOAD_KINDS, "allowFrom", "true leaves out the other workloads from allowFrom"
    ),
    ManifestField("network.vpc.security_groups.groups", WORKLOAD_KINDS, "", "as above"),
    ManifestField("network.vpc.security_groups.groups[]", WORKLOAD_KINDS, "", "as above"),
    ManifestField("network.vpc.security_groups.groups[].from_cfn", WORKLOAD_KINDS, "", "as above"),
    ManifestField("network.vpc.security_groups.groups.from_cfn", WORKLOAD_KINDS, "", "as above"),
    ManifestField("publish", WORKLOAD_KINDS),
    ManifestField("publish.topics", WORKLOAD_KINDS, "topics", "of a job: `roles.taskRole.statements` alone", converter=convert_topics),
    ManifestField("publish.topics[]", WORKLOAD_KINDS),
    ManifestField("publish.topics[].name", WORKLOAD_KINDS, "topics"),
    ManifestField("publish.topics[].fifo", WORKLOAD_KINDS, "topics.<name>.fifo"),
    ManifestField("publish.topics[].fifo.content_based_deduplication", WORKLOAD_KINDS, "topics.<name>.fifo.contentBasedDeduplication"),
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
        "timeout",
        ("job",),
        "",
        'nothing stops a task that runs: let the command stop itself (command: [timeout, "<seconds>", …])',
        "left",
        converter=schedule.report_timeout,
    ),
]

DEPLOYMENT_FIELDS: Final = [
    ManifestField(
        "exec",
        SERVICE_KINDS,
        "enableExecuteCommand",
        "sessions are recorded (cluster.executeCommandLogs)",
        converter=task.convert_exec,
    ),
    ManifestField("exec.enable", SERVICE_KINDS, "enableExecuteCommand"),
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
    ManifestField(
        "network.connect",
        SERVICE_KINDS,
        "serviceConnect",
        "with appProtocol tcp, as in Copilot",
        converter=deployment.convert_service_connect,
    ),
    ManifestField("network.connect.alias", SERVICE_KINDS, "serviceConnect.clientAlias"),
]
