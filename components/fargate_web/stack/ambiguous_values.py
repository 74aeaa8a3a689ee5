"""What a value without quotes was meant for, where YAML parsers read it differently: the setting decides."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ..faults.advice import Advice, suggest_value
from ..faults.error_messages import format_number, quote_text
from ..faults.fault import Fault
from ..faults.parsed_sections import ParsedSections
from ..faults.schema_index import FieldSchema, index_schema
from ..settings.stack import Stack
from ..stack_file.yaml_file import AMBIGUOUS_VALUE

_TRUE_WORDS: Final = frozenset(("yes", "y", "on"))
_FALSE_WORDS: Final = frozenset(("no", "n", "off"))
_PREFIXED_NUMBER_PATTERN: Final = re.compile(r"[-+]?0[xob][0-9a-fA-F_]+")


def explain_ambiguous_values(content: ParsedSections) -> Iterator[Fault]:
    """Yield the faults of the parsed file. Those about ambiguous values name what the setting accepts."""
    for fault in content.faults:
        text = _find_text(content, fault) if fault.code == AMBIGUOUS_VALUE else None
        if text is None:
            yield fault
            continue
        # The index takes a tenth of a second, which files without such values don't pay.
        advice = _suggest(text, index_schema(Stack).find_schema(fault.path))
        fixes = tuple(fix.below(fault.path) for fix in advice.build_fixes())
        problem = fault.message.partition(";")[0]
        yield replace(fault, message=f"{problem}; {advice.sentence[:1].lower()}{advice.sentence[1:]}", fixes=fixes)


def _find_text(content: ParsedSections, fault: Fault) -> str | None:
    node = content.values
    for part in fault.path:
        if (isinstance(node, list) and isinstance(part, int)) or (isinstance(node, dict) and part in node):
            node = node[part]
        else:
            return None
    return node if isinstance(node, str) else None


def _suggest(text: str, field_schema: FieldSchema) -> Advice:
    word = text.lower()
    is_switch = word in _TRUE_WORDS | _FALSE_WORDS
    # A number with limits is a quantity, even where it may be a text with a unit.
    is_quantity = not {"minimum", "maximum", "enum"}.isdisjoint(field_schema.number_schema)
    takes_text = field_schema.accepts_type("string") and word not in field_schema.choices and not is_quantity
    meant = word in _TRUE_WORDS
    # `false` alone turns some settings off that are no switches.
    takes_meant = field_schema.accepts_type("boolean") or any(choice is meant for choice in field_schema.choices)
    if is_switch and takes_meant and not takes_text:
        return Advice(f"Write {str(meant).lower()}", meant, is_certain=True)
    numbers = _read_numbers(text) if field_schema.accepts_type("integer", "number") else []
    if numbers and not takes_text:
        return Advice(f"Write {' or '.join(map(format_number, numbers))}", numbers[0], is_certain=len(numbers) == 1)
    example = suggest_value(field_schema)
    if field_schema.alternatives and not field_schema.accepts_text(text) and example is not None:
        return example
    quote = f"quote it: {quote_text(text)}"
    if is_switch and not field_schema.alternatives:
        return Advice(f"Write {str(meant).lower()}, or {quote}", text)
    return Advice(quote, text, is_certain=True)


def _read_numbers(text: str) -> list[int]:
    """List the whole numbers that a text may mean: `0644` is 644, or 420 as an octal number."""
    plain = text.replace("_", "")
    if _PREFIXED_NUMBER_PATTERN.fullmatch(text):
        return [int(plain, 0)]
    try:
        number = float(plain)
    except ValueError:
        return []
    if not number.is_integer() or abs(number) > 10**15:
        return []
    octal = int(plain, 8) if re.fullmatch(r"0[0-7]+", plain) else None
    return [int(number)] if octal in (None, int(number)) else [int(number), int(octal)]
