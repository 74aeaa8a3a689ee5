"""Logical names short enough for the suffix that Pulumi adds to physical names, with characters that AWS accepts."""

import hashlib
import re

RANDOM_SUFFIX_LENGTH = len("-1234567")
MAX_ROLE_NAME_LENGTH = 64


def build_logical_name(name: str, suffix: str, max_length: int) -> str:
    """Join a name and a suffix so that the physical name stays within AWS's limit.

    A name that is too long is truncated and gets four digits of its hash, so that two long names don't collide.

    Args:
        name: The name of the component.
        suffix: The kind of child, with a hyphen: `-blue`.
        max_length: AWS's limit for the physical name.
    """
    room = max_length - RANDOM_SUFFIX_LENGTH - len(suffix)
    if len(name) <= room:
        return name + suffix
    digest = hashlib.sha256(name.encode()).hexdigest()[:4]
    return f"{name[: room - 5].rstrip('-')}-{digest}{suffix}"


def avoid_reserved_prefix(reserved_prefix: str, name: str) -> str:
    """Add the prefix `for-` to a name that starts with a prefix AWS reserves: `sg-` (security groups), `internal-` (load balancers)."""
    return f"for-{name}" if name.startswith(reserved_prefix) else name


def sanitize_name(name: str) -> str:
    """Replace all characters of a name except letters, digits, hyphens and underscores: ECS and CloudWatch reject the dots of project and stack names."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", name)
