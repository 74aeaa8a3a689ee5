"""What to write instead of a wrong value: a sentence, and the same as data."""

from dataclasses import dataclass
from typing import Any, Final

from ..settings.fix import Edit, Fix, format_inline
from .error_messages import format_number, format_yaml_value
from .schema_index import FieldSchema, SchemaNode

_NO_VALUE: Final = object()


@dataclass(frozen=True, slots=True)
class Advice:
    """What to write instead of one value.

    Attributes:
        sentence: The advice as a sentence without its full stop.
        value: The value to write. Without one the user has to choose it.
        is_removal: Whether the key is to be removed.
        is_certain: Whether the user surely meant this.
    """

    sentence: str
    value: Any = _NO_VALUE
    is_removal: bool = False
    is_certain: bool = False

    def build_fixes(self) -> tuple[Fix, ...]:
        """Build the fix of the value at the empty path, if the advice names a value."""
        if self.is_removal:
            return (Fix("remove the key", (Edit((), "remove"),), self.is_certain),)
        if self.value is _NO_VALUE:
            return ()
        return (Fix(f"write {format_inline(self.value)}", (Edit((), "set", self.value),), self.is_certain),)


def suggest_value(field_schema: FieldSchema, closest_to: float | None = None) -> Advice | None:
    """Suggest what to write: a range, the choices or an example, with the default.

    Args:
        field_schema: The schema of the field.
        closest_to: A number outside the range. Without a default and an example, the fix is the limit that it exceeds.
    """
    has_default = isinstance(field_schema.default, bool | int | float | str)
    default = f" (default {format_yaml_value(field_schema.default)})" if has_default else ""
    if field_schema.examples and not field_schema.number_schema:
        return Advice(f"Write it like {format_inline(field_schema.examples[0])}{default}", field_schema.examples[0])
    number = field_schema.number_schema
    if number:
        if field_schema.accepts_type("string") and not default:
            return Advice("Write text, or a number")
        sentence = f"Write {_describe_range(number)}{default}"
        # Other settings may leave no room at the limit, but do at the default and the example.
        value = field_schema.default if has_default else _choose_number(number, field_schema.examples, closest_to)
        return Advice(sentence) if value is None else Advice(sentence, value)
    if field_schema.choices:
        words = [format_yaml_value(choice) for choice in field_schema.choices]
        return Advice(f"Write {join_alternatives(words)}{default}", field_schema.default if has_default else field_schema.choices[0])
    if field_schema.accepts_type("boolean"):
        return Advice(f"Write true or false{default}", field_schema.default) if has_default else Advice("Write true or false")
    if isinstance(field_schema.default, str):
        return Advice(f"Write it like {format_inline(field_schema.default)}", field_schema.default)
    return None


def join_alternatives(words: list[str]) -> str:
    """Join words as a sentence does: `a, b or c`."""
    words = ", ".join(words).split(", ")
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _choose_number(node: SchemaNode, examples: tuple[Any, ...], closest_to: float | None) -> float | None:
    if closest_to is not None and closest_to < 0 and node.get("minimum", 0) <= -closest_to <= node.get("maximum", -closest_to):
        return -closest_to  # the minus is a slip
    example = next((example for example in examples if isinstance(example, int | float)), None)
    return example if example is not None or closest_to is None else _find_limit(node, closest_to)


def _find_limit(node: SchemaNode, number: float) -> float | None:
    if "minimum" in node and number < node["minimum"]:
        limit = node["minimum"]
    elif "maximum" in node and number > node["maximum"]:
        limit = node["maximum"]
    else:
        return None
    return int(limit) if float(limit).is_integer() else float(limit)


def _describe_range(node: SchemaNode) -> str:
    number_noun = "a whole number" if node["type"] == "integer" else "a number"
    if "enum" in node:
        return f"one of {', '.join(map(str, node['enum']))}"
    if "minimum" in node and "maximum" in node:
        return f"{number_noun} from {format_number(node['minimum'])} to {format_number(node['maximum'])}"
    words = {"minimum": "at least", "exclusiveMinimum": "above", "maximum": "at most", "exclusiveMaximum": "below"}
    limits = [f"{word} {format_number(node[key])}" for key, word in words.items() if key in node]
    return " ".join([number_noun, " and ".join(limits)]).strip()
