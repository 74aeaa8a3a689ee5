"""Checks that everything is in an account where the stack may use it: in its own, or shared."""

from collections.abc import Iterator, Mapping
from typing import Any

from ..faults.fault import format_path
from ..settings.arn import explain_invalid_account, split_arn
from ..settings.stack import Stack
from ..settings.task import Task
from .arn_places import list_own_arns
from .finding import Finding, SettingPath


def check_accounts(stack: Stack, account: str | None) -> Iterator[Finding]:
    """Find what is in another account than the stack, but must be in its own, and secrets that another account must share.

    Args:
        stack: The settings of the whole stack.
        account: The account of the stack. If it isn't known, roles and listeners that exist tell it, or two accounts in one task.
    """
    yield from _check_own_arns(stack, account)
    own_account = account or find_own_account(stack)
    for task_path, task in stack.tasks.items():
        credentials = list_credentials(task_path, task)
        secrets = {path: arn for path, arn in list_secrets(task_path, task).items() if isinstance(arn, str) and ":secretsmanager:" in arn}
        likely_account = own_account or _find_majority([*credentials.values(), *secrets.values()])
        if likely_account is None:
            continue
        for path, arn in credentials.items():
            other = parse_account(arn)
            if other is not None and other != own_account and own_account:
                yield Finding(
                    "credentials-of-another-account",
                    path,
                    f"the secret is in account {other}, and the stack in {own_account}; the secret of a private registry must be in the account of the task (CannotPullContainerError); "
                    f"copy it to {own_account}, and write the ARN of the copy",
                )
        if task.roles.secret_kms_keys or task.roles.execution_role.arn is not None:
            continue
        for path, arn in secrets.items():
            other = parse_account(arn)
            if other is not None and other != likely_account:
                yield Finding(
                    "secret-of-another-account",
                    path,
                    f"the secret is in account {other}, and {'the stack' if own_account else 'other secrets'} in {likely_account}; another account reads a secret only if a customer managed key encrypts it, "
                    "which the execution role must be allowed to use (ResourceInitializationError: AccessDenied, kms:Decrypt); write roles: {secretKmsKeys: [<the ARN of its key>]}, "
                    "and let the policies of key and secret admit the role",
                    "warning",
                    ((*task_path, "roles"),),
                )


def _check_own_arns(stack: Stack, account: str | None) -> Iterator[Finding]:
    """Compare the accounts of what must be in that of the stack. If nothing tells which that is, the first is compared with the others."""
    first_path: SettingPath | None = None
    for path, arn in list_own_arns(stack):
        other = parse_account(arn)
        if other is None:
            continue
        if account is None:
            account, first_path = other, path
        elif other != account:
            which = f"that of {format_path(first_path)}" if first_path else "the stack"
            yield Finding(
                "arn-of-another-account",
                path,
                f"this is in account {other}, and {which} in {account}; AWS uses roles, policies, listeners, certificates, web ACLs and the metrics of queues of the stack's own account "
                f"only (AccessDenied, or it finds nothing); write the ARN of one in account {account}",
                related_paths=(first_path,) if first_path else (("aws:allowedAccountIds",),),
            )


def find_own_account(stack: Stack) -> str | None:
    """Find the account of the stack by what must be in it: roles, listener, certificate and web ACL. Return None if nothing tells, or two accounts do."""
    accounts = {account for _, arn in list_own_arns(stack) if (account := parse_account(arn))}
    return accounts.pop() if len(accounts) == 1 else None


def parse_account(arn: Any) -> str | None:
    """Return the account in an ARN. Return None if it has none, or if the ARN is not known yet."""
    found = split_arn(arn)
    return found.account if found and explain_invalid_account(found.account) is None else None


def _find_majority(arns: list[Any]) -> str | None:
    accounts = [account for arn in arns if (account := parse_account(arn))]
    return max(sorted(set(accounts)), key=accounts.count) if len(set(accounts)) > 1 else None


def list_credentials(task_path: SettingPath, task: Task) -> dict[SettingPath, Any]:
    """List the secrets with the user names and passwords of private registries, by path."""
    paths: dict[SettingPath, Any] = {(*task_path, "repositoryCredentials"): task.repository_credentials}
    for name, sidecar in task.sidecars.items():
        paths[(*task_path, "sidecars", name, "repositoryCredentials")] = sidecar.repository_credentials
    return paths


def list_secrets(task_path: SettingPath, task: Task) -> dict[SettingPath, Any]:
    """List the references to secrets that ECS reads when a task starts, by path."""
    sections: dict[SettingPath, Mapping[str, Any]] = {(*task_path, "secrets"): task.secrets}
    sections |= {(*task_path, "sidecars", name, "secrets"): sidecar.secrets for name, sidecar in task.sidecars.items()}
    if task.logs.fire_lens:
        sections[(*task_path, "logs", "fireLens", "secretOptions")] = task.logs.fire_lens.secret_options
    if task.tracing:
        sections[(*task_path, "tracing", "secretHeaders")] = task.tracing.secret_headers
    migration = getattr(task, "migration", None)
    if migration:
        sections[(*task_path, "migration", "secrets")] = migration.secrets
    secrets = {(*path, name): value for path, section in sections.items() for name, value in section.items()}
    if task.tracing and task.tracing.configuration_parameter is not None:
        secrets[(*task_path, "tracing", "configuration")] = task.tracing.configuration_parameter
    return secrets
