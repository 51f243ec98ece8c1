"""Propose and repair, over many pieces of text at once: every question to the engine is one batch.

Each round of repairs asks only for the pieces that have no sound candidate yet, the most fluent way first: the English
inlined in the source, then edits of the target, which cost nothing, then decoding again from a forced prefix. What
comes out is a list of candidates for each piece; choosing among them is `memory.enforcement`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from memory.engines.base import Ability, DecodingEngine, Engine, Hypothesis, PromptEngine, Request
from memory.english import capitalised
from memory.mending import balanced, finished, insert_all, replace_spans, without_surplus
from memory.repairs import (
    Candidate,
    Demand,
    Inlined,
    aligned_span,
    inline,
    prefix_before,
    restored,
    with_placeholders,
)
from memory.verification import accepted_places, allowed_counts, bare_places, faults, satisfied_at

N_BEST = 4
PREFIX_ROUNDS = 3  # terms that are forced one after the other
SCORED = 2  # candidates of a piece that the engine scores: each costs a third of a translation


@dataclass(slots=True)
class Piece:
    """One piece of a segment on its way: its hypotheses and candidates.

    `bases` are the hypotheses that edits start from, each with how it came about and the demands as they are placed in
    the source that it is the translation of. `examples` are translations of similar sources, for language models.
    """

    source: str
    demands: tuple[Demand, ...]
    hypotheses: list[Hypothesis] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    bases: list[tuple[str, Hypothesis, tuple[Demand, ...]]] = field(default_factory=list)
    allowed: dict[str, int] = field(default_factory=dict)
    examples: tuple[tuple[str, str], ...] = ()
    _unmet: dict[str, tuple[Demand, ...]] = field(default_factory=dict)
    _faults: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.allowed = allowed_counts(d.term for d in self.demands)

    def unmet(self, text: str) -> tuple[Demand, ...]:
        """The demands that a target does not satisfy."""
        if text not in self._unmet:
            terms = [d.term for d in self.demands]
            self._unmet[text] = tuple(d for d in self.demands if satisfied_at(d.term, text, terms) is None)
        return self._unmet[text]

    def faults(self, text: str) -> tuple[str, ...]:
        """What is unsound in a target, once there are hypotheses."""
        if text not in self._faults:
            self._faults[text] = tuple(faults(self.source, text, self.allowed, self.hypotheses[0].text))
        return self._faults[text]

    def add(self, text: str, how: str, score: float | None = None, edits: int = 0) -> None:
        """A candidate, once."""
        text = finished(self.source, text, self.demands)
        if text and all(text != c.text for c in self.candidates):
            self.candidates.append(Candidate(text, how, score, edits))

    @property
    def sound(self) -> bool:
        """Whether a candidate satisfies every term and has no fault that a repair might mend."""
        return any(not self.unmet(c.text) and not self.mendable(c.text) for c in self.candidates)

    def mendable(self, text: str) -> bool:
        """Whether a target has a fault of the kind that terms bring about; a lost number is not one."""
        return any(fault != "number" for fault in self.faults(text))

    @property
    def fault(self) -> str:
        """Why there is no translation, "" where there is one, or nothing to translate."""
        if self.candidates or not self.source.strip():
            return ""
        return next((h.fault for h in self.hypotheses if h.fault), "an empty translation")


def propose(pieces: Sequence[Piece], engine: Engine, plain: bool) -> None:
    """The engine's own translations, n-best with attention for the pieces that have terms."""
    bare = [p for p in pieces if plain or not p.demands]
    demanding = [p for p in pieces if not plain and p.demands]
    if bare:
        if isinstance(engine, PromptEngine):
            found = [[h] for h in engine.instruct([Request(p.source, p.source, examples=p.examples) for p in bare])]
        else:
            found = engine.translate([p.source for p in bare])
        for piece, hypotheses in zip(bare, found, strict=True):
            piece.hypotheses = list(hypotheses)
            best = hypotheses[0]
            # what was left alone, as it is in another language, stays as it is
            as_it_is = plain or best.text == piece.source
            text = best.text if as_it_is else finished(piece.source, best.text)
            piece.candidates = [Candidate(text, "", best.score)] if text else []
    if not demanding:
        return
    if isinstance(engine, PromptEngine):
        answers = [[h] for h in engine.instruct([_request(p) for p in demanding])]
    else:
        n_best = N_BEST if Ability.N_BEST in engine.abilities else 1
        answers = engine.translate([p.source for p in demanding], n_best, Ability.ALIGNMENT in engine.abilities)
    for piece, hypotheses in zip(demanding, answers, strict=True):
        piece.hypotheses = list(hypotheses)
        for hypothesis in hypotheses:
            piece.add(hypothesis.text, "", hypothesis.score)
        best = min(hypotheses, key=lambda h: len(piece.unmet(h.text)))
        piece.bases = [("", best, piece.demands)]


def _request(piece: Piece, rejected: str = "", constrained: bool = False) -> Request:
    terms = tuple(dict.fromkeys((d.surface[d.proclitic :] or d.term.ar, d.en) for d in piece.demands))
    missing = tuple(dict.fromkeys(d.en for d in piece.unmet(rejected))) if rejected else ()
    source = inline(piece.source, piece.demands).text
    return Request(piece.source, source, terms, rejected, missing, constrained, piece.examples)


def repair(pieces: Sequence[Piece], engine: Engine) -> None:
    """Candidates for the pieces without a sound one, and scores for all where the engine gives scores."""
    pieces = [p for p in pieces if p.demands and not p.sound and any(c.text.strip() for c in p.candidates)]
    if not pieces:
        return
    if isinstance(engine, PromptEngine):
        _ask_again(pieces, engine)
    elif isinstance(engine, DecodingEngine):
        _decode_inlined(pieces, engine)
    else:
        _translate_inlined(pieces, engine)
        _translate_placeholders([p for p in pieces if not p.sound], engine)
    for piece in pieces:
        _edit(piece)
    if isinstance(engine, DecodingEngine):
        # what edits could mend needs no third decoding: edits of the best hypothesis are chosen before it
        unsound = [p for p in pieces if not p.sound]
        _decode_from_prefixes(unsound, engine)
        for piece in unsound:
            _edit(piece)
        _decode_without_surplus([p for p in unsound if not p.sound], engine)
    for piece in pieces:
        _mend(piece)
    if isinstance(engine, DecodingEngine):
        _score(pieces, engine)


def _decode_inlined(pieces: Sequence[Piece], engine: DecodingEngine) -> None:
    """(a) The English of every term of the piece inlined in its source, several at once."""
    asked = [(piece, inline(piece.source, piece.demands)) for piece in pieces]
    asked = [(piece, changed) for piece, changed in asked if changed.places]
    for (piece, changed), hypothesis in zip(
        asked, engine.complete([(changed.text, ()) for _, changed in asked]), strict=True
    ):
        _take(piece, "inline", hypothesis, tuple(map(changed.moved, piece.demands)))


def _take(piece: Piece, how: str, hypothesis: Hypothesis, demands: tuple[Demand, ...]) -> None:
    if not hypothesis.text.strip():
        return
    piece.add(hypothesis.text, how)
    piece.bases.append((how, hypothesis, demands))


def _decode_from_prefixes(pieces: Sequence[Piece], engine: DecodingEngine) -> None:
    """(b) Decoding again with the hypothesis kept up to the term and the term forced, one term after the other."""
    current = {id(p): p.bases[0][1] for p in pieces}
    active = list(pieces)
    for _ in range(PREFIX_ROUNDS):
        asked: list[tuple[Piece, list[str]]] = []
        for piece in active:
            hypothesis = current[id(piece)]
            choices = [
                (prefix, demand)
                for demand in piece.unmet(hypothesis.text)
                if demand.core and (prefix := prefix_before(hypothesis, demand.core)) is not None
            ]
            if choices:
                prefix, demand = min(choices, key=lambda choice: len(choice[0]))
                asked.append((piece, [*prefix, *engine.pieces(demand.en if prefix else capitalised(demand.en))]))
        if not asked:
            break
        completed = engine.complete([(piece.source, prefix) for piece, prefix in asked])
        active = []
        for (piece, _), hypothesis in zip(asked, completed, strict=True):
            before = len(piece.unmet(current[id(piece)].text))
            after = len(piece.unmet(hypothesis.text))
            if after < before:
                current[id(piece)] = hypothesis
                if after:
                    active.append(piece)
    for piece in pieces:
        hypothesis = current[id(piece)]
        if hypothesis is not piece.bases[0][1]:
            _take(piece, "prefix", hypothesis, piece.demands)


def _decode_without_surplus(pieces: Sequence[Piece], engine: DecodingEngine) -> None:
    """Decoding again after the first place of a term that stands too often, with the term banned from there on."""
    for piece in pieces:
        for how, hypothesis, _ in piece.bases:
            surplus = [en for en, count in piece.allowed.items() if len(bare_places(hypothesis.text, en)) > count]
            if len(surplus) != 1 or piece.unmet(hypothesis.text):
                continue
            end = bare_places(hypothesis.text, surplus[0])[piece.allowed[surplus[0]] - 1][1]
            count = next((i + 1 for i, (_, b) in enumerate(hypothesis.tokens) if b >= end), 0)
            if how == "inline" or not count:
                continue
            completed = engine.complete([(piece.source, hypothesis.pieces[:count])], banned=surplus)
            piece.add(completed[0].text, _and(how, "banned"))
            break


def _translate_inlined(pieces: Sequence[Piece], engine: Engine) -> None:
    """(a) for an engine that only translates."""
    asked: list[tuple[Piece, Inlined]] = []
    for piece in pieces:
        changed = inline(piece.source, piece.demands)
        if changed.places:
            asked.append((piece, changed))
    for (piece, changed), hypotheses in zip(
        asked, engine.translate([changed.text for _, changed in asked]), strict=True
    ):
        _take(piece, "inline", hypotheses[0], tuple(map(changed.moved, piece.demands)))


def _translate_placeholders(pieces: Sequence[Piece], engine: Engine) -> None:
    """(d) A placeholder for each term, and the English in its place afterwards."""
    asked = [(p, with_placeholders(p.source, p.demands)) for p in pieces]
    asked = [(p, changed) for p, changed in asked if changed.places]
    for (piece, _), hypotheses in zip(asked, engine.translate([c.text for _, c in asked]), strict=True):
        piece.add(restored(hypotheses[0].text, piece.demands), "placeholder")


def _ask_again(pieces: Sequence[Piece], engine: PromptEngine) -> None:
    """(e) The model is told which terms its answer lacks; then the answer is decoded under a grammar."""
    left = list(pieces)
    for constrained in (False, True):
        asked = [_request(p, p.candidates[0].text, constrained) for p in left]
        for piece, hypothesis in zip(left, engine.instruct(asked), strict=True):
            _take(piece, "constrained" if constrained else "asked again", hypothesis, piece.demands)
        left = [p for p in left if not p.sound]
        if not left:
            return


def _edit(piece: Piece) -> None:
    """(c) and the last resort: what each base lacks is put into it."""
    length = len(piece.source)
    for how, hypothesis, demands in piece.bases:
        lacking = piece.unmet(hypothesis.text)
        if not lacking:
            continue
        unmet = [demands[piece.demands.index(d)] for d in lacking]
        met = [d for d, own in zip(demands, piece.demands, strict=True) if own not in lacking]
        attended = hypothesis if hypothesis.attention else None
        if attended is not None and any(d.core and aligned_span(attended, d.core) for d in unmet):
            piece.add(replace_spans(attended, unmet, met, length), _and(how, "span"), edits=len(unmet))
        if not how or attended is None:
            piece.add(insert_all(hypothesis.text, unmet, attended, length), _and(how, "inserted"), edits=len(unmet))


def _mend(piece: Piece) -> None:
    """What stands too often, and brackets and quotation marks without a counterpart, are taken out."""
    for candidate in [] if piece.sound else list(piece.candidates):
        if not piece.sound and "doubled" in piece.faults(candidate.text):
            mended = without_surplus(candidate.text, piece.allowed)
            piece.add(mended, _and(candidate.how, "surplus"), edits=candidate.edits + 1)
    for candidate in list(piece.candidates):
        if not piece.sound and "unbalanced" in piece.faults(candidate.text):
            kept = [span for d in piece.demands for span in accepted_places(d.term, candidate.text)]
            piece.add(balanced(candidate.text, kept), _and(candidate.how, "balanced"), edits=candidate.edits)


def _and(how: str, more: str) -> str:
    return f"{how}+{more}" if how else more


def _score(pieces: Sequence[Piece], engine: DecodingEngine) -> None:
    """The engine's own score, on the original source, of the candidates among which it has to choose."""
    asked: list[tuple[Piece, int]] = []
    for piece in pieces:
        ranks = [(len(piece.unmet(c.text)), len(piece.faults(c.text))) for c in piece.candidates]
        order = sorted(range(len(ranks)), key=lambda i: (ranks[i], piece.candidates[i].distance))
        piece.candidates = [piece.candidates[i] for i in order]
        best = [i for i, at in enumerate(order) if ranks[at] == min(ranks)]
        unscored = [i for i in best if piece.candidates[i].score is None]
        asked += [(piece, i) for i in unscored[:SCORED] if len(best) > 1]
    scores = engine.score([(piece.source, piece.candidates[i].text) for piece, i in asked])
    for (piece, i), score in zip(asked, scores, strict=True):
        piece.candidates[i] = replace(piece.candidates[i], score=score)
