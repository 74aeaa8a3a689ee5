"""Property paths as Pulumi spells them: `a.b[0].c`, `tags["a.b"]`, with `*` for any part."""

import re
from functools import lru_cache
from typing import Final

_PATH_PART: Final = re.compile(r'\[(\d+|\*)\]|\["((?:[^"\\]|\\.)*)"\]|([^.\[\]]+)')


@lru_cache(maxsize=4096)
def split_path(path: str) -> tuple[str, ...]:
    """Split a path."""
    return tuple(next(part for part in found if part).replace('\\"', '"') for found in _PATH_PART.findall(path) if any(found))


def covers_path(pattern: str, path: str) -> bool:
    """Tell whether a path is what a pattern names, or below it."""
    wanted, given = split_path(pattern), split_path(path)
    return len(wanted) <= len(given) and all(one in ("*", other) for one, other in zip(wanted, given, strict=False))


def affects_path(pattern: str, path: str) -> bool:
    """Tell whether a change at a path is one of what a pattern names: at it, below it, or of the whole that holds it. Indices do not count."""
    wanted = [part for part in split_path(pattern) if not part.isdecimal()]
    given = [part for part in split_path(path) if not part.isdecimal()]
    return all(one in ("*", other) for one, other in zip(wanted, given, strict=False)) and bool(given)


def find_top_property(path: str) -> str:
    """Return the property that a path is in."""
    return split_path(path)[0] if path else ""
