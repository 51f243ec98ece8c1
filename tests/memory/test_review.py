"""The review page's server: who is let in, what is written when, what is refused, and that nothing becomes markup."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary.matching import TermMatcher
from glossary.term import Glossary, Term
from glossary.termfile import load_glossary
from memory.commands import main
from memory.engines.base import Ability, Hypothesis
from memory.report.view import Viewer
from memory.review.desk import Desk, cores, may_hold, term_id
from memory.review.server import FILES, MAX_BODY, ReviewServer
from memory.store import Memory
from memory.unit import Origin, TranslationUnit

ROOT = Path(__file__).parents[2]
TERMS = """\
# the desk's own glossary
format: 1
terms:
  - ar: برخان
    en: Barkhane   # the operation
    kind: operation
    status: approved
    forbidden: [Barkan]
    house: kept
  - ar: المجلس الانتقالي
    en: transition council
    status: candidate
    seen: {count: 2, articles: [a]}
    evidence: [{article: a, text: "وقال المجلس الانتقالي إنه باق."}]
  - ar: رئيس الحكومة
    status: candidate
    seen: {count: 1, articles: [b]}
  - ar: انقلاب
    en: coup
    status: rejected
"""
COUNCIL, HEAD, BARKHANE = map(term_id, ("المجلس الانتقالي", "رئيس الحكومة", "برخان"))
ALL_OLD = "0" * 16


def unit(document: str, place: int, source: str, target: str, **more: Any) -> TranslationUnit:
    return TranslationUnit(source, target, origin=Origin(document, 0, place), engine="argos", model="m 1", **more)


UNITS = [
    unit("a", 0, "قال المجلس الانتقالي إنه باق.", "The council said that it stays."),
    unit("a", 1, "وبرخان غادرت.", "Barkan has left."),
    unit("a", 2, "لم يعلق أحد.", "", status="untranslated"),
    unit("b", 0, "للمجلس الانتقالي رأي آخر.", "The transition council differs.", status="reviewed"),
    unit("b", 1, "قال المجلس الانتقالي إنه باق!", "The council said it stays!"),
]


class Echo:
    """An engine that says what it was given, in capitals: enough to see that it was asked."""

    name, model, draft = "echo", "echo 1", False
    abilities: frozenset[Ability] = frozenset()

    def translate(self, batch: Sequence[str], n_best: int = 1, attention: bool = False) -> list[list[Hypothesis]]:
        return [[Hypothesis("A transition council spoke.")] for _ in batch]


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Page:
    """A browser's side of the server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.desk = Desk(str(folder / "terms.yaml"), str(folder / "memory.db"))
        self.desk._engine = Echo()
        self.server = ReviewServer(self.desk)
        self.host = f"127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """A request as it is, with nothing added but the host."""
        connection = http.client.HTTPConnection(self.host, timeout=10)
        connection.request(method, path, body, {"Host": self.host, **headers})
        got = connection.getresponse()
        answer = Answer(got.status, got.headers, got.read())
        connection.close()
        return answer

    def get(self, name: str) -> Answer:
        return self.ask("GET", f"/{self.server.token}/{name}")

    def post(self, name: str, **given: Any) -> Answer:
        headers = {"Content-Type": "application/json", "X-Midan-Token": self.server.token}
        return self.ask("POST", f"/{self.server.token}/api/{name}", json.dumps(given).encode(), **headers)

    def ids(self, view: str, **asked: str) -> list[str]:
        query = "&".join(f"{k}={quote(v)}" for k, v in {"view": view, **asked}.items())
        found: list[str] = self.get(f"api/ids?{query}").json["ids"]
        return found

    def item(self, view: str, number: str) -> Any:
        return self.get(f"api/items?view={view}&ids={number}").json["items"][0]

    @property
    def terms(self) -> str:
        return (self.folder / "terms.yaml").read_text(encoding="utf-8")

    def unit(self, number: str) -> TranslationUnit:
        with Memory.open(self.folder / "memory.db") as memory:
            found = memory.get(int(number))
        assert found is not None
        return found


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    (tmp_path / "terms.yaml").write_text(TERMS, encoding="utf-8")
    viewer = Viewer(load_glossary(tmp_path / "terms.yaml"))
    with Memory.open(tmp_path / "memory.db") as memory:
        for name in ("a", "b"):
            own = [u for u in UNITS if u.origin and u.origin.document == name]
            memory.put_document(name, [replace(u, digest=viewer.digest(u.source)) for u in own])
    opened = Page(tmp_path)
    yield opened
    opened.server.shutdown()
    opened.server.server_close()


# --- who is let in


@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS"])
@pytest.mark.parametrize(
    "path", ["/", "/{wrong}/", "/{wrong}/api/overview", "/api/overview", "/review.css", "/{half}/", "//", "/é/"]
)
def test_without_the_token_nothing_is_answered(page: Page, method: str, path: str) -> None:
    token = page.server.token
    path = path.format(wrong="x" * len(token), half=token[:-1])
    answer = page.ask(method, quote(path), None, **{"X-Midan-Token": token, "Content-Type": "application/json"})
    assert answer.status == 403
    assert token.encode() not in answer.body


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "", "localhost", "[::1]:{port}", "evil.example:{port}"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_under_another_host_nothing_is_answered(page: Page, host: str, method: str) -> None:
    host = host.format(port=page.server.server_address[1])
    answer = page.ask(method, f"/{page.server.token}/", None, Host=host)
    assert answer.status == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"X-Midan-Token": "wrong"}, 403),
        ({"X-Midan-Token": ""}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content-Length": str(MAX_BODY + 1)}, 413),
        ({"Content-Length": "9" * 30}, 413),
        ({"Content-Length": "-1"}, 411),
        ({"Transfer-Encoding": "chunked"}, 400),
    ],
)
def test_a_change_comes_as_json_with_the_token_and_a_bounded_length(
    page: Page, headers: dict[str, str], status: int
) -> None:
    item = page.item("terms", HEAD)
    body = json.dumps({"id": HEAD, "version": item["version"], "changes": {"en": "head of government"}}).encode()
    given = {"Content-Type": "application/json", "X-Midan-Token": page.server.token, **headers}
    assert page.ask("POST", f"/{page.server.token}/api/term", body, **given).status == status
    assert ("head of government" in page.terms) == (status == 200)


def test_every_answer_has_a_strict_policy(page: Page) -> None:
    answers = [page.get(name) for name in (*FILES, "api/overview", "api/ids?view=none", "nothing")]
    answers += [page.ask("GET", "/"), page.post("term")]
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
    assert [a.status for a in answers[: len(FILES)]] == [200] * len(FILES)


def test_the_page_loads_nothing_from_elsewhere_and_holds_no_script(page: Page) -> None:
    for name in FILES:
        text = page.get(name).body.decode()
        assert "://" not in text.replace('xmlns="http://www.w3.org/2000/svg"', "")
    html = page.get("").body.decode()
    assert html.count("<script") == 1 and 'src="desk.js"' in html
    assert " style=" not in html and " on" not in html.replace(" on</label>", "").split("<body")[0]


def test_the_address_may_lack_its_last_slash(page: Page) -> None:
    answer = page.ask("GET", f"/{page.server.token}")
    assert (answer.status, answer.headers["Location"]) == (308, f"/{page.server.token}/")


@pytest.mark.parametrize(
    ("name", "given", "status"),
    [
        ("term", {}, 400),
        ("term", {"id": 1, "version": "x", "changes": {}}, 400),
        ("term", {"id": HEAD, "version": "x", "changes": {"en": 5}}, 400),
        ("term", {"id": HEAD, "version": "x", "changes": {"ar": "x"}}, 422),
        ("term", {"id": HEAD, "version": "x", "changes": {"en": "x"}}, 409),
        ("term", {"id": "gone", "version": "x", "changes": {"en": "x"}}, 410),
        ("segment", {"id": "1", "version": "x", "target": "x"}, 409),
        ("segment", {"id": "99", "version": "x", "target": "x"}, 410),
        ("segment", {"id": "٣", "version": "x", "target": "x"}, 410),
        ("segment", {"id": "9" * 40, "version": "x", "target": "x"}, 410),
        ("segment", {"id": "1", "version": "x", "target": " "}, 422),
        ("segment", {"id": "1", "version": "x", "target": "x" * 20_001}, 422),
        ("nothing", {}, 404),
    ],
)
def test_what_no_page_of_ours_asks_is_refused(page: Page, name: str, given: dict[str, Any], status: int) -> None:
    before = page.terms
    answer = page.post(name, **given)
    assert answer.status == status and (status == 404 or answer.json["error"])
    assert page.terms == before


def test_bodies_that_are_no_json_are_refused(page: Page) -> None:
    headers = {"Content-Type": "application/json", "X-Midan-Token": page.server.token}
    for body in (b"", b"[]", b"{", b'"x"', b"\xff\xfe", b"[" * 100_000):
        assert page.ask("POST", f"/{page.server.token}/api/undo", body, **headers).status == 400
    assert page.get("api/items?view=terms&ids=" + ",".join("a" * 200)).status == 400
    assert page.get("api/items?view=segments&ids=x,,9e9,%D9%A1").json == {"items": []}


# --- terms


def test_a_decision_is_in_the_file_before_it_is_answered(page: Page) -> None:
    for number, status in ((COUNCIL, "approved"), (HEAD, "rejected")):
        item = page.item("terms", number)
        answer = page.post("term", id=number, version=item["version"], changes={"status": status})
        assert answer.status == 200 and answer.json["item"]["values"]["status"] == status
    expected = TERMS.replace("candidate", "approved", 1).replace("candidate", "rejected", 1)
    assert page.terms == expected
    assert page.ids("terms", status="candidate") == []


def test_english_kind_and_note_can_be_edited_and_taken_away(page: Page) -> None:
    item = page.item("terms", HEAD)
    changes = {"en": " prime minister ", "kind": "post", "note": "a: b # c"}
    item = page.post("term", id=HEAD, version=item["version"], changes=changes).json["item"]
    assert item["values"] == {"status": "candidate", "en": "prime minister", "kind": "post", "note": "a: b # c"}
    assert load_glossary(page.folder / "terms.yaml").terms[2].note == "a: b # c"
    page.post("term", id=HEAD, version=item["version"], changes={"en": "", "kind": "", "note": ""})
    assert page.terms == TERMS


def test_a_kind_that_there_is_not_is_one_line(page: Page) -> None:
    version = page.item("terms", HEAD)["version"]
    answer = page.post("term", id=HEAD, version=version, changes={"kind": "animal"})
    assert answer.status == 422 and "kind can't be 'animal'" in answer.json["error"]


def test_a_stale_decision_is_refused_with_what_is_saved(page: Page) -> None:
    first = second = page.item("terms", COUNCIL)
    page.post("term", id=COUNCIL, version=first["version"], changes={"en": "interim council"})
    answer = page.post("term", id=COUNCIL, version=second["version"], changes={"en": "mine"})
    assert answer.status == 409
    assert answer.json["current"]["values"]["en"] == "interim council"
    again = page.post("term", id=COUNCIL, version=answer.json["current"]["version"], changes={"en": "mine"})
    assert again.status == 200 and "en: mine" in page.terms


def test_what_an_editor_changed_in_the_file_is_seen(page: Page) -> None:
    version = page.item("terms", COUNCIL)["version"]
    path = page.folder / "terms.yaml"
    path.write_text(TERMS.replace("transition council", "council of transition"), encoding="utf-8")
    assert page.item("terms", COUNCIL)["values"]["en"] == "council of transition"
    assert page.post("term", id=COUNCIL, version=version, changes={"status": "approved"}).status == 409


def test_a_broken_file_is_one_line_and_stays_as_it_is(page: Page) -> None:
    version = page.item("terms", COUNCIL)["version"]
    broken = TERMS + "  - ar: [\n"
    (page.folder / "terms.yaml").write_text(broken, encoding="utf-8")
    answer = page.post("term", id=COUNCIL, version=version, changes={"status": "approved"})
    assert answer.status == 422 and "terms.yaml:" in answer.json["error"]
    assert page.terms == broken


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"status": "candidate"}, [COUNCIL, HEAD]),
        ({"status": "approved"}, [BARKHANE]),
        ({"status": "all", "query": "COUP"}, [term_id("انقلاب")]),
        ({"status": "all", "query": "مجلس"}, [COUNCIL]),
        ({"status": "all", "query": "إنقلاب"}, [term_id("انقلاب")]),
        ({"status": "candidate", "document": "b"}, [HEAD]),
        ({"status": "all", "query": "nothing"}, []),
    ],
)
def test_terms_are_listed_by_status_article_and_text(page: Page, asked: dict[str, str], expected: list[str]) -> None:
    assert page.ids("terms", **asked) == expected


def test_every_context_of_a_term_is_shown(page: Page) -> None:
    html = page.get(f"api/contexts?id={COUNCIL}").json["html"]
    assert html.count("<li") == 3 and html.count('class="here"') == 3
    assert ">للمجلس الانتقالي</mark>" in html
    assert "in no segment" in page.get(f"api/contexts?id={HEAD}").json["html"]


# --- segments


def test_a_correction_is_kept_while_it_is_typed_and_reviewed_when_said(page: Page) -> None:
    item = page.item("segments", "2")
    kept = page.post("segment", id="2", version=item["version"], target="Barkhane has left. ", session="s").json["item"]
    unit = page.unit("2")
    assert (unit.target, unit.status, unit.attention) == ("Barkhane has left.", "reviewed", True)
    assert [o.outcome for o in unit.audit] == ["satisfied"]
    page.post("segment", id="2", version=kept["version"], target="Barkhane has left.", done=True)
    unit = page.unit("2")
    assert (unit.status, unit.attention, unit.changed_by) == ("reviewed", False, "reviewer")
    assert page.ids("segments", status="open") == ["1", "3", "5"]


def test_a_stale_correction_is_refused_with_what_is_saved(page: Page) -> None:
    version = page.item("segments", "1")["version"]
    page.post("segment", id="1", version=version, target="First.", session="one")
    answer = page.post("segment", id="1", version=version, target="Second.", session="two")
    assert answer.status == 409 and answer.json["current"]["values"]["target"] == "First."
    assert page.unit("1").target == "First."


def test_an_editor_does_not_conflict_with_itself(page: Page) -> None:
    """A key may be pressed before the answer to the one before it has come."""
    version = page.item("segments", "1")["version"]
    for text in ("T", "Th", "The"):
        assert page.post("segment", id="1", version=version, target=text, session="one").status == 200
    assert page.unit("1").target == "The"
    page.post("undo")
    assert page.unit("1").target == UNITS[0].target


def test_two_writers_at_once_lose_nothing(page: Page) -> None:
    version = page.item("segments", "1")["version"]
    answers: list[int] = []

    def write(number: int) -> None:
        answers.append(page.post("segment", id="1", version=version, target=f"{number}.", session=f"{number}").status)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200] + [409] * 7


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"status": "all"}, ["1", "2", "3", "4", "5"]),
        ({"status": "open"}, ["1", "2", "3", "5"]),
        ({"status": "unmet"}, ["2"]),
        ({"status": "untranslated"}, ["3"]),
        ({"status": "reviewed"}, ["4"]),
        ({"status": "all", "document": "b"}, ["4", "5"]),
        ({"status": "all", "query": "للمجلس"}, ["4"]),
        ({"status": "all", "query": "BARKAN"}, ["2"]),
    ],
)
def test_segments_are_listed_by_what_is_to_do(page: Page, asked: dict[str, str], expected: list[str]) -> None:
    assert page.ids("segments", **asked) == expected


def test_demands_are_verified_as_one_types(page: Page) -> None:
    html = page.post("verify", id="2", target="Barkan left").json["html"]
    assert "unmet" in html and "forbidden English stands" in html
    assert "unmet" not in page.post("verify", id="2", target="Barkhane left.").json["html"]
    assert page.unit("2").target == UNITS[1].target


def test_memory_matches_are_others_like_it(page: Page) -> None:
    html = page.get("api/matches?id=1").json["html"]
    assert "The council said it stays!" in html and UNITS[0].target not in html


# --- undo and translating again


def test_undo_takes_back_one_change_at_a_time(page: Page) -> None:
    before = page.unit("1")
    version = page.item("terms", COUNCIL)["version"]
    page.post("term", id=COUNCIL, version=version, changes={"status": "approved", "note": "n"})
    page.post("segment", id="1", version=page.item("segments", "1")["version"], target="Mine.", done=True)
    undone = page.post("undo").json
    assert undone["item"]["id"] == "1"
    after = page.unit("1")
    assert replace(after, changed=before.changed) == before
    assert page.post("undo").json["item"]["id"] == COUNCIL
    assert page.terms == TERMS
    assert page.post("undo").json["item"] is None


def test_undo_does_not_take_back_what_somebody_else_did_since(page: Page) -> None:
    page.post("segment", id="1", version=page.item("segments", "1")["version"], target="Mine.", done=True)
    with Memory.open(page.folder / "memory.db") as memory:
        mine = memory.get(1)
        assert mine is not None
        memory.rewrite(replace(mine, target="Theirs."), mine.target)
    answer = page.post("undo")
    assert answer.status == 409 and page.unit("1").target == "Theirs."


def test_segments_that_hold_a_changed_entry_are_translated_again(page: Page) -> None:
    assert page.get("api/stale").json == {"stale": 0}
    answer = page.post(
        "term", id=COUNCIL, version=page.item("terms", COUNCIL)["version"], changes={"status": "approved"}
    )
    assert answer.json["stale"] == 2
    assert page.get("api/stale").json == {"stale": 2}
    done = page.post("again").json
    assert [i["id"] for i in done["items"]] == ["1", "5"] and done["left"] == 0
    assert page.unit("1").target == "A transition council spoke." and page.unit("1").engine == "echo"
    assert page.unit("4").target == UNITS[3].target
    assert page.unit("2").target == UNITS[1].target
    assert page.get("api/stale").json == {"stale": 0}


def test_without_an_engine_it_says_so(page: Page) -> None:
    page.desk.engine_name, page.desk._engine = "none", None
    assert page.post("again").status == 422


# --- what comes from outside

SCRIPT = "<script>alert(1)</script>"
ATTRIBUTE = "\"><img src=x onerror='alert(1)'>"


def test_nothing_from_outside_becomes_markup(tmp_path: Path) -> None:
    name = f"{SCRIPT}{ATTRIBUTE}"
    text = json.dumps(name)
    (tmp_path / "terms.yaml").write_text(
        f"terms:\n  - ar: {json.dumps('برخان ' + name)}\n    en: {text}\n    kind: {text}\n    note: {text}\n"
        f"    status: candidate\n    seen: {{count: 1, articles: [{text}]}}\n"
        f"    evidence: [{{article: {text}, text: {text}}}]\n"
        f"  - ar: برخان\n    en: {text}\n    status: approved\n    forbidden: [{text}]\n    also: [{text}]\n",
        encoding="utf-8",
    )
    with Memory.open(tmp_path / "memory.db") as memory:
        memory.add([
            TranslationUnit(f"برخان {name}", f"{name}", origin=Origin(name, 0, 0), engine=name, model=name, note=name),
            TranslationUnit(f"برخان {name}", f"{name}.", origin=Origin("b", 0, 0)),
        ])  # fmt: skip
    page = Page(tmp_path)
    try:
        terms, segments = page.ids("terms", status="all"), page.ids("segments", status="all")
        html = "".join(page.item("terms", i)["html"] for i in terms)
        html += "".join(page.item("segments", i)["html"] for i in segments)
        html += "".join(page.get(f"api/contexts?id={i}").json["html"] for i in terms)
        html += page.get(f"api/matches?id={segments[0]}").json["html"]
        html += page.post("verify", id=segments[0], target=name).json["html"]
    finally:
        page.server.shutdown()
        page.server.server_close()
    assert len(terms) == 2 and len(segments) == 2 and "&lt;script&gt;" in html
    assert "<script" not in html and "<img" not in html and "onerror='" not in html


words = st.text(alphabet="ابتجدرسلموي", min_size=1, max_size=6)
phrases = st.lists(words, min_size=1, max_size=3).map(" ".join)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(phrases, st.sampled_from(["", "ال", "وال", "لل", "ب", "وبال"]), phrases, st.booleans())
def test_what_may_hold_a_term_is_never_missed(form: str, prefix: str, around: str, article: bool) -> None:
    """The quick look before the matcher never says no where the matcher says yes."""
    term = Term(("ال" if article else "") + form, kind="concept", status="approved")
    source = f"{around} {prefix}{form} {around}"
    if TermMatcher([term]).find(source, nested=True):
        from glossary.arabic import fold_key

        assert may_hold(fold_key(source), cores([term]))


def test_what_was_found_before_is_kept_only_where_it_holds(page: Page) -> None:
    old = page.desk.snapshot().viewer
    for unit in UNITS:
        old.matches(unit.source)
    path = page.folder / "terms.yaml"
    path.write_text(TERMS.replace("status: candidate", "status: approved"), encoding="utf-8")
    new = page.desk.snapshot().viewer
    fresh = Viewer(load_glossary(path))
    assert set(new.known) == {UNITS[1].source, UNITS[2].source}
    assert [new.matches(u.source) for u in UNITS] == [fresh.matches(u.source) for u in UNITS]


# --- the command


def test_the_command_serves_until_it_is_interrupted(page: Page) -> None:
    command = [sys.executable, "-m", "memory", "review", "--engine", "none"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = subprocess.Popen(
        command, cwd=page.folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert running.stdout is not None and running.stderr is not None
    address = urlsplit(running.stdout.readline().strip())
    assert address.hostname == "127.0.0.1" and len(address.path) > 24
    connection = http.client.HTTPConnection(address.netloc, timeout=10)
    connection.request("GET", f"{address.path}api/overview")
    assert json.loads(connection.getresponse().read())["documents"] == ["a", "b"]
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=10)
    assert running.returncode == 0 and out == ""
    assert err.strip().splitlines()[-1] == "midan: the review is ended; every change is on disk"
    assert len(err.strip().splitlines()) == 2


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--memory", "none.db"], "no such memory"),
        (["--port", "99999"], "no port 99999"),
        (["--terms", "broken.yaml"], "broken.yaml:"),
    ],
)
def test_what_can_not_be_served_is_one_line(
    page: Page, args: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(page.folder)
    (page.folder / "broken.yaml").write_text("terms: [", encoding="utf-8")
    assert main(["review", *args]) == 2
    error = capsys.readouterr().err
    assert said in error and len(error.splitlines()) == 1


def test_a_port_that_is_taken_is_one_line(
    page: Page, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(page.folder)
    assert main(["review", "--port", str(page.server.server_address[1])]) == 2
    assert "leave --port out" in capsys.readouterr().err


def test_an_empty_glossary_is_no_fault(tmp_path: Path) -> None:
    Memory.open(tmp_path / "memory.db").close()
    desk = Desk(str(tmp_path / "terms.yaml"), str(tmp_path / "memory.db"))
    assert desk.snapshot().glossary == Glossary()
