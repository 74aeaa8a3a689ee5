"""Advice on roles with which a container takes over the account."""

from collections.abc import Iterator

from ..analysis.escalation_paths import find_open_paths
from ..settings.fix import Fix
from ..settings.stack import Stack
from .finding import Finding, choose_severity, silence_check


def check_escalation(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find roles whose statements give an intruder in the container the rights of other roles."""
    severity = choose_severity(stack)
    silenced = silence_check("account-takeover", "why the application needs that, and what limits it")
    for place, task in stack.tasks.items():
        for key, role in (("executionRole", task.roles.execution_role), ("taskRole", task.roles.task_role)):
            found = list(find_open_paths(role.statements))
            if not found:
                continue
            first = found[0]
            others = f", and by {len(found) - 1} more {'way' if len(found) == 2 else 'ways'}" if len(found) > 1 else ""
            yield Finding(
                "account-takeover",
                (*place, "roles", key, "statements", first.statement, "actions"),
                f"with {' and '.join(first.path.actions)} on every resource, an intruder in the container gets the rights of other roles ({first.path.page}){others}; "
                "name the resources that the application works with",
                severity,
                ((*place, "roles", key, "statements", first.statement, "resources"),),
                (Fix(f"or {silenced.text}", silenced.edits),),
            )
