"""Renders a drawing as SVG."""

import math
from collections.abc import Iterator
from typing import Final

from fargate_web_cli.graph.assets import read_asset
from fargate_web_cli.graph.drawing import LINE_HEIGHT, PADDING, Box, Connector, Drawing, Frame
from fargate_web_cli.graph.markup import Markup, build_element, join_markup

_CORNER_RADIUS: Final = 8.0
_ICONS: Final = {
    "users": "M8 2.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6zM2.5 14c.3-3 2.5-4.6 5.5-4.6s5.2 1.6 5.5 4.6",
    "balancer": "M1.5 8h4M5.5 8c3 0 2-5 6-5M5.5 8h6M5.5 8c3 0 2 5 6 5M12 1.5 14 3l-2 1.5M12 6.5 14 8l-2 1.5M12 11.5 14 13l-2 1.5",
    "rule": "M2 3h12l-4.6 5.2v4.6l-2.8 1.4v-6z",
    "service": "M8 1.6 14 4.8v6.4L8 14.4 2 11.2V4.8zM2 4.8l6 3.2 6-3.2M8 8v6.4",
    "queue": "M1.5 4h13v8h-13zM5 4v8M8 4v8M11 4v8",
    "migration": "M3 4c0-2.5 10-2.5 10 0s-10 2.5-10 0v8c0 2.5 10 2.5 10 0V4",
    "files": "M2 3h4l1.5 2H14v8H2z",
    "schedule": "M8 1.6a6.4 6.4 0 1 1 0 12.8A6.4 6.4 0 0 1 8 1.6zM8 4.5V8l2.5 2",
    "repositories": "M2 5l6-3 6 3v6l-6 3-6-3zM5 3.5l6 3V9",
    "scaling": "M2 14V9.5h3V14M6.5 14V6h3v8M11 14V2h3v12",
    "cluster": "M2 2h5v5H2zM9 2h5v5H9zM2 9h5v5H2zM9 9h5v5H9z",
    "encryption": "M5 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM7.5 7.5 13.5 2M11 4.5l2 2",
    "egress": "M6 2H2v12h4M6 8h8M10.5 4.5 14 8l-3.5 3.5",
    "endpoints": "M5.5 8h5M2 8a1.8 1.8 0 1 0 3.5 0A1.8 1.8 0 1 0 2 8M10.5 8A1.8 1.8 0 1 0 14 8a1.8 1.8 0 1 0-3.5 0",
    "discovery": "M7 2a5 5 0 1 1 0 10A5 5 0 0 1 7 2zM10.7 10.7 14.3 14.3",
    "monitoring": "M3 11.5c1.2-1 1.3-2.2 1.3-4a3.7 3.7 0 0 1 7.4 0c0 1.8.1 3 1.3 4zM6.5 13.5a1.6 1.6 0 0 0 3 0",
}
"""SVG paths in a square of 16 pixels."""


def render_standalone(drawing: Drawing, title: str, description: str) -> str:
    """Return an SVG file with its own colours for light and dark mode, and without the links of the page."""
    style = build_element("style", Markup(read_asset("palette.css") + read_asset("picture.css")))
    return f"{render_drawing(drawing, title, description, style=style, links=False)}\n"


def render_drawing(
    drawing: Drawing, title: str, description: str, *, id_prefix: str = "picture", style: str = "", links: bool = True
) -> Markup:
    """Return an `svg` element.

    Args:
        drawing: The drawing.
        title: The title for screen readers.
        description: The description for screen readers.
        id_prefix: The prefix of its ids, unique in a page.
        style: Its styles, if the page does not define them.
        links: Whether boxes link to their sections of the page.
    """
    width, height = math.ceil(drawing.width), math.ceil(drawing.height)
    heads = (_render_arrowhead(f"{id_prefix}-arrow", ""), _render_arrowhead(f"{id_prefix}-call", "call"))
    return build_element(
        "svg",
        build_element("title", title, id=f"{id_prefix}-title"),
        build_element("desc", description, id=f"{id_prefix}-description"),
        Markup(style),
        build_element("defs", *heads),
        *(_render_frame(frame) for frame in drawing.frames),
        *(_render_connector(connector, id_prefix) for connector in drawing.connectors),
        *(_render_box(box, links) for box in drawing.boxes),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        class_="picture",
        # With links it is no single image, so that screen readers reach the links.
        role="group" if links else "img",
        aria_labelledby=f"{id_prefix}-title {id_prefix}-description",
    )


def _render_arrowhead(name: str, kind: str) -> Markup:
    return build_element(
        "marker",
        build_element("path", d="M0 0 8 4 0 8z", class_=kind or None),
        id=name,
        viewBox="0 0 8 8",
        refX=7,
        refY=4,
        markerWidth=6,
        markerHeight=6,
        orient="auto",
    )


def _render_frame(frame: Frame) -> Markup:
    note = f"{frame.title}{' · ' if frame.note else ''}{frame.note}"
    label: object = frame.title
    if frame.note:
        label = join_markup(frame.title, build_element("tspan", f" · {frame.note}", class_="note"))
    return build_element(
        "g",
        build_element("title", note),
        build_element(
            "rect",
            x=_format_number(frame.x),
            y=_format_number(frame.y),
            width=_format_number(frame.width),
            height=_format_number(frame.height),
            rx=12,
            class_="area",
        ),
        build_element(
            "text", label, x=_format_number(frame.x + PADDING + 2 + frame.indent), y=_format_number(frame.y + 22), class_="label"
        ),
        class_=f"frame {frame.kind}",
    )


def _render_box(box: Box, links: bool) -> Markup:
    group = build_element(
        "g",
        build_element("title", box.full_text),
        build_element(
            "rect",
            x=_format_number(box.x),
            y=_format_number(box.y),
            width=_format_number(box.width),
            height=_format_number(box.height),
            rx=8,
            class_="box",
        ),
        *_render_text(box),
        class_=f"node {box.kind}",
        data_key=box.key,
    )
    return build_element("a", group, href=box.link, aria_label=box.full_text) if box.link and links else group


def _render_text(box: Box) -> Iterator[Markup]:
    left, y = box.x + PADDING, box.y + PADDING - 2
    if box.eyebrow:
        icon = _ICONS.get(box.kind.partition(" ")[0])
        if icon:
            yield build_element(
                "path", d=icon, class_="icon", transform=f"translate({_format_number(left)} {_format_number(y)}) scale(.875)"
            )
        yield build_element("text", box.eyebrow, x=_format_number(left + (20 if icon else 0)), y=_format_number(y + 11), class_="eyebrow")
        y += 18
    for line in box.title:
        y += LINE_HEIGHT
        yield build_element("text", line, x=_format_number(left), y=_format_number(y - 3), class_="name")
    y += 4 if box.title and box.lines else 0
    for line in box.lines:
        y += LINE_HEIGHT
        yield build_element("text", line, x=_format_number(left), y=_format_number(y - 3), class_="line")


def _render_connector(connector: Connector, name: str) -> Markup:
    return build_element(
        "path",
        d=_format_rounded_path(connector.points),
        class_=f"wire {connector.kind}",
        marker_end=f"url(#{name}-{'call' if connector.kind == 'call' else 'arrow'})" if connector.has_arrow else None,
    )


def _format_rounded_path(points: tuple[tuple[float, float], ...]) -> str:
    """Return a path through points, with rounded corners."""
    commands = [f"M{_format_point(points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(_CORNER_RADIUS, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        if radius:
            commands.append(
                f"L{_format_point(_move_towards(corner, before, radius))}Q{_format_point(corner)} {_format_point(_move_towards(corner, after, radius))}"
            )
    return "".join([*commands, f"L{_format_point(points[-1])}"])


def _move_towards(start: tuple[float, float], end: tuple[float, float], distance: float) -> tuple[float, float]:
    share = distance / math.dist(start, end)
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _format_point(point: tuple[float, float]) -> str:
    return f"{_format_number(point[0])} {_format_number(point[1])}"


def _format_number(value: float) -> str:
    return f"{round(value, 1):g}"
