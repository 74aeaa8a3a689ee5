"""What has been placed: boxes, frames and wires with coordinates, ready to be drawn."""

from dataclasses import dataclass, field, replace
from typing import Final

from fargate_web_cli.graph.text_width import measure_width, shorten_text, wrap_text

TITLE_SIZE, TEXT_SIZE, EYEBROW_SIZE = 14.0, 12.0, 10.5
"""Sizes of the fonts in pixels; picture.css says the same."""

LINE_HEIGHT: Final = 17.0
"""From line to line."""

PADDING: Final = 12.0
FRAME_TITLE_HEIGHT: Final = 34.0
"""Room for the title of a frame."""


_CONTINUATION_PREFIX: Final = "\N{EN SPACE}"
"""What a line starts with that goes on with the one before: it keeps the facts of a box apart."""
_CONTINUATION_INDENT: Final = 7.0
_MINIMUM_NOTE_WIDTH: Final = 40.0


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
        full_text: The same in full, for a pointer that rests on it and for the search.
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
    full_text: str
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
    def middle_y(self) -> float:
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
class Connector:
    """A way from box to box, straight from point to point.

    Attributes:
        points: Its corners.
        kind: traffic, call from service to service, or control for what is no traffic.
        has_arrow: Whether it ends in an arrow-head.
        box_keys: The keys of the boxes that it joins.
    """

    points: tuple[tuple[float, float], ...]
    kind: str
    has_arrow: bool
    box_keys: tuple[str, str]


@dataclass(slots=True)
class Drawing:
    """A picture in the making; what comes first lies beneath."""

    width: float
    height: float = 0.0
    frames: list[Frame] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    connectors: list[Connector] = field(default_factory=list)

    def add_box(self, box: Box) -> Box:
        """Add a box, and return it."""
        self.boxes.append(box)
        return box

    def add_frame(self, frame: Frame, *, at_back: bool = False, reserved_width: float = 0) -> None:
        """Add a frame, with as much of its title and note as there is room for.

        Args:
            frame: The frame.
            at_back: Whether it lies beneath all that is there.
            reserved_width: How much of the line of its title is needed for something else.
        """
        room = frame.width - 2 * PADDING - reserved_width
        title = shorten_text(frame.title, room, TEXT_SIZE, bold=True)
        rest = room - measure_width(f"{title} · ", TEXT_SIZE, bold=True)
        note = shorten_text(frame.note, rest, TEXT_SIZE) if rest > _MINIMUM_NOTE_WIDTH else ""
        self.frames.insert(0 if at_back else len(self.frames), replace(frame, title=title, note=note))


def build_box(
    key: str,
    kind: str,
    title: str,
    facts: tuple[str, ...],
    *,
    x: float,
    y: float,
    box_width: float,
    eyebrow: str = "",
    link: str = "",
    maximum_lines: int = 3,
) -> Box:
    """Make a box as high as its text needs.

    Args:
        key: What it is.
        kind: How it looks.
        title: Its title.
        facts: What matters of it; those that are empty are left out.
        x: Its left edge.
        y: Its upper edge.
        box_width: Its width.
        eyebrow: What kind of thing it is.
        link: Where a click leads.
        maximum_lines: How many lines a fact may take.
    """
    room = box_width - 2 * PADDING
    heading = wrap_text(title, room, TITLE_SIZE, bold=True, maximum_lines=2) if title else []
    facts = tuple(fact for fact in facts if fact)
    lines = [
        f"{_CONTINUATION_PREFIX if number else ''}{line}"
        for fact in facts
        for number, line in enumerate(wrap_text(fact, room - _CONTINUATION_INDENT, TEXT_SIZE, maximum_lines=maximum_lines))
    ]
    height = 2 * PADDING + (16 if eyebrow else 0) + LINE_HEIGHT * (len(heading) + len(lines)) + (4 if heading and lines else 0) - 4
    about = "; ".join(filter(None, (f"{eyebrow} {title}".strip(), *facts)))
    return Box(key, kind, x, y, box_width, height, eyebrow, tuple(heading), tuple(lines), about, link)


def move_box(box: Box, *, x: float | None = None, y: float | None = None, height: float | None = None) -> Box:
    """Copy a box to another place, or stretch it."""
    return Box(
        box.key,
        box.kind,
        box.x if x is None else x,
        box.y if y is None else y,
        box.width,
        box.height if height is None else height,
        box.eyebrow,
        box.title,
        box.lines,
        box.full_text,
        box.link,
    )
