"""The operators of conditions in IAM policies."""

import difflib
import re
from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator

from .fix import write
from .value_types import build_value_error

_NUMERIC: Final = ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
_OPERATORS: Final = (
    *("StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike"),
    *(f"{kind}{comparison}" for kind in ("Numeric", "Date") for comparison in _NUMERIC),
    *("Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "Null"),
)
_OPERATORS_BY_LOWER_CASE: Final = {operator.lower(): operator for operator in _OPERATORS}
_PARTS_PATTERN: Final = re.compile(r"(?P<set>(?:forallvalues:|foranyvalue:)?)(?P<name>.*?)(?P<suffix>(?:ifexists)?)", re.IGNORECASE)


def _validate_operator(value: str) -> str:
    """Validate an operator. IAM compares operators without their case.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
    """
    parts = _PARTS_PATTERN.fullmatch(value)
    if parts is None or parts["name"].lower() in _OPERATORS_BY_LOWER_CASE:
        return value
    if ":" in parts["name"]:
        raise build_value_error(
            f"{value!r} is a key of a condition, and the operator comes first (MalformedPolicyDocument); write it like "
            f"StringEquals: {{{value}: …}}",
            "unknown-condition-operator",
        )
    name = parts["name"].lower()
    meant = [_OPERATORS_BY_LOWER_CASE[other] for other in (f"{name}s", name.removesuffix("s")) if other in _OPERATORS_BY_LOWER_CASE]
    close = meant or [_OPERATORS_BY_LOWER_CASE[other] for other in difflib.get_close_matches(name, _OPERATORS_BY_LOWER_CASE, 1, 0.7)]
    fixes = (write(value=f"{parts['set']}{close[0]}{parts['suffix']}", certain=bool(meant)),) if close else ()
    raise build_value_error(
        f"IAM has no operator {value!r} (MalformedPolicyDocument)" + ("" if fixes else "; write it like StringEquals or ArnLike"),
        "unknown-condition-operator",
        fixes=fixes,
    )


ConditionOperator: TypeAlias = Annotated[str, AfterValidator(_validate_operator)]
