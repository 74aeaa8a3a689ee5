"""The migration of a service: a task of the same image that must succeed before Pulumi updates the service."""

from typing import Any

import pulumi

from ...component.account import Account
from ...component.resource_names import MAX_ROLE_NAME_LENGTH, build_logical_name
from ...settings.service import Service as ServiceSettings
from ...settings.task import Task as TaskSettings
from ...task.execution_permissions import build_execution_statements, list_migration_secrets
from ...task.roles import IamRole
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
        role: The role with which ECS starts the migration, if it reads secrets that the service doesn't read. None if it is the service's.
        dependencies: The resources that must exist before the migration can start, beside those of the service.
        hook_binding: The hooks for the options of the ECS service.
    """

    def __init__(
        self, name: str, settings: ServiceSettings, task: TaskResources, *, account: Account, tags: dict[str, Any], parent: pulumi.Resource
    ) -> None:
        task_settings, migration = settings.migration_task, settings.migration
        if task_settings is None or migration is None:
            raise ValueError("the service has no migration")
        self.role = self._create_role(name, settings, task_settings, task, account, tags, parent)
        self.dependencies = self.role.dependencies if self.role else []
        self.task_definition = task.create_task_definition(
            f"{name}:migration",  # a hyphen could give the name of another service's task definition
            f"{name}-migration",
            task_settings,
            family=f"{build_family_name(name, settings)}-migration",
            account=account,
            tags=tags,
            opts=pulumi.ResourceOptions(parent=parent),
            execution_role=self.role,
        )
        run_migration = build_migration_hook(
            name, timeout_in_minutes=migration.timeout_in_minutes, create_clients=Credentials.from_config().create_clients
        )
        hook = pulumi.ResourceHook(f"{MIGRATION_HOOK_PREFIX}{name}", run_migration)
        self.hook_binding = pulumi.ResourceHookBinding(before_create=[hook], before_update=[hook])

    def _create_role(
        self,
        name: str,
        settings: ServiceSettings,
        task_settings: TaskSettings,
        task: TaskResources,
        account: Account,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> IamRole | None:
        """Create a role if the migration reads secrets that the service doesn't read, such as the password of a database's owner."""
        role = settings.roles.execution_role
        if not list_migration_secrets(settings) or role.arn is not None:
            return None
        return IamRole(
            build_logical_name(name, "-migration", MAX_ROLE_NAME_LENGTH),
            role.model_copy(update={"name": None}),
            defaults=settings.roles,
            trust_policy=account.task_trust_policy,
            statements=build_execution_statements(
                task_settings, account, task.log_group.arn, [settings.logs.stream_prefix or f"{name}-migration"]
            ),
            description=f"What ECS does for the migration of {name}: pull the image, read the secrets, write the log.",
            partition=account.partition,
            tags=tags,
            parent=parent,
        )
