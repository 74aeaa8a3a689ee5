"""Reads ARNs whole: partition, service, Region, account and resource."""

import difflib
import re
from dataclasses import dataclass
from typing import Final

from .aws_regions import REGIONS_BY_PARTITION, find_partition

_ACCOUNT_PATTERN: Final = re.compile(r"[0-9]{12}")
_REGION_PATTERN: Final = re.compile(r"[a-z0-9-]+")
_ARN_PARTS: Final = 6
_SERVICES_WITHOUT_REGION: Final = frozenset({"iam", "s3"})
_SERVICES_WITHOUT_ACCOUNT: Final = frozenset({"s3"})


@dataclass(frozen=True, slots=True)
class Arn:
    """The parts of an ARN. Region and account are empty for services that have none."""

    partition: str
    service: str
    region: str
    account: str
    resource: str

    def __str__(self) -> str:
        return ":".join(["arn", self.partition, self.service, self.region, self.account, self.resource])


def split_arn(text: object) -> Arn | None:
    """Split a text into the parts of an ARN. Return None if it is none, or isn't known yet. The parts themselves may be wrong."""
    parts = text.split(":", _ARN_PARTS - 1) if isinstance(text, str) else []
    return Arn(*parts[1:]) if len(parts) == _ARN_PARTS and parts[0] == "arn" else None


def explain_invalid_account(account: str) -> str | None:
    """Explain why a text is not the id of an AWS account, and suggest the intended one. Return None if it is one."""
    if _ACCOUNT_PATTERN.fullmatch(account):
        return None
    digits = re.sub(r"\D", "", account)
    if re.fullmatch(r"[\d\s-]+", account):
        if len(digits) == 12:
            return f"the id of an AWS account is written without hyphens and spaces; write {digits}"
        return f"the id of an AWS account has 12 digits, and {account} has {len(digits)}; copy it from the console or from `aws sts get-caller-identity`"
    return f"{account!r} isn't the id of an AWS account, which has 12 digits; write yours, which `aws sts get-caller-identity` shows"


def explain_invalid_arn(text: str) -> str | None:
    """Explain what is wrong with the parts of an ARN, apart from its resource. Return None if they are right.

    Whether the Region exists is checked with the whole stack file: `checks/regions.py`.
    """
    found = split_arn(text)
    if found is None:
        return _explain_wrong_number_of_parts(text)
    if found.partition not in REGIONS_BY_PARTITION:
        meant = difflib.get_close_matches(found.partition.lower(), REGIONS_BY_PARTITION, 1)
        partition = find_partition(found.region) if found.region else meant[0] if meant else "aws"
        return f"AWS has no partition {found.partition!r}; write arn:{partition}:…"
    problem = _explain_region(found) or _explain_account(found)
    if problem:
        return problem
    return None if found.resource else "it names no resource; copy the whole ARN"


def _explain_wrong_number_of_parts(text: str) -> str:
    if text.strip() != text:
        return "there is white space around it; remove it"
    if not text.startswith("arn:"):
        return "it doesn't start with arn:; copy the whole ARN"
    count = len(text.split(":"))
    return f"it has {count} parts, and an ARN has six with colons between them: arn, partition, service, Region, account and resource"


def _explain_region(found: Arn) -> str | None:
    if found.service in _SERVICES_WITHOUT_REGION:
        return f"an ARN of {found.service} has no Region; write arn:{found.partition}:{found.service}::…" if found.region else None
    if not found.region:
        return "it names no Region; copy the whole ARN"
    if not _REGION_PATTERN.fullmatch(found.region):
        return f"{found.region!r} isn't a Region of AWS; write one like us-west-2"
    partition = find_partition(found.region)
    if found.partition != partition:
        return f"the Region {found.region} is in the partition {partition}, not in {found.partition}; copy the whole ARN"
    return None


def _explain_account(found: Arn) -> str | None:
    if found.service in _SERVICES_WITHOUT_ACCOUNT:
        return f"an ARN of {found.service} has no account; write arn:{found.partition}:{found.service}:::…" if found.account else None
    if found.service == "iam" and found.account == "aws":
        return None
    return explain_invalid_account(found.account) if found.account else "it names no account; copy the whole ARN"
