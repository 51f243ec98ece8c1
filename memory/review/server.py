"""The review page's server: on the loopback only, for whoever holds the address that the terminal showed.

Every address begins with a token that is drawn at the start; without it, or under another Host than our own (a page
elsewhere whose name was made to lead here), the answer is 403 whatever was asked. A change must come as JSON, with the
token in a header too, which no page of another origin can send. The Content-Security-Policy lets the page load what
this server gives and run no script that stands in the page itself. Requests and times are bounded. Not meant for, and
not reachable from, any other machine.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import socketserver
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from typing import Any
from urllib.parse import parse_qs, urlsplit

from glossary.errors import MidanError
from glossary.terminal import say
from memory.review.desk import ConflictError, Desk, MissingError
from memory.review.routes import GET, POST, BadRequestError

ADDRESS = "127.0.0.1"
MAX_BODY = 256 * 1024
HEADER = "X-Midan-Token"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
# what the page is made of: its name in the address, the package that holds it, the file, and its type
FILES = {
    "": ("memory.review", "review.html", "text/html"),
    "report.css": ("memory.report", "report.css", "text/css"),
    "review.css": ("memory.review", "review.css", "text/css"),
    "icon.svg": ("memory.review", "icon.svg", "image/svg+xml"),
    "desk.js": ("memory.review", "desk.js", "text/javascript"),
    "calls.js": ("memory.review", "calls.js", "text/javascript"),
    "listing.js": ("memory.review", "listing.js", "text/javascript"),
    "editing.js": ("memory.review", "editing.js", "text/javascript"),
}


class ReviewServer(ThreadingHTTPServer):
    """Serves one desk until it is shut down."""

    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"  # where it would let another program take the port

    def __init__(self, desk: Desk, port: int = 0) -> None:
        self.desk = desk
        self.token = secrets.token_urlsafe(24)
        super().__init__((ADDRESS, port), Handler)
        number = self.server_address[1]
        self.hosts = {f"{ADDRESS}:{number}", f"localhost:{number}"}

    def server_bind(self) -> None:
        """Bind without asking a name server who we are."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = ADDRESS, self.server_address[1]

    @property
    def address(self) -> str:
        """Where the page is, token included."""
        return f"http://{ADDRESS}:{self.server_address[1]}/{self.token}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away is no fault; anything else is one line."""
        error = sys.exc_info()[1]
        if not isinstance(error, (ConnectionError, TimeoutError)):
            say(f"midan: review: {type(error).__name__}: {error}")


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: ReviewServer
    protocol_version = "HTTP/1.1"
    server_version = "midan"
    sys_version = ""
    timeout = 60

    def do_GET(self) -> None:
        """The page, its files, and what it asks for."""
        rest = self._admitted()
        if rest is None:
            return
        parts = urlsplit(rest)
        if not rest and not self.path.endswith("/"):
            self._moved(f"/{self.server.token}/")
        elif parts.path in FILES:
            package, name, kind = FILES[parts.path]
            self._answer(HTTPStatus.OK, resources.files(package).joinpath(name).read_bytes(), kind)
        elif parts.path in GET:
            asked = {k: v[-1] for k, v in parse_qs(parts.query, max_num_fields=20).items()}
            self._json(lambda: GET[parts.path](self.server.desk, asked))
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "no such page")

    def do_POST(self) -> None:
        """A change."""
        rest = self._admitted()
        if rest is None:
            return
        given = self.headers.get(HEADER, "")
        origin = self.headers.get("Origin")
        if not _same(given, self.server.token) or origin not in (None, *(f"http://{h}" for h in self.server.hosts)):
            self._refuse(HTTPStatus.FORBIDDEN, "not from the page")
        elif self.headers.get_content_type() != "application/json":
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "JSON, please")
        elif (body := self._body()) is not None:
            if rest not in POST:
                self._refuse(HTTPStatus.NOT_FOUND, "no such change")
            else:
                self._json(lambda: POST[rest](self.server.desk, _object(body)))

    def _other(self) -> None:
        if self._admitted() is not None:
            self._refuse(HTTPStatus.METHOD_NOT_ALLOWED, "GET or POST")

    do_HEAD = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = _other  # noqa: N815 (the names that http.server looks for)

    def _admitted(self) -> str | None:
        """What stands after the token in the address; None where the request was refused."""
        token, _, rest = self.path.removeprefix("/").partition("/")
        if self.headers.get("Host", "") not in self.server.hosts or not _same(token, self.server.token):
            self._refuse(HTTPStatus.FORBIDDEN, "open the address that `midan review` shows in the terminal")
            return None
        if "Transfer-Encoding" in self.headers or (self.command != "POST" and "Content-Length" in self.headers):
            self._refuse(HTTPStatus.BAD_REQUEST, "no such body, please")
            return None
        return rest

    def _body(self) -> bytes | None:
        """The body of a request; None where it was refused."""
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            self._refuse(HTTPStatus.LENGTH_REQUIRED, "a length, please")
        elif len(length) > 9 or int(length) > MAX_BODY:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {MAX_BODY} bytes")
        else:
            return self.rfile.read(int(length))
        return None

    def _json(self, answer: Any) -> None:
        """Answer with what a function gives, or with what went wrong."""
        status, values = HTTPStatus.OK, None
        try:
            values = answer()
        except ConflictError as conflict:
            status, values = HTTPStatus.CONFLICT, {"error": "it was changed meanwhile", "current": conflict.current}
        except MissingError:
            status, values = HTTPStatus.GONE, {"error": "it is no longer there"}
        except BadRequestError as error:
            status, values = HTTPStatus.BAD_REQUEST, {"error": str(error)}
        except MidanError as error:
            status, values = HTTPStatus.UNPROCESSABLE_ENTITY, {"error": error.line()}
        text = json.dumps(values, ensure_ascii=True, separators=(",", ":"))
        self._answer(status, text.encode("ascii"), "application/json")

    def _moved(self, where: str) -> None:
        self.send_response(HTTPStatus.PERMANENT_REDIRECT)
        for name, value in {**HEADERS, "Location": where, "Content-Length": "0"}.items():
            self.send_header(name, value)
        self.end_headers()

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        self.close_connection = True  # whatever else was sent is not read
        self._answer(status, f"{status.value} {status.phrase}: {why}\n".encode(), "text/plain")

    def _answer(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        with contextlib.suppress(ConnectionError):
            self.send_response(status)
            for name, value in HEADERS.items():
                self.send_header(name, value)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            if self.close_connection:
                self.send_header("Connection", "close")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: addresses hold the token."""


def _same(given: str, token: str) -> bool:
    """Whether a token is right, in a time that tells nothing about it."""
    return secrets.compare_digest(given.encode("utf-8", "replace"), token.encode("ascii"))


def _object(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequestError("not JSON") from None
    if not isinstance(values, dict):
        raise BadRequestError("not a JSON object")
    return values
