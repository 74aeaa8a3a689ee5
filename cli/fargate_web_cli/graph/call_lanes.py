"""Draws direct calls between services: one lane for each called service, to the left of the boxes."""

from typing import Final

from fargate_web_cli.graph.drawing import Connector, Drawing
from fargate_web_cli.graph.model import Architecture
from fargate_web_cli.graph.subnets import TIERS

LANE_WIDTH: Final = 10.0
_ARROW_GAP: Final = 16.0
"""The gap from the boxes to the first lane, with space for arrowheads."""
_EDGE_GAP: Final = 8.0
_ENTRY_OFFSET, _EXIT_OFFSET = 16.0, 14.0
"""Calls enter near the top of a box and leave near its bottom; traffic of the load balancer enters in the middle."""


def assign_lanes(architecture: Architecture) -> dict[str, int]:
    """Assign a lane to each called service, counted from the boxes. Services share a lane if their calls don't overlap."""
    services = [service for tier in TIERS for service in architecture.list_services_in(tier)]
    row_indices = {service.name: index for index, service in enumerate(services)}
    spans = {}
    for service in services:
        rows = [row_indices[service.name], *(row_indices[caller] for caller in service.callers)]
        if len(rows) > 1:
            spans[service.name] = (min(rows), max(rows))
    lanes: dict[str, int] = {}
    # Short calls use inner lanes, so that few lines cross.
    for name, (first, last) in sorted(spans.items(), key=lambda item: (item[1][1] - item[1][0], item[1], item[0])):
        used_lanes = {lanes[other] for other, (start, end) in spans.items() if other in lanes and start <= last and first <= end}
        lanes[name] = next(lane for lane in range(len(spans)) if lane not in used_lanes)
    return lanes


def measure_lanes(assigned_lanes: dict[str, int]) -> float:
    """Return the width of the lanes to the left of the boxes."""
    return _EDGE_GAP + _ARROW_GAP + LANE_WIDTH * max(assigned_lanes.values()) if assigned_lanes else 0.0


def draw_calls(drawing: Drawing, architecture: Architecture, assigned_lanes: dict[str, int]) -> None:
    """Draw the calls after the services are placed."""
    boxes = {box.key: box for box in drawing.boxes}
    for service in architecture.services:
        if service.name not in assigned_lanes:
            continue
        called = boxes[f"service {service.name}"]
        x, entry_y = called.x - _ARROW_GAP - LANE_WIDTH * assigned_lanes[service.name], called.y + _ENTRY_OFFSET
        for name in service.callers:
            caller = boxes[f"service {name}"]
            exit_y = caller.bottom - _EXIT_OFFSET
            points = ((caller.x, exit_y), (x, exit_y), (x, entry_y), (called.x, entry_y))
            drawing.connectors.append(Connector(points, "call", True, (caller.key, called.key)))
