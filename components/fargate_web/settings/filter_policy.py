"""Rules of the filter policies of SNS, which decide which messages come into a queue."""

from collections.abc import Iterator, Mapping
from math import prod
from typing import Any, Final

from .fix import Edit, Fix, remove, write
from .section import RuleViolation

_MAX_KEYS: Final = 5
_MAX_COMBINATIONS: Final = 150
"""Source: https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html"""
_OPERATORS: Final = frozenset(("anything-but", "cidr", "equals-ignore-case", "exists", "numeric", "prefix", "suffix", "wildcard"))
_CODE: Final = "invalid-filter-policy"


def find_filter_policy_violations(policy: Mapping[str, Any], *, of_attributes: bool) -> Iterator[RuleViolation]:
    """Yield what SNS refuses in a filter policy.

    Args:
        policy: The filter policy.
        of_attributes: Whether it is about the attributes of a message, which have no keys below them, and not about its body.
    """
    leaves: list[int] = []
    for key, value in policy.items():
        if of_attributes and isinstance(value, Mapping):
            yield RuleViolation(
                (_build_field(key), "filter_policy"),
                f"{key} of an attribute is a list of what it may be, and a map is only in the filter policy of a body (InvalidParameter)",
                _CODE,
                (
                    write("filterPolicy", key, value=[dict(value)])
                    if len(value) == 1 and _OPERATORS.issuperset(value)
                    else write("filterPolicyScope", value="MessageBody"),
                ),
            )
        else:
            yield from _find_value_violations((key,), value, leaves)
    if "$or" in policy:  # its alternatives count in a way of their own
        return
    if len(leaves) > _MAX_KEYS:
        yield RuleViolation(
            ("filter_policy",),
            f"the filter policy has {len(leaves)} keys with values, and SNS takes {_MAX_KEYS} (InvalidParameter); let the application look at the others",
            _CODE,
        )
    elif prod(leaves) > _MAX_COMBINATIONS:
        yield RuleViolation(
            ("filter_policy",),
            f"the lists of the filter policy have {prod(leaves)} combinations of values, and SNS takes {_MAX_COMBINATIONS} (InvalidParameter); write fewer values, "
            "or a prefix instead of them",
            _CODE,
        )


def _find_value_violations(path: tuple[str, ...], value: Any, leaves: list[int]) -> Iterator[RuleViolation]:
    fields = (_build_field(path[0]), "filter_policy")
    name = ".".join(path)
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from _find_value_violations((*path, key), inner, leaves)
    elif isinstance(value, list) and value:
        leaves.append(len(value))
    elif isinstance(value, list | Mapping):
        yield RuleViolation(
            fields,
            f"{name} accepts nothing, which SNS refuses (InvalidParameter)",
            _CODE,
            (remove("filterPolicy", *path),) if len(path) == 1 else (),
        )
    else:
        fix = Fix(f"write {name} as a list with this value", (Edit(("filterPolicy", *path), "set", [value]),))
        yield RuleViolation(fields, f"{name} is a list of what is accepted, also for one value (InvalidParameter)", _CODE, (fix,))


def _build_field(key: str) -> str:
    return "filter_policy" if "." in key else f"filter_policy.{key}"
