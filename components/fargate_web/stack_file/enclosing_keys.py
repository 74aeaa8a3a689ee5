"""The place of a line in a file that is not valid YAML, told by the indentation."""

import re
from collections.abc import Sequence
from typing import Final

_SECTION_KEY_PATTERN: Final = re.compile(r"""( *)(["']?)([^\s"'#-].*?)\2: *(?:#.*)?""")


def find_enclosing_keys(lines: Sequence[str], number: int) -> tuple[str, ...]:
    """Return the keys of the maps that a line is in, from the outermost.

    Args:
        lines: The lines of the file.
        number: The number of the line, counted from 1.
    """
    keys: list[str] = []
    line = lines[number - 1] if number <= len(lines) else ""
    indentation = len(line) - len(line.lstrip(" "))
    for above in reversed(lines[: number - 1]):
        found = _SECTION_KEY_PATTERN.fullmatch(above.rstrip())
        if found and len(found[1]) < indentation:
            keys.insert(0, found[3])
            indentation = len(found[1])
    return tuple(keys)
