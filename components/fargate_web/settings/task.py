"""A task: a container with its share of Fargate, its place in the network, its roles and its log."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from .capacity_provider import CapacityProvider, strategy_rules
from .container import Container, ContainerHealthCheck
from .logs import Logs
from .names import TaskNames
from .roles import Roles
from .section import TEXT, Broken, about, shorthand
from .sizes import Cpu, CpuArchitecture, Memory, mismatch
from .tags import Tags

Advice = Literal["readonlyRootFilesystem", "user", "image", "environment", "writablePaths"]


class Task(Container):
    """What every task is described with, whether a service keeps it running or a schedule starts it."""

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
    container_health_check: Annotated[
        ContainerHealthCheck | None, shorthand("command", TEXT), about("A command that ECS runs inside the container.")
    ] = None
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
    propagate_tags: Annotated[Literal["SERVICE", "TASK_DEFINITION", "NONE"], about("Where the tasks take their tags from.")] = "SERVICE"
    roles: Annotated[Roles, about("The task's two roles.")] = Roles()
    logs: Annotated[Logs, about("Where the output goes.")] = Logs()
    names: Annotated[TaskNames, about("Physical names, for systems whose names are fixed.")] = TaskNames()
    tags: Annotated[Tags, about("Tags of this service's resources, over those of the stack.")] = {}
    silence: Annotated[
        dict[Advice, Annotated[str, Field(min_length=10, max_length=500)]],
        about(
            "Advice that does not apply, each with the reason.",
            example={"image": "the sample image is rebuilt weekly and only dev uses it"},
        ),
    ] = {}

    def rules(self) -> Iterator[Broken]:
        """Sizes are what Fargate sells, and the strategy is one that AWS takes."""
        yield from super().rules()
        size = mismatch(self.cpu, self.memory)
        if size:
            yield Broken(("memory", "cpu"), size)
        if sum(self.tmpfs.values()) >= self.memory:
            yield Broken(
                ("tmpfs", "memory"),
                f"the folders in memory may take {sum(self.tmpfs.values())} MiB, all of the task's {self.memory}, so that the application would be killed (OutOfMemoryError); "
                "write smaller sizes, or more memory",
            )
        if self.capacity_provider_strategy:
            yield from strategy_rules(self.capacity_provider_strategy, "capacity_provider_strategy")
