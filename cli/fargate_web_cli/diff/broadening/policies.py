"""Access rules of policies: those of roles and users, those of resources, and the trust of roles."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from fargate_web_cli.diff.broadening.access_rules import Access, AccessRule, Description, ResourceVersion, Setting
from fargate_web_cli.diff.broadening.permission_words import describe_permissions
from fargate_web_cli.diff.broadening.policy_statements import Permission, is_covered, read_statements
from fargate_web_cli.diff.broadening.subjects import Subjects, name_resource
from fargate_web_cli.diff.broadening.value_identity import identify_value, show_identity
from fargate_web_cli.diff.value_changes import is_secret, is_unknown, parse_json

_SUBJECT_PROPERTIES: Final[Mapping[str, tuple[str, str]]] = {
    "aws:iam/rolePolicy:RolePolicy": ("role", "role"),
    "aws:iam/userPolicy:UserPolicy": ("user", "user"),
    "aws:iam/groupPolicy:GroupPolicy": ("group", "group"),
    "aws:s3/bucketPolicy:BucketPolicy": ("bucket", "bucket"),
    "aws:sqs/queuePolicy:QueuePolicy": ("queueUrl", "queue"),
    "aws:sns/topicPolicy:TopicPolicy": ("arn", "topic"),
    "aws:kms/keyPolicy:KeyPolicy": ("keyId", "key"),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": ("repository", "repository"),
    "aws:secretsmanager/secretPolicy:SecretPolicy": ("secretArn", "secret"),
    "aws:efs/fileSystemPolicy:FileSystemPolicy": ("fileSystemId", "file system"),
    "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy": ("vpcEndpointId", "VPC endpoint"),
    "aws:dynamodb/resourcePolicy:ResourcePolicy": ("resourceArn", "table"),
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": ("eventBusName", "event bus"),
    "aws:backup/vaultPolicy:VaultPolicy": ("backupVaultName", "vault"),
    "aws:opensearch/domainPolicy:DomainPolicy": ("domainName", "domain"),
}
"""The property with the subject of a policy, and what the subject is. Any other policy concerns the resource that it is written in."""

_POLICY_PROPERTIES: Final = frozenset(
    (
        *("accessPolicies", "accessPolicy", "assumeRolePolicy", "assumeRolePolicyDocument", "document", "inlinePolicies", "policy"),
        *("policyDocument", "resourcePolicy"),
    )
)
_OPEN_ENDPOINT_POLICY: Final = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": "*"}]}
"""The policy of a VPC endpoint without one."""


@dataclass(frozen=True)
class PolicyPermission(Access):
    """A permission of a policy.

    Attributes:
        permission: The permission.
        sort: `identity` for a policy of a role, user or group, `resource` for one of a resource, `trust` for one that says who assumes a role.
    """

    permission: Permission
    sort: str

    @property
    def topic(self) -> str:
        """The sort of policy."""
        return self.sort

    def is_covered_by(self, others: Sequence["PolicyPermission"]) -> bool:
        """Return whether another permission includes this one."""
        return is_covered(self.permission, [other.permission for other in others])

    @classmethod
    def describe(
        cls, entries: Sequence["PolicyPermission"], others: Sequence["PolicyPermission"], *, gained: bool, forbids: bool
    ) -> Iterator[Description]:
        """Describe permissions as statements."""
        yield from describe_permissions(
            [entry.permission for entry in entries],
            [other.permission for other in others],
            entries[0].sort,
            gained=gained,
            forbids=forbids,
        )


def list_policy_rules(resource: ResourceVersion, subjects: Subjects) -> Iterator[AccessRule]:
    """Yield the rules of each policy document in a resource, of whatever type and property."""
    inputs = resource.inputs
    if resource.type == "aws:ec2/vpcEndpoint:VpcEndpoint" and not inputs.get("policy"):
        open_policy = _read_document(_OPEN_ENDPOINT_POLICY, "policy", name_resource(resource), resource)
        yield from (replace(rule, must_exist_before=True) for rule in open_policy)
    for key, value in inputs.items():
        subject = _name_subject(resource, key, subjects)
        yield from _read_value(value, key, subject, resource)


def _name_subject(resource: ResourceVersion, key: str, subjects: Subjects) -> str:
    reference, noun = _SUBJECT_PROPERTIES.get(resource.type, ("", ""))
    if not reference or key not in _POLICY_PROPERTIES:
        return name_resource(resource)
    return subjects.name_reference(resource.inputs.get(reference), noun, resource)


def _read_value(value: Any, key: str, subject: str, resource: ResourceVersion) -> Iterator[AccessRule]:
    if is_secret(value) or is_unknown(value):
        if key in _POLICY_PROPERTIES:
            yield from _build_opaque_rules(subject, f"a policy ({key}) that is {show_identity(identify_value(value))}", value, resource)
        return
    document = parse_json(value) if isinstance(value, str) else value
    if isinstance(document, Mapping):
        if "Statement" in document:
            yield from _read_document(document, key, subject, resource)
        else:
            for name, part in document.items():
                yield from _read_value(part, str(name), subject, resource)
    elif isinstance(document, list | tuple):
        for part in document:
            yield from _read_value(part, key, subject, resource)
    elif key in _POLICY_PROPERTIES and key != "policy" and isinstance(value, str) and value:
        # A document that can't be read as JSON can hold anything.
        yield from _build_opaque_rules(subject, f"a policy ({key}) that can’t be read", value, resource)


def _read_document(document: Mapping[str, Any], key: str, subject: str, resource: ResourceVersion) -> Iterator[AccessRule]:
    is_trust = key.startswith("assumeRolePolicy")
    for statement in read_statements(document):
        if not statement.permissions:
            identity = statement.identity
            yield from _build_opaque_rules(
                subject, f"a statement that can’t be read ({key}): {show_identity(identity)}", identity, resource
            )
        sort = "trust" if is_trust else "resource" if statement.has_principal else "identity"
        for permission in statement.permissions:
            yield AccessRule(subject, PolicyPermission(permission, sort), resource, statement.denies)


def _build_opaque_rules(subject: str, text: str, value: Any, resource: ResourceVersion) -> Iterator[AccessRule]:
    """Yield the rules of what can allow or deny."""
    setting = Setting(f"policy {resource.urn}", identify_value(value), f"has {text}: it can’t be compared", f"no longer has {text}")
    for forbids in (False, True):
        yield AccessRule(subject, setting, resource, forbids, is_opaque=True)
