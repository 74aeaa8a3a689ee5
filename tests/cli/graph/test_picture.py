"""The SVG of an architecture: nothing overlaps, nothing runs out of its box, and it is well-formed."""

import re
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

import pytest
from fargate_web_cli.graph.drawing import PADDING, TEXT_SIZE, TITLE_SIZE, Box, Drawing
from fargate_web_cli.graph.narrow_layout import DRAWING_WIDTH, layout_narrow
from fargate_web_cli.graph.picture import render_svg
from fargate_web_cli.graph.svg import render_drawing
from fargate_web_cli.graph.text_width import measure_width, shorten_text, wrap_text
from fargate_web_cli.graph.wide_layout import layout_wide

from tests.cli.graph.graphs import STACKS, previewed, seen

SVG = "{http://www.w3.org/2000/svg}"
LAYOUTS = pytest.mark.parametrize("layout", [layout_wide, layout_narrow])
ALL = pytest.mark.parametrize("name", STACKS)


def overlap(one, other) -> bool:
    return one.x < other.x + other.width and other.x < one.x + one.width and one.y < other.y + other.height and other.y < one.y + one.height


def within(box, frame) -> bool:
    return (
        frame.x <= box.x
        and frame.y <= box.y
        and box.x + box.width <= frame.x + frame.width + 0.01
        and box.y + box.height <= frame.y + frame.height + 0.01
    )


def on_an_edge(point: tuple[float, float], box: Box) -> bool:
    x, y = point
    beside = abs(x - box.x) < 0.01 or abs(x - box.right) < 0.01
    above = abs(y - box.y) < 0.01 or abs(y - box.bottom) < 0.01
    return (beside and box.y <= y <= box.bottom) or (above and box.x <= x <= box.right)


@ALL
@LAYOUTS
def test_no_two_boxes_overlap(name, layout):
    drawing: Drawing = layout(seen(name))
    assert [(one.key, other.key) for one, other in combinations(drawing.boxes, 2) if overlap(one, other)] == []


@ALL
@LAYOUTS
def test_a_box_lies_within_a_frame_or_outside_of_it_and_all_within_the_picture(name, layout):
    drawing: Drawing = layout(seen(name))
    whole = Box("", "", 0, 0, drawing.width, drawing.height, "", (), (), "")
    assert all(within(box, whole) for box in drawing.boxes)
    assert all(within(frame, whole) for frame in drawing.frames)
    # The title of a frame takes its first line: no box stands in it.
    assert [
        (box.key, frame.title) for box in drawing.boxes for frame in drawing.frames if overlap(box, frame) and not within(box, frame)
    ] == []
    assert [
        (box.key, frame.title) for box in drawing.boxes for frame in drawing.frames if within(box, frame) and box.y < frame.y + 30
    ] == []


@ALL
@LAYOUTS
def test_frames_lie_within_each_other_or_apart(name, layout):
    frames = layout(seen(name)).frames
    assert [
        (one.title, other.title)
        for one, other in combinations(frames, 2)
        if overlap(one, other) and not within(one, other) and not within(other, one)
    ] == []


@ALL
@LAYOUTS
def test_text_fits_its_box_across_and_down(name, layout):
    for box in layout(seen(name)).boxes:
        room = box.width - 2 * PADDING
        assert all(measure_width(line, TITLE_SIZE, bold=True) <= room for line in box.title), box
        assert all(measure_width(line, TEXT_SIZE) <= room for line in box.lines), box
        assert 17 * (len(box.title) + len(box.lines)) + (16 if box.eyebrow else 0) < box.height, box


@ALL
@LAYOUTS
def test_wires_end_at_boxes(name, layout):
    drawing: Drawing = layout(seen(name))
    boxes = {box.key: box for box in drawing.boxes}
    assert len(boxes) == len(drawing.boxes)
    for wire in drawing.connectors:
        source, target = (boxes[key] for key in wire.box_keys)
        assert on_an_edge(wire.points[-1], target), wire
        # Branches of the trunk start where the one before turned off.
        assert on_an_edge(wire.points[0], source) or source.key == "load-balancer", wire


@ALL
@LAYOUTS
def test_wires_go_round_boxes(name, layout):
    drawing: Drawing = layout(seen(name))
    for wire in drawing.connectors:
        for (x, y), (to_x, to_y) in zip(wire.points, wire.points[1:], strict=False):
            assert x == pytest.approx(to_x) or y == pytest.approx(to_y), wire
            for box in drawing.boxes:
                crossed = (
                    min(x, to_x) < box.right - 1 and max(x, to_x) > box.x + 1 and min(y, to_y) < box.bottom - 1 and max(y, to_y) > box.y + 1
                )
                assert not crossed, (wire, box.key)


@ALL
@LAYOUTS
def test_every_service_rule_and_scaling_is_there(name, layout):
    keys = {box.key for box in layout(seen(name)).boxes}
    for service in seen(name).services:
        expected = {f"service {service.name}", *(f"rule {service.name} {index}" for index, _ in enumerate(service.rules))}
        assert expected <= keys
        assert (f"scaling {service.name}" in keys) == (service.scaling is not None)
    assert ("load-balancer" in keys) == ("users" in keys) == (seen(name).load_balancer is not None)


@LAYOUTS
def test_a_call_is_an_arrow_from_the_caller_to_the_called_in_a_lane_of_its_own(layout):
    drawing: Drawing = layout(seen("calls"))
    calls = [wire for wire in drawing.connectors if wire.kind == "call"]
    expected = [(f"service {caller}", f"service {service.name}") for service in seen("calls").services for caller in service.callers]
    assert sorted(wire.box_keys for wire in calls) == sorted(expected)
    assert len(expected) == 8
    for one, other in combinations(calls, 2):
        # Those to one service share its lane; others never run in the same place.
        (x, start), (_, end) = one.points[1:3]
        (other_x, other_start), (_, other_end) = other.points[1:3]
        apart = x != other_x or max(start, end) < min(other_start, other_end) or max(other_start, other_end) < min(start, end)
        assert (one.box_keys[1] == other.box_keys[1]) == (x == other_x and not apart) or apart
    levels = {wire.points[-1][1] for wire in calls} & {wire.points[-1][1] for wire in drawing.connectors if wire.kind == "traffic"}
    assert not levels


def test_where_lanes_have_no_room_on_a_telephone_the_boxes_still_say_who_calls():
    plain = seen("many").services
    names = [service.name for service in plain]
    busy = replace(seen("many"), services=tuple(replace(service, callers=tuple(names)) for service in plain))
    assert len({wire.points[1][0] for wire in layout_wide(busy).connectors if wire.kind == "call"}) == len(names)
    assert [wire for wire in layout_narrow(busy).connectors if wire.kind == "call"] == []
    assert all("called by" in box.full_text for box in layout_narrow(busy).boxes if box.kind == "service")


@LAYOUTS
def test_what_belongs_to_a_service_stands_beside_it(layout):
    keys = {box.key for box in layout(seen("calls")).boxes}
    assert {"migration web", "queue mailer", "schedule reindex", "task reindex", "schedule cleanup", "task cleanup"} <= keys
    assert {key for key in keys if key.startswith("files ")} == {
        "files services-web fs-0123456789abcdef0",
        "files services-web fs-0123456789abcdef1",
        "files scheduledTasks-reindex fs-0123456789abcdef0",
    }
    assert not {
        key
        for key in {box.key for box in layout(seen("prod")).boxes}
        if key.split()[0] in ("queue", "schedule", "task", "files", "migration")
    }


@ALL
def test_the_narrow_picture_is_as_wide_as_a_telephone(name):
    assert layout_narrow(seen(name)).width == DRAWING_WIDTH <= 375 - 20


@ALL
def test_the_file_is_well_formed_and_stands_alone(name):
    text = render_svg(previewed(name))
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SVG}svg"
    assert root.attrib["role"] == "img"
    named = [root.find(f"{SVG}{tag}").attrib["id"] for tag in ("title", "desc")]
    assert root.attrib["aria-labelledby"].split() == named
    assert not {"href", "src"} & {attribute for each in root.iter() for attribute in each.attrib}
    assert not re.search(r"url\((?!#)|@import", text)
    assert "prefers-color-scheme: dark" in text


def test_text_is_escaped():
    text = render_svg(previewed("hostile"))
    assert "<b>" not in text
    assert "<img" not in text
    words = "".join(ElementTree.fromstring(text).itertext())
    assert 'a "quoted" <b>VPC</b> `tick` #1; end & more\\' in words


def test_within_a_page_boxes_lead_to_what_they_stand_for():
    root = ElementTree.fromstring(render_drawing(layout_wide(seen("prod")), "a", "b"))
    assert root.attrib["role"] == "group"
    links = {link.attrib["href"] for link in root.iter(f"{SVG}a")}
    assert {"#service-web", "#service-api", "#settings-loadBalancer", "#settings-network", "#settings-monitoring"} <= links


@pytest.mark.parametrize("text", ["a" * 200, "word " * 60, "x/y/z-" * 40, "漢字" * 60, "W" * 90])
def test_text_of_any_kind_is_broken_into_lines_that_fit(text):
    lines = wrap_text(text, 120, 12, maximum_lines=4)
    assert len(lines) == 4
    assert all(0 < measure_width(line, 12) <= 120 for line in lines)
    assert lines[-1].endswith("…")


def test_text_that_fits_stays_as_it_is():
    assert wrap_text("www.example.com", 200, 12) == ["www.example.com"]
    assert wrap_text("  a \n b ", 200, 12) == ["a b"]
    assert shorten_text("short", 200, 12) == "short"
    assert wrap_text("one two three", measure_width("one two", 12) + 1, 12) == ["one two", "three"]
