"""Which programs the images of well-known publishers lack. An image that isn't known lacks nothing.

Sources: the Dockerfiles of https://github.com/docker-library/official-images, https://github.com/GoogleContainerTools/distroless,
https://edu.chainguard.dev/chainguard/chainguard-images/ and https://github.com/dotnet/dotnet-docker.
"""

import re
from typing import Final, NamedTuple

from .known_servers import parse_image_name

_SHELL_TOOLS: Final = frozenset({"sh", "bash", "ash", "curl", "wget", "nc", "netcat", "grep", "cat", "test", "ps", "pgrep", "true"})
_HTTP_CLIENTS: Final = frozenset({"curl", "wget", "nc", "netcat"})
_LANGUAGES: Final = frozenset({"node", "python3", "python"})
_OFFICIAL: Final = r"(?:(?:docker\.io/|index\.docker\.io/)?(?:library/)?|public\.ecr\.aws/docker/library/|mirror\.gcr\.io/(?:library/)?)"


class _Rule(NamedTuple):
    """What images lack.

    Attributes:
        name: The repository.
        tag: The tag. Images by digest alone have no tag and match no rule that needs one.
        missing: The programs that are not in the image.
    """

    name: re.Pattern[str]
    tag: re.Pattern[str]
    missing: frozenset[str]


def _rule(name: str, tag: str, missing: frozenset[str]) -> _Rule:
    return _Rule(re.compile(name), re.compile(tag), missing)


_RULES: Final = (
    _rule(
        r"(?:gcr\.io/|.*/)?distroless/(?:static|base|base-nossl|cc|java(?:-base|[0-9]+)?)(?:-debian[0-9]+)?",
        r"(?!.*debug).*",
        _SHELL_TOOLS | _LANGUAGES,
    ),
    _rule(r"(?:gcr\.io/|.*/)?distroless/nodejs[0-9]*(?:-debian[0-9]+)?", r"(?!.*debug).*", _SHELL_TOOLS | {"python3", "python"}),
    _rule(r"(?:gcr\.io/|.*/)?distroless/python3(?:-debian[0-9]+)?", r"(?!.*debug).*", _SHELL_TOOLS - {"sh"} | {"node"}),
    _rule(r"cgr\.dev/chainguard/(?:static|glibc-dynamic|jre|nginx)", r"(?!.*-dev).*", _SHELL_TOOLS | _LANGUAGES),
    _rule(r"cgr\.dev/chainguard/node", r"(?!.*-dev).*", frozenset({"curl", "python3", "python"})),
    _rule(r"cgr\.dev/chainguard/python", r"(?!.*-dev).*", _SHELL_TOOLS | {"node"}),
    _rule(r"mcr\.microsoft\.com/dotnet/(?:aspnet|runtime|runtime-deps)", r".*(?:chiseled|distroless).*", _SHELL_TOOLS | _LANGUAGES),
    _rule(r"mcr\.microsoft\.com/dotnet/(?:aspnet|runtime|runtime-deps)", r".*alpine.*", frozenset({"curl", "bash"}) | _LANGUAGES),
    _rule(
        r"mcr\.microsoft\.com/dotnet/(?:aspnet|runtime|runtime-deps)",
        r"(?:[89]|10)\.0(?:\.[0-9]+)?(?:-(?:bookworm-slim|jammy|noble))?",
        _HTTP_CLIENTS | _LANGUAGES,
    ),
    _rule(
        r"(?:docker\.io/)?(?:traefik/whoami|hashicorp/http-echo|amazon/aws-otel-collector)|public\.ecr\.aws/aws-observability/aws-otel-collector",
        r".*",
        _SHELL_TOOLS | _LANGUAGES,
    ),
    _rule(rf"{_OFFICIAL}busybox", r".*", frozenset({"curl", "bash"}) | _LANGUAGES),
    _rule(rf"{_OFFICIAL}alpine", r".*", frozenset({"curl", "bash"}) | _LANGUAGES),
    _rule(rf"{_OFFICIAL}(?:debian|ubuntu)", r".*", frozenset({"curl", "wget"}) | _LANGUAGES),
    _rule(rf"{_OFFICIAL}node", r".*alpine.*", frozenset({"curl", "bash", "python3", "python"})),
    _rule(rf"{_OFFICIAL}node", r".*slim.*", _HTTP_CLIENTS | {"python3", "python"}),
    _rule(rf"{_OFFICIAL}python", r".*alpine.*", frozenset({"curl", "bash", "node"})),
    _rule(rf"{_OFFICIAL}python", r".*slim.*", _HTTP_CLIENTS | {"node"}),
    _rule(rf"{_OFFICIAL}(?:ruby|golang)", r".*alpine.*", frozenset({"curl", "bash"}) | _LANGUAGES),
    _rule(rf"{_OFFICIAL}ruby", r".*slim.*", _HTTP_CLIENTS | _LANGUAGES),
    _rule(rf"{_OFFICIAL}eclipse-temurin", r".*alpine.*", frozenset({"curl"}) | _LANGUAGES),
    _rule(rf"{_OFFICIAL}nginx", r".*alpine-slim.*", frozenset({"curl", "bash"}) | _LANGUAGES),
    _rule(rf"{_OFFICIAL}(?:redis|postgres|valkey|memcached|haproxy|caddy)", r".*alpine.*", frozenset({"curl"}) | _LANGUAGES),
    _rule(rf"{_OFFICIAL}(?:redis|postgres|valkey|memcached|haproxy)", r"(?!.*alpine).+", frozenset({"curl", "wget"}) | _LANGUAGES),
)


def find_missing_programs(image: object, programs: list[str]) -> list[str]:
    """List those of the programs that an image is known not to have."""
    if not isinstance(image, str):
        return []
    name = parse_image_name(image)
    reference = image.partition("@")[0].rsplit("/", 1)[-1]
    tag = reference.partition(":")[2] or ("" if "@" in image else "latest")
    rule = next((rule for rule in _RULES if rule.name.fullmatch(name) and rule.tag.fullmatch(tag)), None)
    return [program for program in programs if program in rule.missing] if rule else []
