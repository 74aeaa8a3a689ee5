"""A client of the YAML language server, which editors use."""

import json
import os
import queue
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any, Final

from tests.stacks.running import ROOT

TIMEOUT: Final = 60


def find_language_server() -> str | None:
    """Find the program: on the PATH, or in the node_modules of the repository."""
    return shutil.which("yaml-language-server", path=f"{os.environ.get('PATH', '')}{os.pathsep}{ROOT / 'node_modules' / '.bin'}")


class LanguageServer:
    """A running server, and the documents that are open in it."""

    def __init__(self, program: str, folder: Path) -> None:
        self._process = subprocess.Popen(
            [program, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder
        )
        self._folder = folder
        self._messages: queue.Queue[dict[str, Any]] = queue.Queue()
        self._diagnostics: dict[str, list[dict[str, Any]]] = {}
        self._count = 0
        threading.Thread(target=self._read, daemon=True).start()
        hover = {"contentFormat": ["markdown"]}
        completion = {"completionItem": {"documentationFormat": ["markdown"], "snippetSupport": True}}
        capabilities = {"textDocument": {"hover": hover, "completion": completion}}
        self.request("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": capabilities})
        self._send({"method": "initialized", "params": {}})
        settings = {"yaml": {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}}
        self._send({"method": "workspace/didChangeConfiguration", "params": {"settings": settings}})

    def open(self, name: str, text: str) -> str:
        """Open a document, and return its URI."""
        uri = (self._folder / name).as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        return uri

    def ask(self, what: str, uri: str, line: int, character: int) -> Any:
        """Ask for the `completion` or `hover` at a position, counted from 0."""
        position = {"line": line, "character": character}
        return self.request(f"textDocument/{what}", {"textDocument": {"uri": uri}, "position": position})

    def wait_for_diagnostics(self, uri: str) -> list[dict[str, Any]]:
        """Wait for the errors of a document."""
        while uri not in self._diagnostics:
            self._handle(self._messages.get(timeout=TIMEOUT))
        return self._diagnostics[uri]

    def request(self, method: str, params: dict[str, Any]) -> Any:
        """Send a request, and return the result."""
        self._count += 1
        self._send({"id": self._count, "method": method, "params": params})
        while True:
            message = self._messages.get(timeout=TIMEOUT)
            if message.get("id") == self._count and "method" not in message:
                return message["result"]
            self._handle(message)

    def close(self) -> None:
        """End the server."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def _handle(self, message: dict[str, Any]) -> None:
        if message.get("method") == "textDocument/publishDiagnostics":
            self._diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message and "method" in message:  # a request of the server
            self._send({"id": message["id"], "result": None})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        try:
            while head := stream.readline():
                length = int(head.split(b":")[1])
                while stream.readline().strip():
                    pass
                self._messages.put(json.loads(stream.read(length)))
        except ValueError:
            return  # the stream is closed
