"""The volume of EBS that ECS creates for each task of a service, and the role that it does so with."""

from typing import Any

import pulumi

from ..component.resource_names import MAX_ROLE_NAME_LENGTH, build_logical_name
from ..settings.ebs_volume import EbsVolume
from ..settings.roles import Role as RoleSettings
from ..settings.service import Service as ServiceSettings
from ..task.roles import INFRASTRUCTURE_TRUST_POLICY, IamRole, build_allow_statement


class EbsVolumes:
    """The volume configuration of a service.

    Attributes:
        role: The role with which ECS manages the volumes, None if there are none.
        configuration: The `volumeConfiguration` of the ECS service, None if there are no volumes.
        dependencies: The resources that the service must wait for.
    """

    def __init__(self, name: str, settings: ServiceSettings, *, partition: str, tags: dict[str, Any], parent: pulumi.Resource) -> None:
        self.role: IamRole | None = None
        self.configuration: dict[str, Any] | None = None
        self.dependencies: list[pulumi.Resource] = []
        # ECS attaches one volume to a task.
        for volume_name, volume in settings.volumes.items():
            if volume.ebs is not None:
                self.role = _create_role(name, settings, volume.ebs, partition, tags, parent)
                self.configuration = {"name": volume_name, "managed_ebs_volume": _build_volume(volume.ebs, self.role, tags)}
                self.dependencies = self.role.dependencies


def _build_volume(ebs: EbsVolume, role: IamRole, tags: dict[str, Any]) -> dict[str, Any]:
    return {
        "role_arn": role.arn,
        "encrypted": True,
        "kms_key_id": ebs.kms_key_arn,
        "size_in_gb": ebs.size_in_gib,
        "volume_type": ebs.volume_type,
        "iops": ebs.iops,
        "throughput": ebs.throughput,
        "snapshot_id": ebs.snapshot_id,
        "file_system_type": ebs.filesystem_type,
        "tag_specifications": [{"resource_type": "volume", "propagate_tags": "SERVICE", "tags": tags or None}],
    }


def _create_role(
    name: str, settings: ServiceSettings, ebs: EbsVolume, partition: str, tags: dict[str, Any], parent: pulumi.Resource
) -> IamRole:
    policy = "service-role/AmazonECSInfrastructureRolePolicyForVolumes"
    return IamRole(
        build_logical_name(name, "-ebs", MAX_ROLE_NAME_LENGTH),
        RoleSettings(managed_policies=[f"arn:{partition}:iam::aws:policy/{policy}"]),
        defaults=settings.roles,
        trust_policy=INFRASTRUCTURE_TRUST_POLICY,
        statements=[] if ebs.kms_key_arn is None else _build_key_statements(ebs.kms_key_arn),
        description=f"With which ECS creates and deletes the volumes of the tasks of {name}.",
        partition=partition,
        tags=tags,
        parent=parent,
    )


def _build_key_statements(key: Any) -> list[Any]:
    """Return the statements that let EBS use a key: the managed policy covers none.

    A volume that is attached, or made from an encrypted snapshot, needs `kms:Decrypt`, too.

    Source: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html#ebs-encryption-permissions
    """
    return [
        build_allow_statement(
            "EncryptVolumes",
            ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
            key,
        ),
        build_allow_statement("LetEbsUseTheKey", ["kms:CreateGrant"], key, {"Bool": {"kms:GrantIsForAWSResource": "true"}}),
    ]
