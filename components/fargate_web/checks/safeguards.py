"""Advice on safeguards that the stack file turns off: deletion protection, logs, and the wall between people and tasks."""

from collections.abc import Iterator

from ..settings.fix import remove, write
from ..settings.stack import Stack
from .finding import Finding, SettingPath, choose_severity, silence_check


def check_safeguards(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find safeguards that are off without a reason."""
    severity = choose_severity(stack)
    for path in _list_unprotected_load_balancers(stack):
        yield Finding(
            "deletion-protection-off",
            path,
            "one wrong command deletes the load balancer and its address, and nothing answers (Security Hub ELB.6)",
            severity,
            fixes=(write(*path, value=True), silence_check("deletion-protection-off", "why it may be deleted")),
        )
    for path, consequence in _list_missing_logs(stack):
        yield Finding(
            "logs-off",
            path,
            consequence,
            severity,
            fixes=(write(*path, value=True), silence_check("logs-off", "why nobody will ask")),
        )
    for task_path, task in stack.tasks.items():
        if task.enable_execute_command:
            key_path: SettingPath = (*task_path, "enableExecuteCommand")
            yield Finding(
                "shell-in-tasks",
                key_path,
                "whoever may call ecs:ExecuteCommand opens a shell in the tasks, with their secrets and the rights of their role",
                severity,
                fixes=(remove(*key_path), silence_check("shell-in-tasks", "who needs a shell, and who else has none")),
            )


def _list_unprotected_load_balancers(stack: Stack) -> Iterator[SettingPath]:
    """List the load balancers of the stack without deletion protection, by the path of the setting."""
    if stack.max_age_in_days is not None:
        return  # A stack with an age limit is there to be destroyed.
    balancer = stack.load_balancer
    if stack.routed_services and balancer.existing is None and not balancer.deletion_protection:
        yield ("loadBalancer", "deletionProtection")
    for name, own in stack.network_load_balancers.items():
        if not own.deletion_protection:
            yield ("services", name, "networkLoadBalancer", "deletionProtection")


def _list_missing_logs(stack: Stack) -> Iterator[tuple[SettingPath, str]]:
    """List the logs that are off, each with what nobody will know."""
    if stack.routed_services and stack.load_balancer.existing is None and stack.load_balancer.access_logs is None:
        yield (
            ("loadBalancer", "accessLogs"),
            "after an attack nobody knows who called what, because no request is recorded (Security Hub ELB.5)",
        )
    for name, own in stack.network_load_balancers.items():
        if own.has_tls and own.access_logs is None:
            path = ("services", name, "networkLoadBalancer", "accessLogs")
            yield path, "after an attack nobody knows who connected, because no TLS connection is recorded"
    if stack.tasks and stack.network.existing is None and stack.network.flow_logs is None:
        yield (
            ("network", "flowLogs"),
            "after an intrusion nobody knows where data went, because no traffic of the VPC is recorded (Security Hub EC2.6)",
        )
    uses_sessions = any(task.enable_execute_command for task in stack.tasks.values())
    cluster = stack.cluster
    if cluster.existing is None and cluster.execute_command_logs is None and stack.tasks and (uses_sessions or stack.protected):
        yield ("cluster", "executeCommandLogs"), "nobody knows what was done in a shell of ECS Exec, because no session is recorded"
