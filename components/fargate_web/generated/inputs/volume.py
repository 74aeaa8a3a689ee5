"""`Mount`, `Volume`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi

from .ebs_volume import EbsVolume
from .s3_files_volume import S3FilesVolume


class Mount(TypedDict):
    """The mount of a volume in a container."""

    path: str
    """The folder in the container."""
    read_only: NotRequired[bool]
    """Whether the mount is read-only. Default: false."""


class Volume(TypedDict):
    """A volume of a task: a file system of EFS or S3 Files, a volume of EBS, or with none of these an empty folder that its containers share and that ends with the task."""

    path: NotRequired[str]
    """The folder in the application's container. Default: only sidecars mount it."""
    read_only: NotRequired[bool]
    """Whether the mount is read-only for the application. Default: false."""
    file_system_id: NotRequired[pulumi.Input[str]]
    """An EFS file system, with a mount target in the zones of the tasks. Traffic over the network is always encrypted. Cost: EFS bills about $0.30 a GB and month, and also reads and writes. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-efs-config.html"""
    access_point_id: NotRequired[pulumi.Input[str]]
    """An access point of the file system, which has its own folder, user and group. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EFSAuthorizationConfig.html"""
    root_directory: NotRequired[str]
    """The folder of the file system that is mounted. Default: its root, or the access point's."""
    iam: NotRequired[bool]
    """Whether EFS checks the task role: the role may then mount this file system, by this access point, and write if a container may write. Default: true. See https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html"""
    mount_target_security_group_id: NotRequired[pulumi.Input[str]]
    """The security group of the mount targets, which then gets a rule that admits the tasks on port 2049. Default: it admits them already. See https://docs.aws.amazon.com/efs/latest/ug/network-access.html"""
    ebs: NotRequired[EbsVolume]
    """A volume of EBS for each task of a service, which ECS creates with the task and deletes with it (one a task). See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ebs-volumes.html"""
    s3_files: NotRequired[S3FilesVolume]
    """A file system of S3 Files, whose files are the objects of a bucket. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/s3files-volumes.html"""
