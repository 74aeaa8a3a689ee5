"""Checks that the folders and Dockerfiles of builds exist, and that no large folder goes along by accident."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ..checks.containers import list_containers
from ..checks.finding import Finding, silence_check
from ..settings.stack import Stack

_LARGE_FOLDERS: Final = (".git", "node_modules", ".venv", "venv", "target")


def find_build_faults(stack: Stack, folder: Path) -> Iterator[Finding]:
    """Yield what a build would fail on, or do too slowly.

    Args:
        stack: The settings.
        folder: The folder of Pulumi.yaml.
    """
    for place in list_containers(stack):
        build = place.container.build
        if build is None:
            continue
        path, context = (*place.path, "build"), folder / build.context
        if not context.is_dir():
            yield Finding(
                "build-without-context",
                (*path, "context") if "context" in build.model_fields_set else path,
                f"there is no folder {build.context} in {folder.resolve().name or folder}; write the folder with the source of the image",
            )
            continue
        if not (folder / build.dockerfile_path).is_file():
            yield Finding(
                "build-without-dockerfile",
                (*path, "dockerfile") if build.dockerfile else path,
                f"there is no file {build.dockerfile_path}; write dockerfile: <path>, relative to the folder of Pulumi.yaml",
            )
            continue
        large = [name for name in _LARGE_FOLDERS if (context / name).exists()]
        ignored = (context / ".dockerignore").is_file() or (folder / f"{build.dockerfile_path}.dockerignore").is_file()
        if large and not ignored:
            yield Finding(
                "build-without-dockerignore",
                (*path, "context") if "context" in build.model_fields_set else path,
                f"{build.context} has {' and '.join(large)} and no .dockerignore, so that all of it is sent to Docker, and a COPY takes it into the image; "
                f"write {' and '.join(large)} into .dockerignore there",
                "warning",
                fixes=(silence_check("build-without-dockerignore", "why all of it is needed"),),
            )
