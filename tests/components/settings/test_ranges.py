"""Every range that a description states is the one that is enforced."""

import re
from collections.abc import Iterator
from typing import Any

from fargate_web.settings.stack import Stack

RANGE = re.compile(r"\((-?[\d.]+)–([\d.]+)[);,]")


def list_ranges(node: Any, path: str = "") -> Iterator[tuple[str, tuple[float, float], set[tuple[float | None, float | None]]]]:
    """Yield each place of a schema that states a range: its path, the range, and the limits of its numbers."""
    if isinstance(node, list):
        for index, entry in enumerate(node):
            yield from list_ranges(entry, f"{path}/{index}")
    if not isinstance(node, dict):
        return
    description = node.get("description")
    stated = RANGE.search(description) if isinstance(description, str) else None
    limits = {(each.get("minimum"), each.get("maximum")) for each in (node, *node.get("anyOf", ())) if {"minimum", "maximum"} & each.keys()}
    if stated and limits:
        yield path, (float(stated[1]), float(stated[2])), limits
    for key, entry in node.items():
        yield from list_ranges(entry, f"{path}/{key}")


def test_the_description_of_a_number_states_the_range_that_is_enforced():
    ranges = list(list_ranges(Stack.model_json_schema()))
    assert len(ranges) > 50
    assert [(path, stated, limits) for path, stated, limits in ranges if stated not in limits] == []
