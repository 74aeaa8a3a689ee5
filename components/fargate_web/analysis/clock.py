"""The time. Everything that depends on today's date asks here, so that a test can say what day it is."""

from datetime import UTC, datetime


def read_clock() -> datetime:
    """Return the present moment in UTC, without a time zone."""
    return datetime.now(UTC).replace(tzinfo=None)
