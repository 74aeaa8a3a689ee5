"""A scheduled task on Fargate, with all resources that belong to it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pulumi
import pulumi_aws as aws

from ..cluster.capacity_provider_strategy import resolve_capacity_provider_strategy
from ..component.account import Account
from ..component.arguments import get_wire_value, parse_arguments, require_wires
from ..component.documents import concat_inputs, dump_canonical_json
from ..component.encryption import find_key_arn
from ..component.resource_names import MAX_ROLE_NAME_LENGTH, build_logical_name
from ..component.transform import add_transforms
from ..settings.capacity_provider import CapacityProvider
from ..settings.roles import Role as RoleSettings
from ..settings.scheduled_task import ScheduledTask as ScheduledTaskSettings
from ..task.roles import IamRole, build_allow_statement
from ..task.task_resources import TaskResources, validate_container_names

if TYPE_CHECKING:
    from ..generated.inputs import ScheduledTaskArgs

WIRES = ("network", "cluster", "account", "encryption_key", "transform")
_MAX_SCHEDULE_NAME_LENGTH = 64


class ScheduledTask(pulumi.ComponentResource):
    """A task on Fargate that EventBridge Scheduler starts on a schedule.

    Creates: a task definition of a constant family, a log group, an execution role and a task role with exactly the permissions that the
    settings require, a security group without ingress rules, a schedule in its own group, and a role that lets EventBridge Scheduler run only
    this family in this cluster. The schedule refers to a revision of the task definition, so a rollback of the stack also rolls the task back.

    Costs: the tasks while they run, and their logs. Schedules are free up to 14 million starts a month.

    Refuses: every combination that AWS rejects, or accepts and then fails on; see `fargate_web.settings.scheduled_task.ScheduledTask`.

    Args:
        name: The name of the task. Logical names of its resources start with it.
        args: The settings (`fargate_web.settings.scheduled_task.ScheduledTask`, keys in snake_case or camelCase) and these wires:
            `network`: a `Network`, or a mapping with `vpc_id` and `private_subnet_ids` (`public_subnet_ids`, `isolated_subnet_ids`).
            `cluster`: a `Cluster`, or a mapping with `arn` and `name` (`default_capacity_provider_strategy`, `capacity_providers`,
            `execute_command_log_group_arn`, `execute_command_kms_key_arn`).
            `account`: an `Account` that many components share, so that AWS is asked once.
            `encryption_key`: an `EncryptionKey`, or a mapping with `arn`: the key of the log group and the schedule.
            `transform`: functions that change the arguments or options of its children, by role; see `fargate_web.component.transform`.
        opts: Options of the component.

    Raises:
        SettingsError: The settings are invalid. It lists every fault, before any resource is registered.
        RunError: A wire is missing.
    """

    def __init__(self, name: str, args: "ScheduledTaskArgs | Mapping[str, Any]", opts: pulumi.ResourceOptions | None = None) -> None:
        subject = f'ScheduledTask "{name}"'
        settings, wires = parse_arguments(ScheduledTaskSettings, subject, args, WIRES)
        network, cluster = wires.get("network"), wires.get("cluster")
        require_wires(subject, "network", network, ("vpc_id", f"{settings.subnets}_subnet_ids"))
        require_wires(subject, "cluster", cluster, ("arn", "name"))
        validate_container_names(subject, name, settings)
        strategy = resolve_capacity_provider_strategy(subject, settings, cluster)
        super().__init__("fargate-web:index:ScheduledTask", name, None, add_transforms(self, "ScheduledTask", name, wires, opts))

        if any(container.build for container in (settings, *settings.sidecars.values())):
            from ..repository.built_images import build_images  # few services need it, and it brings its part of the AWS SDK along

            settings = build_images(name, settings, wires, self)
        self.settings = settings
        tags = dict(settings.tags)
        account = Account.from_wire(wires.get("account"), self)
        log_key_arn = find_key_arn(settings.logs.kms_key_arn, wires)
        self.task = TaskResources(
            name, settings, network=network, cluster=cluster, account=account, log_key_arn=log_key_arn, tags=tags, parent=self
        )
        self.log_group = self.task.log_group
        self.log_group_name = self.log_group.name
        self.execution_role = self.task.execution_role
        self.task_role = self.task.task_role
        self.task_definition = self.task.task_definition
        self.family = self.task_definition.family
        self.container_name = self.task.container_name
        self.security_group = self.task.task_security_group.security_group
        self.cluster_arn: pulumi.Input[str] = get_wire_value(cluster, "arn")
        self.cluster_name: pulumi.Input[str] = get_wire_value(cluster, "name")
        self.subnet_ids: Any = get_wire_value(network, f"{settings.subnets}_subnet_ids")
        self.capacity_provider_strategy = strategy

        self.kms_key_arn = find_key_arn(settings.kms_key_arn, wires)
        # Its own group: schedules have no tags, the trust policy can only name a group, and metrics are per group.
        self.schedule_group = aws.scheduler.ScheduleGroup(
            build_logical_name(name, "", _MAX_SCHEDULE_NAME_LENGTH), tags=tags, opts=pulumi.ResourceOptions(parent=self)
        )
        self.group_name = self.schedule_group.name
        self.scheduler_role = IamRole(
            build_logical_name(name, "-scheduler", MAX_ROLE_NAME_LENGTH),
            RoleSettings(),
            defaults=settings.roles,
            trust_policy=_build_trust_policy(self.schedule_group.arn, account),
            statements=self._build_scheduler_statements(account),
            description=f"With which EventBridge Scheduler starts the tasks of {name}.",
            partition=account.partition,
            tags=tags,
            parent=self,
        )
        dependencies = [*self.task.dependencies, *self.scheduler_role.dependencies]
        self.schedule = self._create_schedule(name, strategy, dependencies)
        self.register_outputs(
            {
                "scheduleArn": self.schedule.arn,
                "groupName": self.schedule_group.name,
                "family": self.family,
                "containerName": self.container_name,
                "clusterArn": self.cluster_arn,
                "taskDefinitionArn": self.task_definition.arn,
                "logGroupName": self.log_group.name,
                "securityGroupId": self.security_group.id,
                "executionRoleArn": self.execution_role.arn,
                "taskRoleArn": self.task_role.arn,
            }
        )

    def _create_schedule(self, name: str, strategy: list[CapacityProvider], dependencies: list[pulumi.Resource]) -> aws.scheduler.Schedule:
        settings = self.settings
        window = settings.flexible_time_window
        target: dict[str, Any] = {
            "arn": self.cluster_arn,
            "role_arn": self.scheduler_role.arn,
            "retry_policy": {
                "maximum_retry_attempts": settings.retry.maximum_attempts,
                "maximum_event_age_in_seconds": settings.retry.maximum_event_age,
            },
            "dead_letter_config": {"arn": settings.dead_letter_queue_arn} if settings.dead_letter_queue_arn is not None else None,
            "ecs_parameters": {
                "task_definition_arn": self.task_definition.arn,
                "task_count": settings.task_count,
                "capacity_provider_strategies": [
                    {"capacity_provider": item.capacity_provider, "weight": item.weight, "base": item.base} for item in strategy
                ],
                "platform_version": settings.platform_version,
                "network_configuration": {
                    "subnets": self.subnet_ids,
                    "security_groups": self.task.security_group_ids,
                    "assign_public_ip": settings.subnets == "public",
                },
                "enable_ecs_managed_tags": True,
                "enable_execute_command": settings.enable_execute_command,
                "propagate_tags": "TASK_DEFINITION" if settings.propagate_tags == "TASK_DEFINITION" else None,
            },
        }
        arguments: dict[str, Any] = {
            "group_name": self.schedule_group.name,
            "description": f"Starts the tasks of {name}.",
            "schedule_expression": settings.schedule,
            "schedule_expression_timezone": settings.timezone,
            "state": "ENABLED" if settings.enabled else "DISABLED",
            "flexible_time_window": {"mode": "OFF"} if window is None else {"mode": "FLEXIBLE", "maximum_window_in_minutes": window},
            "start_date": settings.start_at,
            "end_date": settings.end_at,
            "kms_key_arn": self.kms_key_arn,
            "target": target,
        }
        logical_name = build_logical_name(name, "", _MAX_SCHEDULE_NAME_LENGTH)
        return aws.scheduler.Schedule(logical_name, **arguments, opts=pulumi.ResourceOptions(parent=self, depends_on=dependencies))

    def _build_scheduler_statements(self, account: Account) -> list[Any]:
        """Return the statements of the scheduler role: run this family in this cluster.

        Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/tasks-scheduled-eventbridge-scheduler.html and, for the tags,
        https://docs.aws.amazon.com/AmazonECS/latest/developerguide/CWE_IAM_role.html
        """
        statements: list[Any] = [
            {
                "Sid": "RunTask",
                "Effect": "Allow",
                "Action": ["ecs:RunTask"],
                "Resource": concat_inputs(self.task_definition.arn_without_revision, ":*"),
                "Condition": {"ArnEquals": {"ecs:cluster": self.cluster_arn}},
            },
            {
                "Sid": "TagTask",
                "Effect": "Allow",
                "Action": ["ecs:TagResource"],
                "Resource": account.build_arn("ecs", "task/*"),
                "Condition": {"StringEquals": {"ecs:CreateAction": "RunTask"}},
            },
            {
                "Sid": "PassRoles",
                "Effect": "Allow",
                "Action": ["iam:PassRole"],
                "Resource": [self.execution_role.arn, self.task_role.arn],
                "Condition": {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}},
            },
        ]
        if self.settings.dead_letter_queue_arn is not None:
            queue = self.settings.dead_letter_queue_arn
            statements.append({"Sid": "SendToDeadLetterQueue", "Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": queue})
        if self.kms_key_arn is not None:
            # EventBridge Scheduler decrypts with its role what it sends to the target: https://github.com/aws/aws-cdk/pull/31923
            schedules = account.build_arn("scheduler", concat_inputs("schedule/", self.schedule_group.name, "/*"))
            condition = {"ArnLike": {"kms:EncryptionContext:aws:scheduler:schedule:arn": schedules}}
            statements.append(build_allow_statement("DecryptSchedule", ["kms:Decrypt"], self.kms_key_arn, condition))
        return statements


def _build_trust_policy(group_arn: pulumi.Input[str], account: Account) -> pulumi.Input[str]:
    """Return the trust policy: EventBridge Scheduler may assume the role for one schedule group. AWS doesn't support a single schedule.

    Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
    """
    return dump_canonical_json(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "scheduler.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                    "Condition": {"StringEquals": {"aws:SourceAccount": account.id, "aws:SourceArn": group_arn}},
                }
            ],
        }
    )
