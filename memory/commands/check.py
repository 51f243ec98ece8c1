"""`midan check`: PO, TMX, XLIFF or the memory against the glossary and common faults of translations."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from glossary.errors import MidanError
from glossary.options import add_terms
from glossary.tables import FORMATS
from glossary.terminal import say

if TYPE_CHECKING:
    from glossary.term import Term
    from memory.checks.finding import Finding
    from memory.checks.options import Choice
    from memory.checks.rules import Rule

SARIF = "sarif"


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `midan check`."""
    parser = commands.add_parser(
        "check",
        help="PO, TMX, XLIFF or the memory against the glossary and common faults",
        description="Hold translations against the glossary and look for what goes wrong: numbers, names, marks, "
        "copies, tags, lengths, one source with two translations. Exit code 1 where something is found. Rules are "
        "chosen by name or group, here or in a YAML file with rules, skip and severity.",
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help=".po, .tmx, .xlf or a memory, known by what it holds")
    parser.add_argument("--memory", metavar="FILE", help="check this translation memory")
    parser.add_argument("--document", metavar="NAME", help="only this document of the memory (memory.db)")
    add_terms(parser)
    parser.add_argument("--rules", metavar="A,B", help="only these rules or groups")
    parser.add_argument("--skip", metavar="A,B", default="", help="not these rules or groups")
    parser.add_argument(
        "--severity",
        metavar="RULE=LEVEL",
        action="append",
        default=[],
        help="error, warning, note or off for a rule or group; may be repeated",
    )
    parser.add_argument("--config", metavar="FILE", help="a YAML file with rules, skip and severity")
    parser.add_argument("--list-rules", action="store_true", help="name the rules and what each looks for")
    parser.add_argument("--format", choices=(*FORMATS, SARIF), default="table", help="how to print (table)")
    parser.add_argument(
        "--no-bidi", dest="bidi", action="store_false", help="no invisible isolates around Arabic cells"
    )
    parser.set_defaults(handler=check)


def check(args: argparse.Namespace) -> int:
    """Check, print, and say by the exit code whether anything was found."""
    from memory.checks import check_segments
    from memory.checks.options import Choice, choose, read_config
    from memory.checks.reading import read_memory, read_segments
    from memory.checks.rules import table

    known = table()
    mine = _choice(args)
    configured = read_config(args.config) if args.config else Choice()
    choose(configured, known, args.config or "")  # a fault of the file is told with its name
    chosen = choose(mine.over(configured), known)
    if args.list_rules:
        _list_rules(list(known.values()), chosen.rules, args)
        return 0
    memory = args.memory or ("memory.db" if args.document else None)
    if not args.files and not memory:
        raise MidanError("nothing to check", "midan check", "name a file, or a memory with --memory")
    terms = _terms(args.terms) if any(known[name].group == "terms" for name in chosen.rules) else ()
    sources = [read_segments(path) for path in dict.fromkeys(args.files)]
    if memory:
        sources.append(read_memory(memory, args.document))
    found: list[Finding] = []
    count = 0
    for segments in sources:
        listed = list(segments)
        count += len(listed)
        found += check_segments(listed, terms, chosen.rules, chosen.severities)
    if args.document and memory and not count:
        raise MidanError(f"no document {args.document}", memory, "`midan memory stats` names them")
    _print(found, [rule for rule in known.values() if rule.name in chosen.rules], args)
    say(_summary(found, count))
    return 1 if found else 0


def _choice(args: argparse.Namespace) -> Choice:
    from memory.checks.options import Choice, split_names

    severity: dict[str, str] = {}
    for setting in args.severity:
        for one in split_names(setting):
            name, equals, level = one.partition("=")
            if not equals:
                raise MidanError(f"no level in {one!r}", "--severity", "write RULE=error, warning, note or off")
            severity[name.strip()] = level.strip()
    return Choice(split_names(args.rules) if args.rules is not None else None, split_names(args.skip), severity)


def _terms(path: str) -> Sequence[Term]:
    """The terms to hold translations against; none, with a word on it, where the usual glossary is not there."""
    from glossary.commands.opening import open_terms

    if path == "terms.yaml" and not os.path.exists(path):
        say("midan: no terms.yaml here, so terms are not checked; name a glossary with --terms")
        return ()
    return list(open_terms(path).glossary)


def _print(found: Sequence[Finding], rules: Sequence[Rule], args: argparse.Namespace) -> None:
    from glossary.tables import render
    from memory.checks import output
    from memory.commands import VERSION

    if args.format == SARIF:
        text = output.sarif(found, rules, VERSION)
    elif args.format in ("json", "jsonl"):
        text = render([f.as_row() for f in found], args.format)
    elif args.format in ("csv", "tsv"):
        text = render(output.flat_rows(found), args.format, output.FLAT_COLUMNS)
    else:
        text = render(output.table_rows(found), args.format, output.COLUMNS, args.bidi)
    print(text, end="")


def _summary(found: Sequence[Finding], segments: int) -> str:
    """What was found, in one line: 3 findings in 120 segments: 2 errors, 1 warning."""
    from memory.checks.finding import SEVERITIES

    if not found:
        return f"nothing found in {_count(segments, 'segment')}"
    levels = Counter(f.severity for f in found)
    told = ", ".join(_count(levels[level], level) for level in SEVERITIES if levels[level])
    return f"{_count(len(found), 'finding')} in {_count(segments, 'segment')}: {told}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _list_rules(rules: Sequence[Rule], chosen: frozenset[str], args: argparse.Namespace) -> None:
    from glossary.tables import PROGRAM_FORMATS, render

    if args.format == SARIF:
        raise MidanError("rules are not listed as SARIF", "--list-rules", "give json or leave --format out")
    rows = [
        {
            "rule": rule.name,
            "group": rule.group,
            "severity": rule.severity,
            "runs": rule.name in chosen,
            "about": rule.about,
            "why": rule.why,
        }
        for rule in rules
    ]
    if args.format in PROGRAM_FORMATS:
        print(render(rows, args.format), end="")
        return
    people = [{**row, "runs": "yes" if row["runs"] else "no"} for row in rows]
    print(render(people, args.format, ("rule", "group", "severity", "runs", "about"), args.bidi), end="")
