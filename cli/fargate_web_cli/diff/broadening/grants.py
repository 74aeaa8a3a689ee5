"""Access rules that stand for policy statements: managed policies, boundaries, memberships of groups, and grants."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from fargate_web_cli.diff.broadening.access_rules import AccessRule, ResourceVersion, Setting, list_items, list_maps
from fargate_web_cli.diff.broadening.subjects import Subjects, name_resource
from fargate_web_cli.diff.broadening.value_identity import identify_value, is_opaque, show_identity


def list_grant_rules(resource: ResourceVersion, subjects: Subjects) -> Iterator[AccessRule]:
    """Yield the managed policies, boundaries, memberships and grants of a resource."""
    reader = _READERS.get(resource.type)
    if reader is not None:
        yield from reader(resource, subjects)


_BROAD_POLICIES: Final = (
    "AdministratorAccess",
    "PowerUserAccess",
    "IAMFullAccess",
    "SystemAdministrator",
    "DatabaseAdministrator",
    "NetworkAdministrator",
)


def _attach_policy(subject: str, policy: Any, resource: ResourceVersion) -> AccessRule:
    identity = identify_value(policy)
    name = show_identity(identity)
    short_name = name.rpartition("/")[2]
    marks: tuple[str, ...] = ()
    if short_name in _BROAD_POLICIES or short_name.startswith("AdministratorAccess"):
        marks = ("administrator",)
    elif short_name.endswith("FullAccess"):
        marks = ("full access",)
    elif short_name in ("ReadOnlyAccess", "SecretsManagerReadWrite"):
        marks = ("reads everything" if short_name == "ReadOnlyAccess" else "reads secrets",)
    setting = Setting("managed policy", identity, f"gets the managed policy {name}", f"no longer has the managed policy {name}", marks)
    return AccessRule(subject, setting, resource, is_opaque=is_opaque(policy))


def _bound_identity(subject: str, boundary: Any, resource: ResourceVersion, subjects: Subjects) -> Iterator[AccessRule]:
    if boundary:
        name = subjects.name_reference(boundary, "policy", resource)
        setting = Setting(
            "permissions boundary",
            identify_value(boundary),
            f"is bounded by {name}",
            f"is no longer bounded by {name}",
            ("a boundary is lost",),
        )
        yield AccessRule(subject, setting, resource, forbids=True)


def _read_identity(resource: ResourceVersion, subjects: Subjects) -> Iterator[AccessRule]:
    subject = name_resource(resource)
    policies = resource.inputs.get("managedPolicyArns") or []
    for policy in list_items(policies):
        yield _attach_policy(subject, policy, resource)
    yield from _bound_identity(subject, resource.inputs.get("permissionsBoundary"), resource, subjects)
    if resource.type == "aws:iam/user:User":
        setting = Setting("user", resource.name, "is a new user", "is no user any more")
        yield AccessRule(subject, setting, resource)


def _read_attachment(resource: ResourceVersion, subjects: Subjects) -> Iterator[AccessRule]:
    """Yield the policies of attachments: to one role, user or group, or to several of each."""
    policies = resource.inputs.get("policyArns") or [resource.inputs.get("policyArn")]
    for policy in list_items(policies):
        for key, noun in (
            ("role", "role"),
            ("user", "user"),
            ("group", "group"),
            ("roles", "role"),
            ("users", "user"),
            ("groups", "group"),
        ):
            for identity in list_items(resource.inputs.get(key) or resource.inputs.get(f"{key}Name")):
                yield _attach_policy(subjects.name_reference(identity, noun, resource), policy, resource)


def _read_membership(resource: ResourceVersion, subjects: Subjects) -> Iterator[AccessRule]:
    """Yield the members of groups: each user gets the policies of the group."""
    inputs = resource.inputs
    users = inputs.get("users") or [inputs.get("user")]
    groups = inputs.get("groups") or [inputs.get("group")]
    for user in list_items(users):
        for group in list_items(groups):
            name = subjects.name_reference(group, "group", resource)
            setting = Setting("membership", name, f"becomes a member of {name}", f"is no longer a member of {name}")
            yield AccessRule(subjects.name_reference(user, "user", resource), setting, resource)


def _read_lambda_permission(resource: ResourceVersion, subjects: Subjects) -> Iterator[AccessRule]:
    inputs = resource.inputs
    scope = [show_identity(identify_value(inputs[key])) for key in ("sourceArn", "sourceAccount", "principalOrgId") if inputs.get(key)]
    who = show_identity(identify_value(inputs.get("principal")))
    everyone = who == "*"
    text = f"{'everyone' if everyone else who} to {show_identity(identify_value(inputs.get('action')))}" + (
        f" for {' and '.join(scope)}" if scope else ""
    )
    marks = ("everyone",) if everyone and not scope else ()
    setting = Setting("permission", text, f"allows {text}", f"no longer allows {text}", marks)
    yield AccessRule(subjects.name_reference(inputs.get("function"), "function", resource), setting, resource)


def _read_key_grant(resource: ResourceVersion, subjects: Subjects) -> Iterator[AccessRule]:
    inputs = resource.inputs
    who = show_identity(identify_value(inputs.get("granteePrincipal")))
    for operation in list_items(inputs.get("operations")):
        action = f"kms:{show_identity(identify_value(operation))}"
        constraints = identify_value(inputs.get("constraints") or [])
        setting = Setting(
            f"grant {action}",
            f"{identify_value(inputs.get('granteePrincipal'))} {constraints}",
            f"allows {who} to {action}" + (f" if {show_identity(constraints)}" if list_maps(inputs.get("constraints")) else ""),
            f"no longer allows {who} to {action}",
            ("decrypts",) if action == "kms:Decrypt" else (),
        )
        yield AccessRule(subjects.name_reference(inputs.get("keyId"), "key", resource), setting, resource)


_READERS: Final[Mapping[str, Callable[[ResourceVersion, Subjects], Iterator[AccessRule]]]] = {
    "aws:iam/role:Role": _read_identity,
    "aws:iam/user:User": _read_identity,
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": _read_attachment,
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": _read_attachment,
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": _read_attachment,
    "aws:iam/policyAttachment:PolicyAttachment": _read_attachment,
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": _read_attachment,
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": _read_attachment,
    "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": _read_attachment,
    "aws:iam/groupMembership:GroupMembership": _read_membership,
    "aws:iam/userGroupMembership:UserGroupMembership": _read_membership,
    "aws:lambda/permission:Permission": _read_lambda_permission,
    "aws:kms/grant:Grant": _read_key_grant,
}
