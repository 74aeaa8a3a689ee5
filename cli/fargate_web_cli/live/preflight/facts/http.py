"""Questions to registries over HTTP, beside those to the API of AWS."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

_TIMEOUT_SECONDS: Final = 15
_MAXIMUM_BYTES: Final = 8 * 1024 * 1024


@dataclass(frozen=True)
class HttpAnswer:
    """An answer over HTTP.

    Attributes:
        status: The status.
        headers: The headers, with names in lower case.
        body: The content.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


Fetch: TypeAlias = Callable[[str, Mapping[str, str]], HttpAnswer]
"""Reads a URL with headers. Raises OSError if the host does not answer."""


def fetch_url(url: str, headers: Mapping[str, str]) -> HttpAnswer:
    """Read a URL.

    Raises:
        OSError: The host does not answer.
    """
    from http.client import HTTPException
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    request = Request(url)
    for name, value in headers.items():
        # A registry redirects to a store whose signed URL must not come with a second authorization.
        request.add_unredirected_header(name, value)
    try:
        with urlopen(request, timeout=_TIMEOUT_SECONDS) as response:
            lower = {name.lower(): value for name, value in response.headers.items()}
            return HttpAnswer(response.status, lower, response.read(_MAXIMUM_BYTES))
    except HTTPError as error:
        with error:
            return HttpAnswer(error.code, {name.lower(): value for name, value in error.headers.items()}, error.read(_MAXIMUM_BYTES))
    except HTTPException as error:
        raise OSError(str(error) or type(error).__name__) from None
