"""The builds of a Compose file: what the program builds with Pulumi, Docker Compose builds here."""

import os
from typing import Any, Final

from fargate_web.settings.build import Build
from fargate_web.settings.task import Task

_PLATFORMS: Final = {"X86_64": "linux/amd64", "ARM64": "linux/arm64"}


def find_build(container: str, settings: Task, *, is_main: bool) -> Build | None:
    """Return the build of a container, None if its image exists."""
    if is_main:
        return settings.build
    return settings.sidecars[container].build if container in settings.sidecars else None


def describe_build(build: Build, cpu_architecture: str) -> dict[str, Any]:
    """Return the section `build` of a service. Compose reads a Dockerfile relative to the context."""
    found = {
        "context": build.context,
        "dockerfile": os.path.relpath(build.dockerfile, build.context) if build.dockerfile else None,
        "target": build.target,
        "args": {name: value for name, value in build.args.items() if isinstance(value, str)} or None,
        "cache_from": build.cache_from or None,
        "platforms": [_PLATFORMS[cpu_architecture]],
    }
    return {key: value for key, value in found.items() if value is not None}
