"""The migration of a service: a task of the same image that must succeed before Pulumi updates the service."""

from typing import Any

import pulumi

from ...component.account import Account
from ...settings.service import Service as ServiceSettings
from ...task.task_resources import TaskResources, build_family_name
from .hook import MIGRATION_HOOK_PREFIX, MIGRATION_TRIGGER, Credentials, build_migration_hook

__all__ = ["MIGRATION_TRIGGER", "Migration"]


class Migration:
    """The task definition of a migration, and the hooks that run it.

    The engine calls a `pulumi.ResourceHook` before it creates or updates the ECS service. All dependencies of the service exist by then:
    roles, log group, security group and the task definitions. If the hook fails, the update fails and the service stays as it is.
    Hooks don't run in a preview.

    Attributes:
        task_definition: The task definition, which has its own family.
        hook_binding: The hooks for the options of the ECS service.
    """

    def __init__(
        self, name: str, settings: ServiceSettings, task: TaskResources, *, account: Account, tags: dict[str, Any], parent: pulumi.Resource
    ) -> None:
        task_settings, migration = settings.migration_task, settings.migration
        if task_settings is None or migration is None:
            raise ValueError("the service has no migration")
        self.task_definition = task.create_task_definition(
            f"{name}:migration",  # a hyphen could give the name of another service's task definition
            f"{name}-migration",
            task_settings,
            family=f"{build_family_name(name, settings)}-migration",
            account=account,
            tags=tags,
            opts=pulumi.ResourceOptions(parent=parent),
        )
        run_migration = build_migration_hook(
            name, timeout_in_minutes=migration.timeout_in_minutes, create_clients=Credentials.from_config().create_clients
        )
        hook = pulumi.ResourceHook(f"{MIGRATION_HOOK_PREFIX}{name}", run_migration)
        self.hook_binding = pulumi.ResourceHookBinding(before_create=[hook], before_update=[hook])
