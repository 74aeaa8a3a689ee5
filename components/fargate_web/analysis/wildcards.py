"""Comparison of the wildcard patterns of listener rules: `*` matches any text, `?` matches one character."""

from functools import cache


@cache
def pattern_covers(general: str, specific: str) -> bool:
    """Return whether `general` matches everything that `specific` matches."""
    if "*" not in general and "?" not in general:
        return general == specific
    # Read `specific` and track the positions in `general` that can be reached. A wildcard in `specific` is read as characters that are in
    # no pattern; a star as none, one, two … of them, until their number makes no difference.
    pending = [(0, _skip_stars(general, {0}))]
    seen: set[tuple[int, frozenset[int]]] = set()
    while pending:
        index, positions = pending.pop()
        if (index, positions) in seen:
            continue
        seen.add((index, positions))
        if index == len(specific):
            if len(general) not in positions:
                return False
        elif specific[index] == "*":
            pending += [(index + 1, positions), (index, _advance(general, positions, "?"))]
        else:
            pending.append((index + 1, _advance(general, positions, specific[index])))
    return True


def _advance(pattern: str, positions: frozenset[int], character: str) -> frozenset[int]:
    """Advance the positions by one character. `?` stands for a character that is in no pattern."""
    next_positions: set[int] = set()
    for index in positions:
        if index < len(pattern) and pattern[index] == "*":
            next_positions.add(index)
        elif index < len(pattern) and pattern[index] in ("?", character):
            next_positions.add(index + 1)
    return _skip_stars(pattern, next_positions)


def _skip_stars(pattern: str, positions: set[int]) -> frozenset[int]:
    reachable = set(positions)
    for index in positions:
        while index < len(pattern) and pattern[index] == "*":
            index += 1
            reachable.add(index)
    return frozenset(reachable)


@cache
def patterns_overlap(one: str, other: str) -> bool:
    """Return whether both patterns match some text."""
    if not any(wild in pattern for pattern in (one, other) for wild in "*?"):
        return one == other
    pending, seen = [(0, 0)], {(0, 0)}
    while pending:
        index, other_index = pending.pop()
        if index == len(one) and other_index == len(other):
            return True
        steps: list[tuple[int, int]] = []
        if index < len(one) and one[index] == "*":
            steps.append((index + 1, other_index))
            if other_index < len(other):
                steps.append((index, other_index + 1))
        if other_index < len(other) and other[other_index] == "*":
            steps.append((index, other_index + 1))
            if index < len(one):
                steps.append((index + 1, other_index))
        if (
            index < len(one)
            and other_index < len(other)
            and "*" not in (one[index], other[other_index])
            and (one[index] == other[other_index] or "?" in (one[index], other[other_index]))
        ):
            steps.append((index + 1, other_index + 1))
        for step in steps:
            if step not in seen:
                seen.add(step)
                pending.append(step)
    return False
