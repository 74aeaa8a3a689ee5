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
        requests: What was asked: method, path, and whether the token was there.
        tells_digest: Whether the answer has the header with the digest.
        realm: Where the token comes from; the registry itself by default.
        status: The status of each answer about a manifest, None for the usual one.
    """

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, bool]] = []
        self.tells_digest = True
        self.needs_token = False
        self.realm = ""
        self.status: int | None = None
        self.host = ""

    @contextmanager
    def serve(self) -> Iterator["FakeRegistry"]:
        server = ThreadingHTTPServer(("127.0.0.1", 0), _build_handler(self))
        self.host = f"127.0.0.1:{server.server_port}"
        self.realm = f"http://{self.host}/token"
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
            authorized = self.headers.get("Authorization") == "Bearer t0ken"
            registry.requests.append((self.command, self.path, authorized))
            if self.path.startswith("/token"):
                self._answer(200, json.dumps({"token": "t0ken"}).encode())
            elif registry.status is not None:
                self._answer(registry.status, b"")
            elif registry.needs_token and not authorized:
                challenge = f'Bearer realm="{registry.realm}",service="registry",scope="repository:team/app:pull"'
                self._answer(401, b"", {"WWW-Authenticate": challenge})
            elif self.path in ("/v2/team/app/manifests/1.0", f"/v2/team/app/manifests/{DIGEST}"):
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
