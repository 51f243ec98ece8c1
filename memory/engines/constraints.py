"""Constrained decoding: a grammar under which a model can only write English that holds given terms.

The same constraint in the forms that servers take: GBNF (llama.cpp's `grammar`), a regular expression (vLLM's
`structured_outputs` and its older `guided_regex`), and a JSON schema with a pattern (`response_format`, Ollama).
Whether a server obeys one is found out by asking for a word that no model would say. What is not done: agreement of the
words around a term with it; the model sees to that as far as it can.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import permutations
from typing import Any

PROBE = "Zq7-midan"
_WORD = "[^ \\n<>{}|\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"  # of what a word is made
_LONGEST = 28  # letters of a word
_FEWEST, _MOST = 8, 48  # words before, between and after the terms
_PERMUTED = 3  # terms that may come in any order; more come in the order of the source


def _regex_quoted(text: str) -> str:
    return "".join(f"\\{ch}" if ch in ".^$*+?()[]{}|\\/-" and ch != "-" else ch for ch in text)


def _orders(terms: Sequence[str]) -> list[tuple[str, ...]]:
    return list(permutations(terms)) if len(terms) <= _PERMUTED else [tuple(terms)]


def _capital(term: str) -> str:
    return term[:1].upper() + term[1:]


def room_for(source: str) -> int:
    """How many words may stand before, between and after the terms: half as many again as the source has."""
    return min(_MOST, _FEWEST + 3 * len(source.split()) // 2)


def pattern(terms: Sequence[str], free: int) -> str:
    """A regular expression, without anchors, for English on one line that holds the terms as whole words.

    Up to `free` other words stand before, between and after them.
    """
    word = f"{_WORD}{{1,{_LONGEST}}}"
    gap, mid, end = f"({word} ){{0,{free}}}", f"[,.;:]? ({word} ){{0,{free}}}", f"( {word}){{0,{free}}}"
    if not terms:
        return f"{word}{end}"
    ways = []
    for order in _orders(terms):
        quoted = [_regex_quoted(term) for term in order]
        first = f"(({word} ){gap}{quoted[0]}|{_regex_quoted(_capital(order[0]))})"
        ways.append(first + "".join(f"(s|'s)?{mid}{term}" for term in quoted[1:]))
    return f"({'|'.join(ways)})(s|'s)?[,.;:]?{end}"


def grammar(terms: Sequence[str], free: int) -> str:
    """The same as GBNF."""
    rules = [
        f"word ::= {_WORD}{{1,{_LONGEST}}}",
        f'gap ::= (word " "){{0,{free}}}',
        'mid ::= ("s" | "\'s")? [,.;:]? " " gap',
        f'end ::= ("s" | "\'s")? [,.;:]? (" " word){{0,{free}}}',
    ]
    if not terms:
        return "\n".join([f'root ::= word (" " word){{0,{free}}}', rules[0]])
    ways = []
    for order in _orders(terms):
        quoted = [json.dumps(term, ensure_ascii=False) for term in order]
        first = f'(word " " gap {quoted[0]} | {json.dumps(_capital(order[0]), ensure_ascii=False)})'
        ways.append(" ".join([first, *(f"mid {term}" for term in quoted[1:])]))
    return "\n".join([f"root ::= ({' | '.join(ways)}) end", *rules])


def exactly(word: str) -> tuple[str, str]:
    """The grammar and the pattern that only this word satisfies."""
    return f"root ::= {json.dumps(word, ensure_ascii=False)}", _regex_quoted(word)


def _gbnf(grammar: str, pattern: str) -> dict[str, Any]:
    return {"grammar": grammar}


def _structured(grammar: str, pattern: str) -> dict[str, Any]:
    return {"structured_outputs": {"regex": pattern}}


def _guided(grammar: str, pattern: str) -> dict[str, Any]:
    return {"guided_regex": pattern}


def _schema(grammar: str, pattern: str) -> dict[str, Any]:
    schema = {
        "type": "object",
        "properties": {"translation": {"type": "string", "pattern": f"^{pattern}$"}},
        "required": ["translation"],
        "additionalProperties": False,
    }
    return {"response_format": {"type": "json_schema", "json_schema": {"name": "t", "strict": True, "schema": schema}}}


# in the order in which they are tried
FORMS: tuple[Callable[[str, str], dict[str, Any]], ...] = (_gbnf, _structured, _guided, _schema)


def unwrapped(answer: str) -> str:
    """The translation in an answer to `response_format`; every other answer as it is."""
    try:
        values = json.loads(answer)
    except (ValueError, RecursionError):
        return answer
    text = values.get("translation") if isinstance(values, dict) else None
    return text if isinstance(text, str) else answer
