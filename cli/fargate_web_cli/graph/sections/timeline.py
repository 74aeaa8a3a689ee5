"""How deployments and rollbacks will go: a bar each, all on one scale."""

import math
from collections.abc import Iterator
from typing import Final

from fargate_web.analysis.deployment_timeline import Phase, deployment, peak, rollback, spell, total_seconds, waiting_minutes
from fargate_web.settings.service import Service
from fargate_web.settings.stack import Stack

from fargate_web_cli.graph.markup import Markup, element, joined
from fargate_web_cli.terminal.formatting import counted

_STEPS: Final = (60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400)
"""Seconds from mark to mark of the scale, such as people count in."""
_MARKS: Final = 4
_WIDE: Final = 1000


def timeline(stack: Stack) -> Markup:
    """Write the bars of all services."""
    if not stack.services:
        return element("p", "There is no service: scheduled tasks take a new version at their next start.", class_="lead")
    longest = max(total_seconds(phases) for service in stack.services.values() for phases in (deployment(service), rollback(service)))
    step = next((step for step in _STEPS if step * _MARKS >= longest), math.ceil(longest / _MARKS))
    marks = [element("span", spell(step * mark) if mark else "0") for mark in range(_MARKS + 1)]
    return joined(
        element(
            "p",
            "Worked out from the settings, without pauses for approvals and functions of hooks. All bars have one scale.",
            class_="lead",
        ),
        element("div", *marks, class_="scale", aria_hidden="true"),
        *(_service(name, service, step * _MARKS) for name, service in stack.services.items()),
    )


def _service(name: str, service: Service, scale: int) -> Markup:
    most = peak(service)
    waiting = waiting_minutes(service)
    note = f"At most {counted(most.tasks, 'task')}, {most.vcpus:g} vCPU and {most.gigabytes:g} GB at once."
    if waiting:
        note += f" Approvals may take up to {spell(60 * waiting)} more."
    return element(
        "div",
        element("h3", name, element("small", f" {service.deployment.strategy}")),
        *_run("Deployment", deployment(service), scale),
        *_run("Rollback", rollback(service), scale),
        element("p", note, class_="note"),
        class_="runs",
        data_find=True,
        data_nodes=f"service {name}",
    )


def _run(title: str, phases: list[Phase], scale: int) -> Iterator[Markup]:
    phases = [phase for phase in phases if phase.seconds]
    total = spell(total_seconds(phases))
    yield element("p", element("strong", title), f" about {total}", class_="run")
    bars, at = [], 0.0
    for phase in phases:
        width = phase.seconds / scale * _WIDE
        words = element("title", f"{phase.name}: {spell(phase.seconds)}")
        # A hair's breadth between two bars tells them apart where colours don't.
        bars.append(element("rect", words, x=round(at, 1), y=0, width=round(max(width - 2, 2), 1), height=16, class_=_kind(phase)))
        at += width
    said = ", ".join(f"{phase.name} {spell(phase.seconds)}" for phase in phases)
    yield element(
        "svg",
        *bars,
        viewBox=f"0 0 {_WIDE} 16",
        preserveAspectRatio="none",
        class_="bar",
        role="img",
        aria_label=f"{title}: {said or 'nothing to wait for'}",
    )
    legend = [
        element("li", element("span", class_=f"swatch {_kind(phase)}"), f"{phase.name} ", element("b", spell(phase.seconds)))
        for phase in phases
    ]
    yield element("ul", *legend, class_="legend")


def _kind(phase: Phase) -> str:
    for start, kind in (("start", "start"), ("bake", "bake"), ("drain", "stop")):
        if phase.name.startswith(start):
            return kind
    return "shift"
