"""Previews of the stacks of the repository, each made once in a process: their files don't change while the tests run."""

from functools import cache
from pathlib import Path

from fargate_web_cli.project.stack_preview import Preview, preview_stack

ROOT = Path(__file__).resolve().parents[3]
_kept = cache(preview_stack)


def taken(stack: str | None = None, config_file: Path | None = None) -> Preview:
    """Do what `fargate_web_cli.project.stack_preview.take` does, once for each stack of the repository; a file of a test is read every time."""
    if config_file is not None and config_file.is_absolute() and not config_file.is_relative_to(ROOT):
        return preview_stack(stack, config_file)
    return _kept(stack, config_file)
