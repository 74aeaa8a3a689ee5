"""What to write instead of a text or a list that was meant for another kind of value."""

import json
import math
import re
from collections.abc import Mapping
from typing import Any, Final

from ..settings.fix import format_inline
from .advice import Advice, suggest_value
from .error_messages import format_number
from .schema_index import FieldSchema, SchemaNode

_TYPOGRAPHIC_QUOTES: Final = "“”„‟«»‘’‚‛"
_BULLET_PATTERN: Final = re.compile(r"(?:[–—•‣◦▪·*]|- )\s*")
_LINE_WITHOUT_SPACE_PATTERN: Final = re.compile(r"([A-Za-z_][\w.-]*)[:=](\S*)")
_NAME_OF_AN_ENTRY: Final = "web"
_WORDS_FOR_NONE: Final = frozenset({"none", "false", "no", "nothing", "off", "[]"})
_DIGITS_PATTERN: Final = re.compile(r"0|[1-9][0-9]{0,14}")
_NUMBER_WITH_UNIT_PATTERN: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(?:%|s|sec|seconds?)")
_PORT_MAPPING_PATTERN: Final = re.compile(r"(?:[0-9.]+:)*([0-9]+)(?:/[a-z0-9]+)?")
_OTHER_UNIT_PATTERN: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([a-zA-Z]+)")
_FACTORS_BY_UNIT: Final[Mapping[str, Mapping[str, float]]] = {
    "Seconds": {"ms": 0.001, "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60, "h": 3600, "hour": 3600, "hours": 3600},
    "Minutes": {"m": 1, "min": 1, "minute": 1, "minutes": 1, "h": 60, "hour": 60, "hours": 60, "s": 1 / 60},
    "GiB": {"g": 1, "gb": 1, "gi": 1, "gib": 1},
    "MiB": {"m": 1, "mb": 1, "mi": 1, "mib": 1, "g": 1024, "gb": 1024, "gi": 1024, "gib": 1024},
    "Days": {"d": 1, "day": 1, "days": 1, "week": 7, "weeks": 7, "w": 7, "year": 365, "years": 365},
}
"""What a unit is in that of a field, whose description names its own."""
_PAIR_PATTERN: Final = re.compile(r"([A-Za-z_][\w.-]*)\s*(?:=|:\s)\s*(.*)", re.DOTALL)


def suggest_straight_quotes(value: Any) -> tuple[str, Advice] | None:
    """Explain that a text is in quotes that YAML takes for a part of it, and suggest the text without. Return None if it is not."""
    if not isinstance(value, str) or not value or value[0] not in _TYPOGRAPHIC_QUOTES:
        return None
    straight = value.strip(_TYPOGRAPHIC_QUOTES)
    sentence = f"Write straight quotes, {json.dumps(straight, ensure_ascii=False)}"
    return f"YAML takes the typographic quotes {value[0]} and {value[-1]} for a part of the text", Advice(
        sentence, straight, is_certain=True
    )


def suggest_for_text(text: str, field_schema: FieldSchema) -> Advice | None:
    """Suggest the value that a text was meant for."""
    if field_schema.accepts_type("boolean") and text.strip().lower() in ("true", "false"):
        meant = text.strip().lower()
        return Advice(f"Write {meant}, and remove the quotes", meant == "true", is_certain=True)
    if field_schema.accepts_type("integer", "number"):
        number = _parse_number(text.rstrip(",;"), field_schema) if text[-1:] in (",", ";") else None
        if number is not None:
            return Advice(f"Write {format_number(number)}, without {text[-1]}", number, is_certain=True)
        number = _parse_number(text, field_schema)
        if number is not None:
            return Advice("Remove the quotes", number, is_certain=True)
        with_unit = _NUMBER_WITH_UNIT_PATTERN.fullmatch(text)
        number = _parse_number(with_unit[1], field_schema) if with_unit else None
        if number is not None:
            return Advice(f"Write the number alone, {format_number(number)}", number, is_certain=text.endswith("%"))
        if re.search("[0-9]", text):
            return _suggest_number(text, field_schema)
    if field_schema.accepts_type("array"):
        if text.strip().lower() in _WORDS_FOR_NONE:
            return Advice("Write [] for none, or the entries", [])
        entries = suggest_list(text, field_schema)
        if not all(not isinstance(entry, str) or field_schema.accepts_entry(entry) for entry in entries):
            return suggest_value(field_schema)
        reason = "A space follows each dash of a list: write" if re.match(r"-\S", text) else "Write it as a list:"
        return Advice(f"{reason} {format_inline(entries)}", entries, is_certain=True)
    if field_schema.accepts_type("object"):
        pairs = _split_pairs(text, field_schema)
        if pairs is not None and field_schema.accepts_keys(pairs):
            joined = "colon" if ":" in text.split("=")[0] else "equals sign"
            reason = "A space follows the colon of each key" if joined == "colon" else "A colon and a space follow each key"
            return Advice(f"{reason}: write {format_inline(pairs)}", pairs, is_certain=True)
    suggested_map = suggest_map(text, field_schema)
    return Advice(f"Write {format_inline(suggested_map)}", suggested_map) if suggested_map else suggest_value(field_schema)


def suggest_for_list(items: list[Any], field_schema: FieldSchema) -> Advice:
    """Suggest the map that a list was meant for: of `name=value` entries, of maps with one key, or of maps with a name."""
    sentence = "Write lines of the form key: value, without dashes"
    if field_schema.holds_sections and len(items) == 1 and isinstance(items[0], dict) and len(items[0]) == 1:
        (value,) = items[0].values()
        if not isinstance(value, dict):
            named = {_NAME_OF_AN_ENTRY: items[0]}
            return Advice(f"Write a name above its keys, without dashes: {format_inline(named)}", named)
    found: dict[str, Any] = {}
    for item in items:
        pair = _read_pair(item)
        if pair is None or pair[0] in found:
            return Advice(sentence)
        found[pair[0]] = pair[1]
    return Advice(f"{sentence}: {format_inline(found)}", found, is_certain=True) if found else Advice(sentence)


def _suggest_number(text: str, field_schema: FieldSchema) -> Advice | None:
    """Suggest the number in a text with another unit, or in a mapping of ports. No example takes the place of a number that the user has written."""
    port = _PORT_MAPPING_PATTERN.fullmatch(text) if re.search(r"\bport\b", field_schema.description) else None
    number = _parse_number(port[1], field_schema) if port else None
    if number is not None:
        return Advice(f"Write the container's port alone, {number}", number, is_certain=True)
    with_unit = _OTHER_UNIT_PATTERN.fullmatch(text.strip())
    factors = next((factors for unit, factors in _FACTORS_BY_UNIT.items() if unit in field_schema.description), {})
    factor = factors.get(with_unit[2].lower()) if with_unit else None
    number = _parse_number(str(float(with_unit[1]) * factor), field_schema) if with_unit and factor else None
    if number is not None:
        return Advice(f"Write {format_number(number)}", number, is_certain=True)
    general = suggest_value(field_schema)
    return Advice(general.sentence) if general else None


def suggest_map(text: str, field_schema: FieldSchema) -> dict[str, Any] | None:
    """Suggest the map with one key that a text was meant for, such as `{id: vpc-1}`. Return None if no key fits."""
    for key, nodes in field_schema.keys.items():
        texts = [node for node in nodes if node.get("type") == "string"]
        choices = [choice for node in nodes for choice in node.get("enum", ()) if isinstance(choice, str)]
        choice = next((choice for choice in choices if f"_{choice}".endswith(f"_{text.upper()}") or choice == text), None)
        if choice:
            return {key: choice}
        if any("pattern" in node and re.search(node["pattern"], text) for node in texts):
            return {key: text}
        items: list[SchemaNode] = [node.get("items", {}) for node in nodes if node.get("type") == "array"]
        if any("pattern" in item and re.search(item["pattern"], text) for item in items):
            return {key: [text]}
    return {"name": text} if any(node.get("type") == "string" for node in field_schema.keys.get("name", ())) else None


def suggest_list(text: str, field_schema: FieldSchema) -> list[Any]:
    """Suggest the list that a text was meant for.

    It has one entry, or several if commas separate them, spaces between ids, names and ARNs, or lines with a dash or bullet that YAML does not read.
    """
    words = [word.strip() for word in re.split(r"[,;]|\s+", text) if word.strip()]
    if words and all(word.startswith("-") and word != "-" for word in words):
        words = [word.removeprefix("-") for word in words]
    elif _BULLET_PATTERN.match(text):
        words = [word.strip() for word in _BULLET_PATTERN.split(text) if word.strip()]
    if not all(re.fullmatch(r"[\w./:*@?-]+", word) for word in words):
        words = [text]
    if field_schema.accepts_number_entry() and all(_DIGITS_PATTERN.fullmatch(word) for word in words):
        return [int(word) for word in words]
    return [suggest_map(word, field_schema) or word for word in words]


def _parse_number(text: str, field_schema: FieldSchema) -> float | int | None:
    """Read a number that the field accepts. Return None if the text is none."""
    try:
        number = float(text)
    except ValueError:
        return None
    limits = field_schema.number_schema
    accepted = limits.get("minimum", number) <= number <= limits.get("maximum", number)
    if not accepted or not math.isfinite(number) or number not in limits.get("enum", [number]):
        return None
    if number.is_integer():
        return int(number)
    return number if field_schema.accepts_type("number") else None


def _split_pairs(text: str, field_schema: FieldSchema) -> dict[str, Any] | None:
    """Split lines like `LOG:debug`, which YAML joins to one text, into keys and values."""
    pairs = [_LINE_WITHOUT_SPACE_PATTERN.fullmatch(word) for word in text.split()]
    if not pairs or "://" in text or text.startswith("arn:"):
        return None
    found = {
        pair[1]: int(pair[2]) if _DIGITS_PATTERN.fullmatch(pair[2]) and not field_schema.holds_only_texts else pair[2]
        for pair in pairs
        if pair
    }
    return found if len(found) == len(pairs) and "" not in found.values() else None


def _read_pair(item: Any) -> tuple[str, Any] | None:
    if isinstance(item, str):
        found = _PAIR_PATTERN.fullmatch(item)
        return (found[1], found[2]) if found else None
    if not isinstance(item, dict):
        return None
    lowered = {key.lower() if isinstance(key, str) else key: value for key, value in item.items()}
    if lowered.keys() == {"key", "value"} and isinstance(lowered["key"], str):
        return lowered["key"], lowered["value"]
    if len(item) == 1 and "name" not in item:
        return next(iter(item.items()))
    name = item.get("name")
    rest = {key: value for key, value in item.items() if key != "name"}
    if not isinstance(name, str) or not rest:
        return None
    other = next((rest[key] for key in ("value", "valueFrom") if rest.keys() == {key}), rest)
    return name, other
