"""Wild-card patterns as listener rules have them: `*` is any text, `?` is one character."""

from functools import cache


@cache
def covers(general: str, specific: str) -> bool:
    """Tell whether everything that `specific` matches is matched by `general` too."""
    # states: positions in `general` that can be reached while `specific` is read; its wild cards must be swallowed by wild cards.
    reached = _past_stars(general, {0})
    for letter in specific:
        following: set[int] = set()
        for at in reached:
            if at == len(general):
                continue
            if general[at] == "*":
                following.add(at)
            elif letter != "*" and (general[at] == "?" or general[at] == letter):
                following.add(at + 1)
        reached = _past_stars(general, following)
    return len(general) in reached


def _past_stars(pattern: str, positions: set[int]) -> set[int]:
    past = set(positions)
    for at in positions:
        while at < len(pattern) and pattern[at] == "*":
            at += 1
            past.add(at)
    return past


@cache
def overlap(one: str, other: str) -> bool:
    """Tell whether some text is matched by both patterns."""
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


def specificity(pattern: str) -> int:
    """Rate how specific a pattern is: two for a character that stands for itself, one for `?`, and one more without any `*`."""
    stars, any_one = pattern.count("*"), pattern.count("?")
    return 2 * (len(pattern) - stars - any_one) + any_one + (not stars)
