"""Findings as rows for people and for programs, and as SARIF.

SARIF is the OASIS standard 2.1.0, which code hosts and editors read. A finding's region is the line where its segment
begins in the file, where the file has lines; its place in the segment (code points) is among its properties.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from memory.checks.finding import Finding
from memory.checks.rules import Rule

COLUMNS = ("where", "rule", "severity", "finding", "suggestion")
FLAT_COLUMNS = ("file", "segment", "id", "line", "rule", "severity", "message", "side", "start", "end", "text",
                "suggestion", "source", "target")  # fmt: skip
_WIDEST = 60  # characters of a table's cell
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def table_rows(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Rows for people: where, what and what to do about it, long texts cut short."""
    return [
        {
            "where": _where(f),
            "rule": f.rule,
            "severity": f.severity,
            "finding": short(f.message),
            "suggestion": short(f.suggestion),
        }
        for f in findings
    ]


def _where(finding: Finding) -> str:
    segment = finding.segment
    line = f":{segment.line}" if segment.line is not None else ""
    name = f" ({short(segment.id, 30)})" if segment.id and segment.line is None else ""
    place = finding.place
    inside = f" {place.side} {place.start}" if place is not None else ""
    return f"{segment.file}{line} #{segment.number}{name}{inside}"


def short(text: str, most: int = _WIDEST) -> str:
    """The text on one line, its end cut off where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def flat_rows(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Rows for csv and tsv: the place in columns of its own."""
    rows = []
    for finding in findings:
        row = finding.as_row()
        place = row.pop("place") or {}
        rows.append({name: row.get(name, place.get(name)) for name in FLAT_COLUMNS})
    return rows


def sarif(findings: Iterable[Finding], rules: Sequence[Rule], version: str) -> str:
    """The findings as one SARIF 2.1.0 log with one run, ending in a line feed."""
    order = {rule.name: i for i, rule in enumerate(rules)}
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "midan", "version": version, "rules": [_descriptor(r) for r in rules]}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(f, order[f.rule]) for f in findings],
            }
        ],
    }
    # lone surrogates of a broken file must not break the log
    return json.dumps(log, ensure_ascii=False, indent=1).encode("utf-8", "replace").decode() + "\n"


def _descriptor(rule: Rule) -> Mapping[str, Any]:
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.about},
        "fullDescription": {"text": rule.why},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"group": rule.group},
    }


def _result(finding: Finding, index: int) -> Mapping[str, Any]:
    segment, row = finding.segment, finding.as_row()
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(segment.file)}}
    if segment.line is not None:
        physical["region"] = {"startLine": max(1, segment.line)}
    logical = {"name": segment.id or str(segment.number), "kind": "member"}
    message = f"{finding.message} (suggestion: {finding.suggestion})" if finding.suggestion else finding.message
    print_of = "\x1f".join((finding.rule, segment.source, segment.target, finding.message))
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": message},
        "locations": [{"physicalLocation": physical, "logicalLocations": [logical]}],
        "partialFingerprints": {
            "finding/v1": hashlib.blake2b(print_of.encode("utf-8", "replace"), digest_size=16).hexdigest()
        },
        "properties": {k: row[k] for k in ("segment", "place", "suggestion", "source", "target")},
    }


def _uri(path: str) -> str:
    """A path as an URI: relative as it was given, absolute as file:///…"""
    name = quote(path.replace("\\", "/"), safe="/-._~")
    return f"file://{name}" if name.startswith("/") else name
