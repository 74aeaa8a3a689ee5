"""Which users of a container are root."""


def is_root_user(user: str) -> bool:
    """Return whether a user, with its group after a colon if it has one, is root: by name or by number."""
    return user.partition(":")[0] in ("root", "0")
