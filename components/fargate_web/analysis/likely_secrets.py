"""Recognises values that are likely to be secrets. This module imports nothing else, so that a diff can mask them without the SDK."""

import re
from typing import Any

_SECRET_NAME_PATTERN = re.compile(
    # Match at the end of the name, which says what the value is: TOKEN_URL is a URL, PASSWORD_MIN_LENGTH a length.
    r"(?:^|[_.-])(?:(?:PG)?PASSWORD|PASSWD|MYSQL_PWD|PASSPHRASE|SECRET|SECRET_KEY|SECRET_KEY_BASE|TOKEN|API_?KEY|PRIVATE_KEY|ACCESS_KEY|ENCRYPTION_KEY|SIGNING_KEY|CREDENTIALS?)"
    r"(?:_(?:VALUE|BASE64|OLD|NEW|CURRENT|PREVIOUS|PRIMARY|SECONDARY|DEV|STAGING|PROD|[0-9]+))?$",
    re.IGNORECASE,
)
_PUBLIC_NAME_PATTERN = re.compile(r"(?:NEXT_|NUXT_)?PUBLIC_|VITE_|REACT_APP_", re.IGNORECASE)
"""Variables that web frameworks send to every browser."""
_SECRET_VALUE_PATTERN = re.compile(
    r"AKIA[0-9A-Z]{16}|ASIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY-----|gh[pousr]_[A-Za-z0-9]{36}|xox[abpr]-[A-Za-z0-9-]{10,}|[sr]k_live_[A-Za-z0-9]{16,}"
    r"|[a-z][a-z0-9+.-]*://[^\s:/@]*:(?![${<%])[^\s:/@]+@"
)
_NOT_SECRET_PATTERN = re.compile(r"true|false|yes|no|on|off|none|0|1|arn:.*|/.*|[$<{].*", re.IGNORECASE | re.DOTALL)
"""Switches, references, paths and placeholders."""


def looks_secret(name: str, value: Any) -> bool:
    """Return whether an environment variable looks like a secret, by its name or its value."""
    if not isinstance(value, str) or not value:
        return False
    has_secret_name = (
        _SECRET_NAME_PATTERN.search(name) and not _PUBLIC_NAME_PATTERN.match(name) and not _NOT_SECRET_PATTERN.fullmatch(value)
    )
    return bool(has_secret_name or _SECRET_VALUE_PATTERN.search(value))
