"""Matches events against event patterns as EventBridge documents it, for the operators that this project uses.

Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

import re
from typing import Any


def matches(pattern: dict[str, Any], event: Any) -> bool:
    """Tell whether an event matches a pattern: all of its keys, and for `$or` one of the alternatives."""
    for key, wanted in pattern.items():
        if key == "$or":
            if not any(matches(alternative, event) for alternative in wanted):
                return False
        elif isinstance(wanted, dict):
            if not isinstance(event.get(key), dict) or not matches(wanted, event[key]):
                return False
        elif not _is_among(wanted, event.get(key)):
            return False
    return True


def _is_among(wanted: list[Any], value: Any) -> bool:
    # Of an array in the event, one entry must match.
    values = value if isinstance(value, list) else [value]
    return any(_match_value(operator, each) for operator in wanted for each in values if each is not None)


def _match_value(operator: Any, value: Any) -> bool:
    if not isinstance(operator, dict):
        return operator == value
    [(name, operand)] = operator.items()
    match name:
        case "wildcard":
            return re.fullmatch(".*".join(map(re.escape, operand.split("*"))), value) is not None
        case "suffix":
            return value.endswith(operand)
        case "anything-but":
            return value not in operand if isinstance(operand, list) else not _match_value(operand, value)
    raise ValueError(f"{name} is no operator that this module knows")
