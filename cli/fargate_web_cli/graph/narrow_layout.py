"""Places an architecture for a telephone: requests go from top to bottom, one box below the other."""

from typing import Final

from fargate_web_cli.graph import box_builders
from fargate_web_cli.graph.call_lanes import calls, lanes, room
from fargate_web_cli.graph.drawing import FRAME_TOP, Box, Drawing, Frame, Wire
from fargate_web_cli.graph.model import Architecture
from fargate_web_cli.graph.subnets import TIERS
from fargate_web_cli.graph.wide_layout import GAP, INSET, branch, facility_maker, grid, zones
from fargate_web_cli.graph.workload_rows import Row, rows

WIDTH: Final = 352.0
_MARGIN, _TRUNK, _STEP = 1.0, 18.0, 22.0
_SIDE: Final = 26.0
_BETWEEN: Final = 36.0
"""From one service, with what belongs to it, to the next."""
_MOST_LANES: Final = 60.0


def narrow(architecture: Architecture) -> Drawing:
    """Place an architecture for a narrow screen."""
    drawing = Drawing(WIDTH)
    balancer = architecture.load_balancer
    inside, y = WIDTH - 2 * _MARGIN - 2 * INSET, _MARGIN
    users = None
    if balancer:
        users = drawing.add(box_builders.users(balancer, _MARGIN + INSET, y, inside))
        y = users.bottom + _STEP
    vpc, x = y, _MARGIN + INSET / 2
    width = WIDTH - 2 * x
    y += FRAME_TOP
    placed = None
    if balancer:
        placed = drawing.add(box_builders.load_balancer(balancer, x + _TRUNK, y, width - _TRUNK))
        if users:
            # At the side, beside the title of the VPC.
            side = users.right - _SIDE
            drawing.wires.append(Wire(((side, users.bottom), (side, placed.y)), "traffic", True, (users.key, placed.key)))
        y = placed.bottom + _STEP
    given = lanes(architecture)
    # Where there is no room for arrows, the boxes still say who calls.
    given = given if room(given) <= _MOST_LANES else {}
    indent = max(room(given) - INSET, 0)
    for tier in TIERS:
        placed_rows = [*rows(architecture, tier)]
        if placed_rows:
            start, y = y, y + FRAME_TOP
            for row in placed_rows:
                y = _row(drawing, row, placed, x, y, width, indent) + _BETWEEN
            y += INSET - _BETWEEN
            drawing.frame(
                Frame(tier, x + _TRUNK, start, width - _TRUNK, y - start, f"{tier.capitalize()} subnets", "tasks", indent), reserved=indent
            )
            y += GAP
    calls(drawing, architecture, given)
    y = zones(drawing, architecture.network, x, y, width, width) + INSET / 2
    title = " · ".join((architecture.network.title, *architecture.network.facts))
    drawing.frame(Frame("vpc", _MARGIN, vpc, WIDTH - 2 * _MARGIN, y - vpc, title), beneath=True, reserved=2 * _SIDE)
    makes = [facility_maker(each) for each in architecture.facilities]
    drawing.height = grid(drawing, makes, _MARGIN, y + GAP, WIDTH - 2 * _MARGIN, 1) + _MARGIN
    return drawing


def _row(drawing: Drawing, row: Row, balancer: Box | None, x: float, y: float, width: float, indent: float) -> float:
    left, room_ = x + _TRUNK + INSET + indent, width - _TRUNK - 2 * INSET - indent
    above: list[Box] = []
    for make in (*([row.before] if row.before else []), *row.rules, *([row.starter] if row.starter else [])):
        above.append(drawing.add(make(left, y, room_)))
        y = above[-1].bottom + GAP
        if balancer and above[-1].kind == "rule":
            # The trunk runs down beside the frames.
            branch(drawing, balancer, above[-1], (balancer.x, x + 6))
    y += _STEP - GAP if above else 0
    box = drawing.add(row.itself(left, y, room_))
    for number, other in enumerate(above):
        kind = "control" if other.kind == "migration" else "traffic"
        # What isn't right above the service goes round the others.
        bend, end, middle = other.right + INSET / 2, box.y + 20 + 8 * number, left + room_ / 2
        round_ = ((other.right, other.middle), (bend, other.middle), (bend, end), (box.right, end))
        straight = ((middle, other.bottom), (middle, box.y))
        drawing.wires.append(Wire(straight if other is above[-1] else round_, kind, True, (other.key, box.key)))
    below: list[Box] = []
    for make in (*([row.scaling] if row.scaling else []), *row.files):
        other = drawing.add(make(left, below[-1].bottom + GAP if below else box.bottom + _STEP, room_))
        middle, bend, end = left + room_ / 2, box.right + INSET / 2, box.bottom - 14
        points: tuple[tuple[float, float], ...] = ((middle, box.bottom), (middle, other.y))
        if below:
            points = ((box.right, end), (bend, end), (bend, other.middle), (other.right, other.middle))
        scales = row.scaling is not None and not below
        drawing.wires.append(
            Wire(points[::-1] if scales else points, "control", True, (other.key, box.key) if scales else (box.key, other.key))
        )
        below.append(other)
    return below[-1].bottom if below else box.bottom
