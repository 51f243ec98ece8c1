"""Endpoints that drop, fail, cut JSON off, stall or speak another language: a segment is translated or reported.

Faults come in seeded disorder, mixed with good answers, to both engines and to the commands.
"""

from __future__ import annotations

import io
import json
import random
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from glossary.matching import TermMatcher
from glossary.term import Term
from memory.commands import main
from memory.enforcement import Segment, enforce
from memory.engines.base import Engine
from memory.engines.endpoint import Endpoint
from memory.engines.libretranslate import LibreTranslateEngine
from memory.engines.llm import LlmEngine
from memory.store import Memory
from memory.verification import satisfied_at

from .conftest import Asked, Reply, Serve

TERMS = [
    Term("برخان", "Barkhane", status="approved", case="keep", kind="operation"),
    Term("دول الميدان", "field countries", status="approved"),
]
SOURCES = [f"غادرت قوة برخان {n} من دول الميدان." if n % 3 else f"غادر {n} جنود البلاد." for n in range(24)]
FAULTS = ("drop", "500", "cut", "truncated", "stall", "arabic", "french", "empty", "html", "shape", "429")


def english(source: str) -> str:
    number = "".join(ch for ch in source if ch.isdigit())
    return f"The force left the countries of the field on {number} May."


def answer(asked: Asked, say: Callable[[str], str]) -> Any:
    """An answer of the kind that was asked for: a chat's, or LibreTranslate's."""
    if "q" in asked.payload:
        return {"translatedText": [say(q) for q in asked.payload["q"]]}
    question = asked.payload["messages"][-1]["content"]
    source = asked.payload["messages"][-3]["content"] if "Translate the text again" in question else question
    return {"choices": [{"message": {"content": say(source)}, "finish_reason": "stop"}]}


def faulty(fault: str, asked: Asked) -> Reply:
    """The reply with that fault; "" is a good one."""
    good = answer(asked, english)
    whole = json.dumps(good, ensure_ascii=False).encode()
    arabic, empty = answer(asked, lambda source: "غادرت القوة البلاد"), answer(asked, lambda source: "")
    french = answer(asked, lambda source: "La force a quitté le pays dans la nuit avec les soldats.")
    return {
        "": Reply(good),
        "drop": Reply(fault="drop"),
        "500": Reply({"error": "internal"}, 500),
        "cut": Reply(good, fault="cut"),
        "truncated": Reply(whole[: len(whole) // 2]),
        "stall": Reply(good, fault="stall"),
        "arabic": Reply(arabic),
        "french": Reply(french),
        "empty": Reply(empty),
        "html": Reply(b"<html>busy</html>"),
        "shape": Reply({"ok": True}),
        "429": Reply({"error": "slow down"}, 429, {"Retry-After": "0"}),
    }[fault]


def engine(name: str, url: str, told: list[str]) -> Engine:
    endpoint = Endpoint(url, timeout=0.4, pause=0.001, tell=told.append)
    return LlmEngine(endpoint, "m") if name == "llm" else LibreTranslateEngine(endpoint)


def segments() -> list[Segment]:
    matcher = TermMatcher(TERMS)
    return [Segment(source, tuple(matcher.find(source))) for source in SOURCES]


def assert_translated_or_reported(results: list[Any]) -> None:
    assert [r.source for r in results] == SOURCES
    for result in results:
        assert bool(result.target) != bool(result.fault), result
        assert "\n" not in result.fault
        for outcome in result.audit:
            term = next(t for t in TERMS if t.ar == outcome.ar)
            assert (outcome.outcome != "unmet") == (satisfied_at(term, result.target) is not None)
            assert (outcome.outcome == "unmet") == (not result.target) and (
                result.target or outcome.how == result.fault
            )


@pytest.mark.parametrize("name", ["llm", "libretranslate"])
@pytest.mark.parametrize("seed", range(6))
def test_in_any_disorder_every_segment_is_translated_or_reported(name: str, seed: int, serve: Serve) -> None:
    chance, lock = random.Random(f"{name} {seed}"), threading.Lock()

    def behave(asked: Asked) -> Reply:
        with lock:
            fault = chance.choice(FAULTS) if chance.random() < 0.4 else ""
            if fault == "stall" and chance.random() < 0.7:
                fault = "drop"  # a stall costs the test its timeout
        return faulty(fault, asked)

    told: list[str] = []
    results = enforce(segments(), engine(name, serve(behave).url, told))
    assert_translated_or_reported(results)
    assert any(r.target for r in results)
    assert len(told) == len(set(told)) < 20  # each kind of fault is said once


@pytest.mark.parametrize("name", ["llm", "libretranslate"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_stays_is_reported_for_every_segment(name: str, fault: str, serve: Serve) -> None:
    server = serve(lambda asked: faulty(fault, asked))
    results = enforce(segments(), engine(name, server.url, []))
    assert_translated_or_reported(results)
    assert all(r.fault for r in results)
    assert len(server.asked) < 150  # and nobody is asked for ever


@pytest.mark.parametrize("name", ["llm", "libretranslate"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_passes_costs_nothing(name: str, fault: str, serve: Serve) -> None:
    server = serve(lambda asked: faulty(fault if len(server.asked) == 1 else "", asked))
    results = enforce(segments(), engine(name, server.url, []))
    assert_translated_or_reported(results)
    assert all(r.target for r in results)


TEXT = "\n".join(SOURCES[:9])
YAML = """\
format: 1
terms:
  - {ar: برخان, en: Barkhane, status: approved, case: keep, kind: operation}
  - {ar: دول الميدان, en: field countries, status: approved}
"""


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(Endpoint.__init__.__kwdefaults__, "pause", 0.001)  # type: ignore[arg-type]
    (tmp_path / "article.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "terms.yaml").write_text(YAML, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("fault", ["drop", "500", "truncated", "arabic"])
def test_an_article_is_not_lost_and_the_next_run_goes_on(
    fault: str, work: Path, serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    server = serve(lambda asked: faulty(fault if "6" in str(asked.payload["messages"][-1]["content"]) else "", asked))
    command = ["run", "article.txt", "--raw", "--candidates", "0", "--engine", "llm", "--engine-model", "m"]
    command += ["--endpoint", server.url, "--timeout", "5"]
    assert main(command) == 3
    said = capsys.readouterr()
    assert "Traceback" not in said.err and "segments not translated now" in said.err
    with Memory.open(work / "memory.db") as memory:
        units = memory.document("article")
        assert [u.source for u in units] == TEXT.splitlines()
        assert any(u.target for u in units) and not all(u.target for u in units)
        kept = {u.source: u.target for u in units if u.target}
    server.behave = lambda asked: faulty("", asked)
    assert main(command) == 0
    with Memory.open(work / "memory.db") as memory:
        units = memory.document("article")
    assert all(u.target for u in units)
    assert all(u.target == kept[u.source] for u in units if u.source in kept)


def test_every_line_is_answered(
    work: Path, serve: Serve, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(lambda asked: faulty("500" if "6" in str(asked.payload["q"]) else "", asked))
    lines = [{"source": s, "terms": [{"ar": "برخان", "en": "Barkhane"}]} for s in SOURCES[:9]]
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(json.dumps(line) + "\n" for line in lines)))
    assert main(["translate", "--jsonl", "--engine", "libretranslate", "--endpoint", server.url]) == 3
    said = capsys.readouterr()
    rows = [json.loads(line) for line in said.out.splitlines()]
    assert [row["source"] for row in rows] == SOURCES[:9]
    assert all(bool(row["target"]) != bool(row.get("fault")) for row in rows)
    assert "lines left untranslated" in said.err and "500 Internal Server Error: internal" in said.err
