"""A preview as a picture alone: Mermaid or SVG."""

from preview.graph.architecture import architecture
from preview.graph.mermaid import mermaid as written
from preview.program import Preview


def mermaid(preview: Preview) -> str:
    """Write a Mermaid flowchart."""
    return written(architecture(preview))
