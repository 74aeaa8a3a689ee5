"""Controls of roles, policies and keys."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from .control import Control, Parameters
from .policy_documents import is_for_everyone, list_allow_statements, list_values
from .resource import RegisteredResource
from .sources import CHECKOV, link_security_hub

_IDENTITY_POLICIES: Final = (
    "aws:iam/policy:Policy",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:iam/userPolicy:UserPolicy",
    "aws:iam/groupPolicy:GroupPolicy",
)
_ATTACHMENTS: Final = (
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:iam/policyAttachment:PolicyAttachment",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
)
_RESOURCE_POLICIES: Final = (
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:sns/topicPolicy:TopicPolicy",
    "aws:sqs/queuePolicy:QueuePolicy",
    "aws:kms/key:Key",
    "aws:ecr/repositoryPolicy:RepositoryPolicy",
    "aws:secretsmanager/secretPolicy:SecretPolicy",
)
_ROLE: Final = "aws:iam/role:Role"
_ACCOUNT: Final = re.compile(r"\d{12}|arn:aws[\w-]*:iam::\d{12}:root")
_ADMINISTRATOR_POLICIES: Final = ("AdministratorAccess", "IAMFullAccess", "PowerUserAccess")


def _find_full_access(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    for statement in list_allow_statements(resource):
        if {"*", "*:*"} & {*list_values(statement.get("Action"))} and "*" in list_values(statement.get("Resource")):
            yield "it allows every action on everything"


def _find_all_actions(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    for statement in list_allow_statements(resource):
        if {"*", "*:*"} & {*list_values(statement.get("Action"))}:
            yield f"it allows every action on {', '.join(list_values(statement.get('Resource'))) or 'what it does not name'}"


def _find_trusted_accounts(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    for statement in list_allow_statements(resource, "assumeRolePolicy"):
        principal = statement.get("Principal")
        accounts = list_values(principal.get("AWS")) if isinstance(principal, Mapping) else []
        for account in accounts:
            if _ACCOUNT.fullmatch(account) and not statement.get("Condition"):
                yield f"everybody in {account} whom that account permits may assume it, without a condition"


def _find_administrator(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    name = str(resource.get("policyArn")).rpartition("/")[2]
    if name in _ADMINISTRATOR_POLICIES:
        yield f"it attaches {name}"


def _find_service_wildcards(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    for statement in list_allow_statements(resource):
        wide = [action for action in list_values(statement.get("Action")) if action.endswith(":*")]
        if wide and "*" in list_values(statement.get("Resource")):
            yield f"it allows {', '.join(wide)} on everything"
        if "NotAction" in statement:
            yield "it allows every action that it does not name"


def _find_open_trust(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    for statement in list_allow_statements(resource, "assumeRolePolicy"):
        if is_for_everyone(statement):
            yield "everyone may assume it"


def _find_public_policy(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    for statement in list_allow_statements(resource):
        if is_for_everyone(statement):
            yield "its policy lets everyone in"


def _find_missing_rotation(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    is_symmetric = resource.may_be("customerMasterKeySpec", None, "SYMMETRIC_DEFAULT") and resource.may_be(
        "keyUsage", None, "ENCRYPT_DECRYPT"
    )
    if is_symmetric and not resource.may_be("enableKeyRotation", True):
        yield "it is not rotated"


PERMISSION_CONTROLS: Final = (
    Control(
        "iam-no-full-access",
        "No policy allows everything",
        "high",
        _IDENTITY_POLICIES,
        ("IAM.1", "CKV_AWS_62", "CKV2_AWS_40"),
        link_security_hub("IAM.1"),
        "statements that allow `*` on `*` are refused",
        find=_find_full_access,
        level="mandatory",
    ),
    Control(
        "iam-no-all-actions",
        "No policy allows every action on a resource",
        "medium",
        _IDENTITY_POLICIES,
        ("CKV_AWS_63",),
        CHECKOV,
        "the statements of the stack name actions",
        "your own statements: `*` on a named resource is accepted",
        find=_find_all_actions,
    ),
    Control(
        "iam-no-administrator",
        "No role has AWS's policies for administrators",
        "high",
        _ATTACHMENTS,
        ("IAM.1", "CKV_AWS_274", "CKV2_AWS_56"),
        link_security_hub("IAM.1"),
        "they are never attached",
        "`managedPolicyArns`",
        find=_find_administrator,
        level="mandatory",
    ),
    Control(
        "iam-no-service-wildcards",
        "No policy allows all actions of a service on everything",
        "low",
        _IDENTITY_POLICIES,
        ("IAM.21",),
        link_security_hub("IAM.21"),
        "roles name repositories, secrets, keys and log groups; `*` only for actions that accept nothing else",
        "your own statements and managed policies",
        find=_find_service_wildcards,
    ),
    Control(
        "iam-trust",
        "Roles trust named services or accounts",
        "high",
        (_ROLE,),
        ("CKV_AWS_60",),
        CHECKOV,
        "each role trusts one service of AWS",
        find=_find_open_trust,
        level="mandatory",
    ),
    Control(
        "iam-trust-conditions",
        "Roles trust whole accounts only with a condition",
        "medium",
        (_ROLE,),
        ("CKV_AWS_61",),
        CHECKOV,
        "no role trusts an account",
        find=_find_trusted_accounts,
    ),
    Control(
        "resource-policy-not-public",
        "No resource is open to everyone",
        "critical",
        _RESOURCE_POLICIES,
        ("KMS.5", "CKV_AWS_33", "S3.2", "SQS.3", "CKV_AWS_168", "CKV_AWS_32"),
        link_security_hub("KMS.5"),
        "policies name services, with conditions, or accounts",
        find=_find_public_policy,
        level="mandatory",
    ),
    Control(
        "kms-rotation",
        "Keys rotate",
        "medium",
        ("aws:kms/key:Key",),
        ("KMS.4", "CKV_AWS_7"),
        link_security_hub("KMS.4"),
        "every key that the stack makes",
        find=_find_missing_rotation,
        level="mandatory",
    ),
)
