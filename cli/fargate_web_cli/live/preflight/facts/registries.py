"""Reads images in registries that anyone may read: Docker Hub, ECR Public, GitHub and others.

The protocol is that of https://github.com/opencontainers/distribution-spec with the tokens of
https://distribution.github.io/distribution/spec/auth/token/.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from fargate_web_cli.live.preflight.facts.http import Fetch, HttpAnswer
from fargate_web_cli.live.preflight.facts.image_names import ImageName

MANIFEST_TYPES: Final = (
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
)
_CHALLENGE_PATTERN: Final = re.compile(r'(\w+)="([^"]*)"')


class RegistryError(Exception):
    """A registry can't be asked. The message says why."""


def read_architectures(manifest: Mapping[str, Any]) -> tuple[frozenset[str], str]:
    """Return the architectures of an image for Linux, and the digest of its configuration, which names the architecture if the manifest does not."""
    platforms = [entry.get("platform", {}) for entry in manifest.get("manifests", ())]
    # Attestations of a build are listed as images for an unknown platform.
    found = frozenset(str(each["architecture"]) for each in platforms if each.get("os") == "linux" and each.get("architecture"))
    return found, str(manifest.get("config", {}).get("digest", ""))


class PublicRegistries:
    """Registries, asked without credentials."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._tokens: dict[tuple[str, str], str] = {}

    def read_image(self, name: ImageName) -> frozenset[str] | None:
        """Return the architectures of an image. Return None if anonymous users find no such image.

        Raises:
            RegistryError: The registry can't be asked.
        """
        manifest = self._read_json(name, f"manifests/{name.reference}", {"Accept": ", ".join(MANIFEST_TYPES)})
        if manifest is None:
            return None
        architectures, config = read_architectures(manifest)
        if architectures or not config:
            return architectures
        document = self._read_json(name, f"blobs/{config}", {}) or {}
        return frozenset((str(document["architecture"]),)) if document.get("architecture") else frozenset()

    def _read_json(self, name: ImageName, path: str, headers: Mapping[str, str]) -> dict[str, Any] | None:
        answer = self._ask(name, path, headers)
        if answer.status in (401, 403, 404):
            return None
        if answer.status != 200:
            reason = " (too many requests without an account)" if answer.status == 429 else ""
            raise RegistryError(f"{name.host} answers with the status {answer.status}{reason}.")
        return _parse_object(answer, name.host)

    def _ask(self, name: ImageName, path: str, headers: Mapping[str, str]) -> HttpAnswer:
        where = (name.host, name.repository)
        url = f"https://{name.host}/v2/{name.repository}/{path}"
        token = self._tokens.get(where)
        answer = self._read(url, {**headers, **({"Authorization": f"Bearer {token}"} if token else {})})
        challenge = answer.headers.get("www-authenticate", "")
        if answer.status != 401 or token or not challenge.lower().startswith("bearer "):
            return answer
        parameters = dict(_CHALLENGE_PATTERN.findall(challenge))
        realm = parameters.pop("realm", "")
        if urlsplit(realm).scheme != "https":
            return answer
        issued = self._read(f"{realm}?{urlencode(parameters)}", {})
        if issued.status != 200:
            return answer
        document = _parse_object(issued, name.host)
        self._tokens[where] = str(document.get("token") or document.get("access_token") or "")
        return self._read(url, {**headers, "Authorization": f"Bearer {self._tokens[where]}"}) if self._tokens[where] else answer

    def _read(self, url: str, headers: Mapping[str, str]) -> HttpAnswer:
        try:
            return self._fetch(url, headers)
        except OSError as error:
            raise RegistryError(f"{urlsplit(url).hostname} can't be reached: {getattr(error, 'reason', None) or error}.") from None


def _parse_object(answer: HttpAnswer, host: str) -> dict[str, Any]:
    try:
        document = json.loads(answer.body)
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise RegistryError(f"{host} does not answer as a registry does.")
    return document
