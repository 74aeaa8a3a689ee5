"""The mutants of a module: the module with one thing changed."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

# Of the many replacements of an operator, these are used: the negation, and the one that moves a limit by one.
_BINARY: Final = "Add_Sub|Sub_Add|Mul_FloorDiv|Div_Mul|FloorDiv_Mul|Mod_FloorDiv|BitAnd_BitOr"
_COMPARISON: Final = "Eq_NotEq|NotEq_Eq|Is_IsNot|IsNot_Is|Lt_LtE|Lt_GtE|LtE_Lt|LtE_Gt|Gt_GtE|Gt_LtE|GtE_Gt|GtE_Lt"
_OPERATORS: Final = re.compile(
    rf"core/(?:AddNot|NumberReplacer|ZeroIterationForLoop|ExceptionReplacer|Replace(?!Binary|Comparison)\w+"
    rf"|ReplaceBinaryOperator_(?:{_BINARY})|ReplaceComparisonOperator_(?:{_COMPARISON}))"
)


@dataclass(frozen=True)
class Mutant:
    """A module with one thing changed."""

    operator: str
    code: str
    changed: str
    """The line that changes, as a difference."""


def list_mutants(code: str) -> Iterator[Mutant]:
    """Yield the mutants of a module, each once."""
    seen = {code}
    for name in operator_names():
        if not _OPERATORS.fullmatch(name):
            continue
        operator, occurrence = get_operator(name)(), 0
        while (mutated := mutate_code(code, operator, occurrence)) is not None:
            occurrence += 1
            if mutated not in seen:
                seen.add(mutated)
                yield Mutant(name, mutated, format_change(code, mutated))


def format_change(code: str, mutated: str) -> str:
    """Return the lines that differ, with the number of the first."""
    lines = list(difflib.unified_diff(code.splitlines(), mutated.splitlines(), n=0, lineterm=""))
    number = re.sub(r"@@ -(\d+).*", r"\1", lines[2])
    return "\n".join([f"line {number}:", *lines[3:]])
