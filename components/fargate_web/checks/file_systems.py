"""Checks of volumes: folders that must exist, servers that must not share one, and data that ends with its task."""

from collections.abc import Iterator

from ..analysis.known_servers import is_database, is_database_folder
from ..settings.fix import Edit, Fix
from ..settings.service import Service
from ..settings.stack import Stack
from ..settings.volume import Volume
from .containers import silence
from .finding import Finding, SettingPath


def check_file_systems(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find folders that a mount doesn't create, and databases of which two would write to one folder, or whose volume ends with the task."""
    for task_path, task in stack.tasks.items():
        for name, volume in task.volumes.items():
            s3_files = volume.s3_files
            folder = s3_files.root_directory if s3_files else volume.root_directory if volume.file_system_id is not None else None
            if folder not in (None, "/"):
                access_point = "accessPointArn: arn:…" if s3_files else "accessPointId: fsap-…"
                yield Finding(
                    "folder-must-exist",
                    (*task_path, "volumes", name, *(("s3Files",) if s3_files else ()), "rootDirectory"),
                    f"a mount doesn't create {folder}: unless it is in the file system already, no task would start (ResourceInitializationError: No such file or "
                    f"directory); write {access_point} instead, an access point whose root directory has CreationInfo, which creates it with its owner",
                    "warning",
                    fixes=(silence(task_path, "volumes", "why the folder exists", after_advice=True),),
                    silence_key="volumes",
                )
    for name, service in stack.services.items():
        yield from _check_shared_data(("services", name), service)
        yield from _check_lost_data(("services", name), service)


def _check_shared_data(path: SettingPath, service: Service) -> Iterator[Finding]:
    volumes = [name for name, volume in service.volumes.items() if _holds_database(service, volume)]
    if not volumes:
        return
    deployment, scaling = service.deployment, service.scaling
    most_tasks = max(
        [
            service.initial_task_count,
            *([scaling.max_capacity] if scaling else []),
            *(action.max_capacity or 0 for action in (scaling.all_scheduled_actions.values() if scaling else ())),
        ]
    )
    changes: list[str] = []
    edits: list[Edit] = []
    related: list[SettingPath] = [(*path, "volumes"), (*path, "deployment")]
    if most_tasks > 1:
        problem = f"{most_tasks} tasks run at once"
        changes.append("desiredCount: 1, without scaling," if scaling else "desiredCount: 1")
        edits += [Edit((*path, "desiredCount"), "set", 1), *([Edit((*path, "scaling"), "remove")] if scaling else [])]
        related += [(*path, "scaling"), (*path, "desiredCount")]
    else:
        problem = "a deployment starts the new task before it stops the old one"
    if deployment.strategy != "rolling" or deployment.maximum_percent > 100:
        changes.append("deployment: {minimumHealthyPercent: 0, maximumPercent: 100}")
        limits = {"minimumHealthyPercent": 0, "maximumPercent": 100}
        if deployment.strategy == "rolling" and deployment.model_fields_set - {"strategy"}:
            edits += [Edit((*path, "deployment", key), "set", value) for key, value in limits.items()]
        else:
            edits.append(Edit((*path, "deployment"), "set", limits))
        if service.availability_zone_rebalancing == "ENABLED":
            changes.append("availabilityZoneRebalancing: DISABLED")
            edits.append(Edit((*path, "availabilityZoneRebalancing"), "set", "DISABLED"))
    if changes:
        yield Finding(
            "database-with-two-servers",
            (*path, "volumes", volumes[0]),
            f"{problem}, so that two servers would write to one folder, which corrupts the data or keeps the second from starting (it finds the first one's lock)",
            "warning",
            tuple(related),
            (
                Fix(f"write {' and '.join(changes)} (the service is then down while it is deployed)", tuple(edits)),
                silence(path, "volumes", "why two may write"),
            ),
            "volumes",
        )


def _holds_database(service: Service, volume: Volume) -> bool:
    """Return whether the application keeps a database on a file system that other tasks may mount."""
    return volume.is_file_system and _is_for_database(service, volume)


def _is_for_database(service: Service, volume: Volume) -> bool:
    if volume.path is None or volume.read_only:
        return False
    return is_database(service.image) or is_database_folder(volume.path)


def _check_lost_data(path: SettingPath, service: Service) -> Iterator[Finding]:
    for name, volume in service.volumes.items():
        if volume.ebs is not None and "volumes" not in service.silence and _is_for_database(service, volume):
            yield Finding(
                "database-on-ebs",
                (*path, "volumes", name, "ebs"),
                "ECS deletes this volume with its task: each deployment, and each replacement of a task, deletes the database on it; "
                "write fileSystemId: fs-… instead of ebs for one server, or better use a database of RDS",
                "warning",
                fixes=(silence(path, "volumes", "why the data may be lost", after_advice=True),),
            )
