"""Lays out an architecture for a wide screen: requests flow from left to right, with the shared resources below."""

import math
from collections.abc import Sequence
from typing import Final

from fargate_web_cli.graph import box_builders
from fargate_web_cli.graph.call_lanes import assign_lanes, draw_calls, measure_lanes
from fargate_web_cli.graph.drawing import FRAME_TITLE_HEIGHT, Box, Connector, Drawing, Frame, move_box
from fargate_web_cli.graph.model import Architecture, SharedResource
from fargate_web_cli.graph.subnets import TIERS, Network, Subnet, SubnetTier
from fargate_web_cli.graph.workload_rows import BoxFactory, WorkloadRow, list_rows

MARGIN, GAP, INSET = 8.0, 14.0, 16.0
_USERS_WIDTH, _LOAD_BALANCER_WIDTH, _RULE_WIDTH, _SERVICE_WIDTH, _SCALING_WIDTH = 128.0, 208.0, 192.0, 236.0, 196.0
_TRUNK_WIDTH: Final = 38.0
_MIGRATION_GAP, _ROW_GAP = 20.0, 28.0
"""The gaps between a migration and its service, and between two services."""
_MINIMUM_BEND: Final = 7.0
_SUBNET_WIDTH: Final = 148.0
_MINIMUM_WIDTH: Final = 700.0
"""The minimum width, with space for the subnets of all zones."""
_MAXIMUM_COLUMNS: Final = 4
"""The maximum number of boxes side by side; more would be too narrow for their text."""


def layout_wide(architecture: Architecture) -> Drawing:
    """Lay out an architecture for a wide screen."""
    drawing = Drawing(0)
    balancer = architecture.load_balancer
    left = MARGIN
    if balancer:
        left += _USERS_WIDTH + _TRUNK_WIDTH
    vpc, x = left, left + INSET
    top = MARGIN + FRAME_TITLE_HEIGHT
    placed = None
    end = top
    if balancer:
        placed = box_builders.build_load_balancer_box(balancer, x + INSET, top + FRAME_TITLE_HEIGHT, _LOAD_BALANCER_WIDTH)
        height = FRAME_TITLE_HEIGHT + placed.height + INSET
        title = "Load balancer of another stack" if balancer.existing else f"{balancer.tier.capitalize()} subnets"
        drawing.add_frame(Frame("outer" if balancer.existing else balancer.tier, x, top, _LOAD_BALANCER_WIDTH + 2 * INSET, height, title))
        drawing.add_box(placed)
        users = box_builders.build_users_box(balancer, MARGIN, 0, _USERS_WIDTH)
        users = drawing.add_box(move_box(users, y=placed.middle_y - users.height / 2))
        drawing.connectors.append(_connect_straight(users, placed))
        end = top + height
        x += _LOAD_BALANCER_WIDTH + 2 * INSET + _TRUNK_WIDTH
    bottom, right = _place_rows(drawing, architecture, placed, x, top)
    right = max(right, vpc + INSET + _MINIMUM_WIDTH)
    inside = right - (vpc + INSET)
    bottom = place_subnets(drawing, architecture.network, vpc + INSET, max(end, bottom) + GAP, inside, _SUBNET_WIDTH)
    drawing.width = right + INSET + MARGIN
    facts = " · ".join((architecture.network.title, *architecture.network.facts))
    drawing.add_frame(Frame("vpc", vpc, MARGIN, right + INSET - vpc, bottom + INSET - MARGIN, facts), at_back=True)
    factories = [make_resource_factory(each) for each in architecture.shared_resources]
    drawing.height = (
        place_grid(drawing, factories, MARGIN, bottom + INSET + GAP, right + INSET - MARGIN, min(len(factories), _MAXIMUM_COLUMNS)) + MARGIN
    )
    return drawing


def _place_rows(drawing: Drawing, architecture: Architecture, balancer: Box | None, x: float, top: float) -> tuple[float, float]:
    """Place a row for each service and scheduled task: triggers, workload, scaling and file systems. Return the bottom and right edges."""
    lanes = assign_lanes(architecture)
    rows_by_tier = {tier: [*list_rows(architecture, tier)] for tier in TIERS}
    placed = [row for tier in TIERS for row in rows_by_tier[tier]]
    has_starters = balancer is not None or any(row.trigger for row in placed)
    frame = x + (_RULE_WIDTH + _TRUNK_WIDTH if has_starters else 0)
    inside = frame + max(INSET, measure_lanes(lanes))
    beside = any(row.scaling or row.file_systems for row in placed)
    right = inside + _SERVICE_WIDTH + (_TRUNK_WIDTH + _SCALING_WIDTH if beside else 0) + INSET
    y = top
    for tier in TIERS:
        if not rows_by_tier[tier]:
            continue
        start, y = y, y + FRAME_TITLE_HEIGHT
        for row in rows_by_tier[tier]:
            y = _place_row(drawing, row, balancer, x, inside, y) + _ROW_GAP
        y += INSET - _ROW_GAP
        title = f"{tier.capitalize()} subnets"
        drawing.add_frame(
            Frame(tier, frame, start, right - frame, y - start, title, "tasks", inside - frame - INSET),
            reserved_width=inside - frame - INSET,
        )
        y += GAP
    draw_calls(drawing, architecture, lanes)
    return y - GAP, right


def _place_row(drawing: Drawing, row: WorkloadRow, balancer: Box | None, x: float, inside: float, y: float) -> float:
    starters = _build_column([*row.rules, *([row.trigger] if row.trigger else [])], x, y, _RULE_WIDTH)
    column = [row.migration(inside, y, _SERVICE_WIDTH)] if row.migration else []
    column.append(row.workload(inside, column[0].bottom + _MIGRATION_GAP if column else y, _SERVICE_WIDTH))
    beside = _build_column(
        [*([row.scaling] if row.scaling else []), *row.file_systems], inside + _SERVICE_WIDTH + _TRUNK_WIDTH, y, _SCALING_WIDTH
    )
    row_height = max(boxes[-1].bottom - y for boxes in (starters, column, beside) if boxes)
    starters, column, beside = (_add_centered(drawing, boxes, y, row_height) for boxes in (starters, column, beside))
    box = column[-1]
    if row.migration:
        middle = box.x + box.width / 2
        drawing.connectors.append(Connector(((middle, column[0].bottom), (middle, box.y)), "control", True, (column[0].key, box.key)))
    for other in beside:
        drawing.connectors.append(_connect_beside(box, other, scales=row.scaling is not None and other is beside[0]))
    for number, starter in enumerate(starters):
        # Each line reaches the service at a separate point.
        target = box.middle_y + (number - (len(starters) - 1) / 2) * 16
        bend = starter.right + _TRUNK_WIDTH / 2
        points = ((starter.right, starter.middle_y), (bend, starter.middle_y), (bend, target), (box.x, target))
        # A very small step would look like a mistake.
        straight = abs(starter.middle_y - target) < _MINIMUM_BEND
        level = ((starter.right, starter.middle_y), (box.x, starter.middle_y))
        drawing.connectors.append(Connector(level if straight else points, "traffic", True, (starter.key, box.key)))
        if balancer and number < len(row.rules):
            connect_rule(drawing, balancer, starter, (balancer.right, balancer.right + INSET + _TRUNK_WIDTH / 2))
    return y + row_height


def _build_column(factories: Sequence[BoxFactory], x: float, y: float, width: float) -> list[Box]:
    """Build boxes one below the other."""
    column: list[Box] = []
    for make in factories:
        column.append(make(x, column[-1].bottom + GAP if column else y, width))
    return column


def _add_centered(drawing: Drawing, column: list[Box], y: float, row_height: float) -> list[Box]:
    """Add a column of boxes, centered vertically in a row."""
    shift = (row_height - (column[-1].bottom - y)) / 2 if column else 0
    return [drawing.add_box(move_box(box, y=box.y + shift)) for box in column]


def _connect_beside(box: Box, other: Box, *, scales: bool) -> Connector:
    """Return the connector between a service and a box to its right: its scaling or a file system."""
    upper, lower = max(box.y, other.y), min(box.bottom, other.bottom)
    if upper + INSET <= lower:
        points: tuple[tuple[float, float], ...] = ((box.right, (upper + lower) / 2), (other.x, (upper + lower) / 2))
    else:
        start = box.bottom - INSET if other.y > box.y else box.y + INSET
        bend = box.right + _TRUNK_WIDTH / 2
        points = ((box.right, start), (bend, start), (bend, other.middle_y), (other.x, other.middle_y))
    if scales:
        return Connector(points[::-1], "control", True, (other.key, box.key))
    return Connector(points, "control", True, (box.key, other.key))


def connect_rule(drawing: Drawing, balancer: Box, rule: Box, trunk_line: tuple[float, float]) -> None:
    """Draw the connector from the load balancer to a rule. All share one trunk, and each continues where the previous one ended.

    Args:
        drawing: The drawing.
        balancer: The load balancer.
        rule: The rule.
        trunk_line: The edge of the load balancer where the trunk starts, and the x coordinate of the trunk.
    """
    edge, trunk = trunk_line
    lowest = max((wire.points[-1][1] for wire in drawing.connectors if wire.box_keys[0] == balancer.key), default=0.0)
    # It starts slightly higher, where the previous one starts to turn.
    start = (
        ((trunk, max(lowest - GAP, balancer.middle_y)),)
        if lowest > balancer.middle_y
        else ((edge, balancer.middle_y), (trunk, balancer.middle_y))
    )
    points = (*start, (trunk, rule.middle_y), (rule.x, rule.middle_y))
    drawing.connectors.append(Connector(points, "traffic", True, (balancer.key, rule.key)))


def place_subnets(drawing: Drawing, network: Network, x: float, y: float, width: float, minimum_width: float) -> float:
    """Place the subnets, with a frame for each tier and a box for each zone. Return the bottom edge."""
    for tier in network.tiers:
        factories = [_make_subnet_factory(tier, each, index) for index, each in enumerate(tier.subnets)]
        end = (
            place_grid(
                drawing,
                factories,
                x + INSET,
                y + FRAME_TITLE_HEIGHT,
                width - 2 * INSET,
                _count_columns(len(factories), width - 2 * INSET, minimum_width),
            )
            + INSET
        )
        drawing.add_frame(Frame(tier.tier, x, y, width, end - y, tier.title, tier.internet_access))
        y = end + GAP
    return y - GAP


def place_grid(drawing: Drawing, factories: Sequence[BoxFactory], x: float, y: float, width: float, columns: int) -> float:
    """Place boxes in a grid, all in a row with the same height. Return the bottom edge."""
    columns = max(columns, 1)  # a program can have a load balancer without services
    each = (width - GAP * (columns - 1)) / columns
    for start in range(0, len(factories), columns):
        row = [make(x + (each + GAP) * place, y, each) for place, make in enumerate(factories[start : start + columns])]
        row_height = max(box.height for box in row)
        for box in row:
            drawing.add_box(move_box(box, height=row_height))
        y += row_height + GAP
    return y - GAP


def _count_columns(count: int, width: float, minimum_width: float) -> int:
    """Return the number of boxes in a row, so that rows have about the same length."""
    maximum_columns = max(int((width + GAP) / (minimum_width + GAP)), 1)
    return math.ceil(count / math.ceil(count / maximum_columns))


def make_resource_factory(resource: SharedResource) -> BoxFactory:
    """Return a factory for the box of a shared resource."""
    return lambda x, y, width: box_builders.build_shared_resource_box(resource, x, y, width)


def _make_subnet_factory(tier: SubnetTier, each: Subnet, index: int) -> BoxFactory:
    return lambda x, y, width: box_builders.build_subnet_box(tier, each, index, x, y, width)


def _connect_straight(one: Box, other: Box) -> Connector:
    return Connector(((one.right, other.middle_y), (other.x, other.middle_y)), "traffic", True, (one.key, other.key))
