"""One endpoint on a bad day: what is asked again, what is not, when it is left alone, and what it is told of us."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from email.utils import formatdate
from typing import Any

import pytest

from glossary.errors import MidanError
from memory.engines import endpoint as module
from memory.engines.endpoint import REFUSED, STOP_AFTER, TRIES, Endpoint, EndpointError, NonsenseError

from .conftest import Asked, Reply, Serve

GOOD = Reply({"answer": "yes"})
BROKEN = Reply(b'{"answer": "yes')


def read(values: Any) -> str:
    answer = values["answer"]
    if answer == "nonsense":
        raise NonsenseError("as the reader says")
    return str(answer)


def endpoint(url: str, key: str = "", tell: Callable[[str], None] = lambda line: None, **options: Any) -> Endpoint:
    return Endpoint(url, key, **{"timeout": 5.0, "pause": 0.001, "tell": tell} | options)


def in_turn(*replies: Reply) -> Callable[[Asked], Reply]:
    """Each reply once, then the last one for ever."""
    left = list(replies)
    return lambda asked: left.pop(0) if len(left) > 1 else left[0]


TRANSIENT: list[tuple[Reply, str]] = [
    (Reply({"error": {"message": "out of memory"}}, 500), "500 Internal Server Error: out of memory"),
    (Reply(b"<html>Bad gateway</html>", 502), "502 Bad Gateway"),
    (Reply(status=503), "503 Service Unavailable"),
    (Reply(status=429), "429 Too Many Requests"),
    (Reply({"detail": "model is loading"}, 409), "409 Conflict: model is loading"),
    (Reply(fault="drop"), "the connection was dropped"),
    (Reply({"answer": "yes"}, fault="cut"), "the connection was dropped"),
    (Reply(fault="noise"), "makes no sense (not HTTP)|the connection was dropped"),
    (BROKEN, "cut off or broken JSON"),
    (Reply(b""), "cut off or broken JSON"),
    (Reply(b"[" * 100_000), "cut off or broken JSON"),
    (Reply(b"  <html>Welcome to nginx</html>"), "a web page"),
    (Reply([1, 2]), "JSON of another shape"),
    (Reply({"answers": []}), "JSON of another shape"),
    (Reply(b"null"), "JSON of another shape"),
    (Reply({"answer": "nonsense"}), "as the reader says"),
    (Reply(b"{}", headers={"Content-Length": str(2**40)}), "more than 8 MiB"),
]


@pytest.mark.parametrize(("reply", "says"), TRANSIENT, ids=range(len(TRANSIENT)))
def test_what_may_pass_is_asked_again_and_said_once(reply: Reply, says: str, serve: Serve) -> None:
    told: list[str] = []
    server = serve(in_turn(reply, reply, GOOD))
    assert endpoint(server.url, tell=told.append).ask("/x", {"q": "نعم"}, read) == "yes"
    assert [asked.payload for asked in server.asked] == [{"q": "نعم"}] * 3
    (line,) = told
    assert any(part in line for part in says.split("|")), line
    assert line.startswith(server.url) and "asking again in" in line and "\n" not in line


@pytest.mark.parametrize("fault", ["stall", "drip"])
def test_an_answer_that_does_not_come_in_time_is_given_up(fault: str, serve: Serve) -> None:
    server = serve(in_turn(Reply({"answer": "y" * 200}, fault=fault)))
    started = time.monotonic()
    with pytest.raises(EndpointError, match=r"no answer within 0\.2 s") as error:
        endpoint(server.url, timeout=0.2).ask("/x", {}, read)
    assert error.value.stalled and "--timeout" in error.value.line()
    assert len(server.asked) == module.STALLS
    assert time.monotonic() - started < module.STALLS * 5


def test_a_stall_is_followed_by_an_answer(serve: Serve) -> None:
    server = serve(in_turn(Reply(fault="stall"), GOOD))
    assert endpoint(server.url, timeout=0.3).ask("/x", {}, read) == "yes"


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (Reply({"error": "invalid key"}, 401), "MIDAN_API_KEY"),
        (Reply(status=402), "credit"),
        (Reply(status=403), "MIDAN_API_KEY"),
        (Reply({"error": {"message": "no such model"}}, 404), "no such model"),
        (Reply(status=405), "--endpoint"),
        (Reply(status=501), "501 Not Implemented"),
        (
            Reply(status=302, headers={"Location": "https://elsewhere.example/login?token=1"}),
            "https://elsewhere.example",
        ),
        (Reply(status=307, headers={"Location": "//127.0.0.1:1/x"}), "redirects to http://127.0.0.1"),
        (Reply(status=308), "redirects"),
        (Reply(status=308, headers={"Location": "/x"}), "in circles"),
    ],
)
def test_what_will_not_pass_ends_it_at_once(reply: Reply, says: str, serve: Serve) -> None:
    told: list[str] = []
    server = serve(in_turn(reply))
    asking = endpoint(server.url, tell=told.append)
    with pytest.raises(EndpointError) as error:
        asking.ask("/x", {}, read)
    assert says in error.value.line() and "\n" not in error.value.line()
    before = len(server.asked)
    with pytest.raises(EndpointError) as again:
        asking.ask("/x", {}, read)
    assert says in again.value.line() or says in error.value.remedy
    assert len(server.asked) == before and not told


def test_a_dead_server_is_left_alone_after_a_few_requests(serve: Serve) -> None:
    server = serve(in_turn(Reply(status=500)))
    asking = endpoint(server.url)
    lines = []
    for _ in range(STOP_AFTER + 3):
        with pytest.raises(EndpointError) as error:
            asking.ask("/x", {}, read)
        lines.append(error.value.line())
    assert len(server.asked) == STOP_AFTER * TRIES
    assert f"{STOP_AFTER} requests in a row failed, no more were sent" in lines[-1]


def test_a_success_between_failures_keeps_it_going(serve: Serve) -> None:
    server = serve(lambda asked: Reply(status=500) if asked.payload["n"] % 2 else GOOD)
    asking = endpoint(server.url)
    for n in range(4 * STOP_AFTER):
        if n % 2:
            with pytest.raises(EndpointError):
                asking.ask("/x", {"n": n}, read)
        else:
            assert asking.ask("/x", {"n": n}, read) == "yes"


def test_a_request_that_is_refused_costs_only_itself(serve: Serve) -> None:
    server = serve(lambda asked: Reply({"error": "too long"}, 400) if asked.payload["n"] < REFUSED + 5 else GOOD)
    asking = endpoint(server.url)
    for n in range(REFUSED + 5):
        with pytest.raises(EndpointError, match="too long"):
            asking.ask("/x", {"n": n}, read)
    assert len(server.asked) == REFUSED  # nobody is asked the same in vain for ever


def test_nobody_there_is_one_line() -> None:
    with pytest.raises(EndpointError) as error:
        endpoint("http://127.0.0.1:9", tries=2).ask("/x", {}, read)
    assert error.value.line() == "http://127.0.0.1:9: connection refused; is the server running?"


@pytest.mark.parametrize("wait", ["0.07", formatdate(time.time() - 60, usegmt=True)])
def test_the_server_says_how_long_to_wait(wait: str, serve: Serve) -> None:
    told: list[str] = []
    server = serve(in_turn(Reply(status=503, headers={"Retry-After": wait}), GOOD))
    assert endpoint(server.url, pause=50.0, tell=told.append).ask("/x", {}, read) == "yes"
    assert told[0].endswith("asking again in 0.07 s" if wait == "0.07" else "asking again in 0 s")


def test_waits_double_and_end(monkeypatch: pytest.MonkeyPatch, serve: Serve) -> None:
    waits: list[float] = []
    server = serve(in_turn(Reply(status=500)))
    asking = endpoint(server.url, pause=10.0)
    monkeypatch.setattr(asking._stopped, "wait", lambda seconds: waits.append(seconds))
    with pytest.raises(EndpointError):
        asking.ask("/x", {}, read)
    assert waits == [10.0, 20.0, 40.0, 60.0]


def test_a_redirect_on_the_same_host_is_followed(serve: Serve) -> None:
    server = serve(lambda asked: GOOD if asked.path == "/api/x" else Reply(status=308, headers={"Location": "/api/x"}))
    assert endpoint(server.url).ask("/x", {"q": 1}, read) == "yes"
    assert server.asked[1].payload == {"q": 1}


def test_the_key_is_sent_and_never_said(serve: Serve) -> None:
    server = serve(lambda asked: Reply({"error": f"key {asked.headers['Authorization']} is wrong"}, 401))
    with pytest.raises(EndpointError) as error:
        endpoint(server.url, "s3cret").ask("/x", {}, read)
    assert server.asked[0].headers["Authorization"] == "Bearer s3cret"
    assert "s3cret" not in error.value.line()


def test_what_a_server_says_can_not_write_on_the_terminal(serve: Serve) -> None:
    server = serve(in_turn(Reply({"error": "\x1b[2Jgone\r\n\u202e" + "x" * 5000}, 400)))
    with pytest.raises(EndpointError) as error:
        endpoint(server.url).ask("/x", {}, read)
    assert error.value.line().isprintable() and len(error.value.line()) < 400


def test_a_lone_surrogate_is_no_reason_to_fail(serve: Serve) -> None:
    server = serve(in_turn(GOOD))
    assert endpoint(server.url).ask("/x", {"q": "a\ud800b"}, read) == "yes"
    assert server.asked[0].payload == {"q": "a?b"}


def test_stopping_hangs_up_on_what_is_under_way(serve: Serve) -> None:
    server = serve(in_turn(Reply(fault="stall")))
    asking = endpoint(server.url, timeout=60.0)
    threading.Timer(0.2, asking.stop, ["interrupted"]).start()
    started = time.monotonic()
    with pytest.raises(EndpointError):
        asking.ask("/x", {}, read)
    assert time.monotonic() - started < 10
    with pytest.raises(EndpointError, match="interrupted"):
        asking.ask("/x", {}, read)


@pytest.mark.parametrize(
    ("url", "key", "says"),
    [
        ("ftp://host/v1", "", "not the address of an endpoint"),
        ("host:8080", "", "not the address of an endpoint"),
        ("http://", "", "not the address of an endpoint"),
        ("http://host:99999/v1", "", "not the address of an endpoint"),
        ("http://host:0/v1", "", "not the address of an endpoint"),
        ("http://host/v1?key=1", "", "not the address of an endpoint"),
        ("http://host/v1#x", "", "not the address of an endpoint"),
        ("http://ho st/\n", "", "not the address of an endpoint"),
        ("http://[::1", "", "not the address of an endpoint"),
        ("http://user:secret@host/v1", "", "holds a password"),
        ("http://host/v1", "a\nb", "MIDAN_API_KEY"),
        ("http://host/v1", "مفتاح", "MIDAN_API_KEY"),
    ],
)
def test_an_address_that_can_not_be_asked_is_one_line(url: str, key: str, says: str) -> None:
    with pytest.raises(MidanError) as error:
        Endpoint(url, key)
    assert says in error.value.line() and "\n" not in error.value.line()
    assert "secret" not in error.value.line()


def test_several_threads_share_it(serve: Serve) -> None:
    server = serve(lambda asked: Reply({"answer": asked.payload["n"]}))
    asking = endpoint(server.url)
    answers: dict[int, str] = {}

    def ask(numbers: Sequence[int]) -> None:
        for n in numbers:
            answers[n] = asking.ask("/x", {"n": n}, read)

    threads = [threading.Thread(target=ask, args=(range(i, 40, 4),)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {n: str(n) for n in range(40)}
