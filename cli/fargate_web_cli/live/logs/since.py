"""The value of `--since`: an age such as `1h`, or a moment."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def parse_since(text: str, now: datetime) -> datetime:
    """Return the moment of an age or of a date.

    Args:
        text: `90s`, `10m`, `1h`, `2d`, `1w`, or a moment in ISO 8601, in UTC unless it names another zone.
        now: The current moment.

    Raises:
        ValueError: It is neither.
    """
    age = re.fullmatch(r"(\d{1,6})([smhdw])", text)
    try:
        if age is not None:
            return now - timedelta(seconds=int(age[1]) * _UNITS[age[2]])
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise ValueError(f"{text!r} is neither an age such as 10m, 1h or 2d nor a time such as 2026-03-01T12:00") from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
