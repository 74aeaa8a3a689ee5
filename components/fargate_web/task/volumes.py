"""The volumes of a task, their mount points, and the security group rules of their file systems."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from ..settings.container import Container as ContainerSettings
from ..settings.s3_files_volume import S3FilesVolume
from ..settings.task import Task as TaskSettings
from ..settings.volume import Mount, Volume

NFS_PORT = 2049
MAX_VOLUME_NAME_LENGTH = 255


def list_scratch_volumes(settings: ContainerSettings, sidecar_name: str | None = None) -> dict[str, str]:
    """Return the volumes that stay writable under a read-only root: name → path in the container.

    Args:
        settings: The settings of the container.
        sidecar_name: The name of the sidecar, None for the main container. Sidecars have their own scratch volumes.
    """
    prefix = "" if sidecar_name is None else f"{sidecar_name}--"
    return {_shorten_volume_name(prefix + _build_volume_name(path)): path for path in settings.scratch_paths}


def _shorten_volume_name(name: str) -> str:
    return name if len(name) <= MAX_VOLUME_NAME_LENGTH else f"{name[:240]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _build_volume_name(path: str) -> str:
    """Return a volume name for a path with characters that ECS accepts. A hash distinguishes paths that would get the same name."""
    name = "scratch" + re.sub(r"[^A-Za-z0-9-]", "_", path.replace("/", "-"))
    if re.fullmatch(r"(?:/[A-Za-z0-9.]+)+", path):
        return name
    return f"{name[:200]}-{hashlib.sha256(path.encode()).hexdigest()[:8]}"


def build_mount_points(settings: ContainerSettings, mounts: Mapping[str, Mount], sidecar_name: str | None = None) -> list[dict[str, Any]]:
    """Return the mount points of a container."""
    scratch = [
        {"sourceVolume": volume, "containerPath": path, "readOnly": False}
        for volume, path in list_scratch_volumes(settings, sidecar_name).items()
    ]
    return scratch + [
        {"sourceVolume": volume, "containerPath": mounts[volume].path, "readOnly": mounts[volume].read_only} for volume in sorted(mounts)
    ]


def build_task_volumes(settings: TaskSettings) -> Any:
    """Return the volumes of a task, or None if it has none."""
    scratch = [*list_scratch_volumes(settings)]
    for name, sidecar in sorted(settings.sidecars.items()):
        scratch += list_scratch_volumes(sidecar, name)
    volumes: list[dict[str, Any]] = [{"name": volume} for volume in scratch]
    volumes += [_build_volume(name, volume) for name, volume in sorted(settings.all_volumes.items())]
    return volumes or None


def _build_volume(name: str, volume: Volume) -> dict[str, Any]:
    if volume.ebs is not None:
        return {"name": name, "configure_at_launch": True}
    if volume.s3_files is not None:
        return {"name": name, "s3files_volume_configuration": _build_s3_files(volume.s3_files)}
    if volume.file_system_id is None:
        return {"name": name}
    authorization = {"access_point_id": volume.access_point_id, "iam": "ENABLED" if volume.iam else "DISABLED"}
    return {
        "name": name,
        "efs_volume_configuration": {
            "file_system_id": volume.file_system_id,
            "root_directory": None if volume.access_point_id is not None else volume.root_directory or "/",
            "transit_encryption": "ENABLED",
            "authorization_config": authorization,
        },
    }


def _build_s3_files(s3_files: S3FilesVolume) -> dict[str, Any]:
    """Return the configuration of a file system of S3 Files. ECS always encrypts the traffic and checks the task role."""
    access_point = s3_files.access_point_arn
    return {
        "file_system_arn": s3_files.file_system_arn,
        "access_point_arn": access_point,
        "root_directory": None if access_point is not None else s3_files.root_directory or "/",
    }


def list_mount_target_groups(settings: TaskSettings) -> list[tuple[str, pulumi.Input[str]]]:
    """List the security groups of mount targets, each once, with the name of the first volume that has it. Outputs are compared by identity."""
    found: list[tuple[str, Any]] = []
    for volume_name, volume in sorted(settings.volumes.items()):
        group = volume.mount_target_security_group_id
        if group is not None and not any(group is other or (isinstance(group, str) and group == other) for _, other in found):
            found.append((volume_name, group))
    return found


def create_file_system_rules(
    name: str, settings: TaskSettings, *, security_group_id: pulumi.Input[str], tags: dict[str, Any], parent: pulumi.Resource
) -> list[pulumi.Resource]:
    """Create an ingress rule for NFS in each configured mount target security group. Each group gets one rule: EC2 rejects duplicates (InvalidPermission.Duplicate)."""
    rules: list[pulumi.Resource] = []
    for volume_name, group in list_mount_target_groups(settings):
        rules.append(
            aws.vpc.SecurityGroupIngressRule(
                f"{name}-to-{volume_name}-{NFS_PORT}",
                security_group_id=group,
                description=f"NFS for the tasks of {name}",
                referenced_security_group_id=security_group_id,
                ip_protocol="tcp",
                from_port=NFS_PORT,
                to_port=NFS_PORT,
                tags=tags,
                opts=pulumi.ResourceOptions(parent=parent),
            )
        )
    return rules
