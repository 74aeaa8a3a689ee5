"""Roles, policies and keys: who may do what."""

from collections.abc import Iterator
from typing import Final

from fargate_web_cli.preview.describe.inputs_view import View
from fargate_web_cli.preview.describe.phrases import Describers, after, counted, when

_WITHOUT_TLS: Final = {"Bool": {"aws:SecureTransport": "false"}}


def _role(view: View) -> Iterator[str]:
    principals = [who for statement in _statements(view, "assumeRolePolicy") for who in _principals(statement)]
    yield after("for ", ", ".join(dict.fromkeys(principals))) or _secret(view, "assumeRolePolicy")
    yield after("bounded by ", view.name("permissionsBoundary"))


def _role_policy(view: View) -> Iterator[str]:
    by_service: dict[str, dict[str, None]] = {}
    for statement in _statements(view, "policy"):
        denied = when(statement.text("Effect") == "Deny", "deny ")
        for action in statement.texts("Action"):
            service, _, verb = action.rpartition(":")
            by_service.setdefault(denied + (service or "everything"), {})[verb] = None
    yield "; ".join(f"{service}: {', '.join(verbs)}" for service, verbs in by_service.items()) or _secret(view, "policy")


def _attachment(view: View) -> Iterator[str]:
    yield view.text("policyArn").rpartition("/")[2] or view.name("policyArn")


def resource_policy(view: View) -> Iterator[str]:
    """Describe a policy of a resource: what it lets others do."""
    for statement in _statements(view, "policy"):
        denied = statement.text("Effect") == "Deny"
        if denied and statement.at("Condition").seen == _WITHOUT_TLS:
            yield "refused without TLS"
        else:
            yield f"{', '.join(statement.texts('Action'))} {when(denied, 'denied to', 'for')} {', '.join(_principals(statement)) or '?'}"
    yield _secret(view, "policy")


def _key(view: View) -> Iterator[str]:
    yield when(view.is_true("enableKeyRotation"), "rotated every year", "not rotated")
    users = [who for statement in _statements(view, "policy") for who in statement.at("Principal").texts("Service")]
    yield after("for ", ", ".join(dict.fromkeys(users)))
    yield after("deleted after ", counted(view.number("deletionWindowInDays"), "day"))


def _statements(view: View, key: str) -> list[View]:
    document = view.structure(key)
    # One statement may stand without a list about it.
    return document.each("Statement") or ([document.at("Statement")] if document.keys("Statement") else [])


def _principals(statement: View) -> list[str]:
    anyone = statement.text("Principal")
    if anyone:
        return ["everyone" if anyone == "*" else anyone]
    # Accounts and roles may be made up, services are not.
    others = [f"{kind} principals" for kind in statement.keys("Principal") if kind != "Service"]
    return [*statement.at("Principal").texts("Service"), *others]


def _secret(view: View, key: str) -> str:
    return when(view.is_secret(key), "[secret]")


DESCRIBERS: Final[Describers] = {
    "aws:iam/role:Role": _role,
    "aws:iam/rolePolicy:RolePolicy": _role_policy,
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": _attachment,
    "aws:kms/key:Key": _key,
}
