"""Checks that a stack with an age limit can be destroyed."""

from collections.abc import Iterator

from ..settings.fix import write
from ..settings.stack import Stack
from .finding import Finding, SettingPath


def check_age_limits(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find what stops the destruction of a stack that may be destroyed after `maxAgeInDays`."""
    if stack.max_age_in_days is None or stack.protected:
        return
    for path, value, obstacle in _list_obstacles(stack):
        yield Finding(
            "age-limit-without-effect",
            path,
            f"{obstacle}, so that `pulumi destroy` fails when the stack is older than maxAgeInDays ({stack.max_age_in_days})",
            "warning",
            related_paths=(("maxAgeInDays",),),
            fixes=(write(*path, value=value),),
        )


def _list_obstacles(stack: Stack) -> Iterator[tuple[SettingPath, bool, str]]:
    """List what stops the destruction: the path of the setting, the value that doesn't, and what happens."""
    balancer = stack.load_balancer
    if stack.routed_services and balancer.existing is None and balancer.deletion_protection:
        yield ("loadBalancer", "deletionProtection"), False, "AWS and Pulumi refuse to delete the load balancer"
    logs = balancer.access_logs
    if stack.routed_services and balancer.existing is None and logs is not None and logs.bucket is None and logs.force_destroy is False:
        yield ("loadBalancer", "accessLogs", "forceDestroy"), True, "AWS deletes no bucket that has access logs"
    for path, task in stack.tasks.items():
        if task.logs.deletion_protection:
            yield (*path, "logs", "deletionProtection"), False, "AWS and Pulumi refuse to delete the log group"
    for name, repository in stack.repositories.items():
        if not repository.force_delete:
            yield ("repositories", name, "forceDelete"), True, "AWS deletes no repository that has images"
