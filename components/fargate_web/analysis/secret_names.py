"""Names of variables, options and keys whose values are secret, in every spelling: DB_PASS, dbPassword, client-secret, APIKEY.

The end of a name says what the value is: TOKEN_URL is a URL, PASSWORD_MIN_LENGTH a length.
"""

import re
from functools import cache
from typing import Final

_WORD_PATTERN: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_BASE64_PATTERN: Final = re.compile(r"[_.-]?base64(?=[_.-]|$)", re.IGNORECASE)
_QUALIFIERS: Final = frozenset(
    ["value", "old", "new", "current", "previous", "primary", "secondary", "dev", "staging", "prod", "production", "live", "test"]
)
"""Words after the one that says what the value is."""
_SECRET_WORDS: Final = frozenset(["auth", "creds", "pepper", "salt"])
_SECRET_ENDING_PATTERN: Final = re.compile(
    r"(?:password|passwd|passwrd|passphrase|secret|token|apikey|privatekey|accesskey|secretkey|encryptionkey|signingkey|credential)s?$|(?:pwd|pass)$"
)
"""Endings also of words that are written together: DBPASS, CLIENTSECRET."""
_SECRET_KEYS: Final = frozenset(
    [
        "access",
        "account",
        "admin",
        "api",
        "app",
        "application",
        "auth",
        "deploy",
        "encryption",
        "hmac",
        "jwt",
        "license",
        "master",
        "private",
        "secret",
        "service",
        "shared",
        "signing",
        "ssh",
        "storage",
        "webhook",
        "anthropic",
        "datadog",
        "mailgun",
        "newrelic",
        "openai",
        "sendgrid",
        "stripe",
    ]
)
"""Words before `key`. A key alone, a cache key or a partition key is none."""
_HARMLESS_WORDS: Final = frozenset(["bypass", "compass", "encompass", "overpass", "surpass", "trespass", "underpass"])
_HARMLESS_PAIRS: Final = frozenset(
    {("proxy", "pass"), ("fastcgi", "pass"), ("uwsgi", "pass"), ("grpc", "pass"), ("max", "tokens"), ("max", "token")}
)
"""Directives of nginx, and limits of language models."""
_KIND_PATTERN: Final = re.compile(r"[A-Za-z]+[0-9]{0,2}|(?:scram|sha|oauth|aws|iam|x)[A-Za-z0-9._-]*", re.IGNORECASE)
"""What `auth` may be instead of a secret: a kind of authentication."""


@cache
def is_secret_name(name: str) -> bool:
    """Return whether the name says that the value is secret."""
    return _find_ending(name) is not None


def may_be_secret(name: str, value: str) -> bool:
    """Return whether a value can be the secret that the name announces: AUTH may be a kind of authentication, and TOKENS a number."""
    ending = _find_ending(name) or ""
    if ending == "auth":
        return not _KIND_PATTERN.fullmatch(value)
    return not (ending.endswith(("tokens", "secrets", "salt")) and value.isdigit())


def _find_ending(name: str) -> str | None:
    """Return the word that says that the value is secret. Return None if there is none."""
    words = [word.lower() for word in _WORD_PATTERN.findall(_BASE64_PATTERN.sub("", name))]
    while len(words) > 1 and (words[-1] in _QUALIFIERS or words[-1].isdigit()):
        words.pop()
    if not words:
        return None
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if last in _HARMLESS_WORDS or (before, last) in _HARMLESS_PAIRS:
        return None
    if last in ("key", "keys"):
        return last if before in _SECRET_KEYS else None
    if last == "base":
        return last if words[-3:-1] == ["secret", "key"] else None  # SECRET_KEY_BASE of Rails
    return last if last in _SECRET_WORDS or _SECRET_ENDING_PATTERN.search(last) else None
