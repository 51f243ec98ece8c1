"""Articles as documents: names that cannot collide or climb, segments in order with their neighbours."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from glossary.article import Article
from glossary.matching import TermMatcher
from glossary.term import Term
from memory.documents import TITLE, document_names, segment_article


def test_a_document_is_named_after_its_file() -> None:
    assert document_names(["in/tamanrasset.txt", "-", "other.html"]) == ["tamanrasset", "stdin", "other"]


def test_files_of_one_name_get_distinct_documents() -> None:
    names = document_names(["a/x.txt", "b/x.txt", "a/x.html", "a/y.txt"])
    assert len(set(names)) == 4
    assert names[3] == "y"


def test_the_name_of_a_file_does_not_depend_on_the_order_of_arguments() -> None:
    paths = ["a/x.txt", "b/x.txt", "c/x.html"]
    assert dict(zip(paths, document_names(paths), strict=True)) == dict(
        zip(paths[::-1], document_names(paths[::-1]), strict=True)
    )


@given(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1), unique=True))
def test_names_are_distinct_and_stay_in_their_folder(paths: list[str]) -> None:
    names = document_names(paths)
    assert len({name.casefold() for name in names}) == len(paths)
    for name in names:
        assert name and "/" not in name and "\\" not in name and not name.startswith(".")


def test_segments_come_in_order_with_neighbours_and_terms() -> None:
    article = Article("p", "برخان تغادر", None, ("انسحبت قوة برخان. ورحبت دول الميدان.", "انتهى."), ())
    term = Term("برخان", "Barkhane", status="approved", case="keep")
    title, first, second, last = segment_article(article, "doc", TermMatcher([term]))
    assert (title.origin.paragraph, first.origin.paragraph, last.origin.paragraph) == (TITLE, 0, 1)
    assert [first.source, second.source] == ["انسحبت قوة برخان.", "ورحبت دول الميدان."]
    assert (second.origin.previous, second.origin.next) == (first.source, last.source)
    assert [m.surface for m in first.matches] == ["برخان"]
    assert first.digest == title.digest != second.digest == last.digest
