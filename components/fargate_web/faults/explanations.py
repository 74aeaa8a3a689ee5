"""Explanations of pydantic's errors: what is wrong with a value, why, and what to write instead."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import pulumi

from ..settings.fix import Fix, format_inline
from ..settings.value_types import OUTPUT_NOT_ALLOWED
from .advice import Advice, join_alternatives, suggest_value
from .error_messages import describe_value, format_number, format_yaml_value, quote_text
from .schema_index import FieldSchema, SchemaNode, find_closest_match
from .suggestions import suggest_for_list, suggest_for_text, suggest_straight_quotes

_TYPE_NAMES: Final = {
    "object": "a map",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true, false",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is wrong with a value.

    Attributes:
        message: What is wrong, why, and what to write instead.
        fixes: The same as data. Paths start at the value.
        code: The identifier of the check, if it is another than that of the error.
    """

    message: str
    fixes: tuple[Fix, ...] = ()
    code: str | None = None

    def for_key(self) -> "Explanation":
        """Return the same for the key of the value: what would be written is its new name."""
        renaming = tuple(
            replace(fix, edits=tuple(replace(edit, action="rename") if edit.action == "set" else edit for edit in fix.edits))
            for fix in self.fixes
        )
        return replace(self, fixes=renaming)


def explain_error(
    error_type: str, value: Any, error_context: Mapping[str, Any], field_schema: FieldSchema, fallback: str, written: str | None = None
) -> Explanation:
    """Explain what is wrong with one value.

    Args:
        error_type: pydantic's error type.
        value: The value, as YAML read it.
        error_context: Details from pydantic, such as limits and patterns.
        field_schema: The schema of the field.
        fallback: pydantic's own message, for an error type without an explanation here.
        written: The value as the user wrote it, if YAML reads it as another: `1.10`.
    """
    quotes = suggest_straight_quotes(value)
    if quotes is not None:
        return replace(_build_explanation(quotes[0], "", quotes[1], value, written), code="typographic-quotes")
    if error_type in ("wrong", "rules"):
        fixes = tuple(_respell_fix(fix, value, written) for fix in error_context.get("fixes", ()))
        return Explanation(_respell(str(error_context["text"]), value, written), fixes)
    if isinstance(value, pulumi.Output):
        return Explanation(OUTPUT_NOT_ALLOWED)
    problem, advice = _EXPLAINERS.get(error_type, _explain_type)(value, error_context, field_schema)
    if problem is None:
        problem = fallback[:1].lower() + fallback[1:]
    return _build_explanation(problem, field_schema.description, advice, value, written)


def explain_blank_value(field_schema: FieldSchema) -> Explanation:
    """Explain an empty value whose default is not empty."""
    ambiguity, off = (
        (", which could mean the default or none", ", false to leave it out,") if field_schema.default is not None else ("", "")
    )
    advice = Advice(f"Write a value{off} or remove the key", is_removal=True)
    return _build_explanation(f"there is no value after the colon{ambiguity}", field_schema.description, advice, None, None)


def _build_explanation(problem: str, description: str, advice: Advice | None, value: Any, written: str | None) -> Explanation:
    if advice is not None:
        fixes = tuple(_respell_fix(fix, value, written) for fix in advice.build_fixes())
        sentences = (_respell(problem, value, written), description, _respell(advice.sentence, value, written))
    else:
        fixes, sentences = (), (_respell(problem, value, written), description, "")
    return Explanation(". ".join(sentence.rstrip(".") for sentence in sentences if sentence), fixes)


def _respell(text: str, value: Any, written: str | None) -> str:
    """Write a value in a text as the user wrote it."""
    if written is None:
        return text
    read = str(value).lower() if isinstance(value, bool) else f"(?:{re.escape(str(value))}|{re.escape(format_number(value))})"
    return re.sub(rf"(?<![\w.-]){read}(?![\w.])", lambda _: written, text)


def _respell_fix(fix: Fix, value: Any, written: str | None) -> Fix:
    if written is None:
        return fix
    edits = tuple(replace(edit, value=_respell(edit.value, value, written)) if isinstance(edit.value, str) else edit for edit in fix.edits)
    return replace(fix, text=_respell(fix.text, value, written), edits=edits)


_Explained = tuple[str | None, Advice | None]


def _explain_missing(_value: Any, _context: Mapping[str, Any], field_schema: FieldSchema) -> _Explained:
    return "it is missing", suggest_value(field_schema) or Advice("Write it")


def _explain_above_limit(value: Any, context: Mapping[str, Any], field_schema: FieldSchema) -> _Explained:
    limit = format_number(context.get("le", context.get("lt")))
    return f"{format_number(value)} is {'more than' if 'le' in context else 'not less than'} {limit}", suggest_value(field_schema, value)


def _explain_below_limit(value: Any, context: Mapping[str, Any], field_schema: FieldSchema) -> _Explained:
    limit = format_number(context.get("ge", context.get("gt")))
    return f"{format_number(value)} is {'less than' if 'ge' in context else 'not more than'} {limit}", suggest_value(field_schema, value)


def _explain_choice(value: Any, _context: Mapping[str, Any], field_schema: FieldSchema) -> _Explained:
    choices = [choice for choice in field_schema.choices if choice is not False]
    # The description of a field often lists the choices already.
    choice_list = (
        "" if all(str(choice) in field_schema.description for choice in choices) else f" of: {', '.join(map(format_yaml_value, choices))}"
    )
    problem = f"{describe_value(value)} is none{choice_list or ' of the values that it can have'}"
    numbers = [choice for choice in choices if isinstance(choice, int)]
    if isinstance(value, str):
        if value.strip().isdigit() and int(value) in numbers:
            return f"expected a number, got {describe_value(value)}", Advice("Remove the quotes", int(value), is_certain=True)
        suggestion = find_closest_match(value, [choice for choice in choices if isinstance(choice, str)])
        return problem, Advice(f"Did you mean {suggestion}?", suggestion, is_certain=True) if suggestion else None
    if isinstance(value, bool):
        suggestion = next((word for word in (("on", "yes") if value else ("off", "no")) if word in choices), None)
        if suggestion:
            return problem, Advice(f'Write "{suggestion}", with the quotes', suggestion, is_certain=True)
        return problem, Advice(f"Write {choices[0]}", choices[0], is_certain=True) if value and len(choices) == 1 else None
    if isinstance(value, int | float) and numbers:
        nearest = sorted(numbers, key=lambda choice: abs(choice - value))[:2]
        return problem, Advice(f"The nearest are {' and '.join(str(choice) for choice in sorted(nearest))}", nearest[0])
    return problem, None


def _explain_pattern(value: Any, context: Mapping[str, Any], field_schema: FieldSchema) -> _Explained:
    if value != value.strip() and "\n" not in value.strip():
        return f"{quote_text(value)} has white space around it", Advice("Remove it", value.strip(), is_certain=True)
    if "\n" in value:
        return f"{quote_text(value)} has a line break in it", Advice("Write it on one line", " ".join(value.split()))
    if str(context["pattern"]).startswith("^/") and not value.startswith("/"):
        return f"{quote_text(value)} does not start with a slash", Advice(f"Write /{value}", f"/{value}", is_certain=True)
    within_brackets = re.search("<([^<>]+)>", value)
    for meant in (value.lower(), value.upper(), value.replace("-", ""), within_brackets[1] if within_brackets else ""):
        if meant and meant != value and re.search(str(context["pattern"]), meant):
            return f"{quote_text(value)} has the wrong format", Advice(f"Write {format_inline(meant)}", meant)
    return f"{quote_text(value)} has the wrong format", suggest_value(field_schema)


def _explain_too_long(value: Any, context: Mapping[str, Any], _field_schema: FieldSchema) -> _Explained:
    return f"{quote_text(value)} has {len(value)} characters, more than {context['max_length']}", Advice("Shorten it")


def _explain_too_short(value: Any, context: Mapping[str, Any], field_schema: FieldSchema) -> _Explained:
    minimum = context["min_length"]
    problem = "the text is empty" if not value else f"{quote_text(value)} has {len(value)} characters, less than {minimum}"
    return problem, suggest_value(field_schema) or Advice(f"Write at least {minimum} character{'' if minimum == 1 else 's'}")


def _explain_too_many(value: Any, context: Mapping[str, Any], _field_schema: FieldSchema) -> _Explained:
    # Pydantic doesn't count the entries of a map that is too long.
    return f"there are {len(value)} entries, more than {context['max_length']}", Advice("Remove some")


def _explain_too_few(_value: Any, context: Mapping[str, Any], _field_schema: FieldSchema) -> _Explained:
    minimum, count = context["min_length"], context["actual_length"]
    problem = "the list is empty" if not count else f"there is only {count} entry" if count == 1 else f"there are only {count} entries"
    return problem, Advice(f"Write at least {minimum}")


def _explain_key(value: Any, _context: Mapping[str, Any], _field_schema: FieldSchema) -> _Explained:
    return f"the key is {describe_value(value)}, and keys are text", Advice("Quote it")


def _explain_type(value: Any, _context: Mapping[str, Any], field_schema: FieldSchema) -> _Explained:
    types = [type_name for type_name in dict.fromkeys(map(_describe_type, field_schema.alternatives)) if type_name]
    if not types:
        return None, None
    problem = f"expected {join_alternatives(types)}, got {describe_value(value)}"
    if value is None:
        example = suggest_value(field_schema) if field_schema.is_required else None
        if example is not None:
            return problem, replace(
                example, sentence=f"Write a value after the colon, {example.sentence[:1].lower()}{example.sentence[1:]}"
            )
        default = " for the default" if field_schema.default is not None else ""
        return problem, Advice(f"Write a value after the colon, or remove the key{default}", is_removal=True)
    if isinstance(value, str):
        return problem, suggest_for_text(value, field_schema)
    if isinstance(value, bool | int | float) and field_schema.accepts_type("string") and not field_schema.choices:
        if field_schema.accepts_type("integer", "number"):
            return problem, suggest_value(field_schema)
        text = str(value).lower() if isinstance(value, bool) else format_number(value)
        if not field_schema.accepts_text(text) or (isinstance(value, bool) and field_schema.examples):
            return problem, suggest_value(field_schema) or Advice(f'Quote it: "{text}"')
        return problem, Advice(f'Quote it: "{text}"', text, is_certain=True)
    if isinstance(value, bool | int) and field_schema.accepts_type("boolean") and value in (0, 1):
        word = "true" if value else "false"
        return problem, Advice(f"Write {word}", bool(value))
    if isinstance(value, float) and field_schema.accepts_type("integer"):
        if value.is_integer():
            return problem, Advice(f"Write {int(value)}", int(value), is_certain=True)
        return problem, suggest_value(field_schema)
    alone = _find_only_value(value)
    if isinstance(alone, str) and field_schema.accepts_type("string") and field_schema.accepts_text(alone):
        return problem, Advice(f"Write the value alone: {format_yaml_value(alone)}", alone)
    if isinstance(alone, int) and field_schema.accepts_type("integer"):
        return problem, Advice(f"Write the value alone: {alone}", alone)
    if isinstance(value, list) and field_schema.accepts_type("object"):
        return problem, suggest_for_list(value, field_schema)
    if isinstance(value, Mapping) and field_schema.accepts_type("array"):
        return problem, Advice("Write each entry on a line of its own, after a dash")
    if field_schema.accepts_type("array") and not isinstance(value, Mapping):
        if isinstance(value, bool):
            return problem, Advice("Write [] for none, or the entries", []) if not value else suggest_value(field_schema)
        entry = value if field_schema.accepts_number_entry() else format_yaml_value(value)
        return problem, Advice(f"Write it as a list: {format_inline([entry])}", [entry], is_certain=True)
    return problem, suggest_value(field_schema)


def _find_only_value(value: Any) -> Any:
    """Return the text or number in a list with nothing else, or the path or ARN in a map with nothing else."""
    if isinstance(value, Mapping):
        values = [inner for inner in value.values() if isinstance(inner, str) and inner.startswith(("/", "arn:"))]
        return values[0] if values and len(value) == 1 else None
    return value[0] if isinstance(value, list) and len(value) == 1 and not isinstance(value[0], bool) else None


def _describe_type(node: SchemaNode) -> str | None:
    if "const" in node:
        return format_yaml_value(node["const"])
    if "secure" in node.get("properties", {}):
        return None
    return _TYPE_NAMES.get(node.get("type", ""))


_EXPLAINERS: Final[Mapping[str, Callable[[Any, Mapping[str, Any], FieldSchema], _Explained]]] = {
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


_CODES: Final[Mapping[str, str]] = {
    "missing": "missing-key",
    "greater_than_equal": "out-of-range",
    "greater_than": "out-of-range",
    "less_than_equal": "out-of-range",
    "less_than": "out-of-range",
    "literal_error": "not-a-choice",
    "string_pattern_mismatch": "wrong-format",
    "string_too_long": "wrong-length",
    "string_too_short": "wrong-length",
    "too_long": "wrong-number-of-entries",
    "too_short": "wrong-number-of-entries",
    "invalid_key": "wrong-type",
}


def name_error(error_type: str, error_context: Mapping[str, Any]) -> str:
    """Return the identifier of the check that an error of pydantic belongs to."""
    return str(error_context.get("code") or _CODES.get(error_type, "wrong-type"))


def is_type_error(error_type: str) -> bool:
    """Return whether an error concerns the type of a value."""
    return error_type not in _EXPLAINERS
