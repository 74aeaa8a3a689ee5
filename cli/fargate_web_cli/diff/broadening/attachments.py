"""Access rules of references: the role that a resource acts with, and the security groups whose rules apply to it."""

from collections.abc import Iterator
from typing import Final

from fargate_web_cli.diff.broadening.access_rules import AccessRule, ResourceVersion, Setting, list_items, walk_values
from fargate_web_cli.diff.broadening.subjects import Subjects, name_resource
from fargate_web_cli.diff.broadening.value_identity import is_opaque

_GROUP_PROPERTIES: Final = ("securityGroups", "securityGroupIds", "vpcSecurityGroupIds")
_ROLE_PROPERTIES: Final = ("role", "iamInstanceProfile", "instanceProfile")


def list_attachment_rules(resource: ResourceVersion, subjects: Subjects) -> Iterator[AccessRule]:
    """Yield the roles and security groups that a resource refers to."""
    # Rules of security groups, and policies of roles, refer to what they belong to.
    if resource.type.startswith(("aws:ec2/securityGroup", "aws:ec2/defaultSecurityGroup", "aws:vpc/securityGroup")):
        return
    belongs_to_role = resource.type.startswith("aws:iam/") and not resource.type.endswith(":InstanceProfile")
    subject = name_resource(resource)
    for path, value in walk_values(resource.inputs):
        key = path.rpartition(".")[2]
        is_role = key in _ROLE_PROPERTIES or key.endswith(("roleArn", "RoleArn"))
        if is_role and not belongs_to_role and (isinstance(value, str) or is_opaque(value)) and value:
            name = subjects.name_reference(value, "role", resource)
            setting = Setting(path, subjects.identify(value), f"acts with {name} ({key})", f"no longer acts with {name} ({key})")
            yield AccessRule(subject, setting, resource, is_opaque=is_opaque(value), referenced=name)
        elif key in _GROUP_PROPERTIES and (isinstance(value, list | tuple) or is_opaque(value)):
            for group in list_items(value):
                name = subjects.name_reference(group, "security group", resource)
                setting = Setting(path, subjects.identify(group), f"also admits what {name} does", f"no longer uses {name}")
                yield AccessRule(subject, setting, resource, is_opaque=is_opaque(group), referenced=name)
