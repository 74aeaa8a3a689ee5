"""`Retry`, `ScheduledTaskArgs`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NotRequired, TypedDict

import pulumi

from .application_signals import ApplicationSignals
from .build import Build
from .capacity_provider import CapacityProvider
from .container_health_check import ContainerHealthCheck
from .container_limits import Capabilities
from .container_limits import Ulimits
from .egress import Egress
from .hardening import Hardening
from .logs import Logs
from .physical_names import TaskNames
from .restart_policy import RestartPolicy
from .roles import Roles
from .sidecar import Sidecar
from .tracing import Tracing
from .volume import Volume
from .wires import ClusterWire
from .wires import EncryptionKeyWire
from .wires import NetworkWire

if TYPE_CHECKING:
    from ...cluster.cluster import Cluster
    from ...component.account import Account
    from ...component.transform import Transform
    from ...encryption_key.encryption_key import EncryptionKey
    from ...network.network import Network


class Retry(TypedDict):
    """What happens when the task can't be started. A task that starts and then fails is never started again."""

    maximum_attempts: NotRequired[int]
    """How many times the start is retried (0–185). Default: 185. See https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html"""
    maximum_event_age: NotRequired[int]
    """Seconds after the scheduled time until the start is given up (60–86400). Default: 3600."""


class ScheduledTaskArgs(TypedDict):
    """The arguments of a `ScheduledTask`."""

    image: NotRequired[pulumi.Input[str] | None]
    """The image, best by digest (`…@sha256:…`): a tag can be moved, and then a deployment that changes something else also changes the code. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-considerations.html"""
    build: NotRequired[Build | str | None]
    """Builds the image in each `pulumi up`, instead of image; a bare string is the folder with the Dockerfile. Docker must run on that machine. Cost: $0.10 a GB and month for the images. See https://www.pulumi.com/registry/packages/awsx/api-docs/ecr/image/"""
    version_consistency: NotRequired[Literal["enabled", "disabled"] | None]
    """Whether ECS resolves the tag of the image to a digest once for each deployment of a service, so that all its tasks run the same image. With disabled, every task that starts takes the image that has the tag then. Default: enabled. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html#deployment-container-image-stability"""
    repository_credentials: NotRequired[pulumi.Input[str] | None]
    """The Secrets Manager secret with the user name and password of a private registry outside AWS; it must be in the account of the stack. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html"""
    command: NotRequired[list[pulumi.Input[str]] | None]
    """Overrides the image's CMD."""
    entry_point: NotRequired[list[pulumi.Input[str]] | None]
    """Overrides the image's ENTRYPOINT."""
    working_directory: NotRequired[str | None]
    """Overrides the image's WORKDIR."""
    environment: NotRequired[Mapping[str, pulumi.Input[str]] | None]
    """Environment variables. They can be read in the console: secrets belong under `secrets`."""
    secrets: NotRequired[Mapping[str, pulumi.Input[str]] | None]
    """Environment variables whose values ECS reads at the start of a task: the ARN of a Secrets Manager secret (with `:<json key>::` for one key), or the name or ARN of an SSM parameter. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html"""
    environment_files: NotRequired[list[pulumi.Input[str]] | None]
    """Files of environment variables in S3 that ECS reads at the start of a task, by ARN; their names end in .env (10 at most). Values in `environment` take precedence. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html"""
    user: NotRequired[str | None]
    """The user (and group) that the application runs as: `10001:10001`. It depends on the image. See https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-20"""
    readonly_root_filesystem: NotRequired[bool | None]
    """Whether the root file system is read-only, with `writablePaths` as scratch volumes. It depends on the image. See https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-5"""
    writable_paths: NotRequired[list[str] | None]
    """Folders that stay writable under a read-only root file system: empty volumes that end with the task. Folders in `tmpfs` are writable anyway."""
    tmpfs: NotRequired[Mapping[str, int] | None]
    """Folders in memory: path → maximum MiB, taken from the task's memory. Every user may write to them, while the volumes of `writablePaths` belong to root unless the image declares the folder as VOLUME with another owner. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#container_definition_linuxparameters"""
    init_process_enabled: NotRequired[bool | None]
    """Whether a small init process forwards signals and collects orphans. Leave it off for images that bring their own (s6). Default: false."""
    ulimits: NotRequired[Ulimits | None]
    """Limits of the container's processes. Fargate supports the limit of open files only. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html"""
    capabilities: NotRequired[Capabilities | None]
    """Linux capabilities that the container drops or adds. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html"""
    docker_labels: NotRequired[Mapping[str, pulumi.Input[str]] | None]
    """Docker labels of the container, which agents in sidecars read. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html"""
    stop_timeout: NotRequired[int | None]
    """Seconds from SIGTERM to SIGKILL (2–120). Default: 30. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html"""
    restart_policy: NotRequired[RestartPolicy | bool | None]
    """Whether ECS starts the container again in the same task when it ends; `true` does so after every end, once in 300 s at most. Default: false, and the end of an essential container stops the task. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-restart-policy.html"""
    silence: NotRequired[Mapping[str, str] | None]
    """Advice that does not apply to this container, each with the reason."""
    cpu: NotRequired[int | None]
    """CPU units of a task (1024 is one vCPU): 256, 512, 1024, 2048, 4096, 8192, 16384 or 32768, or like '0.5 vCPU'. Default: 256. Cost: about $29.55 a month for each vCPU, $23.64 on ARM64 (us-east-1). See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html"""
    memory: NotRequired[int | None]
    """Memory of a task in MiB, in a size that Fargate offers with the cpu, or like '2 GB'. Default: 512. Cost: about $3.24 a month for each GB, $2.60 on ARM64 (us-east-1)."""
    cpu_architecture: NotRequired[Literal["X86_64", "ARM64"] | None]
    """The CPU architecture that the image is built for. With the wrong one, tasks fail with `exec format error` after the start. Default: X86_64. Cost: ARM64 costs 20 % less."""
    ephemeral_storage: NotRequired[int | None]
    """GiB of scratch disk of a task (21–200). Default: 20, free. Cost: $0.08 a GB and month beyond 20."""
    container_health_check: NotRequired[ContainerHealthCheck | str | None]
    """A command that ECS runs inside the container."""
    depends_on: NotRequired[Mapping[str, Literal["START", "COMPLETE", "SUCCESS", "HEALTHY"]] | None]
    """The containers that this one waits for before it starts: name → START (has started), HEALTHY (its health check passes), COMPLETE (has ended) or SUCCESS (has ended with exit code 0). They stop in the opposite order. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html"""
    sidecars: NotRequired[Mapping[str, Sidecar] | None]
    """Additional containers of the task, by name (9 at most). In `dependsOn` the application's own container is called main. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html"""
    volumes: NotRequired[Mapping[str, Volume | str] | None]
    """File systems of EFS and S3 Files, volumes of EBS, and folders that the containers share, by name; a bare string is the path of such a folder. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html"""
    tracing: NotRequired[Tracing | bool | None]
    """Whether the application's traces are sent to X-Ray, or to another backend over OTLP, by a sidecar with the collector of the AWS Distro for OpenTelemetry. Cost: X-Ray bills $5 for a million traces, and the collector uses 32 CPU units and up to 256 MiB of the task. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/trace-data.html"""
    application_signals: NotRequired[ApplicationSignals | bool | None]
    """Whether CloudWatch Application Signals watches the application, by a sidecar with the CloudWatch agent. Cost: Application Signals bills by requests, and the agent uses 32 CPU units and up to 256 MiB of the task. See https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Application-Signals-ECS-Sidecar.html"""
    hardening: NotRequired[Hardening | bool | None]
    """User, read-only root file system and dropped capabilities for all containers of the task that set none of their own; true for the defaults. Default: that of the stack."""
    capacity_provider_strategy: NotRequired[list[CapacityProvider] | None]
    """How the tasks are spread over FARGATE and FARGATE_SPOT. Default: the cluster's strategy."""
    subnets: NotRequired[Literal["private", "public", "isolated"] | None]
    """The subnets in which the tasks run. public gives every task a public address, so that it needs no NAT gateway; its security group still admits the load balancer only. Default: private. Cost: public: $3.65 a month for each task's address."""
    egress: NotRequired[list[Egress | str] | None]
    """Where the tasks may connect to; a bare string is the target, on its usual port. Default: anywhere over IPv4. ECS pulls the image, reads secrets and writes logs through these rules, too. See https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"""
    security_groups: NotRequired[list[pulumi.Input[str]] | None]
    """Security groups that the tasks join in addition to their own (four at most), such as one that a database admits. What they allow comes on top. See https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html"""
    platform_version: NotRequired[Literal["LATEST", "1.4.0"] | None]
    """The version of the Fargate platform. Default: LATEST. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html"""
    enable_execute_command: NotRequired[bool | None]
    """Whether `aws ecs execute-command` may open a shell in the tasks. Default: false. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html"""
    propagate_tags: NotRequired[Literal["TASK_DEFINITION", "NONE"] | None]
    """Whether the tasks take the tags of their task definition; there is no service to take them from. Default: TASK_DEFINITION."""
    roles: NotRequired[Roles | None]
    """The task's two roles."""
    logs: NotRequired[Logs | None]
    """Where the output of the containers goes."""
    names: NotRequired[TaskNames | None]
    """Physical names, for systems whose names are fixed."""
    tags: NotRequired[Mapping[str, pulumi.Input[str]] | None]
    """Tags for this service's resources, which override those of the stack."""
    schedule: str
    """cron(minute hour day-of-month month day-of-week year), rate(…) or at(…). Cost: the tasks while they run; schedules are free up to 14 million starts a month. See https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html"""
    timezone: NotRequired[str | None]
    """The time zone of cron and at (IANA name). Where clocks change, a time that doesn't exist is skipped. Default: UTC."""
    enabled: NotRequired[bool | None]
    """Whether the schedule starts tasks; `false` keeps everything and starts nothing. Default: true."""
    task_count: NotRequired[int | None]
    """How many tasks each scheduled time starts (1–10). Default: 1."""
    flexible_time_window: NotRequired[int | None]
    """Minutes by which the start may be delayed, so that not all schedules start at once (1–1440). Default: none. See https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-flexible-time-windows.html"""
    retry: NotRequired[Retry | None]
    """What happens when the task can't be started."""
    dead_letter_queue_arn: NotRequired[pulumi.Input[str] | None]
    """An SQS queue (not FIFO) that receives the starts that failed. Default: none; an alarm reports them. See https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html"""
    kms_key_arn: NotRequired[pulumi.Input[str] | None]
    """A customer managed key for the schedule; the role that creates the schedule must be allowed to use it. Default: that of encryption. See https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html"""
    start_at: NotRequired[str | None]
    """No start before this moment, in UTC."""
    end_at: NotRequired[str | None]
    """No start after this moment, in UTC."""
    network: "Network | NetworkWire"
    """The network: the component or its outputs, or the ids of an existing network."""
    cluster: "Cluster | ClusterWire"
    """The cluster: the component or its outputs, or the name and ARN of an existing cluster."""
    account: NotRequired["Account | None"]
    """An `Account` that several components share, so that AWS is asked once."""
    encryption_key: NotRequired["EncryptionKey | EncryptionKeyWire | None"]
    """The KMS key of what the component stores, unless its settings name another: the component, or the ARN of an existing key."""
    transform: NotRequired["Mapping[str, Transform] | None"]
    """Functions that change the arguments of children, by role."""
