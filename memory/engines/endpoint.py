"""JSON over HTTP to one endpoint that may be slow, down, overloaded or talking nonsense.

Each request has a deadline for the whole of it, a bound on the size of its answer, and is asked again where that may
help, after waits that double or that the server asks for (Retry-After, RFC 9110). After several requests in a row have
failed no more are sent, so that a dead endpoint doesn't cost hours. Redirects are followed on the same host and port
only, so that a key is never sent elsewhere. No proxies, no cookies, no compression; standard library only.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

from glossary.errors import MidanError
from glossary.terminal import say

TIMEOUT = 120.0  # seconds for a whole answer: a model on a laptop is slow
CONNECT = 10.0  # seconds for a connection
TRIES, STALLS = 5, 2  # how often a request is sent, and sent when it found no answer in time
PAUSE = 1.0  # seconds before the second try; doubled each time
LONGEST_PAUSE = 60.0
STOP_AFTER = 3  # failed requests in a row after which no more are sent
REFUSED = 20  # the same of requests that the server refused for what they held
MOST = 8 * 2**20  # bytes of an answer
_REDIRECTS = 3
_TRANSIENT = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_LASTING = frozenset({401, 402, 403, 404, 405, 407, 410, 501})  # the next request would be answered likewise
_REMEDIES = {
    401: "put the right key into MIDAN_API_KEY",
    402: "the account has no credit",
    403: "put the right key into MIDAN_API_KEY",
    404: "check --endpoint and --engine-model",
    405: "check --endpoint",
    429: "the server is asked too often; run again later",
}

T = TypeVar("T")


class EndpointError(MidanError):
    """A request that failed. `again`: asking again may help; `lasting`: no other request would fare better."""

    def __init__(
        self,
        what: str,
        where: str,
        remedy: str = "",
        *,
        status: int = 0,
        again: bool = True,
        lasting: bool = False,
        stalled: bool = False,
        wait: float | None = None,
    ) -> None:
        super().__init__(what, where, remedy)
        self.status, self.again, self.lasting, self.stalled, self.wait = status, again, lasting, stalled, wait


class NonsenseError(ValueError):
    """An answer that is no answer to what was asked; its text says why."""


def _tell(line: str) -> None:
    say(f"midan: {line}")


class Endpoint:
    """One server. Safe to use from several threads. Raises MidanError for a URL that can't be asked.

    `pause` is the first wait in seconds, `tell` gets one line the first time that something has to be asked again.
    """

    def __init__(
        self,
        url: str,
        key: str = "",
        *,
        timeout: float = TIMEOUT,
        pause: float = PAUSE,
        tries: int = TRIES,
        tell: Callable[[str], None] = _tell,
    ) -> None:
        self.url = url.rstrip("/")
        _check(url, key)
        self._key, self._timeout, self._pause, self._tries, self._tell = key, timeout, pause, tries, tell
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._failures = self._refused = 0
        self._why = ""
        self._told: set[str] = set()
        self._open: set[socket.socket] = set()

    def ask(self, path: str, payload: Mapping[str, Any] | None, read: Callable[[Any], T], gentle: bool = False) -> T:
        """What `read` makes of the JSON answer; GET without a payload.

        `read` raises NonsenseError, KeyError, IndexError, TypeError or AttributeError for one that makes no sense.
        Raises EndpointError after the last try. A `gentle` request is tried once, and its failure counts for nothing.
        """
        tries = 0
        while True:
            if self._stopped.is_set():
                raise EndpointError(self._why or "stopped", self.url, again=False, lasting=True)
            tries += 1
            try:
                answer = self._once(path, payload, read)
            except EndpointError as error:
                if gentle:
                    raise
                most = min(STALLS, self._tries) if error.stalled else self._tries
                if error.again and tries < most:
                    self._wait(error, tries)
                    continue
                self._failed(error)
                raise
            with self._lock:
                self._failures = self._refused = 0
            return answer

    def stop(self, why: str = "stopped") -> None:
        """Send nothing more, and hang up on what is under way."""
        with self._lock:
            self._why = self._why or why
            self._stopped.set()
            sockets = list(self._open)
        for sock in sockets:
            _hang_up(sock)

    def _wait(self, error: EndpointError, tries: int) -> None:
        pause = min(LONGEST_PAUSE, error.wait if error.wait is not None else self._pause * 2 ** (tries - 1))
        with self._lock:
            told = error.what in self._told
            self._told.add(error.what)
        if not told:
            self._tell(f"{error.where}: {error.what}; asking again in {pause:g} s")
        self._stopped.wait(pause)

    def _failed(self, error: EndpointError) -> None:
        """Count a request that failed; the last straw stops all."""
        with self._lock:
            if error.again or error.lasting:
                self._failures += 1
            else:
                self._refused += 1  # perhaps it was this request's own fault
            enough = error.lasting or self._failures >= STOP_AFTER or self._refused >= REFUSED
            if self._stopped.is_set() or not enough:
                return
            row = max(self._failures, self._refused)
            many = "" if error.lasting else f" ({row} requests in a row failed, no more were sent)"
            remedy = f"; {error.remedy}" if error.remedy else ""
            self._why = f"{error.what}{many}{remedy}"
            self._stopped.set()

    def _once(self, path: str, payload: Mapping[str, Any] | None, read: Callable[[Any], T]) -> T:
        body = None if payload is None else json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace")
        data = self._exchange(self.url + path, body)
        try:
            return read(json.loads(data))
        except NonsenseError as error:
            what = f"the answer makes no sense ({error})"
        except (KeyError, IndexError, TypeError, AttributeError):
            what = "the answer makes no sense (JSON of another shape)"
        except (ValueError, RecursionError):
            html = data.lstrip()[:1] == b"<"
            what = f"the answer makes no sense ({'a web page' if html else 'cut off or broken JSON'})"
        raise EndpointError(what, self.url, "check --endpoint: is it such a server?")

    def _exchange(self, url: str, body: bytes | None) -> bytes:
        """The body of a good answer. Raises EndpointError for every other outcome."""
        deadline = time.monotonic() + self._timeout
        for _ in range(_REDIRECTS):
            status, headers, data = self._send(url, body, deadline)
            if status not in (301, 302, 303, 307, 308):
                break
            there = urljoin(url, headers.get("location", ""))
            if urlsplit(there)[:2] != urlsplit(url)[:2] or status == 303 or not headers.get("location"):
                place = _printable(f"{urlsplit(there).scheme}://{urlsplit(there).hostname}")
                remedy = "give --endpoint that address if you trust it"
                raise EndpointError(f"it redirects to {place}", self.url, remedy, again=False, lasting=True)
            url = there
        else:
            raise EndpointError("it redirects in circles", self.url, "check --endpoint", again=False, lasting=True)
        if 200 <= status < 300:
            return data
        said = self._said(data)
        reason = http.client.responses.get(status, "")
        what = f"it answers {status} {reason}".rstrip() + (f": {said}" if said else "")
        raise EndpointError(
            what,
            self.url,
            _REMEDIES.get(status, ""),
            status=status,
            again=status in _TRANSIENT,
            lasting=status in _LASTING,
            wait=_retry_after(headers.get("retry-after", "")) if status in (429, 503) else None,
        )

    def _send(self, url: str, body: bytes | None, deadline: float) -> tuple[int, dict[str, str], bytes]:
        """One request on a connection of its own: status, headers in small letters, and the bounded body."""
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=min(CONNECT, self._timeout))
        late = threading.Event()
        timer: threading.Timer | None = None
        sock: socket.socket | None = None
        try:
            connection.connect()
            sock = connection.sock
            assert sock is not None
            with self._lock:
                self._open.add(sock)
            remaining = max(0.01, deadline - time.monotonic())
            sock.settimeout(remaining)

            def too_late(sock: socket.socket = sock) -> None:
                late.set()
                _hang_up(sock)

            # a server that drips a byte now and then never runs into the socket's own timeout
            timer = threading.Timer(remaining, too_late)
            timer.daemon = True
            timer.start()
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            connection.request("GET" if body is None else "POST", target or "/", body, self._headers(body))
            response = connection.getresponse()
            data = self._body(response)
            if late.is_set():
                raise TimeoutError
            return response.status, {k.lower(): v for k, v in response.getheaders()}, data
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise self._explained(error, late.is_set() or isinstance(error, TimeoutError)) from None
        finally:
            if timer is not None:
                timer.cancel()
            if sock is not None:
                with self._lock:
                    self._open.discard(sock)
            connection.close()

    def _headers(self, body: bytes | None) -> dict[str, str]:
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Connection": "close",
            "User-Agent": "midan",
        }
        if body is not None:
            headers["Content-Type"] = "application/json"
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        return headers

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        # one that says beforehand that it is too long is not read at all
        if (response.length or 0) > MOST:
            raise self._too_long()
        data = response.read(MOST + 1)
        if len(data) > MOST:
            raise self._too_long()
        if response.length:  # read(n) does not complain of a body that ends too soon
            raise http.client.IncompleteRead(data, response.length)
        return data

    def _too_long(self) -> EndpointError:
        return EndpointError(f"an answer of more than {MOST >> 20} MiB", self.url, "check --endpoint")

    def _explained(self, error: Exception, stalled: bool) -> EndpointError:
        if isinstance(error, EndpointError):
            return error
        if stalled:
            what = f"no answer within {self._timeout:g} s"
            return EndpointError(what, self.url, "--timeout gives it longer", stalled=True)
        remedy = "is the server running?"
        if isinstance(error, ConnectionRefusedError):
            return EndpointError("connection refused", self.url, remedy)
        if isinstance(error, socket.gaierror):
            return EndpointError("no host of that name can be found", self.url, "check --endpoint")
        if isinstance(error, ssl.SSLError):
            what = f"no secure connection ({_printable(error.reason or 'TLS')})"
            return EndpointError(what, self.url, "check --endpoint")
        if isinstance(error, (ConnectionError, http.client.IncompleteRead, http.client.BadStatusLine)):
            return EndpointError("the connection was dropped", self.url, remedy)
        if isinstance(error, OSError):
            return EndpointError(f"can't be reached ({_printable(error.strerror or str(error))})", self.url, remedy)
        return EndpointError("the answer makes no sense (not HTTP)", self.url, "check --endpoint")

    def _said(self, data: bytes) -> str:
        """What the server says is wrong, on one line; "" where it says nothing that can be read."""
        try:
            values = json.loads(data)
        except (ValueError, RecursionError):
            return ""
        for _ in range(3):
            if isinstance(values, dict):
                values = next((values[k] for k in ("error", "message", "detail") if values.get(k)), "")
        said = _printable(values) if isinstance(values, str) else ""
        return said.replace(self._key, "…") if self._key else said


def _check(url: str, key: str) -> None:
    remedy = "give one such as http://127.0.0.1:11434/v1"
    try:
        parts = urlsplit(url)
        port_ok = parts.port is None or parts.port > 0
    except ValueError:
        parts, port_ok = urlsplit(""), False
    if parts.username or parts.password:
        raise MidanError("the endpoint's address holds a password", "", "put it into MIDAN_API_KEY instead")
    fine = parts.scheme in ("http", "https") and parts.hostname and port_ok
    if not fine or not re.fullmatch(r"[\x21-\x7e]+", url) or parts.fragment or parts.query:
        raise MidanError("not the address of an endpoint", _printable(url), remedy)
    if not re.fullmatch(r"[\x21-\x7e]*", key):
        raise MidanError("MIDAN_API_KEY holds characters that no key has", "", "set it again")


def _hang_up(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)  # the plain socket's, also under TLS


def _retry_after(value: str) -> float | None:
    """Seconds that a server asks to be left alone: a number, or a date (RFC 9110, 10.2.3)."""
    if re.fullmatch(r"\d{1,9}(\.\d{1,3})?", value.strip()):
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


def _printable(text: str, most: int = 200) -> str:
    """The text on one line, without what a terminal would obey."""
    text = " ".join("".join(ch if ch.isprintable() else " " for ch in text[: 4 * most]).split())
    return text if len(text) <= most else text[: most - 1] + "…"
