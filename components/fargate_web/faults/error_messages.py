"""Says in plain words what pydantic found: what is wrong, why, and what to write instead."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

import pulumi

from ..settings.value_types import STRUCTURAL
from .fault import printable
from .schema_index import Node, Place, nearest

_LONGEST: Final = 80
_KINDS: Final = {
    "object": "a map",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true, false",
}


def shown(value: Any) -> str:
    """Name a value as YAML does; never the content of an Output, and never a long one."""
    if value is None:
        return "nothing"
    if isinstance(value, pulumi.Output):
        return "an Output (or a secret)"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"the number {number(value)}"
    if isinstance(value, str):
        return f"the text {quoted(value)}"
    if isinstance(value, Mapping):
        return "a map"
    if isinstance(value, list | tuple | set | frozenset):
        return "a list"
    return f"a {type(value).__name__}"


def quoted(text: str) -> str:
    """Quote a text as YAML would, cut where it is long."""
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return '"' + printable(short.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def number(value: float) -> str:
    """Write a number as a user would."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, int) and abs(value) >= 10**20:
        return f"{'-' if value < 0 else ''}{str(abs(value) % 10**4).zfill(4)} (the last digits of a very long one)"
    return str(value)


def plainly(value: Any) -> str:
    """Write a value as it would stand in YAML."""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def explain(kind: str, value: Any, context: Mapping[str, Any], place: Place, fallback: str) -> str:
    """Say what is wrong with one value.

    Args:
        kind: pydantic's name of the error.
        value: What was written.
        context: What pydantic adds: limits, patterns.
        place: What the model says of the place.
        fallback: pydantic's own words, for an error that nobody thought of.
    """
    if kind in ("wrong", "rules"):
        return str(context["text"])
    if isinstance(value, pulumi.Output):
        return STRUCTURAL
    wrong, fix = _WORDS.get(kind, _type)(value, context, place)
    if wrong is None:
        wrong = fallback[:1].lower() + fallback[1:]
    return ". ".join(part.rstrip(".") for part in (wrong, place.meaning, fix) if part)


def nothing(place: Place) -> str:
    """Say that a place is empty whose default is something."""
    unclear, off = (", which could mean the default or none", ", false to leave it out,") if place.default is not None else ("", "")
    return f"nothing stands after the colon{unclear}. {place.meaning.rstrip('.')}. Write a value{off} or remove the key"


_Words = tuple[str | None, str | None]


def _missing(_value: Any, _context: Mapping[str, Any], place: Place) -> _Words:
    return "it is missing", _instead(place) or "write it"


def _above(value: Any, context: Mapping[str, Any], place: Place) -> _Words:
    limit = context.get("le", context.get("lt"))
    return f"{number(value)} is {'more than' if 'le' in context else 'not less than'} {limit}", _instead(place)


def _below(value: Any, context: Mapping[str, Any], place: Place) -> _Words:
    limit = context.get("ge", context.get("gt"))
    return f"{number(value)} is {'less than' if 'ge' in context else 'not more than'} {limit}", _instead(place)


def _choice(value: Any, _context: Mapping[str, Any], place: Place) -> _Words:
    choices = [choice for choice in place.choices if choice is not False]
    # The meaning of a field often lists them already.
    listed = "" if all(str(choice) in place.meaning for choice in choices) else f" of: {', '.join(map(plainly, choices))}"
    wrong = f"{shown(value)} is none{listed or ' of the values that it can have'}"
    numbers = [choice for choice in choices if isinstance(choice, int)]
    if isinstance(value, str):
        if value.strip().isdigit() and int(value) in numbers:
            return f"expected a number, got {shown(value)}", "Remove the quotes"
        meant = nearest(value, [choice for choice in choices if isinstance(choice, str)])
        return wrong, f"Did you mean {meant}?" if meant else None
    if isinstance(value, bool):
        meant = next((word for word in (("on", "yes") if value else ("off", "no")) if word in choices), None)
        return wrong, f'Write "{meant}", with the quotes' if meant else None
    if isinstance(value, int | float) and numbers:
        near = sorted(numbers, key=lambda choice: abs(choice - value))[:2]
        return wrong, f"The nearest are {' and '.join(str(choice) for choice in sorted(near))}"
    return wrong, None


def _pattern(value: Any, context: Mapping[str, Any], place: Place) -> _Words:
    if "\n" in value or value != value.strip():
        return f"{quoted(value)} has white space about it", "Remove it"
    if str(context["pattern"]).startswith("^/") and not value.startswith("/"):
        return f"{quoted(value)} does not start with a slash", f"Write /{value}"
    like = _instead(place)
    return f"{quoted(value)} is not written as it has to be", like or f"Write what matches {context['pattern']}"


def _too_long(value: Any, context: Mapping[str, Any], _place: Place) -> _Words:
    return f"{quoted(value)} has {len(value)} characters, more than {context['max_length']}", "Shorten it"


def _too_short(value: Any, context: Mapping[str, Any], place: Place) -> _Words:
    least = context["min_length"]
    wrong = "the text is empty" if not value else f"{quoted(value)} has {len(value)} characters, less than {least}"
    return wrong, _instead(place) or f"Write at least {least} character{'' if least == 1 else 's'}"


def _too_many(_value: Any, context: Mapping[str, Any], _place: Place) -> _Words:
    return f"there are {context['actual_length']} entries, more than {context['max_length']}", "Remove some"


def _too_few(_value: Any, context: Mapping[str, Any], _place: Place) -> _Words:
    least, count = context["min_length"], context["actual_length"]
    wrong = "the list is empty" if not count else f"there is only {count} entry" if count == 1 else f"there are only {count} entries"
    return wrong, f"Write at least {least}"


def _key(value: Any, _context: Mapping[str, Any], _place: Place) -> _Words:
    return f"the key is {shown(value)}, and keys are text", "Quote it"


def _type(value: Any, _context: Mapping[str, Any], place: Place) -> _Words:
    kinds = [kind for kind in dict.fromkeys(map(_kind, place.alternatives)) if kind]
    if not kinds:
        return None, None
    wrong = f"expected {_either(kinds)}, got {shown(value)}"
    if value is None:
        default = " for the default" if place.default is not None else ""
        return wrong, f"Write a value after the colon, or remove the key{default}"
    if isinstance(value, str):
        return wrong, _from_text(value, place)
    if isinstance(value, bool | int | float) and place.is_a("string") and not place.choices:
        return wrong, f'Quote it: "{str(value).lower() if isinstance(value, bool) else number(value)}"'
    if isinstance(value, float) and place.is_a("integer"):
        return wrong, _instead(place)
    if isinstance(value, list) and place.is_a("object"):
        return wrong, "Write lines of the form key: value, without dashes"
    if isinstance(value, Mapping) and place.is_a("array"):
        return wrong, "Write each entry on a line of its own, after a dash"
    if place.is_a("array") and not isinstance(value, Mapping):
        return wrong, f"Write it as a list: [{plainly(value)}]"
    return wrong, _instead(place)


def _from_text(text: str, place: Place) -> str | None:
    if place.is_a("boolean") and text.lower() in ("true", "false"):
        return f"Write {text.lower()}, and remove the quotes"
    if place.is_a("integer", "number") and _is_number(text):
        return "Remove the quotes"
    if place.is_a("array"):
        return f"Write it as a list: [{quoted(text)}]"
    return _instead(place)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _kind(node: Node) -> str | None:
    if "const" in node:
        return plainly(node["const"])
    if "secure" in node.get("properties", {}):
        return None
    return _KINDS.get(node.get("type", ""))


def _either(kinds: list[str]) -> str:
    kinds = ", ".join(kinds).split(", ")
    return kinds[0] if len(kinds) == 1 else f"{', '.join(kinds[:-1])} or {kinds[-1]}"


def _instead(place: Place) -> str | None:
    """Tell what to write: a range, the choices, or an example; and the default."""
    default = f" (default {plainly(place.default)})" if isinstance(place.default, bool | int | float | str) else ""
    if place.examples and not place.numeric:
        return f"Write it like {plainly(place.examples[0])}{default}"
    if place.numeric:
        return f"Write {_range(place.numeric)}{default}"
    if place.choices:
        return f"Write {_either([plainly(choice) for choice in place.choices])}{default}"
    if place.is_a("boolean"):
        return f"Write true or false{default}"
    return f"Write it like {plainly(place.default)}" if isinstance(place.default, str) else None


def _range(node: Node) -> str:
    a_number = "a whole number" if node["type"] == "integer" else "a number"
    if "enum" in node:
        return f"one of {', '.join(map(str, node['enum']))}"
    if "minimum" in node and "maximum" in node:
        return f"{a_number} from {number(node['minimum'])} to {number(node['maximum'])}"
    words = {"minimum": "at least", "exclusiveMinimum": "above", "maximum": "at most", "exclusiveMaximum": "below"}
    limits = [f"{word} {number(node[key])}" for key, word in words.items() if key in node]
    return " ".join([a_number, " and ".join(limits)]).strip()


_WORDS: Final[Mapping[str, Callable[[Any, Mapping[str, Any], Place], _Words]]] = {
    "missing": _missing,
    "greater_than_equal": _below,
    "greater_than": _below,
    "less_than_equal": _above,
    "less_than": _above,
    "literal_error": _choice,
    "string_pattern_mismatch": _pattern,
    "string_too_long": _too_long,
    "string_too_short": _too_short,
    "too_long": _too_many,
    "too_short": _too_few,
    "invalid_key": _key,
}
"""pydantic's errors; all others are about the type of a value."""


def is_about_type(kind: str) -> bool:
    """Tell whether an error is about the type of a value."""
    return kind not in _WORDS
