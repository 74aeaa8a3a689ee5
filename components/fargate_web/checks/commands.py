"""Checks of commands: a command line in one word."""

import re
from collections.abc import Iterator

from ..settings.command_line import format_word_list, split_command_line
from ..settings.fix import Edit, Fix
from ..settings.service import Service
from ..settings.stack import Stack
from .containers import silence
from .finding import Finding, SettingPath


def check_commands(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find command lines that are one word to ECS."""
    for task_path, task in stack.tasks.items():
        path: SettingPath = task_path
        yield from _check_words(path, task.entry_point, task.command)
        if isinstance(task, Service) and task.migration:
            yield from _check_words((*path, "migration"), task.migration.entry_point or task.entry_point, task.migration.command)
        for name, sidecar in task.sidecars.items():
            yield from _check_words((*path, "sidecars", name), sidecar.entry_point, sidecar.command)


def _check_words(path: SettingPath, entry_point: list[str] | None, command: list[str] | None) -> Iterator[Finding]:
    """Check the first word: the entry point's, or that of a command without one. A shell takes a whole line as one word."""
    for key, words in (("entryPoint", entry_point), ("command", command if not entry_point else None)):
        if words and len(words) == 1 and isinstance(words[0], str) and re.search(r"\s", words[0].strip()):
            split = split_command_line(words[0])
            yield Finding(
                "command-in-one-word",
                (*path, key),
                f"ECS starts no shell, and looks for a program with the name {words[0]!r}, unless the image's ENTRYPOINT is a shell (exec: no such file or directory)",
                "warning",
                ((*path, "entryPoint"),),
                (
                    Fix(f"write {key}: {format_word_list(split)}", (Edit((*path, key), "set", split),)),
                    silence(path[:-1] if path[-1] == "migration" else path, "command", "why it is one word"),
                ),
                "command",
            )
