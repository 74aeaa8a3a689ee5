"""A registry of images for tests: the parts of the OCI Distribution API that resolve a tag, over HTTP on this machine."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

MANIFEST = b'{"schemaVersion": 2}'
DIGEST = f"sha256:{hashlib.sha256(MANIFEST).hexdigest()}"


class FakeRegistry:
    """A registry with the image `team/app:1.0`.

    Attributes:
        requests: What was asked: method, path, and authorization.
        tells_digest: Whether the answer has the header with the digest.
        challenge: What it asks for first, empty if anybody may read.
        redirect: Where it sends for the manifest, empty if it answers itself.
        status: The status of each answer about a manifest, None for the usual one.
    """

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, str]] = []
        self.tells_digest = True
        self.challenge = ""
        self.redirect = ""
        self.status: int | None = None
        self.host = ""

    @property
    def bearer(self) -> str:
        """The challenge of a registry with tokens."""
        return f'Bearer realm="http://{self.host}/token",service="registry",scope="repository:team/app:pull"'

    @contextmanager
    def serve(self) -> Iterator["FakeRegistry"]:
        server = ThreadingHTTPServer(("127.0.0.1", 0), _build_handler(self))
        self.host = f"127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def _build_handler(registry: FakeRegistry) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            authorization = self.headers.get("Authorization", "")
            registry.requests.append((self.command, self.path, authorization))
            if self.path.startswith("/token"):
                self._answer(200, json.dumps({"token": "t0ken"}).encode())
            elif registry.status is not None:
                self._answer(registry.status, b"")
            elif registry.challenge and not authorization and self.path != "/elsewhere":
                self._answer(401, b"", {"WWW-Authenticate": registry.challenge})
            elif registry.redirect and self.path != "/elsewhere":
                self._answer(307, b"", {"Location": registry.redirect})
            elif self.path in ("/elsewhere", "/v2/team/app/manifests/1.0", f"/v2/team/app/manifests/{DIGEST}"):
                self._answer(200, MANIFEST, {"Docker-Content-Digest": DIGEST} if registry.tells_digest else {})
            else:
                self._answer(404, b"")

        def do_HEAD(self) -> None:
            self.do_GET()

        def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Write nothing."""

    return Handler
