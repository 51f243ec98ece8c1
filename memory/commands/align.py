"""`midan align`: an article and its existing translation into the memory, sentence by sentence."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

from glossary.errors import MidanError
from glossary.options import add_format, add_terms
from glossary.terminal import say

if TYPE_CHECKING:
    from glossary.article import Article
    from glossary.term import Glossary
    from glossary.termfile import TermFile
    from memory.alignment import Bead


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `midan align`."""
    parser = commands.add_parser(
        "align",
        help="an article and its existing translation into the memory",
        description="Find which sentences render each other and keep them in the memory as imported units, each with a "
        "confidence; doubtful ones (?) need a look. Both files are taken as they are: a line is a paragraph, nothing "
        "is dropped. With a --format for programs the beads are printed and nothing is kept, unless --memory says "
        "where.",
    )
    parser.add_argument("source", metavar="AR", help="the Arabic article, plain text or HTML, - for stdin")
    parser.add_argument("target", metavar="EN", help="its English translation")
    add_terms(parser)
    parser.add_argument("--memory", metavar="FILE", help="the translation memory (memory.db)")
    parser.add_argument("--document", metavar="NAME", help="the document's name in the memory (from the file's name)")
    parser.add_argument("--dry-run", action="store_true", help="print the beads, keep nothing")
    parser.add_argument(
        "--suggest",
        action="store_true",
        help="write the English that stands opposite candidates again and again into the glossary, as candidates",
    )
    add_format(parser)
    parser.set_defaults(handler=align)


def align(args: argparse.Namespace) -> int:
    """Align, print, keep. Doubtful beads are no fault of the command: 0."""
    from glossary.article import read_article
    from glossary.tables import PROGRAM_FORMATS
    from glossary.termfile import TermFile
    from memory.alignment import align as align_texts

    if args.source == "-" and args.target == "-":
        raise MidanError("both texts can't come from standard input", "-", "name a file for one of them")
    terms = TermFile.open(args.terms)
    glossary = terms.glossary
    source = read_article(args.source, raw=True)
    target = read_article(args.target, raw=True)
    if _is_arabic(target.paragraphs) and not _is_arabic(source.paragraphs):
        raise MidanError("the second file is the Arabic one", args.target, "give the article first: midan align AR EN")
    # what nobody has approved is no evidence
    beads = align_texts(source.paragraphs, target.paragraphs, glossary.enforced())
    print(_shown(beads, args.format, args.bidi), end="")
    _summary(beads)
    memory = args.memory or (None if args.format in PROGRAM_FORMATS else "memory.db")
    if memory and not args.dry_run:
        _keep(beads, memory, args.document, args.source, glossary)
    _offer(beads, source, terms, args)
    return 0


def _offer(beads: list[Bead], article: Article, file: TermFile, args: argparse.Namespace) -> None:
    """English for terms without one, on stderr; with --suggest for the article's own candidates too, and written."""
    from memory.alignment import DOUBTFUL
    from memory.opposites import find_opposites

    wanted = {term.ar: term for term in file.glossary if not term.en and term.status != "rejected"}
    if args.suggest:
        from glossary.mining import WORTH_KEEPING, mine

        mined = (c.as_term() for c in mine([article], file.glossary) if c.score >= WORTH_KEEPING)
        wanted |= {term.ar: term for term in mined if file.find(term.ar) is None}
    pairs = [
        (" ".join(s.text for s in bead.source), " ".join(t.text for t in bead.target))
        for bead in beads
        if bead.is_pair and bead.confidence >= DOUBTFUL
    ]
    # the English that mining guesses is no obstacle to what a translator wrote
    found = find_opposites(pairs, [replace(term, en=None) for term in wanted.values()])
    for opposite in found:
        say(f"{opposite.ar} = {opposite.en} ({opposite.count} of {opposite.of} times)")
    if not args.suggest or args.dry_run:
        return
    file.add(replace(wanted[o.ar], en=None) for o in found)
    for opposite in found:
        file.update(opposite.ar, {"en": opposite.en})
    file.save()
    say(f"{len(found)} equivalents for candidates in {args.terms}")


def _keep(beads: list[Bead], memory_file: str, document: str | None, path: str, glossary: Glossary) -> None:
    """The beads into the memory, under the name that was asked for or one that takes no other document's place."""
    from memory.aligned import document_name, is_aligned, save, units_of
    from memory.documents import document_names
    from memory.store import Memory

    with Memory.open(memory_file) as memory:
        if document is None:
            document = document_name(memory, document_names([path])[0])
        elif not is_aligned(memory, document):
            raise MidanError(f"document {document} was translated here", memory_file, "give another --document")
        units = units_of(beads, document, glossary)
        new = save(memory, document, units)
    say(f"{len(units)} units ({new} new) as {document} in {memory_file}")


def _summary(beads: list[Bead]) -> None:
    pairs = sum(bead.is_pair for bead in beads)
    alone = len(beads) - pairs
    doubtful = sum(bead.is_doubtful for bead in beads if bead.is_pair)
    say(f"{pairs} pairs, {doubtful} of them doubtful; {alone} without a counterpart")
    if beads and 2 * (doubtful + alone) > len(beads):
        say("these texts hardly belong together")


def _is_arabic(paragraphs: tuple[str, ...]) -> bool:
    """Whether most letters of a text are Arabic."""
    from glossary.arabic import is_arabic_letter

    letters = [c for paragraph in paragraphs for c in paragraph[:2000] if c.isalpha()]
    return 2 * sum(map(is_arabic_letter, letters)) > len(letters)


def _shown(beads: list[Bead], fmt: str, bidi: bool) -> str:
    from glossary.tables import PROGRAM_FORMATS, render

    if fmt in ("json", "jsonl"):
        return render(
            [
                {
                    "source": [s.text for s in bead.source],
                    "target": [t.text for t in bead.target],
                    "confidence": bead.confidence,
                }
                for bead in beads
            ],
            fmt,
        )
    rows = [
        {
            "bead": f"{len(bead.source)}-{len(bead.target)}",
            "confidence": bead.confidence if fmt in PROGRAM_FORMATS else _told(bead),
            "source": " ".join(s.text for s in bead.source),
            "target": " ".join(t.text for t in bead.target),
        }
        for bead in beads
    ]
    return render(rows, fmt, bidi=bidi)


def _told(bead: Bead) -> str:
    """The confidence, with a question mark where a person should look."""
    return f"{bead.confidence:.2f}{' ?' if bead.is_pair and bead.is_doubtful else ''}"
