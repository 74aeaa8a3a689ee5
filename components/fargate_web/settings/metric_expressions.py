"""Reads the expressions of CloudWatch's metric math, as far as they name metrics and functions.

Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
"""

import re
from collections.abc import Collection
from typing import Final

_TEXT_PATTERN: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
# Ids start with a lowercase letter, functions and keywords are uppercase. A letter behind a digit is the exponent of a number.
_REFERENCE_PATTERN: Final = re.compile(r"(?<![A-Za-z0-9_.])[a-z][A-Za-z0-9_]*+(?!\s*\()")
_SEARCH_PATTERN: Final = re.compile(r"\b(SEARCH|SLICE|SORT)\s*\(")
_QUERY_PATTERN: Final = re.compile(r"\s*SELECT\s")
ID_PATTERN: Final = r"[a-z][A-Za-z0-9_]{0,254}"
"""The ids of metrics and expressions: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html"""


def list_references(expression: str) -> list[str]:
    """List the ids that an expression uses, each once, in their order."""
    return list(dict.fromkeys(_REFERENCE_PATTERN.findall(_TEXT_PATTERN.sub("''", expression))))


def replace_reference(expression: str, old: str, new: str) -> str:
    """Return the expression with another id in the place of one. Texts in quotes stay."""
    pieces = re.split(f"({_TEXT_PATTERN.pattern})", expression)
    pattern = re.compile(rf"(?<![A-Za-z0-9_.]){re.escape(old)}(?![A-Za-z0-9_])")
    return "".join(piece if index % 2 else pattern.sub(new, piece) for index, piece in enumerate(pieces))


def find_search_function(expression: str) -> str | None:
    """Return the function that finds metrics by itself, which alarms can't use; None if there is none."""
    found = _SEARCH_PATTERN.search(_TEXT_PATTERN.sub("''", expression))
    return found[1] if found else None


def is_metrics_insights_query(expression: str) -> bool:
    """Return whether an expression is a query in SQL, which is no metric math."""
    return _QUERY_PATTERN.match(expression) is not None


def correct_id(text: str, taken: Collection[str]) -> str:
    """Return the id that is nearest to a text, and that no other part has: `my-jobs` becomes `my_jobs`."""
    joined = re.sub(r"[^A-Za-z0-9_]+", "_", text).strip("_")
    started = joined[:1].lower() + joined[1:] if joined[:1].isalpha() else f"m{joined}"
    nearest = started[:250]
    return next(candidate for candidate in (nearest, *(f"{nearest}_{number}" for number in range(2, 100))) if candidate not in taken)
