"""What the references to secrets name: Secrets Manager secrets by their ARNs, and SSM parameters."""

import re
from typing import Final

_SECRET_SUFFIX: Final = re.compile(r"-[A-Za-z0-9]{6}$")
_LOWERCASE_SUFFIX: Final = re.compile(r"-[a-z]{6}$")


def is_parameter(reference: str) -> bool:
    """Return whether a reference names an SSM parameter."""
    return not reference.startswith("arn:") or ":ssm:" in reference


def list_secret_arns(reference: str) -> list[str]:
    """List the ARNs that a policy must name for a reference to a Secrets Manager secret."""
    arn = ":".join(reference.split(":")[:7])
    # ECS accepts the name without the six characters that Secrets Manager appends; the policy must match them.
    any_suffix = f"{arn}-??????"
    if not _SECRET_SUFFIX.search(arn):
        return [any_suffix]
    # Six lowercase letters can be part of the name (web-secret) or the appended suffix.
    return [arn, any_suffix] if _LOWERCASE_SUFFIX.search(arn) else [arn]
