"""A task: its containers, Fargate size, network, roles and logs."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, Self

from .application_signals import ApplicationSignals, find_signals_violations
from .capacity_provider import CapacityProvider, find_strategy_violations
from .container import Container
from .container_health_check import ContainerHealthCheck
from .container_rules import find_container_violations
from .container_value_types import ContainerName
from .egress import MAX_EGRESS_ENTRIES, Egress, find_egress_violations
from .fire_lens import LOG_ROUTER_NAME, FireLens
from .fix import write
from .hardening import Hardening
from .logs import Logs
from .physical_names import TaskNames
from .roles import Roles
from .section import ALLOW_BOOLEAN, SECRET_STRING_SCHEMA, STRING_SCHEMA, RuleViolation, allow_shorthand, describe_field, find_duplicates
from .sidecar import DEPENDS_ON_DESCRIPTION, DEPENDS_ON_SOURCE, DependencyCondition, Sidecar
from .tags import Tags
from .task_sizes import Cpu, CpuArchitecture, Memory, explain_size_mismatch, suggest_sizes
from .tracing import COLLECTOR_NAME, Tracing
from .value_types import SecurityGroupId
from .volume import Mount, Volume, VolumeName


class Task(Container):
    """The settings of every task, whether a service keeps it running or a schedule starts it."""

    kind: ClassVar[str] = "task"
    """The kind of task, for descriptions."""

    cpu: Annotated[
        Cpu,
        describe_field(
            "CPU units of a task (1024 is one vCPU): 256, 512, 1024, 2048, 4096, 8192, 16384 or 32768, or like '0.5 vCPU'.",
            cost="about $29.55 a month for each vCPU, $23.64 on ARM64 (us-east-1)",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html",
        ),
    ] = 256
    memory: Annotated[
        Memory,
        describe_field(
            "Memory of a task in MiB, in a size that Fargate offers with the cpu, or like '2 GB'.",
            cost="about $3.24 a month for each GB, $2.60 on ARM64 (us-east-1)",
        ),
    ] = 512
    cpu_architecture: Annotated[
        CpuArchitecture,
        describe_field(
            "The CPU architecture that the image is built for. With the wrong one, tasks fail with `exec format error` after the start.",
            cost="ARM64 costs 20 % less",
        ),
    ] = "X86_64"
    ephemeral_storage: Annotated[
        int | None,
        describe_field("GiB of scratch disk of a task (21–200). Default: 20, free.", cost="$0.08 a GB and month beyond 20", ge=21, le=200),
    ] = None
    container_health_check: Annotated[
        ContainerHealthCheck | None,
        allow_shorthand("command", SECRET_STRING_SCHEMA),
        describe_field("A command that ECS runs inside the container."),
    ] = None
    depends_on: Annotated[
        dict[ContainerName, DependencyCondition],
        describe_field(DEPENDS_ON_DESCRIPTION, source=DEPENDS_ON_SOURCE, example={"proxy": "HEALTHY"}),
    ] = {}
    sidecars: Annotated[
        dict[ContainerName, Sidecar],
        describe_field(
            "Additional containers of the task, by name (9 at most). In `dependsOn` the application's own container is called main.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
            example={"proxy": {"image": "public.ecr.aws/nginx/nginx:1.29", "cpu": 64, "memory": 128}},
        ),
    ] = {}
    volumes: Annotated[
        dict[VolumeName, Annotated[Volume, allow_shorthand("path", STRING_SCHEMA)]],
        describe_field(
            "File systems of EFS and S3 Files, volumes of EBS, and folders that the containers share, by name; a bare string is the path of such a folder.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html",
            example={"uploads": {"fileSystemId": "fs-0123456789abcdef0", "accessPointId": "fsap-0123456789abcdef0", "path": "/uploads"}},
        ),
    ] = {}
    tracing: Annotated[
        Tracing | None,
        ALLOW_BOOLEAN,
        describe_field(
            "Whether the application's traces are sent to X-Ray, or to another backend over OTLP, by a sidecar with the collector of the AWS Distro for OpenTelemetry.",
            cost="X-Ray bills $5 for a million traces, and the collector uses 32 CPU units and up to 256 MiB of the task",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/trace-data.html",
        ),
    ] = None
    application_signals: Annotated[
        ApplicationSignals | None,
        ALLOW_BOOLEAN,
        describe_field(
            "Whether CloudWatch Application Signals watches the application, by a sidecar with the CloudWatch agent.",
            cost="Application Signals bills by requests, and the agent uses 32 CPU units and up to 256 MiB of the task",
            source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Application-Signals-ECS-Sidecar.html",
            example={"language": "java"},
        ),
    ] = None
    hardening: Annotated[
        Hardening | None,
        ALLOW_BOOLEAN,
        describe_field(
            "User, read-only root file system and dropped capabilities for all containers of the task that set none of their own; true for the defaults. Default: that of the stack."
        ),
    ] = None
    capacity_provider_strategy: Annotated[
        list[CapacityProvider] | None,
        describe_field(
            "How the tasks are spread over FARGATE and FARGATE_SPOT. Default: the cluster's strategy.", min_length=1, max_length=2
        ),
    ] = None
    subnets: Annotated[
        Literal["private", "public", "isolated"],
        describe_field(
            "The subnets in which the tasks run. public gives every task a public address, so that it needs no NAT gateway; its security group still admits the load balancer only.",
            cost="public: $3.65 a month for each task's address",
        ),
    ] = "private"
    egress: Annotated[
        list[Annotated[Egress, allow_shorthand("to", SECRET_STRING_SCHEMA)]] | None,
        describe_field(
            "Where the tasks may connect to; a bare string is the target, on its usual port. Default: anywhere over IPv4. ECS pulls the image, reads secrets and writes logs through these rules, too.",
            source="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
            example=["interfaceEndpoints", "s3", {"to": "10.20.0.0/16", "ports": [5432]}],
            max_length=MAX_EGRESS_ENTRIES,
        ),
    ] = None
    security_groups: Annotated[
        list[SecurityGroupId],
        describe_field(
            "Security groups that the tasks join in addition to their own (four at most), such as one that a database admits. What they allow comes on top.",
            source="https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
            example=["sg-0123456789abcdef0"],
            max_length=4,
        ),
    ] = []
    platform_version: Annotated[
        Literal["LATEST", "1.4.0"],
        describe_field(
            "The version of the Fargate platform.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html",
        ),
    ] = "LATEST"
    enable_execute_command: Annotated[
        bool,
        describe_field(
            "Whether `aws ecs execute-command` may open a shell in the tasks.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
        ),
    ] = False
    propagate_tags: Annotated[Literal["SERVICE", "TASK_DEFINITION", "NONE"], describe_field("Where the tags of the tasks come from.")] = (
        "SERVICE"
    )
    roles: Annotated[Roles, describe_field("The task's two roles.")] = Roles()
    logs: Annotated[Logs, describe_field("Where the output of the containers goes.")] = Logs()
    names: Annotated[TaskNames, describe_field("Physical names, for systems whose names are fixed.")] = TaskNames()
    tags: Annotated[Tags, describe_field("Tags for this service's resources, which override those of the stack.")] = {}

    def fill_shared_settings(self) -> Self:
        """Return the task with its hardening in each of its containers that says nothing else."""
        if self.hardening is None:
            return self
        sidecars = {name: self.hardening.harden(sidecar) for name, sidecar in self.sidecars.items()}
        return self.hardening.harden(self).model_copy(update={"sidecars": sidecars} if sidecars else {})

    @property
    def all_sidecars(self) -> dict[str, Sidecar]:
        """All containers beside the application's own, by name: the sidecars, the collector, those of Application Signals and the log router."""
        sidecars: dict[str, Sidecar] = dict(self.sidecars)
        if self.tracing is not None:
            collector = self.tracing.build_sidecar()
            sidecars[COLLECTOR_NAME] = self.hardening.harden(collector) if self.hardening else collector
        for name, container in self.application_signals.build_sidecars().items() if self.application_signals else ():
            sidecars[name] = self.hardening.harden(container) if self.hardening else container
        if self.log_router is not None:
            router = self.log_router.build_sidecar()
            sidecars[LOG_ROUTER_NAME] = self.hardening.harden(router) if self.hardening else router
        return sidecars

    @property
    def log_router(self) -> FireLens | None:
        """The log router. It has a health check if one is set, or if a container waits until the router is healthy."""
        router = self.logs.fire_lens
        dependencies = [self.depends_on, *(sidecar.depends_on for sidecar in self.sidecars.values())]
        if router is None or not any(conditions.get(LOG_ROUTER_NAME) == "HEALTHY" for conditions in dependencies):
            return router
        return router.with_default_health_check()

    @property
    def mounts(self) -> dict[str, Mount]:
        """The mounts of the application's container, by volume name."""
        mounts = {name: Mount(path=volume.path, read_only=volume.read_only) for name, volume in self.volumes.items() if volume.path}
        return mounts | (self.application_signals.mounts if self.application_signals else {})

    @property
    def all_volumes(self) -> dict[str, Volume]:
        """The volumes of the task, by name, with that of the instrumentation."""
        return self.volumes | (self.application_signals.volumes if self.application_signals else {})

    @property
    def additional_secrets(self) -> list[Any]:
        """The secrets that ECS reads with the task's roles for something other than its containers."""
        return []

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that Fargate offers the size, and that AWS accepts the containers and the strategy."""
        yield from super().find_violations()
        size = explain_size_mismatch(self.cpu, self.memory)
        if size:
            yield RuleViolation(("memory", "cpu"), size, "no-such-task-size", suggest_sizes(self.cpu, self.memory))
        if sum(self.tmpfs.values()) >= self.memory:
            yield RuleViolation(
                ("tmpfs", "memory"),
                f"the folders in memory may take {sum(self.tmpfs.values())} MiB, all of the task's {self.memory}, so that the application would be killed (OutOfMemoryError); "
                "write smaller sizes, or more memory",
                "memory-taken-by-tmpfs",
            )
        yield from find_container_violations(self)
        yield from find_signals_violations(self)
        yield from find_egress_violations(self.egress)
        groups = [group for group in self.security_groups if isinstance(group, str)]
        for duplicate in find_duplicates(groups):
            fixes = (
                (write("securityGroups", value=list(dict.fromkeys(groups)), certain=True),)
                if len(groups) == len(self.security_groups)
                else ()
            )
            yield RuleViolation(("security_groups",), f"{duplicate} is listed twice (InvalidParameterException)", "listed-twice", fixes)
        if self.capacity_provider_strategy:
            yield from find_strategy_violations(self.capacity_provider_strategy, "capacity_provider_strategy")
