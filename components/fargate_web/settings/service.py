"""A service: an image that runs as several tasks, with or without a route to it."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from .answers import OF_A_SERVICE
from .cluster import CapacityProvider
from .container import ContainerHealthCheck, ContainerPath, EnvironmentName, EnvironmentValue, Image, SecretReference, User
from .deployment import Deployment
from .logs import Logs
from .names import Names
from .roles import Roles
from .route import HealthCheck, Route, TargetGroup
from .scaling import Scaling
from .section import SWITCH, TEXT, Broken, Section, about, shorthand
from .service_rules import service_rules
from .sizes import Cpu, CpuArchitecture, Memory
from .tags import Tags

Advice = Literal["readonlyRootFilesystem", "user", "image", "environment", "writablePaths"]


class Service(Section):
    """A service: an image that runs as several tasks.

    With a `port` it is a web service behind the load balancer, unless `route: false`; without one it is a worker that nothing connects to.
    """

    image: Annotated[
        Image,
        about(
            "The image, best by digest (`…@sha256:…`): a tag can be moved, and then two tasks of one revision run different code.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-considerations.html",
            example="123456789012.dkr.ecr.us-west-2.amazonaws.com/web:1.4.2",
        ),
    ]
    port: Annotated[
        int | None,
        about(
            "The port that the application listens on, on all interfaces (1–65535). Without one the service is a worker.",
            ge=1,
            le=65535,
            example=3000,
        ),
    ] = None
    cpu: Annotated[
        Cpu,
        about(
            "CPU units of a task (1024 is one vCPU): 256, 512, 1024, 2048, 4096, 8192, 16384 or 32768, or like '0.5 vCPU'.",
            cost="about $29.55 a month for each vCPU, $23.64 on ARM64 (us-east-1)",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html",
        ),
    ] = 256
    memory: Annotated[
        Memory,
        about(
            "Memory of a task in MiB, as Fargate sells it with the cpu, or like '2 GB'.",
            cost="about $3.24 a month for each GB, $2.60 on ARM64 (us-east-1)",
        ),
    ] = 512
    cpu_architecture: Annotated[
        CpuArchitecture,
        about("What the image is built for. The wrong one ends in `exec format error` after the start.", cost="ARM64 costs 20 % less"),
    ] = "X86_64"
    ephemeral_storage: Annotated[
        int | None,
        about("GiB of scratch disk of a task (21–200). Default: 20, free.", cost="$0.08 a GB and month beyond 20", ge=21, le=200),
    ] = None
    desired_count: Annotated[
        int | None,
        about(
            "How many tasks run (0–5000). With scaling it is the number at the start, which scaling then changes. Default: minCapacity, or 2 so that the loss of a zone is survived.",
            ge=0,
            le=5000,
        ),
    ] = None
    command: Annotated[list[str] | None, about("Overrides the image's CMD.", min_length=1)] = None
    entry_point: Annotated[list[str] | None, about("Overrides the image's ENTRYPOINT.", min_length=1)] = None
    working_directory: Annotated[ContainerPath | None, about("Overrides the image's WORKDIR.")] = None
    environment: Annotated[
        dict[EnvironmentName, EnvironmentValue],
        about("Environment variables. They can be read in the console: secrets belong under `secrets`.", example={"LOG_LEVEL": "info"}),
    ] = {}
    secrets: Annotated[
        dict[EnvironmentName, SecretReference],
        about(
            "Environment variables whose values ECS reads at the start of a task: the ARN of a Secrets Manager secret (with `:<json key>::` for one key), or the name or ARN of an SSM parameter.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
            example={"DATABASE_URL": "arn:aws:secretsmanager:us-west-2:123456789012:secret:database-a1b2c3:url::"},
        ),
    ] = {}
    user: Annotated[
        User | None,
        about(
            "The user (and group) that the application runs as: `10001:10001`. It depends on the image.",
            source="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-20",
        ),
    ] = None
    readonly_root_filesystem: Annotated[
        bool | None,
        about(
            "Whether the root file system is read-only, with `writablePaths` as scratch volumes. It depends on the image.",
            source="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-5",
        ),
    ] = None
    writable_paths: Annotated[
        list[ContainerPath],
        about(
            "Folders that stay writable under a read-only root file system: empty volumes that end with the task. Those of `tmpfs` need none.",
            max_length=20,
        ),
    ] = ["/tmp"]
    tmpfs: Annotated[
        dict[ContainerPath, Annotated[int, Field(ge=1, le=249_856)]],
        about(
            "Folders in memory: path → MiB at most, out of the task's memory. Every user may write to them, while the volumes of `writablePaths` belong "
            "to root unless the image declares the folder as VOLUME with another owner.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#container_definition_linuxparameters",
            example={"/tmp": 64},
        ),
    ] = {}
    init_process_enabled: Annotated[
        bool, about("Whether a small init process forwards signals and collects orphans. Images that bring their own (s6) want it off.")
    ] = False
    stop_timeout: Annotated[
        int | None,
        about(
            "Seconds from SIGTERM to SIGKILL (2–120). Default: 30.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
            ge=2,
            le=120,
        ),
    ] = None
    route: Annotated[Route | None, SWITCH, about("Which requests come to the service; `false` keeps it off the load balancer.")] = Route()
    target_group: Annotated[TargetGroup, about("How the load balancer talks to the tasks.")] = TargetGroup()
    health_check: Annotated[
        HealthCheck,
        shorthand("path", TEXT),
        about("How the load balancer tells whether a task can serve; a bare string is the path."),
    ] = HealthCheck()
    container_health_check: Annotated[
        ContainerHealthCheck | None, shorthand("command", TEXT), about("A command that ECS runs inside the container.")
    ] = None
    deployment: Annotated[Deployment, shorthand("strategy", TEXT), about("How a new version takes over.")] = Deployment()
    scaling: Annotated[Scaling | None, about("How the number of tasks follows the load. Default: it is fixed.")] = None
    capacity_provider_strategy: Annotated[
        list[CapacityProvider] | None,
        about("How the tasks are spread over FARGATE and FARGATE_SPOT. Default: as the cluster says.", min_length=1, max_length=2),
    ] = None
    subnets: Annotated[
        Literal["private", "public", "isolated"],
        about(
            "Where the tasks run. public gives every task a public address, so that it needs no NAT; its security group still admits the load balancer only.",
            cost="public: $3.65 a month for each task's address",
        ),
    ] = "private"
    platform_version: Annotated[
        Literal["LATEST", "1.4.0"],
        about(
            "The version of the Fargate platform.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html",
        ),
    ] = "LATEST"
    enable_execute_command: Annotated[
        bool,
        about(
            "Whether `aws ecs execute-command` may open a shell in the tasks.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
        ),
    ] = False
    availability_zone_rebalancing: Annotated[
        Literal["ENABLED", "DISABLED"] | None,
        about(
            "Whether ECS moves tasks when the zones are uneven. Default: ENABLED where maximumPercent is above 100.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html",
        ),
    ] = None
    propagate_tags: Annotated[Literal["SERVICE", "TASK_DEFINITION", "NONE"], about("Where the tasks take their tags from.")] = "SERVICE"
    roles: Annotated[Roles, about("The task's two roles.")] = Roles()
    logs: Annotated[Logs, about("Where the output goes.")] = Logs()
    names: Annotated[Names, about("Physical names, for systems whose names are fixed.")] = Names()
    tags: Annotated[Tags, about("Tags of this service's resources, over those of the stack.")] = {}
    silence: Annotated[
        dict[Advice, Annotated[str, Field(min_length=10, max_length=500)]],
        about(
            "Advice that does not apply, each with the reason.",
            example={"image": "the sample image is rebuilt weekly and only dev uses it"},
        ),
    ] = {}

    answers = OF_A_SERVICE

    @property
    def scratch_paths(self) -> list[str]:
        """The folders that are writable as volumes: those of a read-only root that don't lie in memory."""
        return [path for path in self.writable_paths if path not in self.tmpfs] if self.readonly_root_filesystem else []

    @property
    def routed(self) -> Route | None:
        """The route to the service, None where nothing comes through the load balancer."""
        return self.route if self.port is not None else None

    @property
    def starting_count(self) -> int:
        """How many tasks run at first, default applied."""
        if self.desired_count is not None:
            return self.desired_count
        return self.scaling.min_capacity if self.scaling else 2

    @property
    def fewest_tasks(self) -> int:
        """How many tasks run at least when all is well, at any hour."""
        if self.scaling is None:
            return self.starting_count
        limits = [self.scaling.min_capacity, *(action.min_capacity for action in self.scaling.scheduled_actions.values())]
        return min(limit for limit in limits if limit is not None)

    def rules(self) -> Iterator[Broken]:
        """Sizes, counts, names, traffic and the way a service is deployed fit together."""
        return service_rules(self)
