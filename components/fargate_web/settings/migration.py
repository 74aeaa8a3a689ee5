"""A one-off task that must succeed before a new revision of its service runs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

from .command_line import CommandWords
from .container import find_shared_name_violations
from .container_value_types import EnvironmentName, EnvironmentValue, SecretReference
from .section import RuleViolation, Section, describe_field
from .task_sizes import Cpu, Memory

if TYPE_CHECKING:
    from .service import Service


class Migration(Section):
    """A task of the service's image that must exit with 0 before the service of the new revision is created or updated: a database migration.

    It uses the image, environment, secrets, roles, subnets and security group of the service, and writes to its log group.
    """

    command: Annotated[
        CommandWords,
        describe_field("The command that runs instead of the service's.", min_length=1, example=["bin/rails", "db:migrate"]),
    ]
    entry_point: Annotated[
        CommandWords | None, describe_field("Overrides the image's ENTRYPOINT. Default: the service's.", min_length=1)
    ] = None
    environment: Annotated[
        dict[EnvironmentName, EnvironmentValue],
        describe_field("Environment variables that override those of the service.", example={"STATEMENT_TIMEOUT": "0"}),
    ] = {}
    secrets: Annotated[
        dict[EnvironmentName, SecretReference],
        describe_field(
            "Secrets that override those of the service, such as a database user that may change tables.",
            example={"DATABASE_URL": "arn:aws:secretsmanager:us-west-2:123456789012:secret:owner-a1b2c3:url::"},
        ),
    ] = {}
    cpu: Annotated[Cpu | None, describe_field("CPU units of the task. Default: the service's.")] = None
    memory: Annotated[Memory | None, describe_field("Memory of the task in MiB. Default: the service's.")] = None
    timeout_in_minutes: Annotated[
        int,
        describe_field(
            "Minutes that the task may take, including its start (1–1440); after that it is stopped and the update fails.", ge=1, le=1440
        ),
    ] = 30

    key_hints = {
        "image": "a migration runs the image of its service, so that code and tables match; remove it",
        "timeout": "write timeoutInMinutes",
        "subnets": "a migration runs where its service runs; remove it",
        "schedule": "a migration runs before each new revision; for a schedule write scheduledTasks",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that environment and secrets don't share a name."""
        yield from find_shared_name_violations(self.environment, self.secrets)

    def build_overrides(self, service: "Service") -> dict[str, Any]:
        """Return what is different in the task of the migration from a task of its service."""
        return {
            "command": self.command,
            "entry_point": self.entry_point or service.entry_point,
            # A secret of the migration replaces a variable of the service with the same name, and vice versa.
            "environment": {**_exclude_keys(service.environment, self.secrets), **self.environment},
            "secrets": {**_exclude_keys(service.secrets, self.environment), **self.secrets},
            "cpu": self.cpu or service.cpu,
            "memory": self.memory or service.memory,
            "container_health_check": None,
            # A migration that fails must end: restarted, it would run again, and nobody would learn of the failure.
            "restart_policy": None,
            # The migration has no sidecars: nothing would tell them when to end.
            "sidecars": {},
            "target_container": None,
            "additional_routes": {},
            "network_load_balancer": None,
            "depends_on": {},
            "tracing": None,
            "application_signals": None,
            # ECS runs one task here, to which no volume of EBS is attached.
            "volumes": {name: volume.model_copy(update={"ebs": None}) for name, volume in service.volumes.items()},
            "logs": service.logs.model_copy(update={"fire_lens": None}),
        }


def _exclude_keys(values: dict[str, Any], others: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key not in others}
