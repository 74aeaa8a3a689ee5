"""A one-off task that must succeed before a new revision of its service runs."""

from collections.abc import Iterator
from typing import Annotated

from .command_line import CommandWords
from .container import find_shared_name_violations
from .container_value_types import EnvironmentName, EnvironmentValue, SecretReference
from .section import RuleViolation, Section, describe_field
from .task_sizes import Cpu, Memory


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
