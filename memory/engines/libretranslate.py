"""A LibreTranslate server: `POST /translate` with several texts at once, and its alternatives as further hypotheses.

A batch that is refused or comes back with the wrong number of texts is asked for again in halves, so that one text that
the server can't take costs none of the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from glossary.arabic import has_arabic
from memory.engines.base import Ability, Hypothesis
from memory.engines.endpoint import Endpoint, EndpointError, NonsenseError
from memory.engines.prompt import in_english

DEFAULT_URL = "http://127.0.0.1:5000"
BATCH, LETTERS = 16, 4000  # texts and code points of a request
LIMIT = 1500  # code points of a text that is sent whole: public servers take 2000


class LibreTranslateEngine:
    """Arabic to English by a LibreTranslate server; `key` is its api_key, "" for none."""

    name = "libretranslate"
    model = "libretranslate"
    draft = False
    abilities = frozenset({Ability.N_BEST})

    def __init__(self, endpoint: Endpoint, key: str = "") -> None:
        self._endpoint, self._key = endpoint, key

    def fits(self, source: str) -> bool:
        """Whether the source is sent whole."""
        return len(source) <= LIMIT

    def translate(self, batch: Sequence[str], n_best: int = 1, attention: bool = False) -> list[list[Hypothesis]]:
        """The hypotheses of each source, best first; a failed one is empty and says why."""
        results: dict[str, list[Hypothesis]] = {s: [Hypothesis(s)] for s in batch if not has_arabic(s)}
        asked = sorted({s for s in batch if s not in results}, key=lambda s: (len(s), s))
        for part in _batches(asked):
            results |= self._part(part, n_best)
        return [results[source] for source in batch]

    def _part(self, part: Sequence[str], n_best: int) -> dict[str, list[Hypothesis]]:
        try:
            found = dict(zip(part, self._ask(part, n_best), strict=True))
        except EndpointError as error:
            if len(part) > 1 and not error.again and not error.lasting:
                half = len(part) // 2
                return self._part(part[:half], n_best) | self._part(part[half:], n_best)
            return {source: [Hypothesis("", fault=error.line())] for source in part}
        poor = [s for s, hypotheses in found.items() if not hypotheses[0].text]
        if poor and len(part) > 1:  # once more by itself, in other company it may fare better
            for source in poor:
                found |= self._part([source], n_best)
        return found

    def _ask(self, part: Sequence[str], n_best: int) -> list[list[Hypothesis]]:
        payload: dict[str, Any] = {"q": list(part), "source": "ar", "target": "en", "format": "text"}
        if n_best > 1:
            payload["alternatives"] = n_best - 1
        if self._key:
            payload["api_key"] = self._key

        def read(values: Any) -> list[list[Hypothesis]]:
            texts = values["translatedText"]
            others = values.get("alternatives") or [[] for _ in part]
            if not isinstance(texts, list) or len(texts) != len(part):
                if len(part) > 1:
                    raise EndpointError("it gives back another number of texts", self._endpoint.url, again=False)
                raise NonsenseError("another number of texts")
            if not isinstance(others, list) or len(others) != len(part):
                others = [[] for _ in part]
            return [_hypotheses(text, more) for text, more in zip(texts, others, strict=True)]

        return self._endpoint.ask("/translate", payload, read)


def _batches(texts: Sequence[str]) -> list[list[str]]:
    batches: list[list[str]] = []
    size = 0
    for text in texts:
        if not batches or len(batches[-1]) >= BATCH or size + len(text) > LETTERS:
            batches.append([])
            size = 0
        batches[-1].append(text)
        size += len(text)
    return batches


def _hypotheses(text: Any, others: Any) -> list[Hypothesis]:
    """The translation and its alternatives, those in English only."""
    if not isinstance(text, str):
        raise TypeError
    listed = [text, *(other for other in others if isinstance(other, str))] if isinstance(others, list) else [text]
    good = [" ".join(t.split()) for t in dict.fromkeys(listed) if in_english(t)]
    fault = "libretranslate: the answer is not in English" if text.strip() else "libretranslate: an empty answer"
    return [Hypothesis(t) for t in good] or [Hypothesis("", fault=fault)]
