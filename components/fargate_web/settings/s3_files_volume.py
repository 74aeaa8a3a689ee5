"""A volume of Amazon S3 Files: the objects of a bucket as files that all tasks share."""

from collections.abc import Iterator
from typing import Annotated, Final, TypeAlias

from .arn_types import build_arn_type
from .fix import remove, write
from .section import RuleViolation, Section, describe_field

_SOURCE: Final = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_S3FilesVolumeConfiguration.html"
_ACCESS_POINT_PART: Final = "/access-point/"
_FILE_SYSTEM_EXAMPLE: Final = "arn:aws:s3files:us-west-2:123456789012:file-system/fs-0123456789abcdef0"
_ACCESS_POINT_EXAMPLE: Final = f"{_FILE_SYSTEM_EXAMPLE}{_ACCESS_POINT_PART}fsap-0123456789abcdef0"

S3FileSystemArn: TypeAlias = build_arn_type("s3files", _FILE_SYSTEM_EXAMPLE, "file-system/")  # type: ignore[valid-type]
S3AccessPointArn: TypeAlias = build_arn_type("s3files", _ACCESS_POINT_EXAMPLE, "file-system/")  # type: ignore[valid-type]
BucketArn: TypeAlias = build_arn_type("s3", "arn:aws:s3:::example-data")  # type: ignore[valid-type]


class S3FilesVolume(Section):
    """A file system of Amazon S3 Files, whose files are the objects of a bucket. S3 Files keeps both in step.

    The file system, its mount targets and its bucket must exist. Traffic is always encrypted, and S3 Files always checks the task role, which gets the
    rights that it needs.
    """

    file_system_arn: Annotated[
        S3FileSystemArn,
        describe_field(
            "The file system, with a mount target in the zones of the tasks, which admits them on port 2049.",
            cost="S3 Files bills the data that it keeps ready and what is read and written, in addition to the bucket",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-s3files-config.html",
            example=_FILE_SYSTEM_EXAMPLE,
        ),
    ]
    access_point_arn: Annotated[
        S3AccessPointArn | None,
        describe_field(
            "An access point of the file system, which has its own folder, user and group.", source=_SOURCE, example=_ACCESS_POINT_EXAMPLE
        ),
    ] = None
    root_directory: Annotated[
        str | None,
        describe_field(
            "The folder of the file system that is mounted. Default: its root, or the access point's.",
            source=_SOURCE,
            pattern=r"^/[^\x00]*$",
        ),
    ] = None
    bucket_arn: Annotated[
        BucketArn | None,
        describe_field(
            "The bucket behind the file system, from which the tasks may then read large files directly. Default: they read through the file system only.",
            source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-files-prereq-policies.html",
            example="arn:aws:s3:::example-data",
        ),
    ] = None

    key_hints = {
        "fileSystemId": "write fileSystemArn: arn:aws:s3files:…",
        "accessPointId": "write accessPointArn: arn:aws:s3files:…",
        "bucket": "write bucketArn: arn:aws:s3:::…",
        "rootDir": "write rootDirectory",
        "iam": "S3 Files always checks the task role; remove it",
        "transitEncryption": "it is always on; remove it",
        "transitEncryptionPort": "ECS chooses one; remove it",
        "mountTargetSecurityGroupId": "write it beside s3Files",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that the access point belongs to the file system, and has no other folder."""
        file_system, access_point = self.file_system_arn, self.access_point_arn
        if isinstance(file_system, str) and _ACCESS_POINT_PART in file_system:
            whole, _, _ = file_system.partition(_ACCESS_POINT_PART)
            yield RuleViolation(
                ("file_system_arn",),
                "this is the ARN of an access point, and ECS mounts a file system (ClientException)",
                "s3-files-mismatch",
                (write("fileSystemArn", value=whole),),
            )
        elif isinstance(access_point, str) and _ACCESS_POINT_PART not in access_point:
            yield RuleViolation(
                ("access_point_arn",),
                f"this is the ARN of a file system; that of an access point ends with {_ACCESS_POINT_PART}fsap-… (ClientException)",
                "s3-files-mismatch",
                (remove("accessPointArn"),),
            )
        elif isinstance(file_system, str) and isinstance(access_point, str):
            whole, _, _ = access_point.partition(_ACCESS_POINT_PART)
            if whole != file_system:
                yield RuleViolation(
                    ("access_point_arn", "file_system_arn"),
                    f"this access point belongs to another file system, {whole}, so that no task would start (ResourceInitializationError)",
                    "s3-files-mismatch",
                    (write("fileSystemArn", value=whole), remove("accessPointArn")),
                )
        if access_point is not None and self.root_directory not in (None, "/"):
            yield RuleViolation(
                ("root_directory", "access_point_arn"),
                "an access point has its own folder, and ECS accepts no other (ClientException)",
                "folder-beside-access-point",
                (remove("rootDirectory"), remove("accessPointArn")),
            )
