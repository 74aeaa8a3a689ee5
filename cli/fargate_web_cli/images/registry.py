"""Digests from registries outside ECR, by the API of the OCI Distribution Specification, with the logins of Docker.

Source: https://github.com/opencontainers/distribution-spec/blob/main/spec.md
"""

import hashlib
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from email.message import Message
from http.client import HTTPException
from typing import Final

from fargate_web_cli.images.docker_login import find_docker_login
from fargate_web_cli.images.image_reference import ImageReference
from fargate_web_cli.live.aws_errors import LiveError

_TIMEOUT_SECONDS: Final = 15
_MAX_BYTES: Final = 4 * 1024 * 1024
"""The size of a manifest that every registry accepts, by the specification."""
_DIGEST_PATTERN: Final = re.compile(r"sha256:[0-9a-f]{64}")
_HOSTS: Final = {"docker.io": "registry-1.docker.io", "index.docker.io": "registry-1.docker.io"}
_LOCAL_HOSTS: Final = frozenset(("localhost", "127.0.0.1"))
# An image for several platforms is an index; its digest stands for all of them.
_MEDIA_TYPES: Final = (
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
)


def resolve_in_registry(image: ImageReference) -> str:
    """Return the digest of an image.

    Raises:
        LiveError: The registry has no such image, requires a login, or can't be reached.
    """
    host = _HOSTS.get(image.registry, image.registry)
    scheme = "http" if host.partition(":")[0] in _LOCAL_HOSTS else "https"
    url = f"{scheme}://{host}/v2/{image.repository}/manifests/{image.version}"
    try:
        try:
            digest = _read_digest(url)
        except urllib.error.HTTPError as error:
            challenge = error.headers.get("WWW-Authenticate", "")
            error.close()
            authorization = _authorize(challenge, image, is_local=scheme == "http") if error.code == 401 else None
            if authorization is None:
                raise
            digest = _read_digest(url, authorization)
    except urllib.error.HTTPError as error:
        error.close()
        raise _explain_status(error.code, image) from None
    except (OSError, ValueError, HTTPException) as error:
        raise LiveError(f"{image}: {image.registry} can't be asked: {getattr(error, 'reason', None) or error}") from None
    if image.digest and digest != image.digest:
        raise LiveError(f"{image}: {image.registry} answered with another digest, {digest}.")
    return digest


def _read_digest(url: str, authorization: str | None = None) -> str:
    """Return the digest of a manifest. HEAD is enough, and does not count against the pull limit of Docker Hub."""
    answer, _ = _request(url, authorization, method="HEAD")
    digest = answer.get("Docker-Content-Digest", "")
    if not digest:
        _, body = _request(url, authorization)
        digest = f"sha256:{hashlib.sha256(body).hexdigest()}"
    if not _DIGEST_PATTERN.fullmatch(digest):
        raise ValueError(f"it gave {digest!r} for a digest")
    return digest


def _request(url: str, authorization: str | None, method: str = "GET") -> tuple[Message, bytes]:
    request = urllib.request.Request(url, headers={"Accept": ", ".join(_MEDIA_TYPES)}, method=method)
    if authorization is not None:
        # Not for the host that a redirect leads to.
        request.add_unredirected_header("Authorization", authorization)
    with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS) as response:
        body = response.read(_MAX_BYTES + 1)
        if len(body) > _MAX_BYTES:
            raise ValueError("the answer is larger than 4 MiB")
        return response.headers, body


def _authorize(challenge: str, image: ImageReference, *, is_local: bool) -> str | None:
    """Return the authorization that a registry asks for, None if there is none."""
    login = find_docker_login(image.registry)
    scheme = challenge.partition(" ")[0].lower()
    if scheme == "bearer":
        return f"Bearer {_fetch_token(challenge, image, login, is_local=is_local)}"
    return login if scheme == "basic" else None


def _fetch_token(challenge: str, image: ImageReference, login: str | None, *, is_local: bool) -> str:
    """Return the token that the registry asks for. Without a login it is one for anybody."""
    parameters = dict(re.findall(r'(\w+)="([^"]*)"', challenge))
    realm = urllib.parse.urlsplit(parameters.get("realm", ""))
    if realm.scheme != "https" and not (is_local and realm.scheme == "http"):
        raise ValueError(f"it sends to {parameters.get('realm', 'no address')} for a token, which is not HTTPS")
    query = {"service": parameters.get("service", ""), "scope": parameters.get("scope") or f"repository:{image.repository}:pull"}
    encoded = urllib.parse.urlencode({name: value for name, value in query.items() if value})
    _, body = _request(f"{parameters['realm']}{'&' if realm.query else '?'}{encoded}", login)
    answer = json.loads(body)
    token = answer.get("token") or answer.get("access_token") if isinstance(answer, dict) else None
    if not isinstance(token, str):
        raise ValueError("it gave no token")  # noqa: TRY004 - the answer is wrong, not a type in the program
    return token


def _explain_status(status: int, image: ImageReference) -> LiveError:
    if status in (401, 403):
        return LiveError(f"{image}: {image.registry} requires a login, or has no such repository; log in: docker login {image.registry}")
    if status == 404:
        return LiveError(f"{image}: {image.registry} has no such image.")
    if status == 429:
        return LiveError(f"{image}: {image.registry} refuses more requests for now; try again later.")
    return LiveError(f"{image}: {image.registry} answered with status {status}.")
