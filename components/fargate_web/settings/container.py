"""A container of a task: its image, command, environment and file system."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, model_validator

from .arn_types import SecretArn
from .build import Build, BuiltImage
from .command_line import CommandWords
from .container_limits import Capabilities, Ulimits
from .container_value_types import ContainerPath, EnvironmentFile, EnvironmentName, EnvironmentValue, Image, SecretReference, User
from .fix import Edit, Fix, remove, write
from .restart_policy import RestartPolicy
from .section import ALLOW_BOOLEAN, STRING_SCHEMA, RuleViolation, Section, allow_shorthand, describe_field, find_duplicates
from .value_types import build_value_error

_KEYS_BY_CHECK: Final[Mapping[str, str]] = {
    "root-filesystem-not-set": "readonlyRootFilesystem",
    "user-not-set": "user",
    "image-not-pinned": "image",
    "secret-in-plain-sight": "environment",
    "listens-on-other-port": "environment",
    "listens-on-loopback": "environment",
    "called-while-starting": "containerHealthCheck",
    "health-check-program-missing": "containerHealthCheck",
    "root-without-capabilities": "capabilities",
}


def _convert_silence_key(value: Any) -> Any:
    """Explain the identifier of a check, which silences it for the stack, in the place of a key."""
    if not isinstance(value, str) or "-" not in value:
        return value
    if value in _KEYS_BY_CHECK:
        fix = write(value=_KEYS_BY_CHECK[value], certain=True)
        raise build_value_error(f"a container silences {value} by the setting that it is about", "unknown-check", fixes=(fix,))
    raise build_value_error(
        f"a container silences settings, and {value} is the identifier of a check, which stands in the section silence of the stack: "
        f"fargate-web:silence: {{{value}: {{reason: …, paths: [services.<name>]}}}}",
        "unknown-check",
    )


SilenceKey = Literal[
    "readonlyRootFilesystem",
    "user",
    "image",
    "environment",
    "writablePaths",
    "capabilities",
    "command",
    "containerHealthCheck",
    "route",
    "scaling",
    "volumes",
]


def find_shared_name_violations(environment: Mapping[str, Any], secrets: Mapping[str, Any]) -> Iterator[RuleViolation]:
    """Yield a violation for each name that is both an environment variable and a secret."""
    for name in sorted(environment.keys() & secrets.keys()):
        yield RuleViolation(
            (f"secrets.{name}", f"environment.{name}"),
            f"{name} is both an environment variable and a secret (The secret name must be unique …)",
            "variable-and-secret",
            (_remove_from("environment", name), _remove_from("secrets", name)),
        )


def _remove_from(key: str, name: str) -> Fix:
    return Fix(f"remove it from {key}", (Edit((key, name), "remove"),))


class Container(Section):
    """The settings of every container: the application's own container and each sidecar."""

    image: Annotated[
        Image,
        describe_field(
            "The image, best by digest (`…@sha256:…`): a tag can be moved, and then a deployment that changes something else also changes the code.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-considerations.html",
            example="123456789012.dkr.ecr.us-west-2.amazonaws.com/web:1.4.2",
        ),
    ]
    build: Annotated[
        Build | None,
        allow_shorthand("context", STRING_SCHEMA),
        describe_field(
            "Builds the image in each `pulumi up`, instead of image; a bare string is the folder with the Dockerfile. Docker must run on that machine.",
            cost="$0.10 a GB and month for the images",
            source="https://www.pulumi.com/registry/packages/awsx/api-docs/ecr/image/",
            example={"context": "./app", "target": "runtime"},
        ),
    ] = None
    version_consistency: Annotated[
        Literal["enabled", "disabled"] | None,
        describe_field(
            "Whether ECS resolves the tag of the image to a digest once for each deployment of a service, so that all its tasks run the same image. With disabled, every task that "
            "starts takes the image that has the tag then. Default: enabled.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html#deployment-container-image-stability",
        ),
    ] = None
    repository_credentials: Annotated[
        SecretArn | None,
        describe_field(
            "The Secrets Manager secret with the user name and password of a private registry outside AWS; it must be in the account of the stack.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html",
            example="arn:aws:secretsmanager:us-west-2:123456789012:secret:registry-a1b2c3",
        ),
    ] = None
    command: Annotated[CommandWords | None, describe_field("Overrides the image's CMD.", min_length=1)] = None
    entry_point: Annotated[CommandWords | None, describe_field("Overrides the image's ENTRYPOINT.", min_length=1)] = None
    working_directory: Annotated[ContainerPath | None, describe_field("Overrides the image's WORKDIR.")] = None
    environment: Annotated[
        dict[EnvironmentName, EnvironmentValue],
        describe_field(
            "Environment variables. They can be read in the console: secrets belong under `secrets`.", example={"LOG_LEVEL": "info"}
        ),
    ] = {}
    secrets: Annotated[
        dict[EnvironmentName, SecretReference],
        describe_field(
            "Environment variables whose values ECS reads at the start of a task: the ARN of a Secrets Manager secret (with `:<json key>::` for one key), or the name or ARN of an SSM parameter.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
            example={"DATABASE_URL": "arn:aws:secretsmanager:us-west-2:123456789012:secret:database-a1b2c3:url::"},
        ),
    ] = {}
    environment_files: Annotated[
        list[EnvironmentFile],
        describe_field(
            "Files of environment variables in S3 that ECS reads at the start of a task, by ARN; their names end in .env (10 at most). Values in `environment` take "
            "precedence.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html",
            max_length=10,
            example=["arn:aws:s3:::my-bucket/web/app.env"],
        ),
    ] = []
    user: Annotated[
        User | None,
        describe_field(
            "The user (and group) that the application runs as: `10001:10001`. It depends on the image.",
            source="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-20",
        ),
    ] = None
    readonly_root_filesystem: Annotated[
        bool | None,
        describe_field(
            "Whether the root file system is read-only, with `writablePaths` as scratch volumes. It depends on the image.",
            source="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-5",
        ),
    ] = None
    writable_paths: Annotated[
        list[ContainerPath],
        describe_field(
            "Folders that stay writable under a read-only root file system: empty volumes that end with the task. Folders in `tmpfs` are writable anyway.",
            max_length=20,
        ),
    ] = ["/tmp"]
    tmpfs: Annotated[
        dict[ContainerPath, Annotated[int, Field(ge=1, le=249_856)]],
        describe_field(
            "Folders in memory: path → maximum MiB, taken from the task's memory. Every user may write to them, while the volumes of `writablePaths` belong "
            "to root unless the image declares the folder as VOLUME with another owner.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#container_definition_linuxparameters",
            example={"/tmp": 64},
        ),
    ] = {}
    init_process_enabled: Annotated[
        bool,
        describe_field(
            "Whether a small init process forwards signals and collects orphans. Leave it off for images that bring their own (s6)."
        ),
    ] = False
    ulimits: Annotated[
        Ulimits | None,
        describe_field(
            "Limits of the container's processes. Fargate supports the limit of open files only.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html",
            example={"nofile": 65536},
        ),
    ] = None
    capabilities: Annotated[
        Capabilities,
        describe_field(
            "Linux capabilities that the container drops or adds.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html",
            example={"drop": ["ALL"]},
        ),
    ] = Capabilities()
    docker_labels: Annotated[
        dict[str, EnvironmentValue],
        describe_field(
            "Docker labels of the container, which agents in sidecars read.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
            example={"com.datadoghq.tags.service": "web"},
        ),
    ] = {}
    stop_timeout: Annotated[
        int | None,
        describe_field(
            "Seconds from SIGTERM to SIGKILL (2–120). Default: 30.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
            ge=2,
            le=120,
        ),
    ] = None
    restart_policy: Annotated[
        RestartPolicy | None,
        ALLOW_BOOLEAN,
        describe_field(
            "Whether ECS starts the container again in the same task when it ends; `true` does so after every end, once in 300 s at most. "
            "Default: false, and the end of an essential container stops the task.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-restart-policy.html",
            example={"ignoredExitCodes": [0]},
        ),
    ] = None

    silence: Annotated[
        dict[Annotated[SilenceKey, BeforeValidator(_convert_silence_key)], Annotated[str, Field(min_length=10, max_length=500)]],
        describe_field(
            "Advice that does not apply to this container, each with the reason.",
            example={"image": "the sample image is rebuilt weekly and only dev uses it"},
        ),
    ] = {}

    @model_validator(mode="before")
    @classmethod
    def _await_build(cls, data: Any) -> Any:
        """Stand in for the image that is not yet built."""
        build = data.get("build") if isinstance(data, Mapping) else None
        if not build or "image" in data:
            return data
        context = build.get("context", ".") if isinstance(build, Mapping) else getattr(build, "context", build)
        return {**data, "image": BuiltImage(str(context))}

    @property
    def scratch_paths(self) -> list[str]:
        """The folders that are writable as volumes: the writable paths of a read-only root file system that are not in memory."""
        return [path for path in self.writable_paths if path not in self.tmpfs] if self.readonly_root_filesystem else []

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that environment and secrets don't share a name, and that writable paths have an effect."""
        yield from find_shared_name_violations(self.environment, self.secrets)
        if self.build is not None and not isinstance(self.image, BuiltImage):
            yield RuleViolation(
                ("build", "image"), "the image is either built or pulled", "build-beside-image", (remove("image"), remove("build"))
            )
        for duplicate in find_duplicates([file for file in self.environment_files if isinstance(file, str)]):
            last = len(self.environment_files) - 1 - self.environment_files[::-1].index(duplicate)
            fix = Fix("remove one", (Edit(("environmentFiles", last), "remove"),), is_certain=True)
            yield RuleViolation(("environment_files",), f"{duplicate!r} is listed twice", "listed-twice", (fix,))
        if "writable_paths" in self.model_fields_set and self.readonly_root_filesystem is not True:
            yield RuleViolation(
                ("writable_paths", "readonly_root_filesystem"),
                "the whole root file system is writable, so these volumes would only hide what the image has there",
                "setting-without-effect",
                (write("readonlyRootFilesystem", value=True), remove("writablePaths")),
            )
