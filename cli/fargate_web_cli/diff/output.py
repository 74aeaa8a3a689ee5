"""The output of a difference as text, as a comment, or as JSON."""

import argparse
import re
import sys
from dataclasses import replace
from pathlib import Path

from fargate_web_cli.diff.model import Diff
from fargate_web_cli.terminal.standard_output import write_standard_output


def add_output_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose the output format, the same for `diff` and `render`."""
    formats = parser.add_mutually_exclusive_group()
    formats.add_argument(
        "-j",
        "--json",
        action="store_true",
        help="write the document of `pulumi preview --json`; for several stacks, one document each by name",
    )
    formats.add_argument(
        "-m", "--markdown", action="store_true", help="write a comment for a pull request, with a marker that identifies it"
    )
    parser.add_argument(
        "--markdown-dir",
        metavar="DIR",
        type=Path,
        help="also write a comment for each stack, DIR/<stack>.md, each with its own marker; DIR is created if it does not exist",
    )
    parser.add_argument(
        "--fail-on",
        choices=("broadening",),
        help="exit with 4 if a right or an opening becomes broader that fargate-web:allowBroadening does not name, also on a stack that is not protected",
    )
    parser.add_argument("--expect-no-changes", action="store_true", help="exit with 1 if there are changes")


def write_diff(diff: Diff, arguments: argparse.Namespace, *, single_stack: bool) -> int:
    """Write a difference to stdout.

    Args:
        diff: The difference.
        arguments: The parsed output options.
        single_stack: Whether the user chose one stack, so that the JSON is the document of that stack.

    Returns:
        0, or 1 if it can't be written.
    """
    if arguments.markdown_dir is not None and (failed := _write_comments(diff, arguments.markdown_dir)):
        return failed
    # Separate imports: `--json` does not need rich.
    if arguments.json:
        from fargate_web_cli.diff.json_digest import render_diff
    elif arguments.markdown:
        from fargate_web_cli.diff.markdown import render_diff
    else:
        from fargate_web_cli.diff.text import render_diff
    return write_standard_output(lambda stream: stream.write(render_diff(diff, single_stack=single_stack)), "The difference")


def _write_comments(diff: Diff, folder: Path) -> int:
    """Write a comment for each stack, short enough to be combined with that of the engine's preview."""
    from fargate_web_cli.diff.markdown import COMMENT_LIMIT, render_diff

    kind = " ".join(diff.subject.split()[:2])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for stack in diff.stacks:
            stack_diff = replace(diff, stacks=(stack,), subject=f"{kind} {stack.name}")
            # The name can come from a file name, which can contain any character.
            (folder / f"{re.sub('[^A-Za-z0-9_.-]', '_', stack.name)}.md").write_text(
                render_diff(stack_diff, limit=COMMENT_LIMIT * 2 // 5), encoding="utf-8"
            )
    except OSError as error:
        print(f"The comments can't be written: {error.filename or folder}: {error.strerror or error}", file=sys.stderr)
        return 1
    return 0
