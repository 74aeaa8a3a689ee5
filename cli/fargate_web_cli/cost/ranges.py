"""A figure at the fewest, the desired and the most tasks."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """Three figures that belong together.

    Attributes:
        minimum: At the fewest tasks that scaling keeps.
        desired: At the number of tasks that a new stack starts with.
        maximum: At the most tasks that scaling starts.
    """

    minimum: float
    desired: float
    maximum: float

    @classmethod
    def constant(cls, figure: float) -> "Range":
        """Return a figure that the number of tasks doesn't change."""
        return cls(figure, figure, figure)

    @property
    def values(self) -> tuple[float, float, float]:
        """The three, one after another."""
        return self.minimum, self.desired, self.maximum

    def __add__(self, other: "Range") -> "Range":
        """Add the figures one by one."""
        return Range(self.minimum + other.minimum, self.desired + other.desired, self.maximum + other.maximum)

    def __sub__(self, other: "Range") -> "Range":
        """Subtract the figures one by one."""
        return self + other * -1

    def __mul__(self, factor: float) -> "Range":
        """Multiply each figure."""
        return Range(self.minimum * factor, self.desired * factor, self.maximum * factor)

    def __bool__(self) -> bool:
        """Whether any figure is not zero."""
        return any((self.minimum, self.desired, self.maximum))

    def as_json(self) -> dict[str, float]:
        """Return the figures by name, to a hundredth of a cent."""
        return {"minimum": round(self.minimum, 4), "desired": round(self.desired, 4), "maximum": round(self.maximum, 4)}


def sum_ranges(ranges: Iterable[Range]) -> Range:
    """Add up any number of them."""
    return sum(ranges, Range.constant(0))
