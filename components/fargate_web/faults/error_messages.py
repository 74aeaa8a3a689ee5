"""Plain messages for pydantic's errors: what is wrong, why, and what to write instead."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

import pulumi

from ..settings.value_types import OUTPUT_NOT_ALLOWED
from .fault import escape_control_characters
from .schema_index import FieldSchema, SchemaNode, find_closest_match
from .suggestions import explain_typographic_quotes, suggest_list, suggest_map

_MAX_QUOTED_LENGTH: Final = 80
_TYPE_NAMES: Final = {
    "object": "a map",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true, false",
}


def describe_value(value: Any) -> str:
    """Describe a value in YAML's terms. Long values are shortened, and the content of an Output is never shown."""
    if value is None:
        return "nothing"
    if isinstance(value, pulumi.Output):
        return "an Output (or a secret)"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"the number {format_number(value)}"
    if isinstance(value, str):
        return f"the text {quote_text(value)}"
    if isinstance(value, Mapping):
        return "a map"
    if isinstance(value, list | tuple | set | frozenset):
        return "a list"
    return f"a {type(value).__name__}"


def quote_text(text: str) -> str:
    """Quote a text as YAML does, and shorten a long one."""
    short = text if len(text) <= _MAX_QUOTED_LENGTH else text[: _MAX_QUOTED_LENGTH - 1] + "…"
    return '"' + escape_control_characters(short.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def format_number(number: float) -> str:
    """Format a number as a user writes it."""
    if isinstance(number, float) and number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    if isinstance(number, int) and abs(number) >= 10**20:
        return f"{'-' if number < 0 else ''}{str(abs(number) % 10**4).zfill(4)} (the last digits of a very long one)"
    return str(number)


def format_yaml_value(value: Any) -> str:
    """Format a value as YAML."""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def explain_error(error_type: str, value: Any, error_context: Mapping[str, Any], field_schema: FieldSchema, fallback: str) -> str:
    """Explain what is wrong with one value.

    Args:
        error_type: pydantic's error type.
        value: The value that the user wrote.
        error_context: Details from pydantic, such as limits and patterns.
        field_schema: The schema of the field.
        fallback: pydantic's own message, for an error type without an explanation here.
    """
    quotes = explain_typographic_quotes(value)
    if quotes is not None:
        return quotes
    if error_type in ("wrong", "rules"):
        return str(error_context["text"])
    if isinstance(value, pulumi.Output):
        return OUTPUT_NOT_ALLOWED
    problem, fix = _EXPLAINERS.get(error_type, _explain_type)(value, error_context, field_schema)
    if problem is None:
        problem = fallback[:1].lower() + fallback[1:]
    return ". ".join(part.rstrip(".") for part in (problem, field_schema.description, fix) if part)


def describe_blank_value(field_schema: FieldSchema) -> str:
    """Describe an empty value whose default is not empty."""
    ambiguity, off = (
        (", which could mean the default or none", ", false to leave it out,") if field_schema.default is not None else ("", "")
    )
    return f"there is no value after the colon{ambiguity}. {field_schema.description.rstrip('.')}. Write a value{off} or remove the key"


_Explanation = tuple[str | None, str | None]


def _explain_missing(_value: Any, _context: Mapping[str, Any], field_schema: FieldSchema) -> _Explanation:
    return "it is missing", _suggest_value(field_schema) or "write it"


def _explain_above_limit(value: Any, context: Mapping[str, Any], field_schema: FieldSchema) -> _Explanation:
    limit = context.get("le", context.get("lt"))
    return f"{format_number(value)} is {'more than' if 'le' in context else 'not less than'} {limit}", _suggest_value(field_schema)


def _explain_below_limit(value: Any, context: Mapping[str, Any], field_schema: FieldSchema) -> _Explanation:
    limit = context.get("ge", context.get("gt"))
    return f"{format_number(value)} is {'less than' if 'ge' in context else 'not more than'} {limit}", _suggest_value(field_schema)


def _explain_choice(value: Any, _context: Mapping[str, Any], field_schema: FieldSchema) -> _Explanation:
    choices = [choice for choice in field_schema.choices if choice is not False]
    # The description of a field often lists the choices already.
    choice_list = (
        "" if all(str(choice) in field_schema.description for choice in choices) else f" of: {', '.join(map(format_yaml_value, choices))}"
    )
    problem = f"{describe_value(value)} is none{choice_list or ' of the values that it can have'}"
    numbers = [choice for choice in choices if isinstance(choice, int)]
    if isinstance(value, str):
        if value.strip().isdigit() and int(value) in numbers:
            return f"expected a number, got {describe_value(value)}", "Remove the quotes"
        suggestion = find_closest_match(value, [choice for choice in choices if isinstance(choice, str)])
        return problem, f"Did you mean {suggestion}?" if suggestion else None
    if isinstance(value, bool):
        suggestion = next((word for word in (("on", "yes") if value else ("off", "no")) if word in choices), None)
        return problem, f'Write "{suggestion}", with the quotes' if suggestion else None
    if isinstance(value, int | float) and numbers:
        nearest = sorted(numbers, key=lambda choice: abs(choice - value))[:2]
        return problem, f"The nearest are {' and '.join(str(choice) for choice in sorted(nearest))}"
    return problem, None


def _explain_pattern(value: Any, context: Mapping[str, Any], field_schema: FieldSchema) -> _Explanation:
    if "\n" in value or value != value.strip():
        return f"{quote_text(value)} has white space around it", "Remove it"
    if str(context["pattern"]).startswith("^/") and not value.startswith("/"):
        return f"{quote_text(value)} does not start with a slash", f"Write /{value}"
    suggestion = _suggest_value(field_schema)
    return f"{quote_text(value)} has the wrong format", suggestion or f"Write a text that matches {context['pattern']}"


def _explain_too_long(value: Any, context: Mapping[str, Any], _field_schema: FieldSchema) -> _Explanation:
    return f"{quote_text(value)} has {len(value)} characters, more than {context['max_length']}", "Shorten it"


def _explain_too_short(value: Any, context: Mapping[str, Any], field_schema: FieldSchema) -> _Explanation:
    minimum = context["min_length"]
    problem = "the text is empty" if not value else f"{quote_text(value)} has {len(value)} characters, less than {minimum}"
    return problem, _suggest_value(field_schema) or f"Write at least {minimum} character{'' if minimum == 1 else 's'}"


def _explain_too_many(_value: Any, context: Mapping[str, Any], _field_schema: FieldSchema) -> _Explanation:
    return f"there are {context['actual_length']} entries, more than {context['max_length']}", "Remove some"


def _explain_too_few(_value: Any, context: Mapping[str, Any], _field_schema: FieldSchema) -> _Explanation:
    minimum, count = context["min_length"], context["actual_length"]
    problem = "the list is empty" if not count else f"there is only {count} entry" if count == 1 else f"there are only {count} entries"
    return problem, f"Write at least {minimum}"


def _explain_key(value: Any, _context: Mapping[str, Any], _field_schema: FieldSchema) -> _Explanation:
    return f"the key is {describe_value(value)}, and keys are text", "Quote it"


def _explain_type(value: Any, _context: Mapping[str, Any], field_schema: FieldSchema) -> _Explanation:
    types = [type_name for type_name in dict.fromkeys(map(_describe_type, field_schema.alternatives)) if type_name]
    if not types:
        return None, None
    problem = f"expected {_join_alternatives(types)}, got {describe_value(value)}"
    if value is None:
        default = " for the default" if field_schema.default is not None else ""
        return problem, f"Write a value after the colon, or remove the key{default}"
    if isinstance(value, str):
        return problem, _suggest_for_text(value, field_schema)
    if isinstance(value, bool | int | float) and field_schema.accepts_type("string") and not field_schema.choices:
        return problem, f'Quote it: "{str(value).lower() if isinstance(value, bool) else format_number(value)}"'
    if isinstance(value, float) and field_schema.accepts_type("integer"):
        return problem, _suggest_value(field_schema)
    if isinstance(value, list) and field_schema.accepts_type("object"):
        return problem, "Write lines of the form key: value, without dashes"
    if isinstance(value, Mapping) and field_schema.accepts_type("array"):
        return problem, "Write each entry on a line of its own, after a dash"
    if field_schema.accepts_type("array") and not isinstance(value, Mapping):
        return problem, f"Write it as a list: [{format_yaml_value(value)}]"
    return problem, _suggest_value(field_schema)


def _suggest_for_text(text: str, field_schema: FieldSchema) -> str | None:
    if field_schema.accepts_type("boolean") and text.lower() in ("true", "false"):
        return f"Write {text.lower()}, and remove the quotes"
    if field_schema.accepts_type("integer", "number") and _is_number(text):
        return "Remove the quotes"
    if field_schema.accepts_type("array"):
        return f"Write it as a list: {suggest_list(text, field_schema)}"
    suggested_map = suggest_map(text, field_schema)
    return f"Write {suggested_map}" if suggested_map else _suggest_value(field_schema)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _describe_type(node: SchemaNode) -> str | None:
    if "const" in node:
        return format_yaml_value(node["const"])
    if "secure" in node.get("properties", {}):
        return None
    return _TYPE_NAMES.get(node.get("type", ""))


def _join_alternatives(types: list[str]) -> str:
    types = ", ".join(types).split(", ")
    return types[0] if len(types) == 1 else f"{', '.join(types[:-1])} or {types[-1]}"


def _suggest_value(field_schema: FieldSchema) -> str | None:
    """Suggest what to write: a range, the choices or an example, with the default."""
    default = f" (default {format_yaml_value(field_schema.default)})" if isinstance(field_schema.default, bool | int | float | str) else ""
    if field_schema.examples and not field_schema.number_schema:
        return f"Write it like {format_yaml_value(field_schema.examples[0])}{default}"
    if field_schema.number_schema:
        if field_schema.accepts_type("string") and not default:
            return "Write text, or a number"
        return f"Write {_describe_range(field_schema.number_schema)}{default}"
    if field_schema.choices:
        return f"Write {_join_alternatives([format_yaml_value(choice) for choice in field_schema.choices])}{default}"
    if field_schema.accepts_type("boolean"):
        return f"Write true or false{default}"
    return f"Write it like {format_yaml_value(field_schema.default)}" if isinstance(field_schema.default, str) else None


def _describe_range(node: SchemaNode) -> str:
    number_noun = "a whole number" if node["type"] == "integer" else "a number"
    if "enum" in node:
        return f"one of {', '.join(map(str, node['enum']))}"
    if "minimum" in node and "maximum" in node:
        return f"{number_noun} from {format_number(node['minimum'])} to {format_number(node['maximum'])}"
    words = {"minimum": "at least", "exclusiveMinimum": "above", "maximum": "at most", "exclusiveMaximum": "below"}
    limits = [f"{word} {format_number(node[key])}" for key, word in words.items() if key in node]
    return " ".join([number_noun, " and ".join(limits)]).strip()


_EXPLAINERS: Final[Mapping[str, Callable[[Any, Mapping[str, Any], FieldSchema], _Explanation]]] = {
    "missing": _explain_missing,
    "greater_than_equal": _explain_below_limit,
    "greater_than": _explain_below_limit,
    "less_than_equal": _explain_above_limit,
    "less_than": _explain_above_limit,
    "literal_error": _explain_choice,
    "string_pattern_mismatch": _explain_pattern,
    "string_too_long": _explain_too_long,
    "string_too_short": _explain_too_short,
    "too_long": _explain_too_many,
    "too_short": _explain_too_few,
    "invalid_key": _explain_key,
}
"""Explanations of pydantic's error types. All other error types concern the type of a value."""


def is_type_error(error_type: str) -> bool:
    """Return whether an error concerns the type of a value."""
    return error_type not in _EXPLAINERS
