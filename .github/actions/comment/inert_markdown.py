"""Makes a text of a stranger harmless as Markdown: it looks the same, and does nothing.

GitHub acts on what a comment contains: it notifies people, links, loads images, draws diagrams, and other programs read commands. Where a text is code
and where it is prose can be disguised, so every rule holds everywhere in the text. The rules insert a zero-width space, which nobody sees.
"""

import re
from typing import Final

_GAP: Final = "\u200b"
_RULES: Final = tuple(
    (re.compile(pattern, re.IGNORECASE | re.MULTILINE), replacement)
    for pattern, replacement in (
        (r"\r\n?|[\u2028\u2029]", "\n"),
        # Control characters, and marks that change the direction of the text, show something else than what is there.
        (r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]", ""),
        (r"@(?=[^\s@])", rf"@{_GAP}"),  # a mention, an email address, a commit of another repository
        (r"&(?=[#\w])", rf"&{_GAP}"),  # `&#64;` is @
        (r"<(?!(?:/?details|/?summary|br)>)(?=\S)", rf"<{_GAP}"),  # HTML, but for what a preview consists of
        (r"\](?=[(\[:])", rf"]{_GAP}"),  # a link, an image, the definition of a link
        (r":(?=//)", rf":{_GAP}"),  # an address becomes a link by itself
        (r"\bwww(?=\.)", rf"\g<0>{_GAP}"),
        (r"#(?=\d)", rf"#{_GAP}"),  # an issue would list this pull request
        (r"\b(?:gh|ghsa)(?=-\w)", rf"\g<0>{_GAP}"),
        (r"\\(?=[a-z])", rf"\\{_GAP}"),  # commands in formulas
        (r"[`~]{3,}[ \t]*(?!(?:diff|text)[ \t]*$)(?=[^\s`~])", rf"\g<0>{_GAP}"),  # code that is drawn: diagrams, maps
        (r"^[ \t]*/(?=\S)", rf"\g<0>{_GAP}"),  # a command for a program that reads comments
    )
)


def quote_inert(text: str) -> str:
    """Return a text as a quotation that mentions nobody, links nowhere and loads nothing.

    In a quotation no line starts with a command, and a code block or a tag that does not end ends with the quotation.
    """
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return "\n".join(f"> {line}".rstrip() for line in text.strip().split("\n"))
