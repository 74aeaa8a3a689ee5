"""Checks that the services of a stack can use its KMS keys, as far as the keys' ARNs tell."""

from collections.abc import Iterator

from ..analysis.key_uses import uses_key_for_storage
from ..settings.arn import split_arn
from ..settings.encryption import MADE_KEY
from ..settings.fix import remove, write, write_nested
from ..settings.stack import Stack
from .accounts import find_own_account, parse_account
from .arn_places import list_key_arns
from .finding import Finding, SettingPath


def check_encryption_keys(stack: Stack, account: str | None) -> Iterator[Finding]:
    """Find multi-Region keys for the storage of tasks, which Fargate refuses, and keys of other accounts, whose policies must admit this one.

    Args:
        stack: The settings of the whole stack.
        account: The account of the stack. If it isn't known, roles and listeners that exist tell it.
    """
    storage_path = _find_storage_key_path(stack)
    own_account = account or find_own_account(stack)
    for path, arn in list_key_arns(stack):
        found = split_arn(arn)
        if found and path == storage_path and found.resource.startswith("key/mrk-"):
            yield Finding(
                "multi-region-key",
                path,
                "this is a multi-Region key, and Fargate does not encrypt the ephemeral storage of tasks with one (InvalidParameterException)",
                fixes=(write_nested("cluster", "ephemeralStorageKmsKeyArn", value=False),),
            )
        other = parse_account(arn)
        if other is not None and own_account and other != own_account:
            yield Finding(
                "key-of-another-account",
                path,
                f"the key is in account {other}, and the stack in {own_account}; unless its owner adds the statements of docs/encryption.md for account {own_account} to its policy, log "
                "groups are refused and alarms reach nobody (AccessDeniedException)",
                "warning",
                fixes=(write("encryption", "key", value=MADE_KEY) if path == ("encryption", "key") else remove(*path),),
            )


def _find_storage_key_path(stack: Stack) -> SettingPath | None:
    """Return the path of the key that encrypts the ephemeral storage of tasks; None if there is none."""
    if not stack.tasks or stack.cluster.existing:
        return None
    if uses_key_for_storage(stack):
        return ("encryption", "key")
    return ("cluster", "ephemeralStorageKmsKeyArn")
