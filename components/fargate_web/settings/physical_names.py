"""Physical names, for systems whose names are fixed."""

from collections.abc import Iterator
from typing import Annotated

from .section import RuleViolation, Section, describe_field
from .value_types import EcsName, QueueName, SecurityGroupName, TargetGroupName


class TaskNames(Section):
    """Physical names of the resources of a task."""

    task_definition_family: Annotated[
        EcsName | None, describe_field("The family of the task definitions. Default: <project>-<stack>-<service>.", example="prod-e-task")
    ] = None
    container: Annotated[
        EcsName | None, describe_field("The name of the container. Default: the name of the service.", example="prod-e-container")
    ] = None
    security_group: Annotated[
        SecurityGroupName | None, describe_field("The name of the security group of the tasks.", example="ecs-security-group")
    ] = None


class Names(TaskNames):
    """Physical names, for systems whose names are fixed. A resource with a fixed name can't be replaced without downtime: let Pulumi generate names if you can."""

    service: Annotated[EcsName | None, describe_field("The name of the ECS service.", example="prod-e-service")] = None
    target_group: Annotated[
        TargetGroupName | None,
        describe_field("The name of the first target group of the pair (32 characters at most).", example="ecs-target-group-v2"),
    ] = None
    alternate_target_group: Annotated[
        TargetGroupName | None, describe_field("The name of the second target group of the pair (32 characters at most).")
    ] = None
    queue: Annotated[QueueName | None, describe_field("The name of the queue; that of a FIFO queue ends in .fifo.", example="orders")] = (
        None
    )

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that the two target groups have different names."""
        if self.target_group and self.target_group == self.alternate_target_group:
            yield RuleViolation(
                ("alternate_target_group", "target_group"),
                "the two target groups would have the same name (DuplicateTargetGroupName); write two different names",
                "name-taken",
            )
