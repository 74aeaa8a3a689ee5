"""The section of deployments and rollbacks, as bars on one scale."""

import math
from collections.abc import Iterator
from typing import Final

from fargate_web.analysis.deployment_timeline import (
    DeploymentPhase,
    calculate_peak_capacity,
    format_duration,
    list_deployment_phases,
    list_rollback_phases,
    sum_pause_minutes,
    sum_phase_seconds,
)
from fargate_web.settings.service import Service
from fargate_web.settings.stack import Stack

from fargate_web_cli.graph.markup import Markup, build_element, join_markup
from fargate_web_cli.terminal.formatting import format_count

_SCALE_STEPS: Final = (60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400)
"""The possible steps of the scale, in seconds."""
_MARK_COUNT: Final = 4
_BAR_WIDTH: Final = 1000


def render_timeline(stack: Stack) -> Markup:
    """Return the bars of all services."""
    if not stack.services:
        return build_element("p", "There is no service: scheduled tasks take a new version at their next start.", class_="lead")
    longest = max(
        sum_phase_seconds(phases)
        for service in stack.services.values()
        for phases in (list_deployment_phases(service), list_rollback_phases(service))
    )
    step = next((step for step in _SCALE_STEPS if step * _MARK_COUNT >= longest), math.ceil(longest / _MARK_COUNT))
    marks = [build_element("span", format_duration(step * mark) if mark else "0") for mark in range(_MARK_COUNT + 1)]
    return join_markup(
        build_element(
            "p",
            "Calculated from the settings, without approvals and hook functions. All bars have the same scale.",
            class_="lead",
        ),
        build_element("div", *marks, class_="scale", aria_hidden="true"),
        *(_render_service(name, service, step * _MARK_COUNT) for name, service in stack.services.items()),
    )


def _render_service(name: str, service: Service, scale: int) -> Markup:
    peak = calculate_peak_capacity(service)
    pause_minutes = sum_pause_minutes(service)
    note = f"At most {format_count(peak.tasks, 'task')}, {peak.vcpus:g} vCPU and {peak.gigabytes:g} GB at once."
    if pause_minutes:
        note += f" Approvals may take up to {format_duration(60 * pause_minutes)} more."
    return build_element(
        "div",
        build_element("h3", name, build_element("small", f" {service.deployment.strategy}")),
        *_render_bar("Deployment", list_deployment_phases(service), scale),
        *_render_bar("Rollback", list_rollback_phases(service), scale),
        build_element("p", note, class_="note"),
        class_="runs",
        data_find=True,
        data_nodes=f"service {name}",
    )


def _render_bar(title: str, phases: list[DeploymentPhase], scale: int) -> Iterator[Markup]:
    phases = [phase for phase in phases if phase.seconds]
    total = format_duration(sum_phase_seconds(phases))
    yield build_element("p", build_element("strong", title), f" about {total}", class_="run")
    bars, x_position = [], 0.0
    for phase in phases:
        width = phase.seconds / scale * _BAR_WIDTH
        words = build_element("title", f"{phase.name}: {format_duration(phase.seconds)}")
        # A small gap separates two bars for readers who can't distinguish the colours.
        bars.append(
            build_element(
                "rect", words, x=round(x_position, 1), y=0, width=round(max(width - 2, 2), 1), height=16, class_=_find_phase_class(phase)
            )
        )
        x_position += width
    description = ", ".join(f"{phase.name} {format_duration(phase.seconds)}" for phase in phases)
    yield build_element(
        "svg",
        *bars,
        viewBox=f"0 0 {_BAR_WIDTH} 16",
        preserveAspectRatio="none",
        class_="bar",
        role="img",
        aria_label=f"{title}: {description or 'nothing to wait for'}",
    )
    legend = [
        build_element(
            "li",
            build_element("span", class_=f"swatch {_find_phase_class(phase)}"),
            f"{phase.name} ",
            build_element("b", format_duration(phase.seconds)),
        )
        for phase in phases
    ]
    yield build_element("ul", *legend, class_="legend")


def _find_phase_class(phase: DeploymentPhase) -> str:
    for start, kind in (("start", "start"), ("bake", "bake"), ("drain", "stop")):
        if phase.name.startswith(start):
            return kind
    return "shift"
