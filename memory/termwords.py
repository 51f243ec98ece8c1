"""The glossary's terms as words that both sides of a translation share: anchors for the aligner.

Arabic is matched as everywhere (`glossary.matching`: proclitics, longest first); English by the stems of any accepted
form, so plural, possessive and capitals don't matter. Candidates that have an English count as well: a wrong one is no
more than a word that answers nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from glossary.term import Term
from memory.evidence import TERM_MARK
from memory.stems import words


class TermWords:
    """The words that stand for the terms in a sentence of either side."""

    def __init__(self, terms: Iterable[Term]) -> None:
        from glossary.matching import TermMatcher

        usable = [term for term in terms if term.en and term.status != "rejected"]
        self._matcher = TermMatcher(usable) if usable else None
        self._forms: dict[tuple[str, ...], set[str]] = {}
        for term in usable:
            for form in term.accepted:
                self._forms.setdefault(tuple(words(form)), set()).add(TERM_MARK + term.ar)
        self._forms.pop((), None)
        self._longest = max(map(len, self._forms), default=0)

    def in_source(self, text: str) -> list[str]:
        """One word for each term in an Arabic sentence."""
        if self._matcher is None:
            return []
        return [TERM_MARK + match.term.ar for match in self._matcher.find(text)]

    def in_target(self, text: str) -> list[str]:
        """One word for each term whose English stands in the sentence; two terms may have the same English."""
        if not self._forms:
            return []
        stems = words(text)
        found: dict[str, None] = {}
        for start in range(len(stems)):
            for end in range(start + 1, min(start + self._longest, len(stems)) + 1):
                found.update(dict.fromkeys(sorted(self._forms.get(tuple(stems[start:end]), ()))))
        return list(found)
