"""The files that a page is made of: its frame, its styles and its script."""

from pathlib import Path


def read_asset(name: str) -> str:
    """Return the text of a file of this folder."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
