"""The architecture of a stack as a picture: Mermaid for documents, SVG, and a page to read, search and fold.

The way of the data: `architecture` reads a preview into the model, which `mermaid` writes and `layout` places; `svg` draws what is placed; `page` puts
the picture together with its `sections`. Everything is a pure function of the preview and holds no time, so that what is written can be committed.
"""
