"""Reads policy documents: their statements, and what these allow."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .resource import RegisteredResource


def list_allow_statements(resource: RegisteredResource, property_name: str = "policy") -> Iterator[Mapping[str, Any]]:
    """Yield the statements of a policy that allow something."""
    for statement in list_statements(resource.parse_json(property_name)):
        if statement.get("Effect") == "Allow":
            yield statement


def list_statements(document: Any) -> list[Mapping[str, Any]]:
    """Return the statements of a document. A single one may stand without a list."""
    if not isinstance(document, Mapping):
        return []
    statements = document.get("Statement")
    return [each for each in (statements if isinstance(statements, list) else [statements]) if isinstance(each, Mapping)]


def list_values(value: Any) -> list[str]:
    """Return the values of an element. A single one may stand without a list."""
    values: Iterable[Any] = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str)]


def is_for_everyone(statement: Mapping[str, Any]) -> bool:
    """Return whether a statement has everyone as its principal, with no condition."""
    principal = statement.get("Principal")
    everyone = principal == "*" or (isinstance(principal, Mapping) and "*" in list_values(principal.get("AWS")))
    return everyone and not statement.get("Condition")


def refuses_plain_text(document: Any) -> bool:
    """Return whether a policy refuses requests without TLS."""
    for statement in list_statements(document):
        conditions = statement.get("Condition") or {}
        bools = conditions.get("Bool") or conditions.get("BoolIfExists") or {}
        if statement.get("Effect") == "Deny" and str(bools.get("aws:SecureTransport")).lower() == "false":
            return True
    return False
