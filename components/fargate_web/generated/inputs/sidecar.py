"""`Sidecar`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from collections.abc import Mapping
from typing import Literal, NotRequired, TypedDict

import pulumi

from .build import Build
from .container_health_check import ContainerHealthCheck
from .container_limits import Capabilities
from .container_limits import Ulimits
from .restart_policy import RestartPolicy
from .volume import Mount


class Sidecar(TypedDict):
    """An additional container of a task: a proxy, an agent, or a script that prepares something and ends."""

    image: NotRequired[pulumi.Input[str]]
    """The image, best by digest (`…@sha256:…`): a tag can be moved, and then a deployment that changes something else also changes the code. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-considerations.html"""
    build: NotRequired[Build | str]
    """Builds the image in each `pulumi up`, instead of image; a bare string is the folder with the Dockerfile. Docker must run on that machine. Cost: $0.10 a GB and month for the images. See https://www.pulumi.com/registry/packages/awsx/api-docs/ecr/image/"""
    version_consistency: NotRequired[Literal["enabled", "disabled"]]
    """Whether ECS resolves the tag of the image to a digest once for each deployment of a service, so that all its tasks run the same image. With disabled, every task that starts takes the image that has the tag then. Default: enabled. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html#deployment-container-image-stability"""
    repository_credentials: NotRequired[pulumi.Input[str]]
    """The Secrets Manager secret with the user name and password of a private registry outside AWS; it must be in the account of the stack. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html"""
    command: NotRequired[list[pulumi.Input[str]]]
    """Overrides the image's CMD."""
    entry_point: NotRequired[list[pulumi.Input[str]]]
    """Overrides the image's ENTRYPOINT."""
    working_directory: NotRequired[str]
    """Overrides the image's WORKDIR."""
    environment: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Environment variables. They can be read in the console: secrets belong under `secrets`."""
    secrets: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Environment variables whose values ECS reads at the start of a task: the ARN of a Secrets Manager secret (with `:<json key>::` for one key), or the name or ARN of an SSM parameter. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html"""
    environment_files: NotRequired[list[pulumi.Input[str]]]
    """Files of environment variables in S3 that ECS reads at the start of a task, by ARN; their names end in .env (10 at most). Values in `environment` take precedence. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html"""
    user: NotRequired[str]
    """The user (and group) that the application runs as: `10001:10001`. It depends on the image. See https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-20"""
    readonly_root_filesystem: NotRequired[bool]
    """Whether the root file system is read-only, with `writablePaths` as scratch volumes. It depends on the image. See https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-5"""
    writable_paths: NotRequired[list[str]]
    """Folders that stay writable under a read-only root file system: empty volumes that end with the task. Folders in `tmpfs` are writable anyway."""
    tmpfs: NotRequired[Mapping[str, int]]
    """Folders in memory: path → maximum MiB, taken from the task's memory. Every user may write to them, while the volumes of `writablePaths` belong to root unless the image declares the folder as VOLUME with another owner. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#container_definition_linuxparameters"""
    init_process_enabled: NotRequired[bool]
    """Whether a small init process forwards signals and collects orphans. Leave it off for images that bring their own (s6). Default: false."""
    ulimits: NotRequired[Ulimits]
    """Limits of the container's processes. Fargate supports the limit of open files only. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html"""
    capabilities: NotRequired[Capabilities]
    """Linux capabilities that the container drops or adds. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html"""
    docker_labels: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Docker labels of the container, which agents in sidecars read. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html"""
    stop_timeout: NotRequired[int]
    """Seconds from SIGTERM to SIGKILL (2–120). Default: 30. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html"""
    restart_policy: NotRequired[RestartPolicy | bool]
    """Whether ECS starts the container again in the same task when it ends; `true` does so after every end, once in 300 s at most. Default: false, and the end of an essential container stops the task. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-restart-policy.html"""
    silence: NotRequired[Mapping[str, str]]
    """Advice that does not apply to this container, each with the reason."""
    essential: NotRequired[bool]
    """Whether the task stops when this container ends: false for a container that the application can do without, or that ends by itself. Default: true. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html"""
    cpu: NotRequired[int]
    """Its share of the task's CPU units. It may use more while the others are idle. Default: the minimum share while they are not. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html"""
    memory: NotRequired[int]
    """The maximum of the task's memory in MiB (6 or more); above it the container is killed."""
    memory_reservation: NotRequired[int]
    """MiB that are reserved for it (6 or more), below memory; it may use more."""
    health_check: NotRequired[ContainerHealthCheck | str]
    """A command that ECS runs inside the container. If it fails in an essential container, the task is replaced."""
    depends_on: NotRequired[Mapping[str, Literal["START", "COMPLETE", "SUCCESS", "HEALTHY"]]]
    """The containers that this one waits for before it starts: name → START (has started), HEALTHY (its health check passes), COMPLETE (has ended) or SUCCESS (has ended with exit code 0). They stop in the opposite order. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html"""
    volumes: NotRequired[Mapping[str, Mount | str]]
    """The volumes of the task that it mounts, with their paths; a bare string is the path."""
