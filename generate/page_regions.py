"""Replaces the generated regions of pages that people write."""

from typing import Final

END: Final = "<!-- The end of what is made. -->"


def replace_region(text: str, begin: str, content: str) -> str:
    """Return a page with the region between a marker and the next end replaced."""
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(END)
    return f"{before}{begin}\n\n{content}\n{END}{after}"
