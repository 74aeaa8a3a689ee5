"""Batches of what one call to AWS takes a limited number of."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

_Item = TypeVar("_Item")


def split_into_batches(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    """Split items into batches of a size; the last one may be smaller."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
