"""Places an architecture for a telephone: requests go from top to bottom, one box below the other."""

from typing import Final

from preview.graph import parts
from preview.graph.drawing import FRAME_TOP, Box, Drawing, Frame, Wire, moved
from preview.graph.layout import GAP, INSET, branch, facility_maker, grid, zones
from preview.graph.model import TIERS, Architecture, Service

WIDTH: Final = 352.0
_MARGIN, _TRUNK, _STEP = 1.0, 18.0, 22.0
_SIDE: Final = 26.0


def narrow(architecture: Architecture) -> Drawing:
    """Place an architecture for a narrow screen."""
    drawing = Drawing(WIDTH)
    balancer = architecture.load_balancer
    inside, y = WIDTH - 2 * _MARGIN - 2 * INSET, _MARGIN
    users = None
    if balancer:
        users = drawing.add(parts.users(balancer, _MARGIN + INSET, y, inside))
        y = users.bottom + _STEP
    vpc, x = y, _MARGIN + INSET / 2
    width = WIDTH - 2 * x
    y += FRAME_TOP
    placed = None
    if balancer:
        placed = drawing.add(parts.load_balancer(balancer, x + _TRUNK, y, width - _TRUNK))
        if users:
            # At the side, beside the title of the VPC.
            side = users.right - _SIDE
            drawing.wires.append(Wire(((side, users.bottom), (side, placed.y)), "traffic", True, (users.key, placed.key)))
        y = placed.bottom + _STEP
    for tier in TIERS:
        services = architecture.of_tier(tier)
        if services:
            start, y = y, y + FRAME_TOP
            for service in services:
                y = _service(drawing, service, placed, x, y, width) + GAP
            y += INSET - GAP
            drawing.frame(Frame(tier, x + _TRUNK, start, width - _TRUNK, y - start, f"{tier.capitalize()} subnets", "tasks"))
            y += GAP
    y = zones(drawing, architecture.network, x, y, width, width) + INSET / 2
    title = " · ".join((architecture.network.title, *architecture.network.facts))
    drawing.frame(Frame("vpc", _MARGIN, vpc, WIDTH - 2 * _MARGIN, y - vpc, title), beneath=True, reserved=2 * _SIDE)
    makes = [facility_maker(each) for each in architecture.facilities]
    drawing.height = grid(drawing, makes, _MARGIN, y + GAP, WIDTH - 2 * _MARGIN, 1) + _MARGIN
    return drawing


def _service(drawing: Drawing, service: Service, balancer: Box | None, x: float, y: float, width: float) -> float:
    left, room = x + _TRUNK + INSET, width - _TRUNK - 2 * INSET
    last = None
    for index, rule in enumerate(service.rules):
        last = drawing.add(parts.rule(rule, index, left, y, room))
        y = last.bottom + GAP
        if balancer:
            # The trunk runs down beside the frames.
            branch(drawing, balancer, last, (balancer.x, x + 6))
    y += _STEP - GAP if last else 0
    box = drawing.add(parts.service(service, left, y, room))
    for number, other in enumerate(found for found in drawing.boxes if found.key.startswith(f"rule {service.name} ") and found is not last):
        # What isn't right above the service goes round the others.
        bend, end = other.right + INSET / 2, box.y + 20 + 8 * number
        points = ((other.right, other.middle), (bend, other.middle), (bend, end), (box.right, end))
        drawing.wires.append(Wire(points, "traffic", True, (other.key, box.key)))
    if last:
        middle = left + room / 2
        drawing.wires.append(Wire(((middle, last.bottom), (middle, box.y)), "traffic", True, (last.key, box.key)))
    if not service.scaling:
        return box.bottom
    scaling = drawing.add(moved(parts.scaling(service.name, service.scaling, left, box.bottom + _STEP, room)))
    middle = left + room / 2
    drawing.wires.append(Wire(((middle, scaling.y), (middle, box.bottom)), "control", True, (scaling.key, box.key)))
    return scaling.bottom
