"""Places an architecture for a wide screen: requests go from left to right, and what all share stands below."""

import math
from collections.abc import Callable, Sequence
from typing import Final

from preview.graph import parts
from preview.graph.drawing import FRAME_TOP, Box, Drawing, Frame, Wire, moved
from preview.graph.model import TIERS, Architecture, Facility, Network, Service, Subnet, SubnetTier

MARGIN, GAP, INSET = 8.0, 14.0, 16.0
_USERS, _BALANCER, _RULE, _SERVICE, _SCALING = 128.0, 208.0, 192.0, 236.0, 196.0
_TRUNK: Final = 38.0
_SUBNET: Final = 148.0
_NARROWEST: Final = 700.0
"""Room for the subnets of all zones, where the services alone need less."""
_MOST_COLUMNS: Final = 4
"""Boxes side by side: more become too narrow for what they say."""

Make = Callable[[float, float, float], Box]


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
        placed = parts.load_balancer(balancer, x + INSET, top + FRAME_TOP, _BALANCER)
        height = FRAME_TOP + placed.height + INSET
        title = "Load balancer of another stack" if balancer.existing else f"{balancer.tier.capitalize()} subnets"
        drawing.frame(Frame("outer" if balancer.existing else balancer.tier, x, top, _BALANCER + 2 * INSET, height, title))
        drawing.add(placed)
        users = parts.users(balancer, MARGIN, 0, _USERS)
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
    """Place a row for each service: its rules, itself, its scaling. Return where they end below and to the right."""
    frame = x + (_RULE + _TRUNK if balancer else 0)
    scales = any(service.scaling for service in architecture.services)
    right = frame + INSET + _SERVICE + (_TRUNK + _SCALING if scales else 0) + INSET
    y = top
    for tier in TIERS:
        services = architecture.of_tier(tier)
        if not services:
            continue
        start, y = y, y + FRAME_TOP
        for service in services:
            y = _row(drawing, service, balancer, x, frame + INSET, y) + GAP
        y += INSET - GAP
        drawing.frame(Frame(tier, frame, start, right - frame, y - start, f"{tier.capitalize()} subnets", "tasks"))
        y += GAP
    return y - GAP, right


def _row(drawing: Drawing, service: Service, balancer: Box | None, x: float, inside: float, y: float) -> float:
    rules: list[Box] = []
    for index, rule in enumerate(service.rules):
        rules.append(parts.rule(rule, index, x, rules[-1].bottom + GAP if rules else y, _RULE))
    box = parts.service(service, inside, y, _SERVICE)
    scaling = parts.scaling(service.name, service.scaling, box.right + _TRUNK, y, _SCALING) if service.scaling else None
    tall = max(box.height, scaling.height if scaling else 0, rules[-1].bottom - y if rules else 0)
    box = drawing.add(moved(box, y=y + (tall - box.height) / 2))
    if scaling:
        scaling = drawing.add(moved(scaling, y=y + (tall - scaling.height) / 2))
        middle = (max(box.y, scaling.y) + min(box.bottom, scaling.bottom)) / 2
        drawing.wires.append(Wire(((scaling.x, middle), (box.right, middle)), "control", True, (scaling.key, box.key)))
    shift = (tall - (rules[-1].bottom - y)) / 2 if rules else 0
    for number, rule_ in enumerate(rules):
        placed = drawing.add(moved(rule_, y=rule_.y + shift))
        # Each rule meets the service at a point of its own.
        target = box.middle + (number - (len(rules) - 1) / 2) * 16
        bend = placed.right + _TRUNK / 2
        points = ((placed.right, placed.middle), (bend, placed.middle), (bend, target), (box.x, target))
        drawing.wires.append(Wire(points if placed.middle != target else (points[0], points[-1]), "traffic", True, (placed.key, box.key)))
        if balancer:
            branch(drawing, balancer, placed, (balancer.right, balancer.right + INSET + _TRUNK / 2))
    return y + tall


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
    return lambda x, y, width: parts.facility(each, x, y, width)


def _subnet(tier: SubnetTier, each: Subnet, index: int) -> Make:
    return lambda x, y, width: parts.subnet(tier, each, index, x, y, width)


def _straight(one: Box, other: Box) -> Wire:
    return Wire(((one.right, other.middle), (other.x, other.middle)), "traffic", True, (one.key, other.key))
