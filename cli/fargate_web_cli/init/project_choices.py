"""The choices for a new project, and their validation."""

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SAMPLE_IMAGE: Final = "public.ecr.aws/nginx/nginx-unprivileged:1.29"
"""A sample image that runs anywhere, to be replaced by the user."""
SAMPLE_PORT: Final = 8080
DEFAULT_REGION: Final = "us-west-2"
DEFAULT_STACK: Final = "dev"
REPOSITORY_PLACEHOLDER: Final = "OWNER/REPOSITORY"
"""The repository in a workflow if `--source` does not contain it."""
_NAME_PATTERN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_SOURCE_PATTERN: Final = re.compile(r"git\+(?:https|ssh)://[^\s@#]+(?:@[^\s@#:]+)?[^\s@#]*@[^\s@#]+")


@dataclass(frozen=True)
class ProjectChoices:
    """The choices for a new project.

    Attributes:
        folder: The folder of the project.
        name: The name of the project.
        stacks: The names of the stacks.
        region: The Region.
        image: The image of the service `web`, unless services are converted.
        port: The port that its container listens on.
        installer: `pip` or `uv`.
        source: The source of the two distributions: `index`, or `git+<address>@<tag>`.
        github: Whether to write a workflow.
    """

    folder: Path
    name: str
    stacks: tuple[str, ...] = (DEFAULT_STACK,)
    region: str = DEFAULT_REGION
    image: str = SAMPLE_IMAGE
    port: int = SAMPLE_PORT
    installer: str = "pip"
    source: str = "index"
    github: bool = False

    def find_faults(self) -> Iterator[str]:
        """Yield the faults of the choices, each with its option."""
        yield from find_name_faults(self.name)
        for stack in self.stacks:
            yield from find_stack_faults(stack)
        if len({stack.lower() for stack in self.stacks}) < len(self.stacks):
            yield "--stack: a stack is named twice"
        yield from find_region_faults(self.region)
        yield from find_image_faults(self.image)
        yield from find_port_faults(str(self.port))
        if self.source != "index" and not _SOURCE_PATTERN.fullmatch(self.source):
            yield f"--source: {self.source!r} is neither index nor like git+https://github.com/<owner>/<repository>@v0.1.0"


def find_option_faults(options: Mapping[str, object]) -> Iterator[str]:
    """Find options that are empty, such as from an unset shell variable, or that conflict.

    Args:
        options: The options by name, as parsed.
    """
    for name, value in options.items():
        if value == "":
            yield f"{'DIR' if name == 'folder' else '--' + name.replace('_', '-')}: the value is empty"
    for start in ("from_compose", "from_task_definition", "from_copilot"):
        for name in ("image", "port"):
            if options.get(start) and options.get(name) is not None:
                yield f"--{name} conflicts with --{start.replace('_', '-')}, which sets it for each service"
    folder = str(options["folder"])
    try:
        Path(folder).resolve().exists()
    except (OSError, RuntimeError) as error:
        yield f"DIR: {folder} can't be a folder: {getattr(error, 'strerror', None) or 'its symbolic links form a loop'}"


def find_name_faults(name: str) -> Iterator[str]:
    """Check the name of a project."""
    if not _NAME_PATTERN.fullmatch(name):
        yield f"--name: {name!r} is no name of a Pulumi project: letters, digits, hyphens, underscores and full stops, at most 100 of them"


def find_stack_faults(stack: str) -> Iterator[str]:
    """Check the name of a stack."""
    if not _NAME_PATTERN.fullmatch(stack):
        yield f"--stack: {stack!r} is no name of a stack: letters, digits, hyphens, underscores and full stops, at most 100 of them"


def find_region_faults(region: str) -> Iterator[str]:
    """Check the name of a Region."""
    from fargate_web.stack_file.region import explain_invalid_region  # after --help

    fault = explain_invalid_region(region)
    if fault:
        yield f"--region: {fault}"


def find_image_faults(image: str) -> Iterator[str]:
    """Check the address of an image; the settings check the rest."""
    if not image or not image.isprintable() or " " in image:
        yield f"--image: {image!r} is no address of an image, like {SAMPLE_IMAGE}"


def find_port_faults(port: str) -> Iterator[str]:
    """Check a port."""
    if not port.isdecimal() or not 1 <= int(port) <= 65535:
        yield f"--port: {port} is no port: a whole number from 1 to 65535"


def derive_project_name(folder: Path) -> str:
    """Return a project name for a folder."""
    # Remove accents, so that übung becomes ubung.
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", folder.resolve().name) if not unicodedata.combining(letter))
    name = re.sub(r"[^A-Za-z0-9_.-]+", "-", plain).strip("-_.")
    return name[:100] or "infrastructure"


def choose_default_region() -> str:
    """Return the Region of the environment variables, or the default."""
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or DEFAULT_REGION
