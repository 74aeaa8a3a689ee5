"""A preview as a picture alone: Mermaid or SVG."""

from preview.graph import mermaid as chart
from preview.graph.architecture import architecture
from preview.graph.layout import wide
from preview.graph.svg import alone
from preview.program import Preview


def mermaid(preview: Preview) -> str:
    """Write a Mermaid flowchart."""
    return chart.mermaid(architecture(preview))


def svg(preview: Preview) -> str:
    """Write an SVG file."""
    seen = architecture(preview)
    return alone(wide(seen), f"{seen.project}/{seen.stack}", f"{seen.summary}.")
