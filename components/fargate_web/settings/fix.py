"""What to write instead of a wrong setting, as data: the sentence in the message and the change of the file are made from it."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

SettingPath: TypeAlias = tuple[str | int, ...]
"""The path of a value: keys of maps and indices of lists, from the outermost to the innermost."""

_PLAIN_TEXT_PATTERN = re.compile(
    r"[A-Za-z/][\w ./@+-]*(?<! )"  # words, paths, names
    r"|[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?:/[0-9]{1,2})?"  # addresses and CIDR blocks
    r"|[0-9]{12}\.dkr\.[\w./@-]+(?::[\w.-]+)?"  # images of ECR
)
_AMBIGUOUS_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null"})


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a stack file.

    Attributes:
        path: The path of the value in the file, with keys as in YAML. `set` creates what is missing of it.
        action: `set` writes a value, `remove` deletes the key or entry, `rename` gives the key another name.
        value: The new value, as plain data; the new name of the key for `rename`.
    """

    path: SettingPath
    action: Literal["set", "remove", "rename"] = "set"
    value: Any = None


@dataclass(frozen=True, slots=True)
class TextEdit:
    """One replacement of characters in a line, for files that are not valid YAML, or whose lines are wrongly indented.

    Attributes:
        line: The line, counted from 1.
        column: The column of the first character, counted from 1.
        length: The number of characters that are replaced.
        text: The characters that replace them.
    """

    line: int
    column: int
    length: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A way to end a fault.

    Attributes:
        text: What to do, as the end of a sentence: `write desiredCount: 2`.
        edits: The changes of settings that do it.
        text_edits: The changes of the text that do it, where no path leads to what is wrong.
        is_certain: Whether the user surely meant this. `fargate-web check --fix` makes certain changes only; others hold an example, or one of
            several ways.
    """

    text: str
    edits: tuple[Edit, ...] = ()
    is_certain: bool = False
    text_edits: tuple[TextEdit, ...] = ()

    def below(self, path: SettingPath) -> "Fix":
        """Return the same fix for settings that are at a path of the file."""
        return replace(self, edits=tuple(replace(edit, path=(*path, *edit.path)) for edit in self.edits))


def write(*path: str | int, value: Any, certain: bool = False) -> Fix:
    """Fix by writing a value. The sentence names the last key, or the whole map for a nested one."""
    keys = [part for part in path if isinstance(part, str)]
    return Fix(
        f"write {keys[-1]}: {format_inline(value)}" if keys else f"write {format_inline(value)}", (Edit(path, "set", value),), certain
    )


def write_text(text: str, *, certain: bool = False) -> Fix:
    """Fix by writing another text. The sentence shows it without quotes, which a whole value needs more rarely than a part of a map."""
    return Fix(f"write {text}", (Edit((), "set", text),), certain)


def write_nested(*path: str, value: Any) -> Fix:
    """Fix by writing a value in another section than the fault's. The sentence names the whole path: `write cluster: {…: …}`."""
    nested = value
    for key in reversed(path[1:]):
        nested = {key: nested}
    return Fix(f"write {path[0]}: {format_inline(nested)}", (Edit(path, "set", value),))


def combine(*fixes: Fix, certain: bool = False) -> Fix:
    """Combine changes that belong together: `write minCapacity: 1 and maxCapacity: 4`."""
    texts = [fixes[0].text, *(fix.text.removeprefix("write ") for fix in fixes[1:])]
    return Fix(" and ".join(texts), tuple(edit for fix in fixes for edit in fix.edits), certain)


def remove(*path: str | int, certain: bool = False) -> Fix:
    """Fix by removing a key."""
    return Fix(f"remove {path[-1]}", (Edit(path, "remove"),), certain)


def rename(*path: str | int, to: str, certain: bool = False) -> Fix:
    """Fix by giving a key another name."""
    return Fix(f"write {to}", (Edit(path, "rename", to),), certain)


def join_fixes(message: str, fixes: Iterable[Fix]) -> str:
    """Return a message that ends with what to do: `…; write minCapacity: 1, or remove scaling`."""
    texts = [fix.text for fix in fixes]
    return "; ".join([message, ", or ".join(texts)]) if texts else message


def format_inline(value: Any) -> str:
    """Format a value as YAML on one line, in a form that every reader of YAML reads alike."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{format_inline(key)}: {format_inline(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(format_inline, value)) + "]"
    if isinstance(value, str) and _PLAIN_TEXT_PATTERN.fullmatch(value) and value.lower() not in _AMBIGUOUS_WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)
