"""Checks that a stack with an age limit can be destroyed."""

from collections.abc import Iterator

from ..settings.access_logs import AccessLogs
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
    for path, is_protected, logs in _list_load_balancers(stack):
        if is_protected:
            yield (*path, "deletionProtection"), False, "AWS and Pulumi refuse to delete the load balancer"
        if logs is not None and logs.bucket is None and logs.force_destroy is False:
            yield (*path, "accessLogs", "forceDestroy"), True, "AWS deletes no bucket that has access logs"
    for path, task in stack.tasks.items():
        if task.logs.deletion_protection:
            yield (*path, "logs", "deletionProtection"), False, "AWS and Pulumi refuse to delete the log group"
    for name, repository in stack.repositories.items():
        if not repository.force_delete:
            yield ("repositories", name, "forceDelete"), True, "AWS deletes no repository that has images"


def _list_load_balancers(stack: Stack) -> Iterator[tuple[SettingPath, bool, AccessLogs | None]]:
    """List the load balancers of the stack: the path of the settings, whether AWS refuses to delete it, and its access logs."""
    if stack.routed_services and stack.load_balancer.existing is None:
        yield ("loadBalancer",), stack.load_balancer.deletion_protection, stack.load_balancer.access_logs
    for name, balancer in stack.network_load_balancers.items():
        yield ("services", name, "networkLoadBalancer"), balancer.deletion_protection, balancer.active_access_logs
