"""Fuzzy search with exact recall: what brute force over all units would return, in milliseconds.

The score is 100 x (1 - Levenshtein distance / length of the longer), over the characters of the folded texts. Units lie
sorted by length in segments beside the database (`NAME.fuzzy/`), memory-mapped: the length band and the bigram bound of
`memory.signatures` leave few, and those are compared one by one. Segments are extended when units were added, merged
when there are many small ones, and made anew when they are missing or belong to another database. A folder that can't
be written costs only the keeping of the index.
"""

from __future__ import annotations

import contextlib
import math
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from glossary.arabic import fold_key
from memory.alphabet import Alphabet
from memory.signatures import Signer, Words, part
from memory.store import Memory
from memory.unit import Match

FORMAT = "5"
SEGMENT = 1 << 18  # units a segment at most, which bounds the memory that making one takes
_BRUTE = 256  # units below which comparing all is quicker than counting bigrams
_NEWEST = 8
_MANY = 2000  # texts that are worth several threads
_EQUAL = 1e-12  # 1 - 0.4 is a score of 0.6, whichever way it was rounded
_SLACK = 1e-9  # against rounding in (1 - t) x length: never drops, may keep one more


@dataclass(slots=True)
class _Segment:
    """Units after < number <= last, sorted by the length of their folded text."""

    after: int
    last: int
    lengths: npt.NDArray[np.int32]
    numbers: npt.NDArray[np.int64]
    offsets: npt.NDArray[np.int64]  # of each text in `texts`, and the end
    texts: npt.NDArray[np.uint8]
    alphabet: Alphabet  # of `texts`
    signer: Signer
    starts: Words  # signatures
    ends: Words
    newest: npt.NDArray[np.int64]  # places of the highest numbers, by which it is seen whether the memory is the same

    @classmethod
    def make(cls, after: int, keys: Sequence[tuple[int, str]]) -> _Segment:
        """The segment of these (number, folded text)."""
        ordered = sorted(keys, key=lambda pair: (len(pair[1]), pair[0]))
        texts = [text for _, text in ordered]
        lengths = np.fromiter((len(text) for text in texts), np.int32, len(texts))
        alphabet, signer = Alphabet.learn(texts), Signer.learn(texts)
        numbers = np.fromiter((number for number, _ in ordered), np.int64, len(texts))
        return cls(
            after,
            int(numbers.max(initial=after)),
            lengths,
            numbers,
            np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]),
            alphabet.encode(texts),
            alphabet,
            signer,
            *signer.parts(texts),
            np.argsort(-numbers)[:_NEWEST],
        )

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """What is kept in files."""
        return {
            "lengths": self.lengths,
            "numbers": self.numbers,
            "offsets": self.offsets,
            "texts": self.texts,
            "alphabet": self.alphabet.characters,
            "common": self.signer.common,
            "starts": self.starts,
            "ends": self.ends,
            "newest": self.newest,
        }

    @classmethod
    def load(cls, folder: Path) -> _Segment:
        """The segment that was kept in a folder, memory-mapped."""
        after, last = (int(part) for part in folder.name.split("-")[1:3])
        kept = {}
        for name in ("lengths", "numbers", "offsets", "texts", "alphabet", "common", "starts", "ends", "newest"):
            array = np.load(folder / f"{name}.npy", mmap_mode="r" if name in ("texts", "starts", "ends") else None)
            kept[name] = array.view(np.ndarray)
        return cls(
            after,
            last,
            kept["lengths"],
            kept["numbers"],
            kept["offsets"],
            kept["texts"],
            Alphabet(kept["alphabet"]),
            Signer(kept["common"]),
            kept["starts"],
            kept["ends"],
            kept["newest"],
        )

    def read(self, places: npt.NDArray[np.int64]) -> list[bytes]:
        """The folded texts at places, in the alphabet."""
        whole = self.texts.data
        begins, ends = self.offsets[places].tolist(), self.offsets[places + 1].tolist()
        return [whole[i:j].tobytes() for i, j in zip(begins, ends, strict=True)]

    def fits(self, memory: Memory) -> bool:
        """Whether the newest units are still what they were: a memory restored from a copy gives old numbers anew."""
        numbers = self.numbers[self.newest].tolist()
        units = memory.numbered(numbers)
        texts = zip(numbers, self.read(self.newest), strict=True)
        return all(
            self.alphabet.encode([fold_key(units[number].source)]).tobytes() == text
            for number, text in texts
            if number in units
        )

    def search(self, query: str, threshold: float) -> list[tuple[float, int]]:
        """(similarity, number) of every text with at least this similarity to the folded query.

        Where the query has a character that is not of the alphabet (see `knows`), the similarity may be too high.
        """
        n = len(query)
        low = int(np.searchsorted(self.lengths, math.ceil(n * threshold - _SLACK)))
        high = int(np.searchsorted(self.lengths, math.floor(n / threshold + _SLACK), side="right"))
        if high <= low:
            return []
        places = np.arange(low, high)
        if high - low > _BRUTE:
            places = places[self._may_match(query, threshold, low, high)]
        texts = self.read(places)
        if not texts:
            return []
        scores = process.cdist(
            [self.alphabet.encode([query]).tobytes()],
            texts,
            scorer=Levenshtein.normalized_similarity,
            score_cutoff=threshold - 1e-6,  # rapidfuzz drops some that are equal to its cutoff
            dtype=np.float64,
            workers=os.cpu_count() or 1 if len(texts) > _MANY else 1,
        )[0]
        return [(float(scores[i]), int(self.numbers[places[i]])) for i in np.flatnonzero(scores >= threshold - _EQUAL)]

    def knows(self, query: str) -> bool:
        """Whether all characters of a folded query are of the alphabet."""
        return bool(self.alphabet.encode([query]).all())

    def _may_match(self, query: str, threshold: float, low: int, high: int) -> npt.NDArray[np.bool_]:
        """Which of the texts at places low to high have enough bigrams in common with the query."""
        n, lengths = len(query), self.lengths[low:high].astype(np.int64)
        longer = np.maximum(lengths, n)
        edits = np.floor((1 - threshold) * longer + _SLACK).astype(np.int64)
        reach = int(np.min(part(lengths) - (edits + lengths - n) // 2))
        first, end = low // 64, -(-high // 64)
        common = self.signer.common_bigrams(query, self.starts[:, first:end], self.ends[:, first:end], reach)
        enough: npt.NDArray[np.bool_] = common[low - 64 * first : high - 64 * first] >= longer - 1 - 2 * edits
        return enough


class FuzzyIndex:
    """The fuzzy index of an open memory. It is brought up to date when it is made."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.folder = memory.path.with_name(f"{memory.path.name}.fuzzy")
        self.segments: list[_Segment] = []
        self._refresh()

    def search(self, query: str, threshold: float = 0.75, limit: int = 5) -> list[Match]:
        """The best `limit` units with a similarity of at least `threshold` (0.5 to 1), best first, then the oldest."""
        key = fold_key(query)
        if not key or limit < 1:
            return []
        hits: list[tuple[float, int]] = []
        for segment in self.segments:
            found = segment.search(key, threshold)
            hits += found if segment.knows(key) else self._compared(key, threshold, found)
        hits.sort(key=lambda hit: (-hit[0], hit[1]))
        matches: list[Match] = []
        for start in range(0, len(hits), 512):
            part = hits[start : start + 512]
            units = self.memory.numbered([number for _, number in part])
            for similarity, number in part:
                unit = units.get(number)
                if unit is not None and unit.target:
                    matches.append(Match(unit, 100 * similarity))
            if len(matches) >= limit:
                break
        return matches[:limit]

    def _compared(self, key: str, threshold: float, hits: Sequence[tuple[float, int]]) -> Iterator[tuple[float, int]]:
        """Those of the hits whose own text is so similar."""
        for start in range(0, len(hits), 512):
            for number, unit in self.memory.numbered([n for _, n in hits[start : start + 512]]).items():
                similarity = Levenshtein.normalized_similarity(key, fold_key(unit.source))
                if similarity >= threshold - _EQUAL:
                    yield similarity, number

    def _refresh(self) -> None:
        """Load the segments that fit the database, and make those that are missing."""
        self._load()
        last = self.segments[-1].last if self.segments else 0
        end = self.memory.last_number()
        # restored from an older copy: what was indexed after it may be other units
        if last > end or not all(segment.fits(self.memory) for segment in self.segments):
            self._discard()
            last = 0
        keys = self.memory.keys(last) if end > last else iter(())
        while chunk := list(islice(keys, SEGMENT)):
            self._keep(_Segment.make(last, chunk))
            last = self.segments[-1].last
        while len(self.segments) > 1 and self._worth_merging():
            old, new = self.segments[-2:]
            merged = _Segment.make(old.after, list(self.memory.keys(old.after, new.last + 1)))
            merged.last = new.last
            del self.segments[-2:]
            self._keep(merged)
            for segment in (old, new):
                shutil.rmtree(self._place(segment), ignore_errors=True)

    def _worth_merging(self) -> bool:
        old, new = (len(segment.numbers) for segment in self.segments[-2:])
        return old < 2 * new and old + new <= SEGMENT

    def _load(self) -> None:
        identity = f"{FORMAT} {self.memory.identity()}"
        try:
            fits = (self.folder / "identity").read_text(encoding="utf-8") == identity
        except OSError:
            fits = False
        if not fits:
            self._discard()
            with contextlib.suppress(OSError):
                self.folder.mkdir(exist_ok=True)
                (self.folder / "identity").write_text(identity, encoding="utf-8")
            return
        last = 0
        names = [p for p in self.folder.glob("seg-*-*") if re.fullmatch("seg-[0-9]+-[0-9]+", p.name) and p.is_dir()]
        # where a merge was interrupted, the wider segment counts
        for folder in sorted(names, key=lambda p: (int(p.name.split("-")[1]), -int(p.name.split("-")[2]))):
            after = int(folder.name.split("-")[1])
            if after != last:
                continue
            try:
                segment = _Segment.load(folder)
            except (OSError, ValueError, EOFError):
                shutil.rmtree(folder, ignore_errors=True)
                break
            self.segments.append(segment)
            last = segment.last

    def _place(self, segment: _Segment) -> Path:
        return self.folder / f"seg-{segment.after}-{segment.last}"

    def _discard(self) -> None:
        self.segments = []
        if self.folder.is_dir():
            for path in self.folder.glob("seg-*-*"):
                shutil.rmtree(path, ignore_errors=True)

    def _keep(self, segment: _Segment) -> None:
        """Use a segment, and keep it on disk if that can be done."""
        self.segments.append(segment)
        with contextlib.suppress(OSError):
            temporary = Path(tempfile.mkdtemp(prefix=".making-", dir=self.folder))
            try:
                for name, array in segment.arrays().items():
                    np.save(temporary / f"{name}.npy", array)
                temporary.rename(self._place(segment))
                self.segments[-1] = _Segment.load(self._place(segment))
            finally:
                shutil.rmtree(temporary, ignore_errors=True)


def similarities(query: str, texts: Sequence[str]) -> Iterator[float]:
    """The plain measure that the index must agree with: 0 to 1 for each text, compared one by one."""
    key = fold_key(query)
    for text in texts:
        yield Levenshtein.normalized_similarity(key, fold_key(text))
