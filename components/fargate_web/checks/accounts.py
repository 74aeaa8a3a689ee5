"""Checks that secrets are where the stack may read them: in its account, or shared with a key of their own."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..settings.stack import Stack
from ..settings.task import Task
from .finding import Finding, SettingPath

_ARN_ACCOUNT_PATTERN: Final = re.compile(r"arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:([0-9]{12}):")


def check_accounts(stack: Stack, account: str | None) -> Iterator[Finding]:
    """Find secrets of another account than the stack's.

    Args:
        stack: The settings of the whole stack.
        account: The account of the stack. If it isn't known, roles and listeners that exist tell it, or two accounts in one task.
    """
    own_account = account or find_own_account(stack)
    for task_path, task in stack.tasks.items():
        credentials = _list_credentials(task_path, task)
        secrets = {path: arn for path, arn in _list_secrets(task_path, task).items() if isinstance(arn, str) and ":secretsmanager:" in arn}
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


def find_own_account(stack: Stack) -> str | None:
    """Find the account of the stack by what must be in it: roles, listener, certificate and web ACL. Return None if nothing tells, or two accounts do."""
    balancer = stack.load_balancer
    arns: list[Any] = [balancer.existing.listener_arn] if balancer.existing else []
    arns += [balancer.https.certificate_arn] if balancer.https else []
    arns += [balancer.web_acl.arn] if balancer.web_acl else []
    for task in stack.tasks.values():
        arns += [task.roles.execution_role.arn, task.roles.task_role.arn]
    accounts = {account for arn in arns if (account := parse_account(arn))}
    return accounts.pop() if len(accounts) == 1 else None


def parse_account(arn: Any) -> str | None:
    """Return the account in an ARN. Return None if it has none, or if the ARN is not known yet."""
    found = _ARN_ACCOUNT_PATTERN.match(arn) if isinstance(arn, str) else None
    return found[1] if found else None


def _find_majority(arns: list[Any]) -> str | None:
    accounts = [account for arn in arns if (account := parse_account(arn))]
    return max(sorted(set(accounts)), key=accounts.count) if len(set(accounts)) > 1 else None


def _list_credentials(task_path: SettingPath, task: Task) -> dict[SettingPath, Any]:
    paths: dict[SettingPath, Any] = {(*task_path, "repositoryCredentials"): task.repository_credentials}
    for name, sidecar in task.sidecars.items():
        paths[(*task_path, "sidecars", name, "repositoryCredentials")] = sidecar.repository_credentials
    return paths


def _list_secrets(task_path: SettingPath, task: Task) -> dict[SettingPath, Any]:
    sections: dict[SettingPath, Mapping[str, Any]] = {(*task_path, "secrets"): task.secrets}
    sections |= {(*task_path, "sidecars", name, "secrets"): sidecar.secrets for name, sidecar in task.sidecars.items()}
    if task.logs.fire_lens:
        sections[(*task_path, "logs", "fireLens", "secretOptions")] = task.logs.fire_lens.secret_options
    migration = getattr(task, "migration", None)
    if migration:
        sections[(*task_path, "migration", "secrets")] = migration.secrets
    return {(*path, name): value for path, secrets in sections.items() for name, value in secrets.items()}
