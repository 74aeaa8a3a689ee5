"""The accounts that the AWS provider may deploy to: `aws:allowedAccountIds`."""

import json
from collections.abc import Iterator
from typing import Any, Final

from ..faults.fault import Fault, PositionFinder, SettingPath
from ..settings.arn import explain_invalid_account
from ..settings.fix import Edit, Fix, format_inline, join_fixes

ACCOUNTS_KEY: Final = "aws:allowedAccountIds"


def parse_account(text: str) -> str | None:
    """Return the account that the provider is restricted to. Return None if it is restricted to none, or to several."""
    accounts = parse_accounts(text)
    return accounts[0] if len(accounts) == 1 else None


def parse_accounts(text: str) -> list[str]:
    """Return the accounts that the provider is restricted to; none if it is restricted to none."""
    return [account for account in map(str, _parse_list(text)) if explain_invalid_account(account) is None]


def find_account_faults(text: str, find_position: PositionFinder) -> Iterator[Fault]:
    """Yield what is wrong with the accounts. The provider compares them with that of the credentials before it does anything."""
    value = _decode(text) if text else []
    if not isinstance(value, list):
        account = str(value).replace("-", "").replace(" ", "")
        accounts = [account] if explain_invalid_account(account) is None else ["123456789012"]
        fix = Fix(f"write {ACCOUNTS_KEY}: {format_inline(accounts)}", (Edit((ACCOUNTS_KEY,), "set", accounts),), accounts == [account])
        yield _build_fault(
            (ACCOUNTS_KEY,), f"the provider reads a list of accounts here, and this is {format_inline(value)}", find_position, (fix,)
        )
        return
    for index, account in enumerate(map(str, value)):
        problem = explain_invalid_account(account)
        if problem:
            note = ", and one that starts with 0 stands in quotes" if len(account) < 12 and account.isdecimal() else ""
            yield _build_fault((ACCOUNTS_KEY, index), f"the credentials of no account would be accepted: {problem}{note}", find_position)


def _build_fault(path: SettingPath, message: str, find_position: PositionFinder, fixes: tuple[Fix, ...] = ()) -> Fault:
    return Fault.at_position(find_position(path), path, join_fixes(message, fixes), code="invalid-account", fixes=fixes)


def _parse_list(text: str) -> list[Any]:
    value = _decode(text) if text else []
    return value if isinstance(value, list) else [value]


def _decode(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
