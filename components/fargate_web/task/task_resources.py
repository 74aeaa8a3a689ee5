"""The resources of a task, for services and scheduled tasks."""

from collections.abc import Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

from ..component.account import Account
from ..component.arguments import get_wire_value
from ..component.resource_names import MAX_ROLE_NAME_LENGTH, build_logical_name, sanitize_name
from ..settings.container_ports import ContainerPort
from ..settings.container_rules import explain_name_conflict
from ..settings.service import Service
from ..settings.task import Task as TaskSettings
from .execution_permissions import build_execution_statements, list_migration_secrets
from .roles import IamRole
from .security_group import TaskSecurityGroup
from .task_definition import build_container_definitions, find_container_name
from .task_permissions import build_task_statements
from .volumes import build_task_volumes, create_file_system_rules


def validate_container_names(subject: str, name: str, settings: TaskSettings) -> None:
    """Raise a RunError if a sidecar has the name of the main container. The settings don't know the default name, so they can't check it."""
    conflict = explain_name_conflict(name, settings)
    if conflict:
        raise pulumi.RunError(f"{subject}: {conflict}")


class TaskResources:
    """The task definition with its log group, its two roles, its security group, and the rules for the file systems that it mounts.

    Attributes:
        log_group: The log group of the containers.
        execution_role: The role that ECS uses to start the task.
        task_role: The role of the application.
        task_definition: The task definition. Its family is constant.
        container_name: The name of the main container.
        task_security_group: The security group of the tasks, with a rule for each hop.
        security_group_ids: The ids of all security groups of the tasks, their own first.
        dependencies: The resources that must exist before a task can start.
    """

    def __init__(
        self,
        name: str,
        settings: TaskSettings,
        *,
        network: Any,
        cluster: Any,
        account: Account,
        log_key_arn: pulumi.Input[str] | None,
        tags: dict[str, Any],
        parent: pulumi.Resource,
        ports: Sequence[ContainerPort] = (),
        task_statements: Sequence[dict[str, Any]] = (),
    ) -> None:
        child = pulumi.ResourceOptions(parent=parent)
        self.log_group = aws.cloudwatch.LogGroup(
            name,
            name=settings.logs.log_group_name,
            retention_in_days=settings.logs.retention_in_days,
            kms_key_id=log_key_arn,
            log_group_class=settings.logs.log_group_class,
            # Always explicit: the provider keeps the old value of what is left out.
            deletion_protection_enabled=settings.logs.deletion_protection,
            tags=tags,
            opts=pulumi.ResourceOptions(parent=parent, protect=settings.logs.deletion_protection or None),
        )
        self.execution_role = IamRole(
            build_logical_name(name, "-execution", MAX_ROLE_NAME_LENGTH),
            settings.roles.execution_role,
            defaults=settings.roles,
            trust_policy=account.task_trust_policy,
            statements=build_execution_statements(settings, account, self.log_group.arn, _list_stream_prefixes(name, settings)),
            description=f"What ECS does for the tasks of {name}: pull the image, read the secrets, write the log.",
            partition=account.partition,
            tags=tags,
            parent=parent,
        )
        self.task_role = IamRole(
            build_logical_name(name, "-task", MAX_ROLE_NAME_LENGTH),
            settings.roles.task_role,
            defaults=settings.roles,
            trust_policy=account.task_trust_policy,
            statements=[
                *build_task_statements(
                    settings,
                    account,
                    execute_command_log_group_arn=get_wire_value(cluster, "execute_command_log_group_arn"),
                    execute_command_kms_key_arn=get_wire_value(cluster, "execute_command_kms_key_arn"),
                ),
                *task_statements,
            ],
            description=f"What the application {name} may do.",
            partition=account.partition,
            tags=tags,
            parent=parent,
        )
        self.container_name = find_container_name(name, settings)
        self.task_definition = self.create_task_definition(
            name,
            name,
            settings,
            family=build_family_name(name, settings),
            account=account,
            tags=tags,
            opts=child,
            ports=ports,
        )
        self.task_security_group = TaskSecurityGroup(name, settings, network=network, account=account, tags=tags, parent=parent)
        self.security_group_ids: list[pulumi.Input[str]] = [self.task_security_group.security_group.id, *settings.security_groups]
        file_systems = create_file_system_rules(
            name, settings, security_group_id=self.task_security_group.security_group.id, tags=tags, parent=parent
        )
        self.dependencies: list[pulumi.Resource] = [
            *self.execution_role.dependencies,
            *self.task_role.dependencies,
            *self.task_security_group.egress.rules,
            *file_systems,
        ]
        # ECS can't place a task before the cluster has its capacity providers. An existing cluster has them already.
        association = get_wire_value(cluster, "capacity_providers")
        if isinstance(association, pulumi.Resource):
            self.dependencies.append(association)

    def create_task_definition(
        self,
        logical_name: str,
        name: str,
        settings: TaskSettings,
        *,
        family: str,
        account: Account,
        tags: dict[str, Any],
        opts: pulumi.ResourceOptions,
        ports: Sequence[ContainerPort] = (),
        execution_role: IamRole | None = None,
    ) -> aws.ecs.TaskDefinition:
        """Register a task definition with the roles and the log group of this task, or with another execution role."""
        return aws.ecs.TaskDefinition(
            logical_name,
            # Constant: a family that changes with its containers breaks rollback. Older revisions stay ACTIVE for the same reason.
            family=family,
            skip_destroy=True,
            cpu=str(settings.cpu),
            memory=str(settings.memory),
            network_mode="awsvpc",
            requires_compatibilities=["FARGATE"],
            runtime_platform={"cpu_architecture": settings.cpu_architecture, "operating_system_family": "LINUX"},
            execution_role_arn=(execution_role or self.execution_role).arn,
            task_role_arn=self.task_role.arn,
            container_definitions=build_container_definitions(
                name, settings, log_group_name=self.log_group.name, region=account.region, ports=ports
            ),
            ephemeral_storage=None if settings.ephemeral_storage is None else {"size_in_gib": settings.ephemeral_storage},
            volumes=build_task_volumes(settings),
            tags=tags,
            opts=opts,
        )


def _list_stream_prefixes(name: str, settings: TaskSettings) -> list[str]:
    """List what the names of the log streams start with: those of the task, and those of a migration that has no role of its own."""
    shares_role = isinstance(settings, Service) and settings.migration is not None and not list_migration_secrets(settings)
    names = [name, *([f"{name}-migration"] if shares_role else [])]
    return list(dict.fromkeys(settings.logs.stream_prefix or each for each in names))


def build_family_name(name: str, settings: TaskSettings) -> str:
    """Return the family of the task definitions."""
    return settings.names.task_definition_family or sanitize_name(f"{pulumi.get_project()}-{pulumi.get_stack()}-{name}")
