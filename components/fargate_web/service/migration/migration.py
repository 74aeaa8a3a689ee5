"""The migration of a service: a task of the same image that the engine runs, and waits for, before it touches the service."""

from typing import Any

import pulumi

from ...component.account import Account
from ...settings.service import Service as ServiceSettings
from ...task.task_resources import TaskResources, build_family_name
from .hook import MIGRATION_TRIGGER, Credentials, build_migration_hook

__all__ = ["MIGRATION_TRIGGER", "Migration"]


class Migration:
    """The task definition of a migration, and the hooks by which the engine runs it.

    A `pulumi.ResourceHook` is called by the engine before it creates or updates the ECS service, when all that the service needs is there:
    roles, log group, security group and the task definitions. If the hook fails, so does the update, and the service stays as it is.
    Hooks don't run in a preview.

    Attributes:
        task_definition: The task definition, a family of its own.
        hook_binding: What the options of the ECS service bind.
    """

    def __init__(
        self, name: str, settings: ServiceSettings, task: TaskResources, *, account: Account, tags: dict[str, Any], parent: pulumi.Resource
    ) -> None:
        described, migration = settings.migration_task, settings.migration
        if described is None or migration is None:
            raise ValueError("the service has no migration")
        self.task_definition = task.create_task_definition(
            f"{name}:migration",  # a hyphen could give the name of another service's task definition
            f"{name}-migration",
            described,
            family=f"{build_family_name(name, settings)}-migration",
            account=account,
            tags=tags,
            opts=pulumi.ResourceOptions(parent=parent),
        )
        call = build_migration_hook(
            name, timeout_in_minutes=migration.timeout_in_minutes, create_clients=Credentials.from_config().create_clients
        )
        run = pulumi.ResourceHook(f"fargate-web:migration:{name}", call)
        self.hook_binding = pulumi.ResourceHookBinding(before_create=[run], before_update=[run])
