"""A LibreTranslate server: several texts a request, alternatives, and one bad text that costs none of the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from glossary.errors import MidanError
from glossary.matching import TermMatcher
from glossary.term import Term
from memory.enforcement import Segment, enforce
from memory.engines.choose import open_engine
from memory.engines.endpoint import Endpoint
from memory.engines.libretranslate import BATCH, LIMIT, LibreTranslateEngine

from .conftest import Asked, Loopback, Reply, Serve

BARKHANE = Term("برخان", "Barkhane", status="approved", case="keep", kind="operation")
SOURCES = [f"غادر {n} جنود البلاد" for n in range(2 * BATCH + 3)]


def english(source: str) -> str:
    number = "".join(ch for ch in source if ch.isdigit())
    return f"The {number} soldiers left the country."


def translated(say: Callable[[str], Any] = english) -> Callable[[Asked], Reply]:
    return lambda asked: Reply({"translatedText": [say(q) for q in asked.payload["q"]]})


def libre(server: Loopback, key: str = "") -> LibreTranslateEngine:
    return LibreTranslateEngine(Endpoint(server.url, timeout=5, pause=0.001, tell=lambda line: None), key)


def test_texts_go_together_and_come_back_in_order(serve: Serve) -> None:
    server = serve(translated())
    found = libre(server).translate([*SOURCES, *SOURCES, "G5", ""])
    assert [h[0].text for h in found] == [*map(english, SOURCES), *map(english, SOURCES), "G5", ""]
    assert [len(asked.payload["q"]) for asked in server.asked] == [BATCH, BATCH, 3]
    assert server.asked[0].path == "/translate"
    asked = {k: v for k, v in server.asked[0].payload.items() if k != "q"}
    assert asked == {"source": "ar", "target": "en", "format": "text"}


def test_alternatives_are_hypotheses(serve: Serve) -> None:
    server = serve(
        lambda asked: Reply({"translatedText": ["He left."], "alternatives": [["He went.", "رحل", "He left."]]})
    )
    assert [h.text for h in libre(server).translate(["رحل"], n_best=4)[0]] == ["He left.", "He went."]
    assert server.asked[0].payload["alternatives"] == 3


def test_the_key_goes_into_the_request(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    server = serve(translated())
    monkeypatch.setenv("MIDAN_API_KEY", " k3y ")
    engine = open_engine("libretranslate", endpoint=server.url)
    assert engine is not None
    engine.translate(SOURCES[:1])
    assert server.asked[0].payload["api_key"] == "k3y" and "Authorization" not in server.asked[0].headers


@pytest.mark.parametrize(
    "refusal", [Reply({"error": "bad text"}, 400), Reply({"translatedText": ["too", "many", "texts"] * 9})]
)
def test_a_text_that_the_server_can_not_take_costs_none_of_the_others(refusal: Reply, serve: Serve) -> None:
    server = serve(lambda asked: refusal if SOURCES[7] in asked.payload["q"] else translated()(asked))
    found = libre(server).translate(SOURCES)
    assert [bool(h[0].text) for h in found] == [source != SOURCES[7] for source in SOURCES]
    assert found[7][0].fault


@pytest.mark.parametrize("poor", ["", "غادر الجنود", "Силы покинули страну"])
def test_a_poor_answer_is_reported(poor: str, serve: Serve) -> None:
    server = serve(translated(lambda q: poor if q == SOURCES[3] else english(q)))
    found = libre(server).translate(SOURCES[:6])
    assert [bool(h[0].text) for h in found] == [True, True, True, False, True, True]
    assert found[3][0].fault.startswith("libretranslate: ")


def test_a_term_comes_through_inlined(serve: Serve) -> None:
    server = serve(translated(lambda q: "The Barkhane force left." if "Barkhane" in q else "The force left."))
    source = "غادرت قوة برخان البلاد"
    (result,) = enforce([Segment(source, tuple(TermMatcher([BARKHANE]).find(source)))], libre(server))
    assert result.target == "The Barkhane force left." and result.audit[0].how == "inline"


def test_a_term_comes_through_by_a_placeholder(serve: Serve) -> None:
    server = serve(translated(lambda q: "The Xterm 0 force left." if "XTERM0" in q else "The force left."))
    source = "غادرت قوة برخان البلاد"
    (result,) = enforce([Segment(source, tuple(TermMatcher([BARKHANE]).find(source)))], libre(server))
    assert "Barkhane" in result.target and "term" not in result.target.lower()
    assert any(c.text == "The Barkhane force left." and c.how == "placeholder" for c in result.considered)


def test_a_long_text_goes_in_pieces(serve: Serve) -> None:
    server = serve(translated())
    source = "، ".join(SOURCES * 3)
    (result,) = enforce([Segment(source)], libre(server))
    assert all(len(q) <= LIMIT for asked in server.asked for q in asked.payload["q"])
    assert result.target and not result.fault


def test_options_that_it_does_not_have() -> None:
    with pytest.raises(MidanError, match="takes no --engine-model"):
        open_engine("libretranslate", endpoint="http://127.0.0.1:9", model="m")
    with pytest.raises(MidanError, match="takes no --endpoint"):
        open_engine("argos", endpoint="http://127.0.0.1:9")
