"""Lays out an architecture for a narrow screen: requests flow from top to bottom, one box below the other."""

from typing import Final

from fargate_web_cli.graph import box_builders
from fargate_web_cli.graph.call_lanes import assign_lanes, draw_calls, measure_lanes
from fargate_web_cli.graph.drawing import FRAME_TITLE_HEIGHT, Box, Connector, Drawing, Frame
from fargate_web_cli.graph.model import Architecture
from fargate_web_cli.graph.subnets import TIERS
from fargate_web_cli.graph.wide_layout import GAP, INSET, connect_rule, make_resource_factory, place_grid, place_subnets
from fargate_web_cli.graph.workload_rows import WorkloadRow, list_rows

DRAWING_WIDTH: Final = 352.0
_MARGIN, _TRUNK_WIDTH, _BOX_GAP = 1.0, 18.0, 22.0
_USERS_INSET: Final = 26.0
_ROW_GAP: Final = 36.0
"""The gap between the rows of two services."""
_MAXIMUM_LANES_WIDTH: Final = 60.0


def layout_narrow(architecture: Architecture) -> Drawing:
    """Lay out an architecture for a narrow screen."""
    drawing = Drawing(DRAWING_WIDTH)
    balancer = architecture.load_balancer
    inner_width, y = DRAWING_WIDTH - 2 * _MARGIN - 2 * INSET, _MARGIN
    users = None
    if balancer:
        users = drawing.add_box(box_builders.build_users_box(balancer, _MARGIN + INSET, y, inner_width))
        y = users.bottom + _BOX_GAP
    vpc, x = y, _MARGIN + INSET / 2
    width = DRAWING_WIDTH - 2 * x
    y += FRAME_TITLE_HEIGHT
    balancer_box = None
    if balancer:
        balancer_box = drawing.add_box(box_builders.build_load_balancer_box(balancer, x + _TRUNK_WIDTH, y, width - _TRUNK_WIDTH))
        if users:
            # The line runs at the side, beside the title of the VPC.
            side = users.right - _USERS_INSET
            drawing.connectors.append(
                Connector(((side, users.bottom), (side, balancer_box.y)), "traffic", True, (users.key, balancer_box.key))
            )
        y = balancer_box.bottom + _BOX_GAP
    lanes = assign_lanes(architecture)
    # Without space for arrows, the boxes still list the callers.
    lanes = lanes if measure_lanes(lanes) <= _MAXIMUM_LANES_WIDTH else {}
    indent = max(measure_lanes(lanes) - INSET, 0)
    for tier in TIERS:
        placed_rows = [*list_rows(architecture, tier)]
        if placed_rows:
            start, y = y, y + FRAME_TITLE_HEIGHT
            for row in placed_rows:
                y = _place_row(drawing, row, balancer_box, x, y, width, indent) + _ROW_GAP
            y += INSET - _ROW_GAP
            drawing.add_frame(
                Frame(tier, x + _TRUNK_WIDTH, start, width - _TRUNK_WIDTH, y - start, f"{tier.capitalize()} subnets", "tasks", indent),
                reserved_width=indent,
            )
            y += GAP
    draw_calls(drawing, architecture, lanes)
    y = place_subnets(drawing, architecture.network, x, y, width, width) + INSET / 2
    title = " · ".join((architecture.network.title, *architecture.network.facts))
    drawing.add_frame(
        Frame("vpc", _MARGIN, vpc, DRAWING_WIDTH - 2 * _MARGIN, y - vpc, title), at_back=True, reserved_width=2 * _USERS_INSET
    )
    factories = [make_resource_factory(resource) for resource in architecture.shared_resources]
    drawing.height = place_grid(drawing, factories, _MARGIN, y + GAP, DRAWING_WIDTH - 2 * _MARGIN, 1) + _MARGIN
    return drawing


def _place_row(drawing: Drawing, row: WorkloadRow, balancer: Box | None, x: float, y: float, width: float, indent: float) -> float:
    left, available_width = x + _TRUNK_WIDTH + INSET + indent, width - _TRUNK_WIDTH - 2 * INSET - indent
    above: list[Box] = []
    for make in (*([row.migration] if row.migration else []), *row.rules, *([row.trigger] if row.trigger else [])):
        above.append(drawing.add_box(make(left, y, available_width)))
        y = above[-1].bottom + GAP
        if balancer and above[-1].kind == "rule":
            # The trunk runs beside the frames.
            connect_rule(drawing, balancer, above[-1], (balancer.x, x + 6))
    y += _BOX_GAP - GAP if above else 0
    box = drawing.add_box(row.workload(left, y, available_width))
    for number, other in enumerate(above):
        kind = "control" if other.kind == "migration" else "traffic"
        # Only the last box is directly above the service; the other lines go around it.
        bend, end, middle = other.right + INSET / 2, box.y + 20 + 8 * number, left + available_width / 2
        round_ = ((other.right, other.middle_y), (bend, other.middle_y), (bend, end), (box.right, end))
        straight = ((middle, other.bottom), (middle, box.y))
        drawing.connectors.append(Connector(straight if other is above[-1] else round_, kind, True, (other.key, box.key)))
    below: list[Box] = []
    for make in (*([row.scaling] if row.scaling else []), *row.file_systems):
        other = drawing.add_box(make(left, below[-1].bottom + GAP if below else box.bottom + _BOX_GAP, available_width))
        middle, bend, end = left + available_width / 2, box.right + INSET / 2, box.bottom - 14
        points: tuple[tuple[float, float], ...] = ((middle, box.bottom), (middle, other.y))
        if below:
            points = ((box.right, end), (bend, end), (bend, other.middle_y), (other.right, other.middle_y))
        scales = row.scaling is not None and not below
        drawing.connectors.append(
            Connector(points[::-1] if scales else points, "control", True, (other.key, box.key) if scales else (box.key, other.key))
        )
        below.append(other)
    return below[-1].bottom if below else box.bottom
