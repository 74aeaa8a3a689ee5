"""Figures at the minimum, desired and maximum number of tasks."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """A figure at the minimum, desired and maximum number of tasks.

    Attributes:
        minimum: The figure at the minimum number of tasks.
        desired: The figure at the desired number of tasks of a new stack.
        maximum: The figure at the maximum number of tasks.
    """

    minimum: float
    desired: float
    maximum: float

    @classmethod
    def constant(cls, figure: float) -> "Range":
        """Return a range for a figure that does not depend on the number of tasks."""
        return cls(figure, figure, figure)

    @property
    def values(self) -> tuple[float, float, float]:
        """The three figures, in the order of the attributes."""
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
    """Return the sum of ranges."""
    return sum(ranges, Range.constant(0))
