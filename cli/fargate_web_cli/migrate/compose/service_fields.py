"""The table of the keys of a Compose file, for the converter and the documentation.

Source: https://github.com/compose-spec/compose-spec/blob/main/spec.md
"""

from typing import Final

from fargate_web_cli.migrate.compose import container, deployment
from fargate_web_cli.migrate.manifest_field import ManifestField

SERVICE: Final = ("service",)
FILE: Final = ("file",)
_HOST: Final = "Fargate has no host that is yours"
_LOGS: Final = "the output goes to CloudWatch Logs; write logs: for its retention, or logs.fireLens for another place"


def _same(path: str, note: str) -> ManifestField:
    """Build the row of a key that has no meaning on Fargate, or that another row converts."""
    return ManifestField(path, SERVICE, "", note)


def _left(path: str, note: str, counterpart: str = "") -> ManifestField:
    """Build the row of a key that is reported."""
    return ManifestField(path, SERVICE, counterpart, note, "left")


SERVICE_FIELDS: Final[tuple[ManifestField, ...]] = (
    ManifestField(
        "image", SERVICE, "image", "without its own registry only where the service is not built", converter=container.convert_image
    ),
    ManifestField("build", SERVICE, "image", "a placeholder, and the command that builds the image", converter=container.convert_build),
    ManifestField("command", SERVICE, "command", converter=container.make_command_converter("command")),
    ManifestField("entrypoint", SERVICE, "entryPoint", converter=container.make_command_converter("entryPoint")),
    ManifestField("working_dir", SERVICE, "workingDirectory", converter=container.make_text_converter("workingDirectory")),
    ManifestField("user", SERVICE, "user", converter=container.make_text_converter("user")),
    ManifestField("read_only", SERVICE, "readonlyRootFilesystem", converter=container.make_switch_converter("readonlyRootFilesystem")),
    ManifestField("init", SERVICE, "initProcessEnabled", converter=container.make_switch_converter("initProcessEnabled")),
    ManifestField(
        "environment",
        SERVICE,
        "environment, secrets",
        "what looks like a secret becomes a reference",
        converter=container.convert_environment,
    ),
    ManifestField("env_file", SERVICE, "environment, secrets", "the lines of the files", converter=container.convert_environment_files),
    ManifestField("healthcheck", SERVICE, "containerHealthCheck", "within the limits of ECS", converter=container.convert_health_check),
    ManifestField("stop_grace_period", SERVICE, "stopTimeout", "2 to 120 seconds", converter=container.convert_stop_period),
    ManifestField("platform", SERVICE, "cpuArchitecture", converter=container.convert_platform),
    ManifestField("cap_add", SERVICE, "capabilities.add", "SYS_PTRACE only", converter=container.convert_capabilities),
    ManifestField("cap_drop", SERVICE, "capabilities.drop", converter=container.convert_capabilities),
    ManifestField("ulimits", SERVICE, "ulimits.nofile", "the others are reported", converter=container.convert_ulimits),
    ManifestField("labels", SERVICE, "dockerLabels", "those of reverse proxies are reported", converter=container.convert_labels),
    ManifestField("tmpfs", SERVICE, "tmpfs", "64 MiB without a size", converter=container.convert_temporary_folders),
    ManifestField(
        "volumes",
        SERVICE,
        "volumes, tmpfs",
        "unnamed ones become empty folders; named ones and those of the host are reported",
        converter=container.convert_volumes,
    ),
    ManifestField(
        "ports", SERVICE, "port, route", "the first TCP port; the service is behind the load balancer", converter=deployment.convert_ports
    ),
    ManifestField(
        "expose", SERVICE, "port", "without ports: the service is called by other services only", converter=deployment.convert_expose
    ),
    ManifestField(
        "depends_on",
        SERVICE,
        "serviceConnect, allowFrom",
        "ECS does not start services in an order; services reach each other by name",
        converter=deployment.convert_dependencies,
    ),
    ManifestField("links", SERVICE, "serviceConnect, allowFrom", converter=deployment.convert_dependencies),
    ManifestField("scale", SERVICE, "desiredCount", converter=deployment.convert_count),
    ManifestField("cpus", SERVICE, "cpu", "rounded up to a size of Fargate", converter=deployment.convert_limits),
    ManifestField("mem_limit", SERVICE, "memory", "rounded up to a size of Fargate", converter=deployment.convert_limits),
    ManifestField("deploy", SERVICE, "", "key by key, below"),
    ManifestField("deploy.replicas", SERVICE, "desiredCount", converter=deployment.convert_count),
    ManifestField(
        "deploy.resources", SERVICE, "cpu, memory", "the limits, rounded up to a size of Fargate", converter=deployment.convert_resources
    ),
    _same("deploy.resources.limits", "see resources"),
    _same("deploy.resources.limits.cpus", "see resources"),
    _same("deploy.resources.limits.memory", "see resources"),
    _left("deploy.resources.limits.pids", "Fargate has no limit of processes"),
    _same("deploy.resources.reservations", "a task has its size for itself, so nothing is reserved"),
    _same("deploy.resources.reservations.cpus", "see reservations"),
    _same("deploy.resources.reservations.memory", "see reservations"),
    _left("deploy.resources.reservations.generic_resources", "Fargate has no generic resources"),
    _left("deploy.resources.reservations.devices", "Fargate has no GPUs and no other devices; run the service on EC2"),
    _left(
        "deploy.mode", "a service has a number of tasks; global and job modes are of Swarm (a task that ends: scheduledTasks, or migration)"
    ),
    _left("deploy.update_config", "write deployment: for how a new version takes over (rolling, blueGreen, canary, linear)", "deployment"),
    _same("deploy.rollback_config", "a deployment that fails is rolled back"),
    _same("deploy.restart_policy", "ECS restarts tasks that end"),
    _same("deploy.placement", "Fargate spreads tasks over the zones"),
    _same("deploy.endpoint_mode", "it is of Swarm"),
    _same("deploy.labels", "they are of Swarm's services; write tags:"),
    _same("restart", "ECS restarts the tasks of a service; what ends by itself belongs under scheduledTasks or migration"),
    _same("container_name", "containers are named after their service"),
    _same("hostname", "Fargate gives each task its name"),
    _same("domainname", "Fargate gives each task its name"),
    _same("networks", "security groups stand for networks: who may call whom is allowFrom"),
    _same("profiles", "a service with profiles is not converted but reported"),
    _same("extends", "what is in the same file is merged; another file is reported"),
    _same("pull_policy", "ECS pulls the image for each task"),
    _same("stdin_open", "there is no terminal; aws ecs execute-command opens one (enableExecuteCommand)"),
    _same("tty", "there is no terminal; aws ecs execute-command opens one (enableExecuteCommand)"),
    _same("attach", "it is of docker compose up"),
    _same("annotations", "they are of the container runtime"),
    _same("develop", "it is of docker compose watch"),
    _same("mac_address", "Fargate gives each task its address"),
    _same("cgroup", _HOST),
    _same("cgroup_parent", _HOST),
    _same("blkio_config", _HOST),
    _same("cpu_shares", "a task has its size for itself"),
    _same("cpu_period", "a task has its size for itself"),
    _same("cpu_quota", "a task has its size for itself"),
    _same("cpu_rt_period", _HOST),
    _same("cpu_rt_runtime", _HOST),
    _same("cpu_count", "it is of Windows"),
    _same("cpu_percent", "it is of Windows"),
    _same("cpuset", _HOST),
    _same("isolation", "it is of Windows"),
    _same("mem_reservation", "a task has its size for itself"),
    _same("mem_swappiness", "Fargate does not swap"),
    _same("memswap_limit", "Fargate does not swap"),
    _same("oom_kill_disable", _HOST),
    _same("oom_score_adj", _HOST),
    _same("storage_opt", _HOST),
    _same("stop_signal", "write STOPSIGNAL in the Dockerfile, where ECS reads it; SIGTERM unless it says another"),
    _left(
        "secrets",
        "write secrets: {<VARIABLE>: <ARN or name of an SSM parameter>}; they come as environment variables, not as files",
        "secrets",
    ),
    _left("configs", "copy the file into the image, or read it from S3 or SSM at the start"),
    _left("logging", _LOGS, "logs"),
    _left("external_links", "write the address of what is called under environment"),
    _left("extra_hosts", "Fargate takes no further hosts; use a private hosted zone of Route 53"),
    _left("dns", "Fargate resolves by the VPC; use Route 53 Resolver rules"),
    _left("dns_opt", "Fargate resolves by the VPC"),
    _left("dns_search", "Fargate resolves by the VPC; write full names"),
    _left(
        "network_mode",
        "each task has a network interface of its own; containers that share localhost belong into one service, as sidecars",
        "sidecars",
    ),
    _left("pid", "Fargate shares no processes with a host"),
    _left("ipc", "Fargate shares no memory with a host"),
    _left("uts", "Fargate shares no names with a host"),
    _left("userns_mode", "Fargate has its own isolation of users"),
    _left("privileged", "Fargate runs no privileged containers; do without, or run the service on EC2"),
    _left("devices", "Fargate has no devices"),
    _left("device_cgroup_rules", "Fargate has no devices"),
    _left("gpus", "Fargate has no GPUs; run the service on EC2"),
    _left("group_add", "a container has the groups of its user; write user: with its group"),
    _left("pids_limit", "Fargate has no limit of processes"),
    _left("security_opt", "Fargate sets AppArmor and seccomp itself; capabilities: takes privileges away", "capabilities"),
    _left("shm_size", "Fargate gives /dev/shm no other size than 64 MiB; write tmpfs: for another folder", "tmpfs"),
    _left("sysctls", "Fargate takes none through this program"),
    _left("runtime", "Fargate has its own runtime"),
    _left("credential_spec", "it is of Windows"),
    _left("volumes_from", "containers that share folders belong into one service, as sidecars with volumes", "sidecars, volumes"),
    _left("label_file", "write its lines under dockerLabels", "dockerLabels"),
    _left("post_start", "write it into the entry point of the image"),
    _left("pre_stop", "handle SIGTERM in the application"),
    _left("provider", "what a provider makes is not a container; make it by Pulumi, and write its address under environment"),
    _left("models", "call Amazon Bedrock or another service, and write its address under environment"),
    _left("use_api_socket", "there is no Docker socket"),
    _left("driver_opts", "Fargate has no network drivers"),
)
FILE_FIELDS: Final[tuple[ManifestField, ...]] = (
    ManifestField("services", FILE, "services", "each by its own keys, below"),
    ManifestField("name", FILE, "", "the name of the project is --name"),
    ManifestField("version", FILE, "", "Compose itself ignores it"),
    ManifestField("networks", FILE, "", "security groups stand for networks: who may call whom is allowFrom"),
    ManifestField("volumes", FILE, "", "reported where a service uses them"),
    ManifestField("secrets", FILE, "secrets", "reported where a service uses them"),
    ManifestField("configs", FILE, "", "reported where a service uses them"),
    ManifestField("include", FILE, "", "convert the output of docker compose config, which has everything in one file", "left"),
    ManifestField("models", FILE, "", "call Amazon Bedrock or another service, and write its address under environment", "left"),
)
