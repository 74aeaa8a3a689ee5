"""A drawing: boxes, frames and connectors with coordinates."""

from dataclasses import dataclass, field, replace
from typing import Final

from fargate_web_cli.graph.text_width import measure_width, shorten_text, wrap_text

TITLE_SIZE, TEXT_SIZE, EYEBROW_SIZE = 14.0, 12.0, 10.5
"""Font sizes in pixels, the same as in picture.css."""

LINE_HEIGHT: Final = 17.0
"""The distance between lines, in pixels."""

PADDING: Final = 12.0
FRAME_TITLE_HEIGHT: Final = 34.0
"""The height of the title of a frame."""


_CONTINUATION_PREFIX: Final = "\N{EN SPACE}"
"""The prefix of a line that continues the one before, which separates the facts of a box."""
_CONTINUATION_INDENT: Final = 7.0
_MINIMUM_NOTE_WIDTH: Final = 40.0


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the picture.

    Attributes:
        key: Its unique key in the drawing: `service web`.
        kind: Its style.
        x: Its left edge.
        y: Its upper edge.
        width: Its width.
        height: Its height.
        eyebrow: The kind of resource, in small letters above the title.
        title: The lines of its title.
        lines: Its facts, wrapped to the width.
        full_text: The complete text, for the tooltip and the search.
        link: The target of a click; empty for none.
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
        """The middle of its height."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame around boxes, such as the VPC or subnets. `indent` moves its title to the right."""

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
    """A line between two boxes, straight from point to point.

    Attributes:
        points: Its corners.
        kind: traffic, call (from service to service), or control (no traffic).
        has_arrow: Whether it ends in an arrowhead.
        box_keys: The keys of the connected boxes.
    """

    points: tuple[tuple[float, float], ...]
    kind: str
    has_arrow: bool
    box_keys: tuple[str, str]


@dataclass(slots=True)
class Drawing:
    """A drawing; earlier elements lie below later ones."""

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
        """Add a frame, with its title and note shortened to fit.

        Args:
            frame: The frame.
            at_back: Whether it lies below all other frames.
            reserved_width: The width of the title line that other elements need.
        """
        available_width = frame.width - 2 * PADDING - reserved_width
        title = shorten_text(frame.title, available_width, TEXT_SIZE, bold=True)
        note_width = available_width - measure_width(f"{title} · ", TEXT_SIZE, bold=True)
        note = shorten_text(frame.note, note_width, TEXT_SIZE) if note_width > _MINIMUM_NOTE_WIDTH else ""
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
    """Build a box with the height of its text.

    Args:
        key: Its unique key.
        kind: Its style.
        title: Its title.
        facts: Its facts; empty ones are omitted.
        x: Its left edge.
        y: Its upper edge.
        box_width: Its width.
        eyebrow: The kind of resource.
        link: The target of a click.
        maximum_lines: The maximum lines of a fact.
    """
    available_width = box_width - 2 * PADDING
    heading = wrap_text(title, available_width, TITLE_SIZE, bold=True, maximum_lines=2) if title else []
    facts = tuple(fact for fact in facts if fact)
    lines = [
        f"{_CONTINUATION_PREFIX if number else ''}{line}"
        for fact in facts
        for number, line in enumerate(wrap_text(fact, available_width - _CONTINUATION_INDENT, TEXT_SIZE, maximum_lines=maximum_lines))
    ]
    height = 2 * PADDING + (16 if eyebrow else 0) + LINE_HEIGHT * (len(heading) + len(lines)) + (4 if heading and lines else 0) - 4
    full_text = "; ".join(filter(None, (f"{eyebrow} {title}".strip(), *facts)))
    return Box(key, kind, x, y, box_width, height, eyebrow, tuple(heading), tuple(lines), full_text, link)


def move_box(box: Box, *, x: float | None = None, y: float | None = None, height: float | None = None) -> Box:
    """Return a copy of a box with another position or height."""
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
