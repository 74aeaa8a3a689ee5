"""What a program adds to the tasks of a stack file: environment variables and permissions for what it creates itself."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from ..faults.validation import validate
from ..settings.roles import Roles, Statement
from ..settings.task import Task


class Additions:
    """Environment variables and statements by task, until the arguments of the task are taken."""

    def __init__(self) -> None:
        self._variables: dict[str, dict[str, pulumi.Input[str]]] = {}
        self._statements: dict[str, list[Statement]] = {}
        self._taken: set[str] = set()

    def add_environment(self, name: str, variables: Mapping[str, pulumi.Input[str]]) -> None:
        """Keep environment variables for a task."""
        self._refuse_taken("add_environment", name)
        self._variables.setdefault(name, {}).update(variables)

    def add_statement(self, name: str, roles: Roles, actions: Sequence[str], resources: Sequence[pulumi.Input[str]]) -> None:
        """Keep a statement for the task role of a task."""
        self._refuse_taken("add_permissions", name)
        if roles.task_role.arn is not None:
            raise pulumi.RunError(
                f"add_permissions({name!r}): the task uses a role that exists (roles.taskRole.arn), and its policies are not this program's; "
                "add the permissions where the role is made"
            )
        data = {"actions": _list_values(actions), "resources": _list_values(resources)}
        self._statements.setdefault(name, []).append(validate(Statement, data, subject=f"add_permissions({name!r})"))

    def apply(self, name: str, settings: Task, arguments: dict[str, Any]) -> dict[str, Any]:
        """Put what was added to a task into its arguments."""
        self._taken.add(name)
        if name in self._variables:
            arguments["environment"] = {**settings.environment, **self._variables[name]}
        if name in self._statements:
            role = settings.roles.task_role
            role = role.model_copy(update={"statements": [*role.statements, *self._statements[name]]})
            arguments["roles"] = settings.roles.model_copy(update={"task_role": role})
        return arguments

    def _refuse_taken(self, method: str, name: str) -> None:
        if name in self._taken:
            raise pulumi.RunError(
                f"{method}({name!r}) comes too late: the arguments of {name!r} were taken already; call it before its component is created"
            )


def _list_values(values: Any) -> list[Any]:
    return [values] if isinstance(values, str | pulumi.Output) else list(values)
