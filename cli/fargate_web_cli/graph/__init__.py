"""`fargate-web graph`: the architecture of a stack as Mermaid, as SVG, or as an HTML page.

`architecture` builds the model from a preview. `mermaid` renders it; `wide_layout` and `narrow_layout` place it, and `svg` renders the drawing; `page`
combines the picture with its `sections`. The output depends on the preview only and has no timestamps, so that it can be committed.
"""
