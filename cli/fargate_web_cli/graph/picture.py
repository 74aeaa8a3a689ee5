"""A preview as a picture, in Mermaid or SVG."""

from fargate_web_cli.graph import mermaid as chart
from fargate_web_cli.graph.architecture import build_architecture
from fargate_web_cli.graph.svg import render_standalone
from fargate_web_cli.graph.wide_layout import layout_wide
from fargate_web_cli.project.stack_preview import Preview


def render_mermaid(preview: Preview) -> str:
    """Return a Mermaid flowchart."""
    return chart.render_flowchart(build_architecture(preview))


def render_svg(preview: Preview) -> str:
    """Return an SVG file."""
    architecture = build_architecture(preview)
    return render_standalone(layout_wide(architecture), f"{architecture.project}/{architecture.stack}", f"{architecture.summary}.")
