"""Places an architecture for a wide screen: requests go from left to right, and what all share stands below."""

import math
from collections.abc import Sequence
from typing import Final

from fargate_web_cli.graph import box_builders
from fargate_web_cli.graph.call_lanes import calls, lanes, room
from fargate_web_cli.graph.drawing import FRAME_TOP, Box, Drawing, Frame, Wire, moved
from fargate_web_cli.graph.model import Architecture, Facility
from fargate_web_cli.graph.subnets import TIERS, Network, Subnet, SubnetTier
from fargate_web_cli.graph.workload_rows import Make, Row, rows

MARGIN, GAP, INSET = 8.0, 14.0, 16.0
_USERS, _BALANCER, _RULE, _SERVICE, _SCALING = 128.0, 208.0, 192.0, 236.0, 196.0
_TRUNK: Final = 38.0
_STEP, _BETWEEN = 20.0, 28.0
"""From a migration down to its service, and from there to the next one."""
_KINK: Final = 7.0
_SUBNET: Final = 148.0
_NARROWEST: Final = 700.0
"""Room for the subnets of all zones, where the services alone need less."""
_MOST_COLUMNS: Final = 4
"""Boxes side by side: more become too narrow for what they say."""


def wide(architecture: Architecture) -> Drawing:
    """Place an architecture for a wide screen."""
    drawing = Drawing(0)
    balancer = architecture.load_balancer
    left = MARGIN
    if balancer:
        left += _USERS + _TRUNK
    vpc, x = left, left + INSET
    top = MARGIN + FRAME_TOP
    placed = None
    end = top
    if balancer:
        placed = box_builders.load_balancer(balancer, x + INSET, top + FRAME_TOP, _BALANCER)
        height = FRAME_TOP + placed.height + INSET
        title = "Load balancer of another stack" if balancer.existing else f"{balancer.tier.capitalize()} subnets"
        drawing.frame(Frame("outer" if balancer.existing else balancer.tier, x, top, _BALANCER + 2 * INSET, height, title))
        drawing.add(placed)
        users = box_builders.users(balancer, MARGIN, 0, _USERS)
        users = drawing.add(moved(users, y=placed.middle - users.height / 2))
        drawing.wires.append(_straight(users, placed))
        end = top + height
        x += _BALANCER + 2 * INSET + _TRUNK
    bottom, right = _rows(drawing, architecture, placed, x, top)
    right = max(right, vpc + INSET + _NARROWEST)
    inside = right - (vpc + INSET)
    bottom = zones(drawing, architecture.network, vpc + INSET, max(end, bottom) + GAP, inside, _SUBNET)
    drawing.width = right + INSET + MARGIN
    facts = " · ".join((architecture.network.title, *architecture.network.facts))
    drawing.frame(Frame("vpc", vpc, MARGIN, right + INSET - vpc, bottom + INSET - MARGIN, facts), beneath=True)
    makes = [facility_maker(each) for each in architecture.facilities]
    drawing.height = grid(drawing, makes, MARGIN, bottom + INSET + GAP, right + INSET - MARGIN, min(len(makes), _MOST_COLUMNS)) + MARGIN
    return drawing


def _rows(drawing: Drawing, architecture: Architecture, balancer: Box | None, x: float, top: float) -> tuple[float, float]:
    """Place a row for each service and scheduled task: what sets it going, itself, what stands beside it. Return where they end below and to the right."""
    given = lanes(architecture)
    every = {tier: [*rows(architecture, tier)] for tier in TIERS}
    placed = [row for tier in TIERS for row in every[tier]]
    started = balancer is not None or any(row.starter for row in placed)
    frame = x + (_RULE + _TRUNK if started else 0)
    inside = frame + max(INSET, room(given))
    beside = any(row.scaling or row.files for row in placed)
    right = inside + _SERVICE + (_TRUNK + _SCALING if beside else 0) + INSET
    y = top
    for tier in TIERS:
        if not every[tier]:
            continue
        start, y = y, y + FRAME_TOP
        for row in every[tier]:
            y = _row(drawing, row, balancer, x, inside, y) + _BETWEEN
        y += INSET - _BETWEEN
        title = f"{tier.capitalize()} subnets"
        drawing.frame(
            Frame(tier, frame, start, right - frame, y - start, title, "tasks", inside - frame - INSET), reserved=inside - frame - INSET
        )
        y += GAP
    calls(drawing, architecture, given)
    return y - GAP, right


def _row(drawing: Drawing, row: Row, balancer: Box | None, x: float, inside: float, y: float) -> float:
    starters = _column([*row.rules, *([row.starter] if row.starter else [])], x, y, _RULE)
    column = [row.before(inside, y, _SERVICE)] if row.before else []
    column.append(row.itself(inside, column[0].bottom + _STEP if column else y, _SERVICE))
    beside = _column([*([row.scaling] if row.scaling else []), *row.files], inside + _SERVICE + _TRUNK, y, _SCALING)
    tall = max(boxes[-1].bottom - y for boxes in (starters, column, beside) if boxes)
    starters, column, beside = (_centred(drawing, boxes, y, tall) for boxes in (starters, column, beside))
    box = column[-1]
    if row.before:
        middle = box.x + box.width / 2
        drawing.wires.append(Wire(((middle, column[0].bottom), (middle, box.y)), "control", True, (column[0].key, box.key)))
    for other in beside:
        drawing.wires.append(_beside(box, other, scales=row.scaling is not None and other is beside[0]))
    for number, starter in enumerate(starters):
        # Each meets the service at a point of its own.
        target = box.middle + (number - (len(starters) - 1) / 2) * 16
        bend = starter.right + _TRUNK / 2
        points = ((starter.right, starter.middle), (bend, starter.middle), (bend, target), (box.x, target))
        # A step that one hardly sees looks like a mistake.
        straight = abs(starter.middle - target) < _KINK
        level = ((starter.right, starter.middle), (box.x, starter.middle))
        drawing.wires.append(Wire(level if straight else points, "traffic", True, (starter.key, box.key)))
        if balancer and number < len(row.rules):
            branch(drawing, balancer, starter, (balancer.right, balancer.right + INSET + _TRUNK / 2))
    return y + tall


def _column(makes: Sequence[Make], x: float, y: float, width: float) -> list[Box]:
    """Make boxes one below the other."""
    column: list[Box] = []
    for make in makes:
        column.append(make(x, column[-1].bottom + GAP if column else y, width))
    return column


def _centred(drawing: Drawing, column: list[Box], y: float, tall: float) -> list[Box]:
    """Add a column of boxes half-way down a row."""
    shift = (tall - (column[-1].bottom - y)) / 2 if column else 0
    return [drawing.add(moved(box, y=box.y + shift)) for box in column]


def _beside(box: Box, other: Box, *, scales: bool) -> Wire:
    """Draw the wire between a service and what stands to the right of it: it is scaled, or it sees files."""
    upper, lower = max(box.y, other.y), min(box.bottom, other.bottom)
    if upper + INSET <= lower:
        points: tuple[tuple[float, float], ...] = ((box.right, (upper + lower) / 2), (other.x, (upper + lower) / 2))
    else:
        start = box.bottom - INSET if other.y > box.y else box.y + INSET
        bend = box.right + _TRUNK / 2
        points = ((box.right, start), (bend, start), (bend, other.middle), (other.x, other.middle))
    if scales:
        return Wire(points[::-1], "control", True, (other.key, box.key))
    return Wire(points, "control", True, (box.key, other.key))


def branch(drawing: Drawing, balancer: Box, rule: Box, way: tuple[float, float]) -> None:
    """Draw the wire from the load balancer to a rule; all of them share one trunk, of which each goes on where the last one left it.

    Args:
        drawing: The drawing.
        balancer: The load balancer.
        rule: The rule.
        way: The edge of the load balancer that the trunk starts from, and where it runs.
    """
    edge, trunk = way
    lowest = max((wire.points[-1][1] for wire in drawing.wires if wire.joins[0] == balancer.key), default=0.0)
    # It starts a little above, where the last one began to turn.
    start = (
        ((trunk, max(lowest - GAP, balancer.middle)),) if lowest > balancer.middle else ((edge, balancer.middle), (trunk, balancer.middle))
    )
    points = (*start, (trunk, rule.middle), (rule.x, rule.middle))
    drawing.wires.append(Wire(points, "traffic", True, (balancer.key, rule.key)))


def zones(drawing: Drawing, network: Network, x: float, y: float, width: float, least: float) -> float:
    """Place the subnets, a frame for each tier and a box of at least this width for each zone. Return where they end."""
    for tier in network.tiers:
        makes = [_subnet(tier, each, index) for index, each in enumerate(tier.subnets)]
        end = grid(drawing, makes, x + INSET, y + FRAME_TOP, width - 2 * INSET, _columns(len(makes), width - 2 * INSET, least)) + INSET
        drawing.frame(Frame(tier.tier, x, y, width, end - y, tier.title, tier.way_out))
        y = end + GAP
    return y - GAP


def grid(drawing: Drawing, makes: Sequence[Make], x: float, y: float, width: float, columns: int) -> float:
    """Place boxes in rows of equal height. Return where they end."""
    each = (width - GAP * (columns - 1)) / max(columns, 1)
    for start in range(0, len(makes), columns):
        row = [make(x + (each + GAP) * place, y, each) for place, make in enumerate(makes[start : start + columns])]
        tall = max(box.height for box in row)
        for box in row:
            drawing.add(moved(box, height=tall))
        y += tall + GAP
    return y - GAP


def _columns(count: int, width: float, least: float) -> int:
    """Tell how many boxes go into a row, so that rows are of about the same length."""
    most = max(int((width + GAP) / (least + GAP)), 1)
    return math.ceil(count / math.ceil(count / most))


def facility_maker(each: Facility) -> Make:
    """Return what makes the box of something shared, once its place is known."""
    return lambda x, y, width: box_builders.facility(each, x, y, width)


def _subnet(tier: SubnetTier, each: Subnet, index: int) -> Make:
    return lambda x, y, width: box_builders.subnet(tier, each, index, x, y, width)


def _straight(one: Box, other: Box) -> Wire:
    return Wire(((one.right, other.middle), (other.x, other.middle)), "traffic", True, (one.key, other.key))
