"""Judges whether the credentials are those of the account that the stack file means."""

from collections.abc import Iterator

from fargate_web.checks.accounts import check_accounts
from fargate_web.checks.finding import Finding
from fargate_web.stack_file.allowed_accounts import ACCOUNTS_KEY

from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.planned_stack import PlannedStack


def judge_account(planned: PlannedStack, facts: Facts) -> Iterator[Finding]:
    """Compare the account of the credentials with the accounts in the stack file."""
    if planned.allowed_accounts and facts.account not in planned.allowed_accounts:
        allowed = " and ".join(planned.allowed_accounts)
        yield Finding(
            "account-not-allowed",
            (ACCOUNTS_KEY,),
            f"the credentials are those of account {facts.account}, and the provider accepts {allowed} only (AWS account ID not allowed); "
            f"use credentials of {allowed}, or write {facts.account} if that is the account that you mean",
        )
        return
    for finding in check_accounts(planned.settings, facts.account):
        if (finding.code, finding.path) not in planned.warned:
            yield finding
