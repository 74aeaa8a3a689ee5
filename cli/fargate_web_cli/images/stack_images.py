"""The images of a stack file, and the same file with digests."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pulumi
from fargate_web.faults.fault import SettingsError, format_path
from fargate_web.settings.fix import SettingPath, write
from fargate_web.settings.stack import Stack
from fargate_web.settings.task import Task
from fargate_web.stack.load import NAMESPACE, load_file
from fargate_web.stack_file.yaml_file import YamlFile

from fargate_web_cli.check.text_edits import EditError, apply_fix
from fargate_web_cli.images.image_reference import ImageReference, parse_image_reference
from fargate_web_cli.live.aws_errors import LiveError

_BYTE_ORDER_MARK: Final = "\ufeff"


@dataclass(frozen=True, slots=True)
class StackImage:
    """An image in a stack file.

    Attributes:
        place: What it is the image of, whatever key it is written with: `("services", "web", "image")`.
        path: Its path in the file, without the namespace: `("image",)` for the short key.
        task: The service or scheduled task.
        image: Its reference.
    """

    place: SettingPath
    path: SettingPath
    task: str
    image: ImageReference

    @property
    def is_main(self) -> bool:
        """Whether it is the image of the application itself, and not of a sidecar."""
        return len(self.place) == 3


def list_images(stack: Stack, file: YamlFile) -> list[StackImage]:
    """List the images that are written in a file, of services and scheduled tasks with their sidecars.

    An image from Pulumi.yaml, a default, an encrypted value, and one with a placeholder are left out.
    """
    images = []
    sections: tuple[tuple[str, Mapping[str, Task]], ...] = (("services", stack.services), ("scheduledTasks", stack.scheduled_tasks))
    for section, tasks in sections:
        for name, task in tasks.items():
            for path, image in _list_task_images((section, name), task):
                written = _find_written_path(file, path)
                if written is None or isinstance(image, pulumi.Output):
                    continue
                if _read_text(file, written) == image:
                    images.append(StackImage(path, written, name, parse_image_reference(image)))
    return images


def _list_task_images(path: SettingPath, task: Task) -> Iterator[tuple[SettingPath, Any]]:
    yield (*path, "image"), task.image
    for name, sidecar in sorted(task.sidecars.items()):
        yield (*path, "sidecars", name, "image"), sidecar.image
    if task.tracing is not None:
        yield (*path, "tracing", "image"), task.tracing.image
    if task.application_signals is not None:
        yield (*path, "applicationSignals", "image"), task.application_signals.image
        if task.application_signals.instrumentation_image is not None:
            yield (*path, "applicationSignals", "instrumentationImage"), task.application_signals.instrumentation_image
    if task.logs.fire_lens is not None:
        yield (*path, "logs", "fireLens", "image"), task.logs.fire_lens.image


def _find_written_path(file: YamlFile, path: SettingPath) -> SettingPath | None:
    """Return the path at which an image is written: its own, or the short key for the service web."""
    candidates = [path, *([("image",)] if path == ("services", "web", "image") else [])]
    return next((each for each in candidates if file.find_node(("config", f"{NAMESPACE}:{each[0]}", *each[1:])) is not None), None)


def _read_text(file: YamlFile, path: SettingPath) -> Any:
    """Return an image as it is written."""
    return file.read_value(("config", f"{NAMESPACE}:{path[0]}", *path[1:]), path).value


def read_stack_file(file: Path) -> str:
    """Return the text of a stack file.

    Raises:
        LiveError: It can't be read.
    """
    try:
        return file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LiveError(f"{file} can't be read: {error}") from None


def replace_images(file: Path, text: str, images: Mapping[SettingPath, ImageReference]) -> str:
    """Return the text of a stack file with other images, and everything else as it was.

    Args:
        file: The file.
        text: Its text.
        images: The images by path.

    Raises:
        LiveError: An image is written in a way that can't be changed alone, such as with an anchor.
    """
    mark = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) else ""
    changed = text.removeprefix(mark)
    for path, image in images.items():
        try:
            changed = apply_fix(changed, write(*path, value=str(image)), NAMESPACE)
        except EditError:
            raise LiveError(f"{file}: {format_path(path)} can't be changed alone; write it yourself: {image}") from None
    try:
        settings = load_file(file, content=changed.encode()).stack
    except SettingsError as error:
        raise LiveError(str(error)) from None
    written = {image.path: image.image for image in list_images(settings, YamlFile(changed.encode(), str(file)))}
    for path, image in images.items():
        if written.get(path) != image:
            raise LiveError(f"{file}: {format_path(path)} shares its text with another key; write it yourself: {image}")
    return mark + changed


def choose_images(file: Path, images: Collection[StackImage], tasks: Collection[str]) -> list[StackImage]:
    """Return the images of some services and scheduled tasks, of all if none is named.

    Raises:
        LiveError: A name has no image in the file.
    """
    known = {image.task for image in images}
    for name in tasks:
        if name not in known:
            raise LiveError(f"{file} has no image of {name}; it has those of {', '.join(sorted(known))}.")
    return [image for image in images if not tasks or image.task in tasks]
