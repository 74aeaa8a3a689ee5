"""Text from AWS and from applications, safe to print: without secrets that are easy to recognise, and without control characters."""

import re
from typing import Final

from fargate_web_cli.terminal.formatting import SECRET_PLACEHOLDER

_AUTHORIZATION: Final = re.compile(
    r"""(?ix)
    (\b(?:proxy-)?authorization \\?["']? \s* [:=] \s* \\?["']? )   # the name of the header, also in JSON and in JSON within JSON
    (?: (?:basic|bearer|digest|negotiate|token|aws4-hmac-sha256) \s+ )? [^\s"'\\,;]+ (?: , \s* (?:SignedHeaders|Signature) = [^\s"',]+ )*
    """
)
_BEARER: Final = re.compile(r"(?i)\b(bearer\s+)[a-z0-9._~+/=-]{12,}")
_COLOURS: Final = re.compile(r"\x1b\[[0-9;]*m")
_ESCAPES: Final = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def clean_text(text: str) -> str:
    """Return a text without escape sequences, other control characters and the value of Authorization headers."""
    plain = _CONTROLS.sub("", _ESCAPES.sub("", _COLOURS.sub("", text.rstrip("\r\n"))))
    return _BEARER.sub(rf"\1{SECRET_PLACEHOLDER}", _AUTHORIZATION.sub(rf"\1{SECRET_PLACEHOLDER}", plain))
