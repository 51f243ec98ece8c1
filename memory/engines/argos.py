"""The default engine: an Argos package, decoded in batches on its own CTranslate2 model.

argostranslate's own call hides scores, alignments and batches and fetches a sentence splitter, so only its packages and
their place are used. Sources without Arabic letters are given back as they are. Repetition is bounded: no six tokens
twice (four would forbid 2010 after 2015, whose digits are tokens), and never more than twice the source's tokens.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import Any

from glossary.arabic import INVISIBLE, MARKS, TATWEEL, has_arabic
from glossary.errors import MidanError
from memory.engines.base import Ability, Hypothesis
from memory.engines.packages import Package, best_package
from memory.english import capitalised

BEAM, QUICK_BEAM = 5, 1  # of a translation, and of the repair of one
LIMIT = 140  # source tokens that are translated in one piece
MOST_TOKENS, MOST_PREFIX = 500, 300  # of a source with English inlined, and to begin a target with: models end at 512
ROOM = 20  # target tokens beside twice the source's: a translation that takes more does not end
NO_REPEAT = 6  # tokens
DRAFT_REPETITION = 1.1  # a small model repeats itself: what it has said already costs a little more
BATCH_TOKENS, SCORE_TOKENS = 1024, 512
_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, which SentencePiece does not take
_VOCABULARIES = tuple(
    f"{which}_vocabulary.{kind}" for which in ("shared", "source", "target") for kind in ("json", "txt")
)
MODEL_FILES = ("model.bin", "config.json", *_VOCABULARIES)


def _cores() -> int:
    """The cores that this process may use, where the system says so."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class ArgosEngine:
    """Arabic to English with one Argos package. Raises MidanError when the package can't be loaded."""

    name = "argos"
    abilities = frozenset({Ability.N_BEST, Ability.ALIGNMENT, Ability.PREFIX, Ability.SCORE})

    def __init__(self, package: Package | None = None, threads: int | None = None) -> None:
        import ctranslate2
        import sentencepiece

        self.package = package or best_package()
        self.model, self.draft = self.package.model, self.package.builtin
        tokenizer = self.package.read("sentencepiece.model")
        if tokenizer is None:
            raise MidanError("no sentencepiece.model in the package", self.model, "`midan model remove` it")
        files = {name: data for name in MODEL_FILES if (data := self.package.read(f"model/{name}")) is not None}
        try:
            self._sp = sentencepiece.SentencePieceProcessor(model_proto=tokenizer)
            self._workers = threads or _cores()
            self._translator = ctranslate2.Translator(
                "model", files=files, inter_threads=self._workers, intra_threads=1
            )
        except (RuntimeError, ValueError, TypeError) as error:
            raise MidanError(f"can't load the package ({error})", self.model, "`midan model remove` it") from None

    def fits(self, source: str) -> bool:
        """Whether the model takes this source whole."""
        return self._length(source) <= LIMIT

    def _length(self, source: str) -> int:
        return len(self._sp.encode(_whole(source)))

    def pieces(self, text: str) -> tuple[str, ...]:
        """The target tokens of an English text."""
        return tuple(self._sp.encode(_whole(text), out_type=str))

    def translate(self, batch: Sequence[str], n_best: int = 1, attention: bool = False) -> list[list[Hypothesis]]:
        """The hypotheses of each source, best first."""
        results: list[list[Hypothesis]] = [[Hypothesis(source)] for source in batch]
        asked = [i for i, source in enumerate(batch) if has_arabic(source)]
        outputs = self._decode([batch[i] for i in asked], n_best, attention)
        for i, hypotheses in zip(asked, outputs, strict=True):
            results[i] = hypotheses
        return results

    def complete(self, batch: Sequence[tuple[str, Sequence[str]]], banned: Sequence[str] = ()) -> list[Hypothesis]:
        """For each (source, target pieces to begin with) the translation that goes on from there, by a quick search.

        `banned` words appear nowhere after those pieces, in small letters or with a capital.
        """
        sources = [source for source, _ in batch]
        prefixes = [list(prefix) for _, prefix in batch]
        suppressed = [list(self.pieces(form)) for word in banned for form in {word, word.lower(), capitalised(word)}]
        short = [i for i, p in enumerate(prefixes) if len(p) <= MOST_PREFIX and self._length(sources[i]) <= MOST_TOKENS]
        results = [Hypothesis("", fault="too long for the model")] * len(batch)
        begun = [prefixes[i] for i in short]
        outputs = self._decode(
            [sources[i] for i in short], 1, True, QUICK_BEAM, begun if any(begun) else None, suppressed or None
        )
        for i, hypotheses in zip(short, outputs, strict=True):
            results[i] = hypotheses[0]
        return results

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The mean log-probability per token of each (source, target)."""
        if not pairs:
            return []
        sources = [self._encode(source)[0][: 2 * LIMIT] for source, _ in pairs]
        targets = [list(self.pieces(target))[: 3 * LIMIT] for _, target in pairs]
        results = self._translator.score_batch(
            sources,
            targets,
            max_batch_size=self._batch_size(sources, SCORE_TOKENS),
            batch_type="tokens",
            max_input_length=0,
        )
        return [sum(r.log_probs) / max(1, len(r.log_probs)) for r in results]

    def _batch_size(self, sources: Sequence[Sequence[str]], most: int) -> int:
        """Tokens of a batch: as many as serve well, and few enough that every worker has one."""
        longest = max(map(len, sources), default=1)
        share = sum(map(len, sources)) // self._workers + 1
        return max(longest, min(most, share))

    def _decode(
        self,
        sources: Sequence[str],
        n_best: int,
        attention: bool,
        beam: int = BEAM,
        prefixes: list[list[str]] | None = None,
        suppressed: list[list[str]] | None = None,
    ) -> list[list[Hypothesis]]:
        if not sources:
            return []
        encoded = [self._encode(source) for source in sources]
        tokens = [pieces for pieces, _ in encoded]
        most = min(400, 2 * max(map(len, tokens)) + ROOM)
        outputs = self._translator.translate_batch(
            tokens,
            target_prefix=prefixes,
            suppress_sequences=suppressed,
            beam_size=max(beam, n_best),
            num_hypotheses=n_best,
            max_batch_size=self._batch_size(tokens, BATCH_TOKENS),
            batch_type="tokens",
            max_input_length=0,
            max_decoding_length=most,
            no_repeat_ngram_size=NO_REPEAT,
            repetition_penalty=DRAFT_REPETITION if self.draft else 1.0,
            disable_unk=True,
            return_scores=True,
            return_attention=attention,
        )
        return [self._hypotheses(output, spans, most) for output, (_, spans) in zip(outputs, encoded, strict=True)]

    def _hypotheses(self, output: Any, source_tokens: tuple[tuple[int, int], ...], most: int) -> list[Hypothesis]:
        """What was decoded; what was cut off after `most` tokens is no translation."""
        # each of these is copied out of the library when it is asked for
        listed, scores, attention = output.hypotheses, output.scores, output.attention
        found = [
            self._hypothesis(pieces, scores[i], source_tokens, attention[i] if attention else None)
            for i, pieces in enumerate(listed)
            if len(pieces) < most
        ]
        return found or [Hypothesis("", fault="the model's translation did not end")]

    def _encode(self, source: str) -> tuple[list[str], tuple[tuple[int, int], ...]]:
        """The pieces of a source and the code points that each came from.

        Words are encoded one by one, which a unigram model does anyway, so that each piece is known to belong to its
        word; inside the word the pieces take its letters in turn.
        """
        pieces: list[str] = []
        spans: list[tuple[int, int]] = []
        words = [(m.group(), m.start()) for m in re.finditer(r"\S+", _whole(source))]
        for (word, start), parts in zip(words, self._sp.encode([w for w, _ in words], out_type=str), strict=True):
            letters = [
                start + i for i, ch in enumerate(word) if ch not in MARKS and ch != TATWEEL and ch not in INVISIBLE
            ]
            ends = [*letters[1:], start + len(word)]
            place = 0
            whole = sum(len(part.lstrip("▁")) for part in parts) == len(letters)
            for part in parts:
                size = len(part.lstrip("▁"))
                if not whole:
                    spans.append((start, start + len(word)))
                else:
                    spans.append((letters[place], ends[place + size - 1]) if size else (start, start))
                    place += size
            pieces += parts
        return pieces, tuple(spans)

    def _hypothesis(
        self, pieces: list[str], score: float, source_tokens: tuple[tuple[int, int], ...], attention: Any
    ) -> Hypothesis:
        text = self._sp.decode(pieces)
        if attention is None:
            return Hypothesis(text, score, tuple(pieces))
        weights = tuple(tuple(row[: len(source_tokens)]) for row in attention[: len(pieces)])
        return Hypothesis(text, score, tuple(pieces), self._spans(pieces, text), source_tokens, weights)

    def _spans(self, pieces: list[str], text: str) -> tuple[tuple[int, int], ...]:
        """The code points of the text that each piece gave; a piece that can't be placed has an empty span."""
        spans, place = [], 0
        for piece in pieces:
            plain = piece.lstrip("▁")
            start = text.find(plain, place) if plain else -1
            if start < 0 or start > place + 2:
                spans.append((place, place))
                continue
            place = start + len(plain)
            spans.append((start, place))
        return tuple(spans)


def _whole(text: str) -> str:
    """The text with a replacement character for each half of one, as long as before."""
    return _SURROGATE.sub("\ufffd", text)
