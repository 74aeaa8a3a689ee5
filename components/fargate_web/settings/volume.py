"""The volumes of a task: file systems of EFS and S3 Files, volumes of EBS, and folders that its containers share."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, TypeAlias

from pydantic.alias_generators import to_camel

from .container import Container
from .container_value_types import ContainerPath
from .ebs_volume import EbsVolume
from .fix import Edit, Fix, remove
from .s3_files_volume import S3FilesVolume
from .section import RuleViolation, Section, describe_field
from .value_types import SecurityGroupId, build_id_type, build_name_type

FileSystemId: TypeAlias = build_id_type("fs", "an EFS file system")  # type: ignore[valid-type]
AccessPointId: TypeAlias = build_id_type("fsap", "an EFS access point")  # type: ignore[valid-type]
VolumeName: TypeAlias = build_name_type(  # type: ignore[valid-type]
    "a volume",
    r"(?!scratch-)(?!.*--scratch-)[A-Za-z0-9_-]+",
    255,
    "write letters, digits, hyphens and underscores only, and no 'scratch-', with which the names of the volumes of writablePaths start",
)


class Mount(Section):
    """The mount of a volume in a container."""

    path: Annotated[ContainerPath, describe_field("The folder in the container.", example="/data")]
    read_only: Annotated[bool, describe_field("Whether the mount is read-only.")] = False


class Volume(Section):
    """A volume of a task: a file system of EFS or S3 Files, a volume of EBS, or with none of these an empty folder that its containers share and that ends with the task."""

    path: Annotated[
        ContainerPath | None,
        describe_field("The folder in the application's container. Default: only sidecars mount it.", example="/data"),
    ] = None
    read_only: Annotated[bool, describe_field("Whether the mount is read-only for the application.")] = False
    file_system_id: Annotated[
        FileSystemId | None,
        describe_field(
            "An EFS file system, with a mount target in the zones of the tasks. Traffic over the network is always encrypted.",
            cost="EFS bills about $0.30 a GB and month, and also reads and writes",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-efs-config.html",
            example="fs-0123456789abcdef0",
        ),
    ] = None
    access_point_id: Annotated[
        AccessPointId | None,
        describe_field(
            "An access point of the file system, which has its own folder, user and group.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EFSAuthorizationConfig.html",
            example="fsap-0123456789abcdef0",
        ),
    ] = None
    root_directory: Annotated[
        str | None,
        describe_field("The folder of the file system that is mounted. Default: its root, or the access point's.", pattern=r"^/[^\x00]*$"),
    ] = None
    iam: Annotated[
        bool,
        describe_field(
            "Whether EFS checks the task role: the role may then mount this file system, by this access point, and write if a container may write.",
            source="https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html",
        ),
    ] = True
    mount_target_security_group_id: Annotated[
        SecurityGroupId | None,
        describe_field(
            "The security group of the mount targets, which then gets a rule that admits the tasks on port 2049. Default: it admits them already.",
            source="https://docs.aws.amazon.com/efs/latest/ug/network-access.html",
        ),
    ] = None

    ebs: Annotated[
        EbsVolume | None,
        describe_field(
            "A volume of EBS for each task of a service, which ECS creates with the task and deletes with it (one a task).",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ebs-volumes.html",
            example={"sizeInGib": 100},
        ),
    ] = None

    s3_files: Annotated[
        S3FilesVolume | None,
        describe_field(
            "A file system of S3 Files, whose files are the objects of a bucket.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/s3files-volumes.html",
            example={"fileSystemArn": "arn:aws:s3files:us-west-2:123456789012:file-system/fs-0123456789abcdef0"},
        ),
    ] = None

    key_hints = {
        "containerPath": "write path",
        "sourceVolume": "the volume is named by its key; remove it",
        "efs": "write fileSystemId: fs-…",
        "efsVolumeConfiguration": "write fileSystemId, accessPointId and rootDirectory here",
        "fileSystemArn": "write s3Files: {fileSystemArn: …}",
        "s3filesVolumeConfiguration": "write s3Files: {fileSystemArn: …}",
        "authorizationConfig": "write accessPointId, and iam: false if EFS doesn't check the task role",
        "transitEncryption": "it is always ENABLED; remove it",
        "transitEncryptionPort": "ECS chooses one; remove it",
        "host": "Fargate has no host folders; without fileSystemId the volume is an empty folder; remove it",
        "dockerVolumeConfiguration": "Fargate has no Docker volumes; write fileSystemId, or nothing for an empty folder",
        "configuredAtLaunch": "it is set for ebs; remove it",
        "managedEBSVolume": "write ebs: {sizeInGib: …}",
        "sizeInGiB": "write ebs: {sizeInGib: …}",
        "securityGroupId": "write mountTargetSecurityGroupId",
        "rootDir": "write rootDirectory",
        "auth": "write iam and accessPointId",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that an access point has no other folder, and that the application's container mounts the volume if `readOnly` is set."""
        if self.access_point_id is not None and self.root_directory not in (None, "/"):
            yield RuleViolation(
                ("root_directory", "access_point_id"),
                "an access point has its own folder, and ECS accepts no other (ClientException)",
                "folder-beside-access-point",
                (remove("rootDirectory"), remove("accessPointId")),
            )
        kinds = [field for field in ("ebs", "file_system_id", "s3_files") if getattr(self, field) is not None]
        if len(kinds) > 1:
            yield RuleViolation(
                tuple(kinds),
                "a volume is one of EBS, a file system of EFS or one of S3 Files, and nothing else (ClientException)",
                "volume-of-two-kinds",
                tuple(self._keep_kind(kind, kinds) for kind in reversed(kinds)),
            )
        if self.path is None and "read_only" in self.model_fields_set:
            yield RuleViolation(
                ("read_only", "path"),
                "this concerns the application's container, which does not mount the volume; write path, or readOnly at the sidecar's volume",
                "setting-without-effect",
                (Fix("or remove readOnly", (Edit(("readOnly",), "remove"),)),),
            )

    @property
    def is_file_system(self) -> bool:
        """Whether the volume is a file system that outlives the task and that other tasks may mount."""
        return self.file_system_id is not None or self.s3_files is not None

    def _keep_kind(self, kept: str, kinds: Sequence[str]) -> Fix:
        """Return the fix that leaves one kind of volume, without the keys that belong to the others."""
        removed = [kind for kind in kinds if kind != kept]
        if kept != "file_system_id":
            removed += _list_file_system_keys(self, has_mount_target=kept == "s3_files")
        keys = [to_camel(field) for field in removed]
        return Fix(f"remove {' and '.join(keys)}", tuple(Edit((key,), "remove") for key in keys))


def find_orphaned_keys(volume: Volume) -> list[str]:
    """List the file system settings of a volume that has no such file system."""
    return [] if volume.file_system_id is not None else _list_file_system_keys(volume, has_mount_target=volume.s3_files is not None)


def _list_file_system_keys(volume: Volume, *, has_mount_target: bool) -> list[str]:
    """List the keys of EFS that are set. The group of the mount targets also belongs to S3 Files."""
    fields = ("access_point_id", "root_directory", "iam", *(() if has_mount_target else ("mount_target_security_group_id",)))
    return [field for field in fields if field in volume.model_fields_set]


def find_mount_violations(container: Container, mounts: Mapping[str, Mount]) -> Iterator[RuleViolation]:
    """Yield a violation for each path that a container mounts twice: one mount would hide the other, or the container would not start."""
    fields_by_path: dict[str, str] = dict.fromkeys(container.scratch_paths, "writable_paths") | dict.fromkeys(container.tmpfs, "tmpfs")
    for volume, mount in mounts.items():
        field = f"volumes.{volume}.path"
        other_field = fields_by_path.setdefault(mount.path, field)
        if other_field != field:
            yield RuleViolation(
                (field, other_field),
                f"{mount.path} is mounted twice (Duplicate mount point, ClientException); write another path, or remove one",
                "mounted-twice",
            )
