"""A server on this machine that answers as a test says, faults included."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

STALL = 30.0  # seconds that a stalled answer takes; no test waits for one


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent: `body` as it is, or dumped as JSON. `fault` is drop, cut, stall, drip or noise."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""

    @property
    def data(self) -> bytes:
        """The bytes of the body."""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body, ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came in."""

    path: str
    payload: Any
    headers: Mapping[str, str]


class Loopback:
    """The server; `behave` gives the reply to each request, `asked` holds them in the order in which they came."""

    def __init__(self, behave: Callable[[Asked], Reply]) -> None:
        self.asked: list[Asked] = []
        self.behave = behave
        self._over = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                asked = Asked(self.path, json.loads(data) if data else None, dict(self.headers))
                outer.asked.append(asked)
                with contextlib.suppress(OSError):
                    outer._answer(self, outer.behave(asked))

            do_GET = do_POST  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, request: object, client_address: object) -> None:
                pass

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def _answer(self, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        data = reply.data
        if reply.fault == "drop":
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return
        if reply.fault == "noise":
            handler.wfile.write(b"\x00\xff SSH-2.0-not-http\r\n\r\n")
            return
        if reply.fault == "stall" and self._over.wait(STALL):
            return
        handler.send_response(reply.status)
        for name, value in {"Content-Length": str(len(data)), **reply.headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        if reply.fault == "cut":
            data = data[: len(data) // 2]
        if reply.fault == "drip":
            for byte in data:
                handler.wfile.write(bytes([byte]))
                if self._over.wait(0.05):
                    return
        else:
            handler.wfile.write(data)

    def close(self) -> None:
        """Let stalled answers go and stop serving."""
        self._over.set()
        self._server.shutdown()
        self._server.server_close()


Serve = Callable[[Callable[[Asked], Reply]], Loopback]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start servers that end with the test."""
    started: list[Loopback] = []

    def start(behave: Callable[[Asked], Reply]) -> Loopback:
        started.append(Loopback(behave))
        return started[-1]

    yield start
    for server in started:
        server.close()
