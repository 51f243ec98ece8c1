"""What `run` promises: every segment once and in order, nothing done twice, nothing of a person's overwritten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import polib
import pytest

from glossary.article import Article
from glossary.term import Glossary, Term
from memory.engines.base import Ability, Hypothesis
from memory.exchange.po_reading import read as read_po
from memory.outputs import write_outputs
from memory.pipeline import BATCH, run_articles
from memory.store import Memory

BARKHANE = Term("برخان", "Barkhane", status="approved", case="keep")
SERVAL = Term("سرفال", "Serval", status="approved", case="keep")
ARTICLE = Article(
    "a.txt",
    "برخان تغادر الساحل",
    "2022-08-15",
    ("انسحبت قوة برخان من مالي. ورحبت باماكو بالقرار.", "وكانت سرفال قد سبقتها.", "ورحبت باماكو بالقرار."),
    (),
)


class Echo:
    """A fast engine without abilities: the source between brackets, so that what it was asked is seen."""

    name, model, draft = "echo", "echo 1", False
    abilities: frozenset[Ability] = frozenset()

    def __init__(self, stop_after: int | None = None) -> None:
        self.asked: list[str] = []
        self.stop_after = stop_after

    def translate(self, batch: Sequence[str], n_best: int = 1, attention: bool = False) -> list[list[Hypothesis]]:
        if self.stop_after is not None and len(self.asked) >= self.stop_after:
            raise KeyboardInterrupt
        self.asked += batch
        return [[Hypothesis(f"[{source}]")] for source in batch]


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory.open(tmp_path / "memory.db") as opened:
        yield opened


def shown(memory: Memory, name: str = "a") -> list[tuple[object, ...]]:
    return [
        (u.origin.paragraph, u.origin.segment, u.origin.previous, u.origin.next, u.source, u.target, u.status, u.digest)
        for u in memory.document(name)
        if u.origin
    ]


def test_every_segment_is_there_once_in_order(memory: Memory) -> None:
    tally = run_articles([("a", ARTICLE)], Glossary(), memory, Echo())
    places = [row[:2] for row in shown(memory)]
    assert places == [(-1, 0), (0, 0), (0, 1), (1, 0), (2, 0)]
    assert (tally.segments, tally.translated, tally.reused, tally.untranslated) == (5, 5, 0, 0)


def test_a_text_that_stands_twice_is_translated_once(memory: Memory) -> None:
    engine = Echo()
    run_articles([("a", ARTICLE)], Glossary(), memory, engine)
    assert sorted(engine.asked) == sorted(set(engine.asked))


def test_running_again_does_nothing(memory: Memory) -> None:
    run_articles([("a", ARTICLE)], Glossary(), memory, Echo())
    before, engine = shown(memory), Echo()
    tally = run_articles([("a", ARTICLE)], Glossary(), memory, engine)
    assert engine.asked == []
    assert (tally.translated, tally.reused) == (0, 5)
    assert shown(memory) == before


def test_a_stopped_run_goes_on_to_the_same_memory(memory: Memory, tmp_path: Path) -> None:
    paragraphs = tuple(f"هذه هي الجملة رقم {i}." for i in range(3 * BATCH))
    long = Article("b.txt", None, None, paragraphs, ())
    with pytest.raises(KeyboardInterrupt):
        run_articles([("b", long)], Glossary(), memory, Echo(stop_after=BATCH))
    done = sum(bool(row[5]) for row in shown(memory, "b"))
    assert 0 < done < len(paragraphs)
    second = Echo()
    run_articles([("b", long)], Glossary(), memory, second)
    assert len(second.asked) == len(paragraphs) - done
    with Memory.open(tmp_path / "undisturbed.db") as other:
        run_articles([("b", long)], Glossary(), other, Echo())
        assert shown(memory, "b") == shown(other, "b")


def test_a_changed_entry_renews_only_the_segments_that_hold_it(memory: Memory) -> None:
    run_articles([("a", ARTICLE)], Glossary([BARKHANE, SERVAL]), memory, Echo())
    engine = Echo()
    changed = Glossary([BARKHANE, replace(SERVAL, en="Operation Serval")])
    tally = run_articles([("a", ARTICLE)], changed, memory, engine)
    assert tally.translated == 1
    assert all("سرفال" in asked or "Serval" in asked for asked in engine.asked)


def test_a_reviewed_segment_is_kept_and_marked_when_its_terms_change(memory: Memory) -> None:
    run_articles([("a", ARTICLE)], Glossary([SERVAL]), memory, Echo())
    unit = next(u for u in memory.document("a") if "سرفال" in u.source)
    memory.rewrite(replace(unit, target="Serval had preceded it.", status="reviewed"), unit.target)
    run_articles([("a", ARTICLE)], Glossary([replace(SERVAL, en="Operation Serval")]), memory, Echo())
    kept = next(u for u in memory.document("a") if "سرفال" in u.source)
    assert (kept.target, kept.status, kept.attention) == ("Serval had preceded it.", "reviewed", True)


def test_a_reviewed_segment_serves_another_article(memory: Memory) -> None:
    run_articles([("a", ARTICLE)], Glossary(), memory, Echo())
    unit = next(u for u in memory.document("a") if "سرفال" in u.source)
    memory.rewrite(replace(unit, target="Serval had preceded it.", status="reviewed"), unit.target)
    other = Article("c.txt", None, None, ("وكانت سرفال قد سبقتها.",), ())
    engine = Echo()
    run_articles([("c", other)], Glossary(), memory, engine)
    (reused,) = memory.document("c")
    assert (reused.target, reused.status, engine.asked) == ("Serval had preceded it.", "reviewed", [])


def test_without_an_engine_segments_are_kept_untranslated(memory: Memory) -> None:
    tally = run_articles([("a", ARTICLE)], Glossary([BARKHANE]), memory, None)
    assert tally.untranslated == tally.segments == 5
    assert {u.status for u in memory.document("a")} == {"untranslated"}
    assert run_articles([("a", ARTICLE)], Glossary([BARKHANE]), memory, Echo()).untranslated == 0


def test_an_edited_article_keeps_what_it_still_holds(memory: Memory) -> None:
    run_articles([("a", ARTICLE)], Glossary(), memory, Echo())
    edited = replace(ARTICLE, paragraphs=("جملة جديدة.", *ARTICLE.paragraphs[1:]))
    engine = Echo()
    run_articles([("a", edited)], Glossary(), memory, engine)
    assert engine.asked == ["جملة جديدة."]
    assert len(memory.document("a")) == 4


def test_an_unmet_term_is_said(memory: Memory) -> None:
    """An engine that only echoes cannot give the English by itself: the audit must still hold every term."""
    tally = run_articles([("a", ARTICLE)], Glossary([BARKHANE, SERVAL]), memory, Echo())
    assert tally.terms == 3
    assert tally.satisfied + tally.repaired + tally.unmet == 3


def test_what_a_translator_did_in_poedit_comes_back_and_is_kept(memory: Memory, tmp_path: Path) -> None:
    """Poedit puts its own header fields, wraps at 80 columns, and takes the fuzzy flag off what is saved as done."""
    run_articles([("a", ARTICLE)], Glossary([SERVAL]), memory, Echo())
    write_outputs(tmp_path, ["a"], Glossary([SERVAL]), memory)
    file = polib.pofile(str(tmp_path / "a.po"), wrapwidth=80)
    file.metadata |= {"X-Generator": "Poedit 3.4", "Last-Translator": "A Translator <a@example.org>"}
    mended, accepted, begun, _, _ = file
    mended.msgstr, mended.tcomment = "Barkhane leaves the Sahel", f"{mended.tcomment}\nfrom the communique"
    mended.flags.remove("fuzzy")
    accepted.flags.remove("fuzzy")
    begun.msgstr = "Bamako welcomed"
    file.save(str(tmp_path / "edited.po"))
    counts = memory.add(read_po(tmp_path / "edited.po"))
    assert (counts.read, counts.added, counts.updated, counts.known) == (5, 0, 3, 2)
    expected = [
        ("Barkhane leaves the Sahel", "reviewed", False),
        (accepted.msgstr, "reviewed", False),
        ("Bamako welcomed", "reviewed", True),
    ]
    assert [(u.target, u.status, u.attention) for u in memory.document("a")][:3] == expected
    assert memory.document("a")[0].note == "from the communique"
    engine = Echo()
    run_articles([("a", ARTICLE)], Glossary([SERVAL]), memory, engine)
    assert [(u.target, u.status, u.attention) for u in memory.document("a")][:3] == expected and not engine.asked
    write_outputs(tmp_path, ["a"], Glossary([SERVAL]), memory)
    assert [entry.fuzzy for entry in polib.pofile(str(tmp_path / "a.po"))] == [False, False, False, True, True]
    assert memory.add(read_po(tmp_path / "a.po")).known == 5


def test_articles_in_parts_come_to_the_same_units(
    memory: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = [(f"a{n}", replace(ARTICLE, paragraphs=(*ARTICLE.paragraphs, f"جملة {n}."))) for n in range(5)]
    run_articles(articles, Glossary([BARKHANE]), memory, Echo())
    monkeypatch.setattr("memory.pipeline.PART", 2)
    told: list[tuple[int, int]] = []
    with Memory.open(tmp_path / "parts.db") as other:
        run_articles(
            articles, Glossary([BARKHANE]), other, Echo(), progress=lambda done, total: told.append((done, total))
        )
        assert [shown(other, name) for name, _ in articles] == [shown(memory, name) for name, _ in articles]
    assert told == sorted(told) and told[-1][0] == told[-1][1]
