"""Logical names that leave room for the suffix that Pulumi adds to make a physical one, and letters that AWS takes."""

import hashlib
import re

RANDOM_SUFFIX_LENGTH = len("-1234567")
MAX_ROLE_NAME_LENGTH = 64


def build_logical_name(name: str, suffix: str, max_length: int) -> str:
    """Join a name and its ending so that the physical name made of it stays within AWS's limit.

    A name that is too long is cut and gets four digits of its hash, so that two long names don't meet.

    Args:
        name: The name of the component.
        suffix: What the child is, with its hyphen: `-blue`.
        max_length: AWS's limit for the physical name.
    """
    room = max_length - RANDOM_SUFFIX_LENGTH - len(suffix)
    if len(name) <= room:
        return name + suffix
    digest = hashlib.sha256(name.encode()).hexdigest()[:4]
    return f"{name[: room - 5].rstrip('-')}-{digest}{suffix}"


def avoid_reserved_prefix(reserved_prefix: str, name: str) -> str:
    """Put a word before a name that begins with what AWS keeps for itself: `sg-` for security groups, `internal-` for load balancers."""
    return f"for-{name}" if name.startswith(reserved_prefix) else name


def sanitize_name(name: str) -> str:
    """Write a name with letters, digits, hyphens and underscores only: names of projects and stacks may hold dots, which ECS and CloudWatch refuse."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", name)
