"""The build of an image from a Dockerfile, instead of an image that exists."""

from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from .section import Section, describe_field
from .value_types import NonEmptyString, StringOrOutput

_SOURCE: Final = "https://www.pulumi.com/registry/packages/awsx/api-docs/ecr/image/"


@dataclass(frozen=True, slots=True)
class BuiltImage:
    """The image of a container that the program builds. It has no address before that."""

    context: str

    def __str__(self) -> str:
        return f"built from {self.context}"


class _AllowBuiltImage:
    """Allows a `BuiltImage` in the place of an address."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(
            lambda value, inner: value if isinstance(value, BuiltImage) else inner(value), handler(source)
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler(schema["schema"])


ALLOW_BUILT_IMAGE: Final = _AllowBuiltImage()


class Build(Section):
    """A build with Docker on the machine that runs Pulumi, in each `pulumi up`. A preview builds nothing.

    The image goes to a repository of ECR that comes with the service, and the task definition gets its digest. It is built for `cpuArchitecture`.
    """

    context: Annotated[
        NonEmptyString,
        describe_field("The folder that is sent to Docker, relative to the folder of Pulumi.yaml.", source=_SOURCE, example="./app"),
    ] = "."
    dockerfile: Annotated[
        NonEmptyString | None,
        describe_field(
            "The Dockerfile, relative to the folder of Pulumi.yaml. Default: Dockerfile in the context.",
            source=_SOURCE,
            example="./app/Dockerfile.prod",
        ),
    ] = None
    target: Annotated[
        NonEmptyString | None,
        describe_field("The stage of the Dockerfile that is built. Default: the last one.", source=_SOURCE, example="runtime"),
    ] = None
    args: Annotated[
        dict[Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")], StringOrOutput],
        describe_field(
            "Build arguments. They are no place for secrets: the history of the image shows them.",
            source="https://docs.docker.com/build/building/variables/",
            example={"NODE_VERSION": "24"},
        ),
    ] = {}
    cache_from: Annotated[
        list[NonEmptyString],
        describe_field(
            "Images whose layers are used again. Default: the image of the last build, so that a new machine of CI builds what changed alone.",
            source=_SOURCE,
            example=["123456789012.dkr.ecr.us-west-2.amazonaws.com/web:main"],
        ),
    ] = []

    key_hints = {
        "platform": "it follows from cpuArchitecture; remove it",
        "platforms": "it follows from cpuArchitecture; remove it",
        "file": "write dockerfile",
        "buildArgs": "write args",
        "build_args": "write args",
        "cacheTo": "each image carries its own cache; remove it",
        "tags": "the task definition has the digest; remove it",
        "tag": "the task definition has the digest; remove it",
        "network": "the default network builds it; remove it",
    }

    @property
    def dockerfile_path(self) -> str:
        """The Dockerfile, relative to the folder of Pulumi.yaml."""
        return self.dockerfile or f"{self.context.rstrip('/') or '/'}/Dockerfile"
