"""A preview as an HTML page, in one self-contained file."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from string import Template
from typing import Any

from fargate_web_cli.graph.architecture import build_architecture
from fargate_web_cli.graph.assets import read_asset
from fargate_web_cli.graph.markup import Markup, build_element, escape_text, join_markup
from fargate_web_cli.graph.model import Architecture
from fargate_web_cli.graph.narrow_layout import layout_narrow
from fargate_web_cli.graph.sections.checks import render_checks, render_messages
from fargate_web_cli.graph.sections.cost import format_total, load_estimate, render_cost
from fargate_web_cli.graph.sections.resources import render_resources
from fargate_web_cli.graph.sections.services import render_services
from fargate_web_cli.graph.sections.settings import render_settings
from fargate_web_cli.graph.sections.timeline import render_timeline
from fargate_web_cli.graph.svg import render_drawing
from fargate_web_cli.graph.wide_layout import layout_wide
from fargate_web_cli.preview.resource_tree import build_tree
from fargate_web_cli.project.stack_preview import Preview


def render_html(preview: Preview) -> str:
    """Return the page."""
    architecture = build_architecture(preview)
    stack = preview.stack_settings
    style = read_asset("palette.css") + read_asset("picture.css") + read_asset("page.css")
    script = read_asset("page.js")
    estimate = load_estimate(preview)
    warning_messages = [log.message for log in preview.logs if log.severity == "warning"]
    warning_count = len(preview.warnings) + len(warning_messages)
    sections = (
        _render_section("picture", "Architecture", "", _render_picture(architecture, has_settings=stack is not None)),
        _render_section(
            "services",
            "Services",
            str(len(architecture.services) + len(architecture.scheduled_tasks)),
            render_services(architecture, _read_service_urls(preview), has_settings=stack is not None),
        ),
        _render_section("deployments", "Deployments", "", render_timeline(stack) if stack else _render_note("how long deployments take")),
        _render_section("cost", "Cost", format_total(estimate), render_cost(estimate)),
        _render_section(
            "checks",
            "Checks",
            str(warning_count) if warning_count else "all well" if stack else "",
            render_checks(stack, preview.warnings, preview.silenced, warning_messages)
            if stack
            else render_messages(warning_messages) or _render_note("what the stack could do better"),
        ),
        _render_section("settings", "Settings", "", render_settings(stack) if stack else _render_note("the settings")),
        _render_section("resources", "Resources", str(1 + len(preview.preview_run.resources)), render_resources(build_tree(preview))),
    )
    return Template(read_asset("page.html")).substitute(
        policy=escape_text(
            f"default-src 'none'; style-src {_format_source_hash(style)}; script-src {_format_source_hash(script)}; img-src data:; base-uri 'none'; form-action 'none'"
        ),
        title=escape_text(f"{preview.project}/{preview.stack}"),
        project=escape_text(preview.project),
        stack=escape_text(preview.stack),
        summary=escape_text(f"{architecture.summary}."),
        file=escape_text(preview.stack_file or "a program without a stack file"),
        style=style,
        script=script,
        sections=join_markup(*sections, separator="\n"),
        contents=join_markup(*(_render_contents_entry(*entry) for entry in _TABLE_OF_CONTENTS)),
    )


_TABLE_OF_CONTENTS = (
    ("picture", "Architecture"),
    ("services", "Services"),
    ("deployments", "Deployments"),
    ("cost", "Cost"),
    ("checks", "Checks"),
    ("settings", "Settings"),
    ("resources", "Resources"),
)


def _render_note(subject: str) -> Markup:
    """Explain why a section is empty."""
    return build_element(
        "p", f"The program reads no stack file of fargate-web: {subject} can't be told from the resources that it registers.", class_="lead"
    )


def _render_contents_entry(anchor: str, title: str) -> Markup:
    return build_element("li", build_element("a", title, href=f"#{anchor}"))


def _render_section(name: str, title: str, count: str, body: Markup) -> Markup:
    summary = build_element("summary", build_element("h2", title), build_element("span", count, class_="count") if count else "")
    return build_element("section", build_element("details", summary, build_element("div", body, class_="body"), open=True), id=name)


def _render_picture(architecture: Architecture, *, has_settings: bool) -> Markup:
    wide, narrow = layout_wide(architecture), layout_narrow(architecture)
    if not has_settings:
        for drawing in (wide, narrow):
            drawing.boxes = [replace(box, link="") if box.link.startswith("#settings") else box for box in drawing.boxes]
    title, description = f"Architecture of {architecture.project}/{architecture.stack}", f"{architecture.summary}."
    return join_markup(
        build_element(
            "div",
            render_drawing(wide, title, description, id_prefix="wide"),
            class_="wide",
            tabindex="0",
            role="region",
            aria_label="Picture",
        ),
        build_element("div", render_drawing(narrow, title, description, id_prefix="narrow"), class_="narrow"),
    )


def _read_service_urls(preview: Preview) -> Mapping[str, str]:
    urls: Any = preview.preview_run.outputs.get("urls")
    # If any URL is secret, none is shown.
    if not isinstance(urls, Mapping) or any(path.startswith("urls") for path in preview.preview_run.secret_outputs):
        return {}
    return {name: url for name, url in urls.items() if isinstance(url, str)}


def _format_source_hash(text: str) -> str:
    """Return the hash that a content security policy uses for an inline element."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
