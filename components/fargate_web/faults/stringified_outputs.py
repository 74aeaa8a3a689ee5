"""Finds texts that were made of an Output: what Python or JavaScript writes in its place isn't its value."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from .fault import SettingPath

_SENTENCE_PATTERN: Final = re.compile(
    r"Calling (?:__str__|\[?to(?:String|JSON)\]?(?:\(\))?|\[?ToString\]?) on an \[?Output[\[<]|<pulumi\.output\.Output object at 0x|\[object OutputImpl\]|OutputImpl \{",
)
STRINGIFIED_OUTPUT: Final = (
    "this text was made of an Output, whose value is not known yet, and contains a message of Pulumi instead of the value; "
    'write pulumi.Output.concat("…", output) instead of f"…{output}" or str(output) (in TypeScript pulumi.interpolate`…${output}`), or pass the Output itself'
)


def is_stringified_output(text: str) -> bool:
    """Return whether a text contains what an Output turns into as text."""
    return bool(_SENTENCE_PATTERN.search(text))


def find_stringified_outputs(value: Any, path: SettingPath = ()) -> Iterator[SettingPath]:
    """Yield the paths of texts in maps and lists that were made of an Output. A key that was made of one is reported at its map."""
    if isinstance(value, str):
        if is_stringified_output(value):
            yield path
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if isinstance(key, str) and is_stringified_output(key):
                yield path
            else:
                yield from find_stringified_outputs(inner, (*path, key))
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from find_stringified_outputs(inner, (*path, index))
