"""The resource hook that runs the migration before Pulumi creates or updates the service."""

import asyncio
import contextvars
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import pulumi
from pulumi.runtime.config import get_config_env

from .one_off_task import AwsClients, MigrationError, OneOffTask, run_task
from .requirements import BOTO3_MISSING

MIGRATION_HOOK_PREFIX = "fargate-web:migration:"
"""The name of the hook of a service starts with this."""
MIGRATION_TRIGGER = "migration"
"""The trigger of the ECS service with the ARN of the migration's task definition. A new ARN causes an update, and the hook reads it there."""


@dataclass(frozen=True)
class Credentials:
    """The AWS credentials of the hook: those of the AWS provider, or else those that boto3 finds (environment, profile, SSO, instance).

    Attributes:
        profile: `aws:profile`.
        access_keys: `aws:accessKey`, `aws:secretKey` and `aws:token`, by boto3's names.
        assumed_roles: `aws:assumeRoles`, in order.
    """

    profile: str | None = None
    access_keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    assumed_roles: tuple[Mapping[str, Any], ...] = ()

    @classmethod
    def from_config(cls) -> "Credentials":
        """Read the configuration of the default AWS provider."""
        config = get_config_env()  # pulumi.Config would warn about the keys, which are secrets
        names = {"accessKey": "aws_access_key_id", "secretKey": "aws_secret_access_key", "token": "aws_session_token"}
        keys = {name: value for key, name in names.items() if (value := config.get(f"aws:{key}"))}
        return cls(config.get("aws:profile") or None, keys, tuple(json.loads(config.get("aws:assumeRoles") or "[]")))

    def create_clients(self, region: str) -> AwsClients:
        """Create the clients for a Region.

        Raises:
            MigrationError: boto3 isn't installed.
        """
        try:
            boto3: Any = import_module("boto3")
        except ImportError:
            raise MigrationError(BOTO3_MISSING) from None
        session = boto3.Session(profile_name=self.profile, region_name=region, **self.access_keys)
        for role in self.assumed_roles:
            request = {"RoleArn": role["roleArn"], "RoleSessionName": role.get("sessionName") or "pulumi-migration"}
            if role.get("externalId"):
                request["ExternalId"] = role["externalId"]
            credentials = session.client("sts").assume_role(**request)["Credentials"]
            session = boto3.Session(
                region_name=region,
                aws_access_key_id=credentials["AccessKeyId"],
                aws_secret_access_key=credentials["SecretAccessKey"],
                aws_session_token=credentials["SessionToken"],
            )
        return AwsClients(session.client("ecs"), session.client("logs"))


def build_migration_hook(
    name: str, *, timeout_in_minutes: int, create_clients: Callable[[str], AwsClients], log_message: Callable[[str], None] = pulumi.log.info
) -> Callable[[pulumi.ResourceHookArgs], Awaitable[None]]:
    """Return the hook function of a service.

    Args:
        name: The name of the service.
        timeout_in_minutes: The maximum duration of the migration.
        create_clients: Creates the clients for a Region.
        log_message: Logs a message for the user.
    """
    context = contextvars.copy_context()  # messages reach the engine only in this context

    async def migrate(args: pulumi.ResourceHookArgs) -> None:
        new, old = await _await_inputs(args.new_inputs), await _await_inputs(args.old_inputs)
        if old and _read_revision(old) == _read_revision(new):
            log_message(f"Migration of {name}: not run, because this update has no new revision")
            return
        task = _build_task(name, new, timeout_in_minutes)
        # In a thread: this function would block the event loop, and the engine would get no other requests of the program.
        await asyncio.get_running_loop().run_in_executor(
            None, lambda: context.copy().run(run_task, task, lambda: create_clients(task.region), log_message=log_message)
        )

    return migrate


async def _await_inputs(inputs: Mapping[str, Any] | None) -> dict[str, Any]:
    return {key: await value.future() if isinstance(value, pulumi.Output) else value for key, value in (inputs or {}).items()}


def _read_revision(inputs: Mapping[str, Any]) -> tuple[Any, Any]:
    return inputs.get("taskDefinition"), (inputs.get("triggers") or {}).get(MIGRATION_TRIGGER)


def _build_task(name: str, inputs: Mapping[str, Any], timeout_in_minutes: int) -> OneOffTask:
    network = inputs["networkConfiguration"]
    return OneOffTask(
        name=name,
        cluster=inputs["cluster"],
        task_definition=inputs["triggers"][MIGRATION_TRIGGER],
        subnets=tuple(network["subnets"]),
        security_groups=tuple(network.get("securityGroups") or ()),
        assign_public_ip=bool(network.get("assignPublicIp")),
        platform_version=inputs.get("platformVersion") or "LATEST",
        timeout_in_minutes=timeout_in_minutes,
    )
