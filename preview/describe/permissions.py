"""Roles, policies and keys: who may do what."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from preview.describe.view import View
from preview.describe.wording import Describers, after, counted, when


def _role(view: View) -> Iterator[str]:
    # An ARN in a trust policy may be made up, the services are not.
    principals = [who for statement in _statements(view, "assumeRolePolicy") for who in _principals(statement)]
    yield after("for ", ", ".join(dict.fromkeys(principals))) or _secret(view, "assumeRolePolicy")
    yield after("bounded by ", view.name("permissionsBoundary"))


def _role_policy(view: View) -> Iterator[str]:
    by_service: dict[str, dict[str, None]] = {}
    for statement in _statements(view, "policy"):
        denied = when(statement.get("Effect") == "Deny", "deny ")
        for action in _listed(statement.get("Action")):
            service, _, verb = action.rpartition(":")
            by_service.setdefault(denied + (service or "everything"), {})[verb] = None
    yield "; ".join(f"{service}: {', '.join(verbs)}" for service, verbs in by_service.items()) or _secret(view, "policy")


def _attachment(view: View) -> Iterator[str]:
    yield view.text("policyArn").rpartition("/")[2] or view.name("policyArn")


def resource_policy(view: View) -> Iterator[str]:
    """Describe a policy of a resource: what it lets others do."""
    for statement in _statements(view, "policy"):
        if _refuses_plain_text(statement):
            yield "refused without TLS"
            continue
        effect = when(statement.get("Effect") == "Deny", "denied to", "for")
        yield f"{', '.join(_listed(statement.get('Action')))} {effect} {', '.join(_principals(statement)) or '?'}"
    yield _secret(view, "policy")


def _key(view: View) -> Iterator[str]:
    yield when(view.is_true("enableKeyRotation"), "rotated every year", "not rotated")
    users = [who for statement in _statements(view, "policy") for who in _principals(statement) if who.endswith(".amazonaws.com")]
    yield after("for ", ", ".join(dict.fromkeys(users)))
    yield after("deleted after ", counted(view.number("deletionWindowInDays"), "day"))


def _statements(view: View, key: str) -> list[Mapping[str, Any]]:
    document = view.structure(key)
    statements = document.get("Statement") if isinstance(document, Mapping) else None
    if isinstance(statements, Mapping):
        statements = [statements]
    return [statement for statement in statements if isinstance(statement, Mapping)] if isinstance(statements, list) else []


def _principals(statement: Mapping[str, Any]) -> list[str]:
    principal = statement.get("Principal")
    if isinstance(principal, str):
        return ["everyone" if principal == "*" else principal]
    if not isinstance(principal, Mapping):
        return []
    # Accounts and roles may be made up.
    others = [f"{kind} principals" for kind in principal if kind != "Service"]
    return [*_listed(principal.get("Service")), *others]


def _refuses_plain_text(statement: Mapping[str, Any]) -> bool:
    return statement.get("Effect") == "Deny" and statement.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}}


def _listed(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, str)]


def _secret(view: View, key: str) -> str:
    return when(view.is_secret(key), "[secret]")


DESCRIBERS: Final[Describers] = {
    "aws:iam/role:Role": _role,
    "aws:iam/rolePolicy:RolePolicy": _role_policy,
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": _attachment,
    "aws:kms/key:Key": _key,
}
