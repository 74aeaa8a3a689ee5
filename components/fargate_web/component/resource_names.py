"""Logical names that leave room for the suffix that Pulumi adds to make a physical one, and letters that AWS takes."""

import hashlib
import re

SUFFIX = len("-1234567")
LONGEST_ROLE_NAME = 64


def fit(name: str, ending: str, longest: int) -> str:
    """Join a name and its ending so that the physical name made of it stays within AWS's limit.

    A name that is too long is cut and gets four digits of its hash, so that two long names don't meet.

    Args:
        name: The name of the component.
        ending: What the child is, with its hyphen: `-blue`.
        longest: AWS's limit for the physical name.
    """
    room = longest - SUFFIX - len(ending)
    if len(name) <= room:
        return name + ending
    digest = hashlib.sha256(name.encode()).hexdigest()[:4]
    return f"{name[: room - 5].rstrip('-')}-{digest}{ending}"


def clear_of(reserved: str, name: str) -> str:
    """Put a word before a name that begins with what AWS keeps for itself: `sg-` for security groups, `internal-` for load balancers."""
    return f"for-{name}" if name.startswith(reserved) else name


def plain(name: str) -> str:
    """Write a name with letters, digits, hyphens and underscores only: names of projects and stacks may hold dots, which ECS and CloudWatch refuse."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", name)
