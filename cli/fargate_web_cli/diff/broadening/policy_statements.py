"""Statements of policy documents, as single permissions that can be compared."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_network
from itertools import product
from typing import Any, Final

from fargate_web.analysis.wildcards import pattern_covers, patterns_overlap

from fargate_web_cli.diff.broadening.access_rules import list_items
from fargate_web_cli.diff.broadening.value_identity import identify_value

_STATEMENT_KEYS: Final = frozenset(
    ("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition")
)
_MAXIMUM_PERMISSIONS: Final = 20_000
"""Statements with more permissions are compared as a whole, to bound the time."""

Condition = tuple[str, str, tuple[str, ...]]
"""An operator, a condition key and the values."""


@dataclass(frozen=True)
class Element:
    """An element of a statement: an action, a resource or a principal.

    Attributes:
        values: One pattern; the excluded patterns if `negated`.
        negated: Whether it stands for everything but its patterns: `NotAction`, `NotResource`, `NotPrincipal`.
    """

    values: tuple[str, ...]
    negated: bool = False

    def covers(self, other: "Element") -> bool:
        """Return whether it includes another element."""
        if not self.negated and not other.negated:
            return pattern_covers(self.values[0], other.values[0])
        if self.negated and not other.negated:
            return not any(patterns_overlap(excluded, other.values[0]) for excluded in self.values)
        if self.negated:
            return all(any(pattern_covers(wide, narrow) for wide in other.values) for narrow in self.values)
        return self.values[0] == "*"

    @property
    def in_lower_case(self) -> "Element":
        """The element with its patterns in lower case."""
        return Element(tuple(value.lower() for value in self.values), self.negated)


ANY: Final = Element(("*",))


@dataclass(frozen=True)
class Permission:
    """One action on one resource by one principal.

    Attributes:
        action: The action. IAM ignores its case.
        resource: The resource.
        principal: The principal, with its kind: `Service:sns.amazonaws.com`; `*` for everyone.
        conditions: The conditions.
    """

    action: Element
    resource: Element = ANY
    principal: Element = ANY
    conditions: frozenset[Condition] = frozenset()

    def covers(self, other: "Permission") -> bool:
        """Return whether it includes another permission."""
        return (
            self.action.in_lower_case.covers(other.action.in_lower_case)
            and self.resource.covers(other.resource)
            and self.principal.covers(other.principal)
            and all(any(_is_implied(condition, stricter) for stricter in other.conditions) for condition in self.conditions)
        )


@dataclass(frozen=True)
class Statement:
    """A statement of a policy document.

    Attributes:
        denies: Whether its effect is `Deny`.
        permissions: Its permissions; empty if it can't be read.
        has_principal: Whether it names principals, as a policy of a resource does.
        identity: The statement as a text, to be compared as a whole if it can't be read.
    """

    denies: bool
    permissions: tuple[Permission, ...]
    has_principal: bool
    identity: str


def read_statements(document: Mapping[str, Any]) -> Iterator[Statement]:
    """Read the statements of a policy document."""
    for statement in list_items(document["Statement"]):
        yield _read_statement(statement)


def _read_statement(statement: Any) -> Statement:
    unreadable = Statement(False, (), False, identify_value(statement))
    if not isinstance(statement, Mapping) or statement.keys() - _STATEMENT_KEYS or statement.get("Effect") not in ("Allow", "Deny"):
        return unreadable
    has_principal = bool(statement.keys() & {"Principal", "NotPrincipal"})
    actions = _read_elements(statement, "Action")
    resources = _read_elements(statement, "Resource") or [ANY]
    principals = _read_principals(statement) or [ANY]
    conditions = _read_conditions(statement.get("Condition"))
    if not actions or conditions is None or len(actions) * len(resources) * len(principals) > _MAXIMUM_PERMISSIONS:
        return unreadable
    permissions = tuple(Permission(*elements, conditions) for elements in product(actions, resources, principals))
    return Statement(statement["Effect"] == "Deny", permissions, has_principal, identify_value(statement))


def _read_elements(statement: Mapping[str, Any], key: str) -> list[Element]:
    values, excluded = ([identify_value(value) for value in list_items(statement.get(name))] for name in (key, f"Not{key}"))
    return [*(Element((value,)) for value in dict.fromkeys(values)), *([Element(tuple(sorted(excluded)), True)] if excluded else [])]


def _read_principals(statement: Mapping[str, Any]) -> list[Element]:
    named, excluded = ([*_name_principals(statement.get(key))] for key in ("Principal", "NotPrincipal"))
    return [*(Element((value,)) for value in dict.fromkeys(named)), *([Element(tuple(sorted(excluded)), True)] if excluded else [])]


def _name_principals(value: Any) -> Iterator[str]:
    if value is None:
        return
    if not isinstance(value, Mapping) or "$secret" in value or "$unknown" in value:
        yield identify_value(value)
        return
    for kind, names in value.items():
        for name in map(identify_value, list_items(names)):
            if kind == "AWS" and name.isdecimal():
                yield f"AWS:arn:aws:iam::{name}:root"
            else:
                yield "*" if kind == "AWS" and name == "*" else f"{kind}:{name}"


def _read_conditions(value: Any) -> frozenset[Condition] | None:
    """Read conditions; None if they can't be read."""
    if value is None:
        return frozenset()
    if not isinstance(value, Mapping) or not all(isinstance(keys, Mapping) for keys in value.values()):
        return None
    return frozenset(
        (operator, key, tuple(sorted(identify_value(part) for part in list_items(values))))
        for operator, keys in value.items()
        for key, values in keys.items()
    )


@cache
def _is_implied(condition: Condition, stricter: Condition) -> bool:
    """Return whether a condition holds whenever a stricter one does."""
    operator, key, values = condition
    if operator != stricter[0] or key.lower() != stricter[1].lower():
        return False
    if "ForAllValues" in operator or "ForAnyValue" in operator or "Not" in operator:
        # With `Not`, each further value excludes more.
        return {*values} <= {*stricter[2]} if "Not" in operator and ":" not in operator else values == stricter[2]
    return all(any(_value_covers(operator, wide, narrow) for wide in values) for narrow in stricter[2])


def _value_covers(operator: str, wide: str, narrow: str) -> bool:
    if wide == narrow:
        return True
    if operator.startswith(("StringLike", "ArnLike", "ArnEquals")):
        return pattern_covers(wide, narrow)
    if operator.startswith("IpAddress"):
        try:
            return ip_network(narrow, strict=False).subnet_of(ip_network(wide, strict=False))  # type: ignore[arg-type] # raises for IPv4 with IPv6
        except (TypeError, ValueError):
            return False
    return False


def is_covered(permission: Permission, others: Sequence[Permission]) -> bool:
    """Return whether one of several permissions includes another."""
    return any(other.covers(permission) for other in others)
