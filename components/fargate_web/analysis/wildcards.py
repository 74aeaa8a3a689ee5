"""Wild-card patterns as listener rules have them: `*` is any text, `?` is one character."""

from functools import cache


@cache
def pattern_covers(general: str, specific: str) -> bool:
    """Tell whether everything that `specific` matches is matched by `general` too."""
    if "*" not in general and "?" not in general:
        return general == specific
    # Reads `specific` and keeps the positions in `general` that can be reached. A wild card stands for letters that are in no pattern,
    # a star for none, one, two … of them, until their number makes no difference any more.
    pending = [(0, _skip_stars(general, {0}))]
    seen: set[tuple[int, frozenset[int]]] = set()
    while pending:
        at, reached = pending.pop()
        if (at, reached) in seen:
            continue
        seen.add((at, reached))
        if at == len(specific):
            if len(general) not in reached:
                return False
        elif specific[at] == "*":
            pending += [(at + 1, reached), (at, _advance(general, reached, "?"))]
        else:
            pending.append((at + 1, _advance(general, reached, specific[at])))
    return True


def _advance(pattern: str, positions: frozenset[int], letter: str) -> frozenset[int]:
    """Read one letter; a letter that is in no pattern is written as `?`."""
    following: set[int] = set()
    for at in positions:
        if at < len(pattern) and pattern[at] == "*":
            following.add(at)
        elif at < len(pattern) and pattern[at] in ("?", letter):
            following.add(at + 1)
    return _skip_stars(pattern, following)


def _skip_stars(pattern: str, positions: set[int]) -> frozenset[int]:
    past = set(positions)
    for at in positions:
        while at < len(pattern) and pattern[at] == "*":
            at += 1
            past.add(at)
    return frozenset(past)


@cache
def patterns_overlap(one: str, other: str) -> bool:
    """Tell whether some text is matched by both patterns."""
    if not any(wild in pattern for pattern in (one, other) for wild in "*?"):
        return one == other
    pending, seen = [(0, 0)], {(0, 0)}
    while pending:
        a, b = pending.pop()
        if a == len(one) and b == len(other):
            return True
        steps: list[tuple[int, int]] = []
        if a < len(one) and one[a] == "*":
            steps.append((a + 1, b))
            if b < len(other):
                steps.append((a, b + 1))
        if b < len(other) and other[b] == "*":
            steps.append((a, b + 1))
            if a < len(one):
                steps.append((a + 1, b))
        if a < len(one) and b < len(other) and "*" not in (one[a], other[b]) and (one[a] == other[b] or "?" in (one[a], other[b])):
            steps.append((a + 1, b + 1))
        for step in steps:
            if step not in seen:
                seen.add(step)
                pending.append(step)
    return False


def rate_specificity(pattern: str) -> int:
    """Rate how specific a pattern is: two for a character that stands for itself, one for `?`, and one more without any `*`."""
    stars, any_one = pattern.count("*"), pattern.count("?")
    return 2 * (len(pattern) - stars - any_one) + any_one + (not stars)
