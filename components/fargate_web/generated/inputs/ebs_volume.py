"""`EbsVolume`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import Literal, NotRequired, TypedDict

import pulumi


class EbsVolume(TypedDict):
    """A volume of Amazon EBS for each task: fast, large, encrypted, and new."""

    size_in_gib: NotRequired[int]
    """GiB of each volume (1–16384; from 4 for io1 and io2, from 125 for st1 and sc1). Default: the size of the snapshot. Cost: $0.08 a GB and month for each running task with gp3 (us-east-1). See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceManagedEBSVolumeConfiguration.html"""
    volume_type: NotRequired[Literal["gp3", "gp2", "io2", "io1", "st1", "sc1"]]
    """The volume type: general purpose (gp3, gp2), provisioned operations (io2, io1), or hard disks (st1, sc1). Default: gp3. See https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html"""
    iops: NotRequired[int]
    """Operations a second: 3000–16000 for gp3 (default 3000), 100–64000 for io1, 100–256000 for io2, which need it. Cost: gp3: $0.005 for each above 3000 a month; io1 and io2: $0.065 for each (us-east-1). See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceManagedEBSVolumeConfiguration.html"""
    throughput: NotRequired[int]
    """MiB a second of gp3 (125–1000). Default: 125. Cost: $0.04 for each above 125 a month (us-east-1). See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceManagedEBSVolumeConfiguration.html"""
    snapshot_id: NotRequired[pulumi.Input[str]]
    """The snapshot that each volume starts with. Default: an empty volume. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceManagedEBSVolumeConfiguration.html"""
    kms_key_arn: NotRequired[pulumi.Input[str]]
    """A customer managed key that encrypts the volumes; its policy must admit the account. Default: that of EBS in the account. The volumes are encrypted in any case. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ebs-kms-encryption.html"""
    filesystem_type: NotRequired[Literal["xfs", "ext4", "ext3"]]
    """The file system of the volume; with a snapshot the one that it has, or no task starts. Default: xfs. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceManagedEBSVolumeConfiguration.html"""
