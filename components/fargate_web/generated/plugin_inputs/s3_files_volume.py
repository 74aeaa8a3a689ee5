"""`S3FilesVolume`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi


class S3FilesVolume(TypedDict):
    """A file system of Amazon S3 Files, whose files are the objects of a bucket. S3 Files keeps both in step."""

    file_system_arn: pulumi.Input[str]
    """The file system, with a mount target in the zones of the tasks, which admits them on port 2049. Cost: S3 Files bills the data that it keeps ready and what is read and written, in addition to the bucket. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-s3files-config.html"""
    access_point_arn: NotRequired[pulumi.Input[str]]
    """An access point of the file system, which has its own folder, user and group. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_S3FilesVolumeConfiguration.html"""
    root_directory: NotRequired[str]
    """The folder of the file system that is mounted. Default: its root, or the access point's. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_S3FilesVolumeConfiguration.html"""
    bucket_arn: NotRequired[pulumi.Input[str]]
    """The bucket behind the file system, from which the tasks may then read large files directly. Default: they read through the file system only. See https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-files-prereq-policies.html"""
