"""The command of a container as a list of words, and how to write a command line as one."""

import json
import re
import shlex
from typing import Annotated, Any, Final

from pydantic import BeforeValidator

from .fix import Edit, Fix
from .value_types import StringOrOutput, build_value_error

_SHELL_SYNTAX_PATTERN: Final = re.compile(r"[|&;<>`()*?#~\n]|\$[A-Za-z_{(]|^\w+=")
"""What only a shell understands: pipes, redirections, variables, patterns, and assignments before the command."""
_LIST_DASH_PATTERN: Final = re.compile(r"-[A-Za-z0-9_./][A-Za-z0-9_./-]+")


def split_command_line(text: str) -> list[str]:
    """Return the list that runs a command line: its words, or a shell with the whole line if only a shell understands it."""
    text = text.strip()
    if not _SHELL_SYNTAX_PATTERN.search(re.sub(r"'[^']*'", "", text)):
        try:
            return shlex.split(text)
        except ValueError:  # a quote without its pair
            pass
    return ["sh", "-c", text]


def format_word_list(words: list[str]) -> str:
    """Format a list as YAML in one line."""
    return json.dumps(words, ensure_ascii=False)


def _reject_text(value: Any) -> Any:
    if not isinstance(value, str) or not value.strip():
        return value
    problem = f"expected a list, got the text {json.dumps(value, ensure_ascii=False)}"
    words = value.split()
    entries = _split_lines(words)
    if entries and any(len(word) > 1 for word in words):
        fixes = [_write_list(entries)]
        if len(words) == len(entries) > 1:
            fixes.append(Fix(f"{format_word_list(words)} if these are options", (Edit((), "set", words),)))
        raise build_value_error(f"{problem}; in a list of lines, a space follows each dash", "text-for-list", fixes=tuple(fixes))
    meant = Fix(f"write it as a list: {format_word_list(split_command_line(value))}", (Edit((), "set", split_command_line(value)),), True)
    raise build_value_error(f"{problem}; ECS starts no shell that would split it", "text-for-list", fixes=(meant,))


def _split_lines(words: list[str]) -> list[str]:
    """Split the text of lines whose dashes have no space, or which start with bullets. Return an empty list if it is a command line."""
    if len(words) > 1 and all(_LIST_DASH_PATTERN.fullmatch(word) for word in words):
        return [word.removeprefix("-") for word in words]
    marked = re.split(r"(?:^| )(?:[–—•‣◦▪·]|-(?= )) *", " ".join(words))
    if len(marked) > 1 and (not marked[0] or _LIST_DASH_PATTERN.fullmatch(marked[0])):
        return [entry.removeprefix("-") for entry in marked if entry]
    return []


def _write_list(entries: list[str]) -> Fix:
    return Fix(f"write {format_word_list(entries)}", (Edit((), "set", entries),))


CommandWords = Annotated[list[StringOrOutput], BeforeValidator(_reject_text)]
