"""Descriptions of roles, policies and KMS keys."""

from collections.abc import Iterator
from typing import Final

from fargate_web_cli.descriptions.inputs_view import InputsView
from fargate_web_cli.descriptions.phrases import DescribersByType, choose_text, format_count, format_optional

_WITHOUT_TLS_CONDITION: Final = {"Bool": {"aws:SecureTransport": "false"}}


def _describe_role(view: InputsView) -> Iterator[str]:
    principals = [who for statement in list_policy_statements(view, "assumeRolePolicy") for who in list_principals(statement)]
    yield format_optional("for ", ", ".join(dict.fromkeys(principals))) or _describe_secret(view, "assumeRolePolicy")
    yield format_optional("bounded by ", view.resource_name("permissionsBoundary"))
    yield format_optional("path ", view.text("path"))


def _describe_role_policy(view: InputsView) -> Iterator[str]:
    by_service: dict[str, dict[str, None]] = {}
    for statement in list_policy_statements(view, "policy"):
        denied = choose_text(statement.text("Effect") == "Deny", "deny ")
        for action in statement.texts("Action"):
            service, _, verb = action.rpartition(":")
            by_service.setdefault(denied + (service or "everything"), {})[verb] = None
    yield "; ".join(f"{service}: {', '.join(verbs)}" for service, verbs in by_service.items()) or _describe_secret(view, "policy")


def _describe_policy_attachment(view: InputsView) -> Iterator[str]:
    yield view.text("policyArn").rpartition("/")[2] or view.resource_name("policyArn")


def describe_resource_policy(view: InputsView) -> Iterator[str]:
    """Describe a resource policy: the actions and their principals."""
    for statement in list_policy_statements(view, "policy"):
        denied = statement.text("Effect") == "Deny"
        if denied and statement.nested("Condition").preview_value == _WITHOUT_TLS_CONDITION:
            yield "refused without TLS"
        else:
            yield f"{', '.join(statement.texts('Action'))} {choose_text(denied, 'denied to', 'for')} {', '.join(list_principals(statement)) or '?'}"
    yield _describe_secret(view, "policy")


def _describe_kms_key(view: InputsView) -> Iterator[str]:
    yield choose_text(view.is_true("enableKeyRotation"), "rotated every year", "not rotated")
    users = [who for statement in list_policy_statements(view, "policy") for who in statement.nested("Principal").texts("Service")]
    yield format_optional("for ", ", ".join(dict.fromkeys(users)))
    yield format_optional("deleted after ", format_count(view.number("deletionWindowInDays"), "day"))


def list_policy_statements(view: InputsView, key: str) -> list[InputsView]:
    """List the statements of a policy document."""
    document = view.parse_json_structure(key)
    # A single statement can be a map instead of a list.
    return document.items("Statement") or ([document.nested("Statement")] if document.keys("Statement") else [])


def list_principals(statement: InputsView) -> list[str]:
    """List the principals of a statement."""
    anyone = statement.text("Principal")
    if anyone:
        return ["everyone" if anyone == "*" else anyone]
    # Accounts and roles can be fake, so only their kind is shown.
    others = [f"{kind} principals" for kind in statement.keys("Principal") if kind != "Service"]
    return [*statement.nested("Principal").texts("Service"), *others]


def _describe_secret(view: InputsView, key: str) -> str:
    return choose_text(view.is_secret(key), "[secret]")


DESCRIBERS: Final[DescribersByType] = {
    "aws:iam/role:Role": _describe_role,
    "aws:iam/rolePolicy:RolePolicy": _describe_role_policy,
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": _describe_policy_attachment,
    "aws:kms/key:Key": _describe_kms_key,
}
