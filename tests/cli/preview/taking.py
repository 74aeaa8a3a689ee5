"""Previews that several tests look at, each made once in a process: the repository's program does not change while the tests run."""

from functools import lru_cache
from pathlib import Path

from fargate_web_cli.project.stack_preview import Preview, preview_stack

ROOT = Path(__file__).resolve().parents[3]


def taken(stack: str | None = None, config_file: Path | None = None) -> Preview:
    """Do what `preview_stack` does, once for each content of a stack file; the program of another project runs every time."""
    folder = Path.cwd()
    if not folder.is_relative_to(ROOT):
        return preview_stack(stack, config_file)
    content = config_file.read_bytes() if config_file is not None and config_file.is_file() else None
    return _take(folder, stack, config_file, content)


@lru_cache(maxsize=32)
def _take(folder: Path, stack: str | None, config_file: Path | None, content: bytes | None) -> Preview:
    return preview_stack(stack, config_file)
