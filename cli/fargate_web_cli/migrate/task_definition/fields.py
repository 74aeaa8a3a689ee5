"""The table of the keys of a task definition, for the converter and the documentation.

Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html and API_ContainerDefinition.html beside it
"""

from typing import Final

from fargate_web_cli.migrate.manifest_field import FieldConverter, ManifestField
from fargate_web_cli.migrate.task_definition import container, logs, task
from fargate_web_cli.migrate.task_definition.container import make_converter, make_size_converter

TASK: Final = ("task",)
CONTAINERS: Final = ("main", "sidecar")


def _task(path: str, counterpart: str = "", note: str = "", converter: "FieldConverter | None" = None) -> ManifestField:
    return ManifestField(path, TASK, counterpart, note, converter=converter)


def _container(path: str, counterpart: str = "", note: str = "", converter: "FieldConverter | None" = None) -> ManifestField:
    return ManifestField(path, CONTAINERS, counterpart, note, converter=converter)


def _left(path: str, note: str, kinds: tuple[str, ...] = CONTAINERS) -> ManifestField:
    return ManifestField(path, kinds, "", note, "left")


TASK_FIELDS: Final[tuple[ManifestField, ...]] = (
    _task("family", "", "the service is called after it; names.taskDefinitionFamily keeps the name of the family"),
    _task("containerDefinitions", "", "container by container, below"),
    _task("cpu", "cpu", "rounded up to a size of Fargate", task.convert_size),
    _task("memory", "memory", "rounded up to a size of Fargate", task.convert_size),
    _task("networkMode", "", "always awsvpc", task.convert_network_mode),
    _task("requiresCompatibilities", "", "always FARGATE"),
    _task("executionRoleArn", "roles.executionRole", "made with what the settings need", task.report_execution_role),
    _task("taskRoleArn", "roles.taskRole.arn", "", task.convert_task_role),
    _task("runtimePlatform", "", "key by key"),
    _task("runtimePlatform.cpuArchitecture", "cpuArchitecture", "", make_converter("cpuArchitecture")),
    _task("runtimePlatform.operatingSystemFamily", "", "Linux only", task.convert_operating_system),
    _task("ephemeralStorage", "", "key by key"),
    _task("ephemeralStorage.sizeInGiB", "ephemeralStorage", "", task.convert_storage),
    _task("volumes", "volumes", "file systems of EFS and S3 Files, and folders that the containers share", task.convert_volumes),
    _task("tags", "tags", "", task.convert_tags),
    _task("placementConstraints", "", "Fargate spreads tasks over the zones"),
    _task("enableFaultInjection", "", "switch it on for an experiment of AWS FIS"),
    _left("pidMode", "containers share no processes here", TASK),
    _left("ipcMode", "Fargate shares no memory between containers", TASK),
    _left("proxyConfiguration", "App Mesh ended; write serviceConnect", TASK),
    _left("trustedExecutionConfiguration", "there is no such setting here", TASK),
    _left("inferenceAccelerators", "Fargate has none", TASK),
    *(
        _task(key, "", "AWS adds it to the revision")
        for key in (
            "taskDefinitionArn",
            "revision",
            "status",
            "requiresAttributes",
            "compatibilities",
            "registeredAt",
            "registeredBy",
            "deregisteredAt",
            "deleteRequestedAt",
        )
    ),
)
CONTAINER_FIELDS: Final[tuple[ManifestField, ...]] = (
    _container("name", "", "sidecars keep their names; the application is called main in dependsOn (names.container names it)"),
    _container("image", "image", "", make_converter("image")),
    _container("repositoryCredentials", "", "key by key"),
    _container("repositoryCredentials.credentialsParameter", "repositoryCredentials", "", make_converter("repositoryCredentials")),
    _container("cpu", "cpu", "of sidecars; the application has what they leave", make_size_converter("cpu")),
    _container("memory", "memory", "of sidecars; the application has what they leave", make_size_converter("memory")),
    _container(
        "memoryReservation",
        "memoryReservation",
        "of sidecars; the application has what they leave",
        make_size_converter("memoryReservation"),
    ),
    _container("portMappings", "port", "the first TCP port of the application", container.convert_ports),
    _container("essential", "essential", "of sidecars", container.convert_essential),
    _container("command", "command", "", make_converter("command", "texts")),
    _container("entryPoint", "entryPoint", "", make_converter("entryPoint", "texts")),
    _container("workingDirectory", "workingDirectory", "", make_converter("workingDirectory")),
    _container("environment", "environment, secrets", "what looks like a secret becomes a reference", container.convert_environment),
    _container("environmentFiles", "environmentFiles", "", container.convert_environment_files),
    _container("secrets", "secrets", "", container.convert_secrets),
    _container("mountPoints", "volumes", "", container.convert_mount_points),
    _container("dependsOn", "dependsOn", "", container.convert_dependencies),
    _container("healthCheck", "containerHealthCheck, healthCheck", "the second of sidecars", container.convert_health_check),
    _container("user", "user", "", make_converter("user")),
    _container("readonlyRootFilesystem", "readonlyRootFilesystem", "", make_converter("readonlyRootFilesystem", "boolean")),
    _container("stopTimeout", "stopTimeout", "", make_converter("stopTimeout", "number")),
    _container("dockerLabels", "dockerLabels", "", container.convert_labels),
    _container("ulimits", "ulimits.nofile", "the others are reported", container.convert_ulimits),
    _container("linuxParameters", "tmpfs", "and key by key", container.convert_linux_parameters),
    _container("linuxParameters.tmpfs", "tmpfs", "see linuxParameters"),
    _container("linuxParameters.initProcessEnabled", "initProcessEnabled", "", make_converter("initProcessEnabled", "boolean")),
    _container("linuxParameters.capabilities", "", "key by key"),
    _container("linuxParameters.capabilities.drop", "capabilities.drop", "", make_converter("capabilities.drop", "texts")),
    _container("linuxParameters.capabilities.add", "capabilities.add", "SYS_PTRACE only", container.convert_added_capabilities),
    _container("linuxParameters.swappiness", "", "Fargate does not swap"),
    _container("linuxParameters.maxSwap", "", "Fargate does not swap"),
    _left("linuxParameters.devices", "Fargate has no devices"),
    _left("linuxParameters.sharedMemorySize", "Fargate gives /dev/shm no other size; write tmpfs: for another folder"),
    _container("logConfiguration", "logs", "awslogs, and awsfirelens of the application", logs.convert_log_configuration),
    _container("firelensConfiguration", "logs.fireLens", "the container that has it becomes the log router"),
    _container("interactive", "", "there is no terminal; aws ecs execute-command opens one (enableExecuteCommand)"),
    _container("pseudoTerminal", "", "there is no terminal; aws ecs execute-command opens one (enableExecuteCommand)"),
    _container("hostname", "", "Fargate gives each task its name"),
    _left(
        "startTimeout",
        "how long others wait for this container is not a setting here; a health check with startPeriod tells when it is ready",
    ),
    _container("restartPolicy", "restartPolicy", "", container.convert_restart_policy),
    _container("versionConsistency", "versionConsistency", "", make_converter("versionConsistency")),
    _left("links", "the containers of a task reach each other on localhost"),
    _left("volumesFrom", "write volumes: for the folders that the containers share"),
    _left("disableNetworking", "Fargate gives every task a network"),
    _left("privileged", "Fargate runs no privileged containers"),
    _left("dnsServers", "Fargate resolves by the VPC; use Route 53 Resolver rules"),
    _left("dnsSearchDomains", "Fargate resolves by the VPC; write full names"),
    _left("extraHosts", "Fargate takes no further hosts; use a private hosted zone of Route 53"),
    _left("dockerSecurityOptions", "Fargate sets them itself; capabilities: takes privileges away"),
    _left("systemControls", "kernel parameters are no setting here"),
    _left("resourceRequirements", "Fargate has no GPUs"),
    _left("credentialSpecs", "they are of Windows, or of Active Directory on EC2"),
)
