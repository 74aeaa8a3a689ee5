"""Fills in what the stack says for all of its parts: the boundary and path of roles, and the hardening of containers."""

from typing import TYPE_CHECKING, Any, TypeVar

from .role_defaults import RoleDefaults
from .task import Task

if TYPE_CHECKING:
    from .stack import Stack

_AnyStack = TypeVar("_AnyStack", bound="Stack")
_AnyTask = TypeVar("_AnyTask", bound=Task)
_AnyRoles = TypeVar("_AnyRoles", bound=RoleDefaults)


def fill_shared_settings(stack: _AnyStack) -> _AnyStack:
    """Return the stack with what it says for all of its parts in each of them that says nothing else."""
    updates: dict[str, Any] = {
        "services": {name: _fill_task(service, stack) for name, service in stack.services.items()},
        "scheduled_tasks": {name: _fill_task(task, stack) for name, task in stack.scheduled_tasks.items()},
    }
    if stack.network.existing is None and stack.roles.list_defaults():
        updates["network"] = stack.network.model_copy(update={"roles": _fill_roles(stack.network.roles, stack.roles)})
    if stack.monitoring is not None and stack.roles.list_defaults():
        updates["monitoring"] = stack.monitoring.model_copy(update={"roles": _fill_roles(stack.monitoring.roles, stack.roles)})
    return stack.model_copy(update=updates)


def _fill_task(task: _AnyTask, stack: "Stack") -> _AnyTask:
    updates: dict[str, Any] = {}
    if stack.roles.list_defaults():
        updates["roles"] = _fill_roles(task.roles, stack.roles)
    if stack.hardening is not None and "hardening" not in task.model_fields_set:
        updates["hardening"] = stack.hardening
    return (task.model_copy(update=updates) if updates else task).fill_shared_settings()


def _fill_roles(roles: _AnyRoles, shared: RoleDefaults) -> _AnyRoles:
    return roles.model_copy(update={**shared.list_defaults(), **roles.list_defaults()})
