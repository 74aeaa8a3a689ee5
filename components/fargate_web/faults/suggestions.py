"""What to write instead of a text: the list or the map that it was meant for."""

import json
import re
from typing import Any, Final

from .schema_index import FieldSchema

_TYPOGRAPHIC_QUOTES: Final = "“”„‟«»‘’‚‛"
_PLAIN_TEXT_PATTERN: Final = re.compile(r"[A-Za-z0-9_/.][A-Za-z0-9_/.@+=-]*(?::[A-Za-z0-9_/.@+=*-]+)*")
"""A text that YAML reads as text without quotes, in braces too."""


def explain_typographic_quotes(value: Any) -> str | None:
    """Explain that a text is in quotes that YAML takes for a part of it. Return None if it is not."""
    if not isinstance(value, str) or not value or value[0] not in _TYPOGRAPHIC_QUOTES:
        return None
    straight = value.strip(_TYPOGRAPHIC_QUOTES)
    return f'YAML takes the typographic quotes {value[0]} and {value[-1]} for a part of the text; write straight quotes, "{straight}"'


def suggest_map(text: str, field_schema: FieldSchema) -> str | None:
    """Suggest the map with one key that a text was meant for, such as `{id: vpc-1}`. Return None if no key fits."""
    for key, nodes in field_schema.keys.items():
        texts = [node for node in nodes if node.get("type") == "string"]
        is_choice = any(text in node.get("enum", ()) for node in nodes)
        if is_choice or any("pattern" in node and re.search(node["pattern"], text) for node in texts):
            return f"{{{key}: {_quote(text)}}}"
    return f"{{name: {_quote(text)}}}" if any(node.get("type") == "string" for node in field_schema.keys.get("name", ())) else None


def suggest_list(text: str, field_schema: FieldSchema) -> str:
    """Suggest the list that a text was meant for: one entry, or several if commas separate them, or spaces between ids, names and ARNs."""
    words = [word.strip() for word in re.split(r"[,;]|\s+", text) if word.strip()]
    if not all(re.fullmatch(r"[\w./:*@?-]+", word) for word in words):
        words = [text]
    return f"[{', '.join(suggest_map(word, field_schema) or json.dumps(word, ensure_ascii=False) for word in words)}]"


def _quote(text: str) -> str:
    return text if _PLAIN_TEXT_PATTERN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
