"""`Build`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi


class Build(TypedDict):
    """A build with Docker on the machine that runs Pulumi, in each `pulumi up`. A preview builds nothing."""

    context: NotRequired[str]
    """The folder that is sent to Docker, relative to the folder of Pulumi.yaml. Default: .. See https://www.pulumi.com/registry/packages/awsx/api-docs/ecr/image/"""
    dockerfile: NotRequired[str]
    """The Dockerfile, relative to the folder of Pulumi.yaml. Default: Dockerfile in the context. See https://www.pulumi.com/registry/packages/awsx/api-docs/ecr/image/"""
    target: NotRequired[str]
    """The stage of the Dockerfile that is built. Default: the last one. See https://www.pulumi.com/registry/packages/awsx/api-docs/ecr/image/"""
    args: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Build arguments. They are no place for secrets: the history of the image shows them. See https://docs.docker.com/build/building/variables/"""
    cache_from: NotRequired[list[str]]
    """Images whose layers are used again. Default: the image of the last build, so that a new machine of CI builds what changed alone. See https://www.pulumi.com/registry/packages/awsx/api-docs/ecr/image/"""
