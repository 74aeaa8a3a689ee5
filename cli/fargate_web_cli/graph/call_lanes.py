"""Draws which service calls which past the load balancer: a lane for each service that is called, to the left of all of them."""

from typing import Final

from fargate_web_cli.graph.drawing import Connector, Drawing
from fargate_web_cli.graph.model import Architecture
from fargate_web_cli.graph.subnets import TIERS

LANE_WIDTH: Final = 10.0
_ARROW_GAP: Final = 16.0
"""From the boxes to the first lane: room for the head of an arrow."""
_EDGE_GAP: Final = 8.0
_ENTRY_OFFSET, _EXIT_OFFSET = 16.0, 14.0
"""Calls come in near the top of a box and go out near its end; what the load balancer sends comes in half-way down."""


def assign_lanes(architecture: Architecture) -> dict[str, int]:
    """Give each service that is called a lane, counted from the boxes; two share one where they are far apart."""
    services = [service for tier in TIERS for service in architecture.services_in(tier)]
    place = {service.name: index for index, service in enumerate(services)}
    spans = {}
    for service in services:
        rows = [place[service.name], *(place[caller] for caller in service.callers)]
        if len(rows) > 1:
            spans[service.name] = (min(rows), max(rows))
    given: dict[str, int] = {}
    # Short ways run inside, so that few cross.
    for name, (first, last) in sorted(spans.items(), key=lambda item: (item[1][1] - item[1][0], item[1], item[0])):
        taken = {given[other] for other, (start, end) in spans.items() if other in given and start <= last and first <= end}
        given[name] = next(lane for lane in range(len(spans)) if lane not in taken)
    return given


def measure_lanes(assigned_lanes: dict[str, int]) -> float:
    """Tell how much room the lanes take to the left of the boxes."""
    return _EDGE_GAP + _ARROW_GAP + LANE_WIDTH * max(assigned_lanes.values()) if assigned_lanes else 0.0


def draw_calls(drawing: Drawing, architecture: Architecture, assigned_lanes: dict[str, int]) -> None:
    """Draw the calls, once the services are placed."""
    boxes = {box.key: box for box in drawing.boxes}
    for service in architecture.services:
        if service.name not in assigned_lanes:
            continue
        called = boxes[f"service {service.name}"]
        x, entry = called.x - _ARROW_GAP - LANE_WIDTH * assigned_lanes[service.name], called.y + _ENTRY_OFFSET
        for name in service.callers:
            caller = boxes[f"service {name}"]
            way_out = caller.bottom - _EXIT_OFFSET
            points = ((caller.x, way_out), (x, way_out), (x, entry), (called.x, entry))
            drawing.connectors.append(Connector(points, "call", True, (caller.key, called.key)))
