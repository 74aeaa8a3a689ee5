"""The script of the canary. CloudWatch Synthetics runs it, with the standard library of Python alone: it has nothing else of this package."""

import http.client
import os
from typing import Any
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 20


def handler(_event: Any, _context: Any) -> str:
    """Request the URL that the variables of the canary name. A run that raises counts as failed."""
    return check_url(os.environ["CANARY_URL"], int(os.environ["CANARY_STATUS"]))


def check_url(url: str, expected_status: int) -> str:
    """Request a URL once, without following redirects.

    Raises:
        RuntimeError: The answer has another status code.
        OSError: There is no answer, or its certificate is not valid for the host.
    """
    parts = urlsplit(url)
    connect = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = connect(parts.hostname or "", parts.port, timeout=TIMEOUT_SECONDS)
    try:
        # Rules of AWS WAF block requests without a user agent.
        connection.request("GET", parts._replace(scheme="", netloc="").geturl() or "/", headers={"User-Agent": "fargate-web-canary"})
        status = connection.getresponse().status
    finally:
        connection.close()
    if status != expected_status:
        raise RuntimeError(f"{url} answered with {status} instead of {expected_status}")
    return f"{url} answered with {status}"
