"""Property paths in Pulumi's notation: `a.b[0].c`, `tags["a.b"]`, with `*` for any part."""

import re
from functools import lru_cache
from typing import Final

_PATH_PART: Final = re.compile(r'\[(\d+|\*)\]|\["((?:[^"\\]|\\.)*)"\]|([^.\[\]]+)')


@lru_cache(maxsize=4096)
def split_path(path: str) -> tuple[str, ...]:
    """Split a path into its parts."""
    return tuple(next(part for part in found if part).replace('\\"', '"') for found in _PATH_PART.findall(path) if any(found))


def covers_path(pattern: str, path: str) -> bool:
    """Return whether a path matches a pattern or is below a match."""
    pattern_parts, path_parts = split_path(pattern), split_path(path)
    return len(pattern_parts) <= len(path_parts) and all(
        pattern_part in ("*", path_part) for pattern_part, path_part in zip(pattern_parts, path_parts, strict=False)
    )


def affects_path(pattern: str, path: str) -> bool:
    """Return whether a change at a path affects a pattern: at, below or above a match. Indices are ignored."""
    pattern_parts = [part for part in split_path(pattern) if not part.isdecimal()]
    path_parts = [part for part in split_path(path) if not part.isdecimal()]
    return all(pattern_part in ("*", path_part) for pattern_part, path_part in zip(pattern_parts, path_parts, strict=False)) and bool(
        path_parts
    )


def find_top_property(path: str) -> str:
    """Return the top-level property of a path."""
    return split_path(path)[0] if path else ""
