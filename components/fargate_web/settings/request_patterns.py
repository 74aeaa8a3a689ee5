"""The patterns of hosts and paths in listener rules."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

from .fix import Edit, Fix, write
from .value_types import build_value_error

_HOST_PATTERN = re.compile(r"[A-Za-z0-9.*?-]+")
_MAX_LABEL_LENGTH = 63
# What a label with a wildcard stands for is not known.
_LABEL_PATTERN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?|[A-Za-z0-9-]*[*?][A-Za-z0-9*?-]*")
_PATH_PATTERN = re.compile(r"[A-Za-z0-9_\-.$/~\"'@:+&*?]+")


def _validate_host(value: str) -> str:
    if "://" in value or "/" in value or ":" in value:
        host = re.sub(r"^\w+://", "", value).split("/")[0].split(":")[0].lower()
        problem = f"{value!r} isn't a host name alone, and a rule compares the host without scheme, port and path"
        if not _HOST_PATTERN.fullmatch(host) or "." not in host:
            raise build_value_error(f"{problem}; write it like api.example.com", "invalid-host")
        raise build_value_error(problem, "invalid-host", fixes=(write(value=host, certain=True),))
    if not _HOST_PATTERN.fullmatch(value) or "." not in value:
        raise build_value_error(
            f"{value!r} isn't a host name that a rule can match; it needs a dot, and letters, digits, hyphens and the wildcards * and ?; write it like api.example.com",
            "invalid-host",
        )
    for label in value.rstrip(".").split("."):
        if not _LABEL_PATTERN.fullmatch(label):
            problem = f"has {len(label)} characters" if len(label) > _MAX_LABEL_LENGTH else "is empty, or has a hyphen at an end"
            raise build_value_error(
                f"{value!r} is no name that DNS can hold, so that no request has it: the part {label!r} {problem}; "
                f"write 1 to {_MAX_LABEL_LENGTH} letters, digits and inner hyphens between two dots",
                "invalid-host",
            )
    return value.lower()


def _validate_path(value: str) -> str:
    if not value.startswith(("/", "*")):
        below = "" if any(letter in value for letter in "*?") else f", and /{value}/* for the paths below it"
        problem = f"{value!r} would never match, since every path starts with a slash"
        if not _PATH_PATTERN.fullmatch(f"/{value}"):
            raise build_value_error(f"{problem}; write it like /v1/*", "invalid-path-pattern")
        fix = Fix(f"write /{value}{below}", (Edit((), "set", f"/{value}"),), is_certain=True)
        raise build_value_error(problem, "invalid-path-pattern", fixes=(fix,))
    if not _PATH_PATTERN.fullmatch(value):
        path = re.split(r"[?#]", value)[0] if "#" in value or "=" in value else value
        problem = f"{value!r} has characters that a path pattern can't hold (no query string, no spaces)"
        if not _PATH_PATTERN.fullmatch(path) or path == "/":
            raise build_value_error(f"{problem}; write it like /v1/*", "invalid-path-pattern")
        raise build_value_error(problem, "invalid-path-pattern", fixes=(write(value=path),))
    return value


HostPattern = Annotated[
    str,
    Field(max_length=128),
    AfterValidator(_validate_host),
    WithJsonSchema({"type": "string", "maxLength": 128, "pattern": rf"^(?=.*\.)(?!.*[^.*?]{{64}}){_HOST_PATTERN.pattern}$"}),
]
PathPattern = Annotated[
    str,
    Field(max_length=128),
    AfterValidator(_validate_path),
    WithJsonSchema({"type": "string", "maxLength": 128, "pattern": rf"^(?=[/*]){_PATH_PATTERN.pattern}$"}),
]


def build_path_patterns(path: str) -> list[str]:
    """Return the patterns that match a path and everything below it."""
    path = path.rstrip("/")
    return [path] if "*" in path or "?" in path or "." in path.rsplit("/", 1)[-1] else [path, f"{path}/*"]
