"""A preview as a picture alone: Mermaid or SVG."""

from fargate_web_cli.graph import mermaid as chart
from fargate_web_cli.graph.architecture import build_architecture
from fargate_web_cli.graph.svg import render_standalone
from fargate_web_cli.graph.wide_layout import layout_wide
from fargate_web_cli.project.stack_preview import Preview


def render_mermaid(preview: Preview) -> str:
    """Write a Mermaid flowchart."""
    return chart.render_flowchart(build_architecture(preview))


def render_svg(preview: Preview) -> str:
    """Write an SVG file."""
    seen = build_architecture(preview)
    return render_standalone(layout_wide(seen), f"{seen.project}/{seen.stack}", f"{seen.summary}.")
