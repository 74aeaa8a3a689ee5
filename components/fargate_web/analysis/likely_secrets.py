"""Recognises values that are likely to be secrets. This module imports no SDK, so that a diff can mask them without it."""

import math
import re
from collections import Counter
from typing import Any, Final

from .secret_names import is_secret_name, may_be_secret
from .secret_shapes import SECRET_SHAPE_PATTERN

_PUBLIC_NAME_PATTERN: Final = re.compile(
    r"(?:NEXT_|NUXT_)?PUBLIC_|VITE_|REACT_APP_|(?:.*_)?(?:PUBLISHABLE|PUBLIC)_(?:API_?)?(?:KEY|TOKEN)", re.IGNORECASE
)
"""Variables that web frameworks send to every browser."""
_NOT_SECRET_PATTERN: Final = re.compile(r"true|false|yes|no|on|off|none|0|1|arn:.*|/.*|[$<{].*|https?://[^@]*", re.IGNORECASE | re.DOTALL)
"""Switches, references, paths, addresses and placeholders."""

_HINTING_NAME_PATTERN: Final = re.compile(
    r"AUTH|KEY|SALT|SECRET|TOKEN|CRED|PASS|PWD|HMAC|JWT|SESSION|COOKIE|SIGNATURE|SIGNING|CIPHER|CRYPT|LICENSE", re.IGNORECASE
)
_HARMLESS_NAME_PATTERN: Final = re.compile(
    r"HASH|SHA|MD5|DIGEST|CHECKSUM|COMMIT|REVISION|VERSION|BUILD|IMAGE|PUBLIC|PUBLISHABLE|CERT|INTEGRITY|FINGERPRINT|THUMBPRINT|ETAG|DSN"
    r"|(?:^|[_.-])(?:PUB|IDS?|UUID|KID|ARN|URLS?|URI|PATH|FILE|DIR|HOST|HOSTS|DOMAIN|BUCKET|POOL|CLIENT|NAME|NAMES|PREFIX|REF|TAG|REGION|ENDPOINT|PATTERN|REGEX|CONFIG|AUDIENCE|ISSUER|REALM|TABLE|TABLES|INDEX|SCOPES?|PROVIDER|TENANT|CLASS)$|Id$|Arn$|Url$|Name$",
    re.IGNORECASE,
)
"""Names of values that look random and are public."""
_RANDOM_PATTERN: Final = re.compile(r"[A-Za-z0-9+/_-]{20,}={0,2}")
_HEXADECIMAL_PATTERN: Final = re.compile(r"(?:[0-9a-f]{32,}|[0-9A-F]{32,})")
_MINIMUM_ENTROPY: Final = 4.0
_MINIMUM_HEXADECIMAL_ENTROPY: Final = 3.0
"""Bits a character. detect-secrets flags base64 above 4.5 and hexadecimal above 3 by default; names decide here as well."""
_FLAG_PATTERN: Final = re.compile(r"--?([A-Za-z][A-Za-z0-9_.-]*)(?:=(.*))?", re.DOTALL)
_ASSIGNMENT_PATTERN: Final = re.compile(r"(?:^|[\s;&'\"])-{0,2}([A-Za-z_][A-Za-z0-9_.-]*)=(?:'([^']*)'|\"([^\"]*)\"|([^\s;&|'\"]+))")
_FLAG_IN_LINE_PATTERN: Final = re.compile(r"(?:^|\s)--?([A-Za-z][A-Za-z0-9_.-]*)\s+(?:'([^']*)'|\"([^\"]*)\"|([^\s;&|'\"-][^\s;&|'\"]*))")


def looks_secret(name: str, value: Any) -> bool:
    """Return whether an environment variable looks like a secret, by its name or its value."""
    if not isinstance(value, str) or not value:
        return False
    if _is_secret(name, value):
        return True
    return bool(SECRET_SHAPE_PATTERN.search(value)) or _looks_random(name, value)


def find_secret_in_words(words: list[str]) -> str | None:
    """Return the name of what looks like a secret in a command: its option or variable, or its first letters. Return None if there is none."""
    for word, following in zip(words, [*words, ""][1:], strict=True):
        flag = _FLAG_PATTERN.fullmatch(word)
        if flag and _is_secret_option(flag[1], flag[2] if flag[2] is not None else following):
            return word.partition("=")[0]
        for pattern in (_ASSIGNMENT_PATTERN, _FLAG_IN_LINE_PATTERN):
            for found in pattern.finditer(word):
                if _is_secret_option(found[1], found[2] or found[3] or found[4] or ""):
                    return found[1]
        shape = SECRET_SHAPE_PATTERN.search(word)
        if shape:
            return f"{shape[0][:4]}…"
    return None


def _is_secret(name: str, value: str) -> bool:
    """Return whether a name says that its value is secret, and the value can be one."""
    if not is_secret_name(name) or _PUBLIC_NAME_PATTERN.match(name):
        return False
    return not _NOT_SECRET_PATTERN.fullmatch(value) and may_be_secret(name, value)


def _is_secret_option(name: str, value: str) -> bool:
    return bool(value) and not value.startswith(("-", "%")) and _is_secret(name, value)


def _looks_random(name: str, value: str) -> bool:
    """Return whether a value is random enough for a key, in a variable whose name doesn't say that it is something else."""
    if _HARMLESS_NAME_PATTERN.search(name) or _PUBLIC_NAME_PATTERN.match(name) or not _RANDOM_PATTERN.fullmatch(value):
        return False
    is_hinted = bool(_HINTING_NAME_PATTERN.search(name))
    if _HEXADECIMAL_PATTERN.fullmatch(value):
        # Without such a name it is as well the hash of a commit or an id.
        return is_hinted and _measure_entropy(value) >= _MINIMUM_HEXADECIMAL_ENTROPY
    kinds = sum(bool(re.search(kind, value)) for kind in ("[a-z]", "[A-Z]", "[0-9]"))
    # Words with dashes are names, and a path has slashes.
    is_text = bool(re.fullmatch(r"(?:[A-Za-z]*[/_-])*[A-Za-z]*[0-9]{0,4}", value))
    if kinds < 3 or is_text:
        return False
    return _measure_entropy(value) >= (_MINIMUM_ENTROPY if not is_hinted else _MINIMUM_ENTROPY - 0.5) and (is_hinted or len(value) >= 32)


def _measure_entropy(value: str) -> float:
    """Return Shannon's entropy of a text, in bits a character."""
    return -sum(count / len(value) * math.log2(count / len(value)) for count in Counter(value).values())
