"""A preview as a picture alone: Mermaid or SVG."""

from fargate_web_cli.graph import mermaid as chart
from fargate_web_cli.graph.architecture import architecture
from fargate_web_cli.graph.svg import alone
from fargate_web_cli.graph.wide_layout import wide
from fargate_web_cli.preview.stack_preview import Preview


def mermaid(preview: Preview) -> str:
    """Write a Mermaid flowchart."""
    return chart.mermaid(architecture(preview))


def svg(preview: Preview) -> str:
    """Write an SVG file."""
    seen = architecture(preview)
    return alone(wide(seen), f"{seen.project}/{seen.stack}", f"{seen.summary}.")
