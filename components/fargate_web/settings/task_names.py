"""The names of services and scheduled tasks that AWS, or the names of other resources, allow only once."""

from collections.abc import Iterator, Mapping
from typing import Any

from .section import RuleViolation
from .service import Service
from .task import Task

_UNIQUE_NAME_FIELDS = (
    ("names.service",),
    ("names.task_definition_family",),
    ("names.target_group", "names.alternate_target_group"),
    ("names.security_group",),
    ("logs.log_group_name",),
    ("roles.execution_role.name", "roles.task_role.name"),
)
"""Fields with physical names. The fields of one entry share a namespace in AWS."""
FIELD_NAMES_BY_SECTION = {"services": "services", "scheduledTasks": "scheduled_tasks"}


def find_name_violations(tasks: Mapping[tuple[str, str], Task], services: Mapping[str, Service]) -> Iterator[RuleViolation]:
    """Check that no two tasks share what must be unique in AWS.

    Args:
        tasks: The services and scheduled tasks, by section and name.
        services: The services.
    """
    yield from _find_shared_families(tasks, services)
    for field_paths in _UNIQUE_NAME_FIELDS:
        owners_by_name: dict[str, tuple[tuple[str, str], str]] = {}
        for owner, task in tasks.items():
            for field_path in field_paths:
                physical_name = _get_nested_field(task, field_path)
                if not physical_name:
                    continue
                other, other_path = owners_by_name.setdefault(physical_name, (owner, field_path))
                if (other, other_path) != (owner, field_path) and (other != owner or not field_path.startswith("names.")):
                    yield RuleViolation(
                        (
                            f"{FIELD_NAMES_BY_SECTION[owner[0]]}.{owner[1]}.{field_path}",
                            f"{FIELD_NAMES_BY_SECTION[other[0]]}.{other[1]}.{other_path}",
                        ),
                        f"{physical_name!r} is also the name at {'.'.join(other)}; AWS refuses the second one; write another name",
                        "name-taken",
                    )


def _find_shared_families(tasks: Mapping[tuple[str, str], Task], services: Mapping[str, Service]) -> Iterator[RuleViolation]:
    for name in sorted({name for section, name in tasks if section == "scheduledTasks"} & services.keys()):
        yield RuleViolation(
            (f"scheduled_tasks.{name}", f"services.{name}"),
            f"{name} is also the name of a service, and their task definitions would be revisions of one family; write another name",
            "name-taken",
        )
    for section, name in tasks:
        service_name = name.removesuffix("-migration")
        if service_name != name and service_name in services and services[service_name].migration:
            yield RuleViolation(
                (f"{FIELD_NAMES_BY_SECTION[section]}.{name}", f"services.{service_name}.migration"),
                f"the migration of {service_name} is called {name}, and their task definitions would be revisions of one family; write another name",
                "name-taken",
            )


def _get_nested_field(task: Task, field_path: str) -> Any:
    """Return the value of a dotted field path. Return None if this kind of task does not have the field."""
    value: Any = task
    for part in field_path.split("."):
        value = getattr(value, part, None)
    return value
