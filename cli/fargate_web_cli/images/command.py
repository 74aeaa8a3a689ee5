"""The command line of `fargate-web images`."""

import argparse
import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fargate_web_cli.terminal.command_parser import CommandParser, add_stack_arguments, build_command_parser, set_completion

if TYPE_CHECKING:
    from fargate_web.settings.fix import SettingPath

    from fargate_web_cli.images.image_reference import ImageReference
    from fargate_web_cli.images.resolve import ImageResolver
    from fargate_web_cli.images.stack_images import StackImage

_TAG_PATTERN: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")
_DESCRIPTION: Final = """\
Show the digests of the images in a stack file, and write them into it.

A tag can be moved to another image, and a digest can't. The registries are asked: ECR with your AWS credentials (ecr:DescribeImages), others with
the logins of Docker. --write replaces the images that have a tag and keeps everything else in the file. An image that has a digest must exist and stays.

--tag chooses the tag of the named services, after a build. --from takes the images of another stack, to promote what was tested there: each keeps its
own repository, which must have the image.
"""

_EXAMPLES: Final = """\
examples:
  fargate-web images --stack prod                      the digests
  fargate-web images --stack prod --write              into Pulumi.prod.yaml
  fargate-web images web --tag 1.5.0 -s staging --write
  fargate-web images --from staging --stack prod --write

exit status: 0 if every image was found; 1 if not, and then nothing is written; 2 if the command line is wrong.
environment: AWS_PROFILE and the other variables of the AWS CLI, for images in ECR; DOCKER_CONFIG is the folder with
Docker's config.json.
"""


def main(argv: Sequence[str]) -> int:
    """Run the command.

    Args:
        argv: The arguments after `images`.

    Returns:
        The exit status.
    """
    parser = build_parser()
    arguments = parser.parse_args(argv)
    if arguments.tag is not None and not arguments.services:
        parser.error("--tag: name the services that get the tag")
    if arguments.tag is not None and not _TAG_PATTERN.fullmatch(arguments.tag):
        parser.error(f"--tag: {arguments.tag!r} is not a tag")
    if arguments.tag is not None and arguments.source is not None:
        parser.error("--tag and --from exclude each other")
    from fargate_web_cli.live.run_live import run_live

    return run_live(lambda: _run(arguments))


def _run(arguments: argparse.Namespace) -> int:
    from fargate_web_cli.images.resolve import ImageResolver
    from fargate_web_cli.images.stack_images import read_stack_file, replace_images
    from fargate_web_cli.live import aws_session
    from fargate_web_cli.terminal.standard_output import write_standard_output

    stack, file, chosen = _load_images(arguments.stack, arguments.config_file, arguments.services)
    resolver = ImageResolver(lambda region: aws_session.open_session("images", region))
    wanted = _choose_versions(chosen, arguments, resolver)
    chosen = [image for image in chosen if image.place in wanted]
    changes = {}
    for image in chosen:
        digest = resolver.resolve(wanted[image.place])
        # An image with the right digest stays as it is written, also with a tag beside it.
        if digest != image.image.digest:
            changes[image.path] = image.image.with_digest(digest)
    text = read_stack_file(file)
    changed = replace_images(file, text, changes)
    if arguments.write and changed != text:
        file.write_bytes(changed.encode())
    output = (
        _render_document(stack, file, chosen, changes, is_written=arguments.write)
        if arguments.json
        else "".join(_describe(image, changes) for image in chosen)
    )
    status = write_standard_output(lambda stream: stream.write(output), "The images")
    if changes:
        print(f"Written into {file}." if arguments.write else "Nothing was written; --write does it.", file=sys.stderr)
    return status


def _choose_versions(
    images: "list[StackImage]", arguments: argparse.Namespace, resolver: "ImageResolver"
) -> "dict[SettingPath, ImageReference]":
    """Return the image that each place should have: with the tag of the command line, as in another stack, or as it is."""
    from fargate_web_cli.live.aws_errors import LiveError

    if arguments.source is None:
        tag = arguments.tag
        return {each.place: each.image.with_tag(tag) if tag is not None and each.is_main else each.image for each in images}
    _, file, sources = _load_images(arguments.source, None, arguments.services)
    by_place = {source.place: source for source in sources}
    shared = [image for image in images if image.place in by_place]
    if not shared:
        raise LiveError(f"{file} has the image of no place that has one here.")
    return {image.place: image.image.with_digest(resolver.resolve(by_place[image.place].image)) for image in shared}


def _render_document(
    stack: str, file: Path, images: "list[StackImage]", changes: "Mapping[SettingPath, ImageReference]", *, is_written: bool
) -> str:
    from fargate_web.faults.fault import format_path

    listed = [
        {"path": format_path(each.path), "before": str(each.image), "image": str(changes.get(each.path, each.image))} for each in images
    ]
    document = {"stack": stack, "file": str(file), "written": is_written and bool(changes), "images": listed}
    return f"{json.dumps(document, indent=2)}\n"


def _describe(image: "StackImage", changes: "Mapping[SettingPath, ImageReference]") -> str:
    from fargate_web.faults.fault import format_path

    change = changes.get(image.path)
    if change is None:
        return f"{format_path(image.path)}: {image.image}\n"
    return f"{format_path(image.path)}: {image.image}\n  now {change}\n"


def _load_images(stack: str | None, config_file: Path | None, tasks: list[str]) -> tuple[str, Path, "list[StackImage]"]:
    """Return the name of a stack, its file, and the images of some services that are written in it."""
    from fargate_web.stack_file.yaml_file import YamlFile

    from fargate_web_cli.images.stack_images import choose_images, list_images
    from fargate_web_cli.live.aws_errors import LiveError
    from fargate_web_cli.live.stack_settings import load_stack_settings

    _, loaded, settings = load_stack_settings(stack, config_file)
    file = Path(loaded.file) if loaded.file else None
    images = list_images(settings, YamlFile(file.read_bytes(), str(file))) if file is not None else []
    if file is None or not images:
        raise LiveError(f"{loaded.file or f'The stack {loaded.name}'} has no image that can be written there.")
    return loaded.name, file, choose_images(file, images, tasks)


def build_parser() -> CommandParser:
    """Build the parser of the command."""
    parser = build_command_parser("fargate-web images", _DESCRIPTION, _EXAMPLES)
    parser.add_argument(
        "services", metavar="SERVICE", nargs="*", help="services or scheduled tasks, as the stack file names them (default: all)"
    )
    add_stack_arguments(parser)
    parser.add_argument("--write", action="store_true", help="write the digests into the stack file")
    parser.add_argument("--tag", metavar="TAG", help="the tag that the named services get")
    set_completion(parser.add_argument("--from", dest="source", metavar="STACK", help="the stack whose images are promoted"), "stack")
    parser.add_argument("--json", action="store_true", help="write one document for programs")
    return parser
