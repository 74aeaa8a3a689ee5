"""What has been placed: boxes, frames and wires with coordinates, ready to be drawn."""

from dataclasses import dataclass, field, replace
from typing import Final

from fargate_web_cli.graph.text_width import shortened, width, wrapped

TITLE, TEXT, EYEBROW = 14.0, 12.0, 10.5
"""Sizes of the fonts in pixels; picture.css says the same."""

LEADING: Final = 17.0
"""From line to line."""

PADDING: Final = 12.0
FRAME_TOP: Final = 34.0
"""Room for the title of a frame."""


_HANGING: Final = "\N{EN SPACE}"
"""What a line starts with that goes on with the one before: it keeps the facts of a box apart."""
_INDENT: Final = 7.0
_SHORTEST_NOTE: Final = 40.0


@dataclass(frozen=True, slots=True)
class Box:
    """A thing.

    Attributes:
        key: What it is, once in a drawing: `service web`.
        kind: How it looks.
        x: Its left edge.
        y: Its upper edge.
        width: Its width.
        height: Its height.
        eyebrow: What kind of thing it is, in small letters above its title.
        title: The lines of its title.
        lines: What matters of it, line by line as it fits.
        about: The same in full, for a pointer that rests on it and for the search.
        link: Where a click leads; empty for nowhere.
    """

    key: str
    kind: str
    x: float
    y: float
    width: float
    height: float
    eyebrow: str
    title: tuple[str, ...]
    lines: tuple[str, ...]
    about: str
    link: str = ""

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """Half-way down."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around boxes: the VPC, subnets. Its title starts so much further to the right as `indent` says."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    title: str
    note: str = ""
    indent: float = 0


@dataclass(frozen=True, slots=True)
class Wire:
    """A way from box to box, straight from point to point.

    Attributes:
        points: Its corners.
        kind: traffic, call from service to service, or control for what is no traffic.
        arrow: Whether it ends in an arrow-head.
        joins: The keys of the boxes that it joins.
    """

    points: tuple[tuple[float, float], ...]
    kind: str
    arrow: bool
    joins: tuple[str, str]


@dataclass(slots=True)
class Drawing:
    """A picture in the making; what comes first lies beneath."""

    width: float
    height: float = 0.0
    frames: list[Frame] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    wires: list[Wire] = field(default_factory=list)

    def add(self, box: Box) -> Box:
        """Add a box, and return it."""
        self.boxes.append(box)
        return box

    def frame(self, frame: Frame, *, beneath: bool = False, reserved: float = 0) -> None:
        """Add a frame, with as much of its title and note as there is room for.

        Args:
            frame: The frame.
            beneath: Whether it lies beneath all that is there.
            reserved: How much of the line of its title is needed for something else.
        """
        room = frame.width - 2 * PADDING - reserved
        title = shortened(frame.title, room, TEXT, bold=True)
        rest = room - width(f"{title} · ", TEXT, bold=True)
        note = shortened(frame.note, rest, TEXT) if rest > _SHORTEST_NOTE else ""
        self.frames.insert(0 if beneath else len(self.frames), replace(frame, title=title, note=note))


def box(
    key: str,
    kind: str,
    title: str,
    facts: tuple[str, ...],
    *,
    x: float,
    y: float,
    across: float,
    eyebrow: str = "",
    link: str = "",
    most: int = 3,
) -> Box:
    """Make a box as high as its text needs.

    Args:
        key: What it is.
        kind: How it looks.
        title: Its title.
        facts: What matters of it; those that are empty are left out.
        x: Its left edge.
        y: Its upper edge.
        across: Its width.
        eyebrow: What kind of thing it is.
        link: Where a click leads.
        most: How many lines a fact may take.
    """
    room = across - 2 * PADDING
    heading = wrapped(title, room, TITLE, bold=True, most=2) if title else []
    facts = tuple(fact for fact in facts if fact)
    lines = [
        f"{_HANGING if number else ''}{line}"
        for fact in facts
        for number, line in enumerate(wrapped(fact, room - _INDENT, TEXT, most=most))
    ]
    height = 2 * PADDING + (16 if eyebrow else 0) + LEADING * (len(heading) + len(lines)) + (4 if heading and lines else 0) - 4
    about = "; ".join(filter(None, (f"{eyebrow} {title}".strip(), *facts)))
    return Box(key, kind, x, y, across, height, eyebrow, tuple(heading), tuple(lines), about, link)


def moved(placed: Box, *, x: float | None = None, y: float | None = None, height: float | None = None) -> Box:
    """Copy a box to another place, or stretch it."""
    return Box(
        placed.key,
        placed.kind,
        placed.x if x is None else x,
        placed.y if y is None else y,
        placed.width,
        placed.height if height is None else height,
        placed.eyebrow,
        placed.title,
        placed.lines,
        placed.about,
        placed.link,
    )
