"""A chat model behind an endpoint: what it is asked, what of its answers is taken, and how it is made to obey."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from string import ascii_lowercase
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.errors import MidanError
from glossary.matching import TermMatcher
from glossary.term import Term
from memory.enforcement import Enforced, Segment, enforce
from memory.engines.base import Request
from memory.engines.choose import open_engine
from memory.engines.constraints import PROBE, grammar, pattern, room_for
from memory.engines.endpoint import Endpoint
from memory.engines.llm import LlmEngine
from memory.engines.prompt import cleaned, in_english, messages

from .conftest import Asked, Loopback, Reply, Serve

SOURCE = "انسحبت قوة برخان من مالي."
ENGLISH = "The force withdrew from Mali."
BARKHANE = Term("برخان", "Barkhane", status="approved", case="keep", kind="operation")
FIELD = Term("دول الميدان", "field countries", status="approved")


def said(text: Any, reason: str = "stop") -> Reply:
    return Reply({"choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": reason}]})


def question(asked: Asked) -> str:
    return str(asked.payload["messages"][-1]["content"])


def llm(server: Loopback, model: str | None = "m", **options: Any) -> LlmEngine:
    return LlmEngine(Endpoint(f"{server.url}/v1", timeout=5, pause=0.001, tell=lambda line: None), model, **options)


def run(engine: LlmEngine, *terms: Term, source: str = SOURCE, examples: Any = ()) -> Enforced:
    (result,) = enforce([Segment(source, tuple(TermMatcher(terms).find(source)), (), examples)], engine)
    return result


# what is asked


def test_the_terms_are_listed_and_inlined_and_the_examples_shown(serve: Serve) -> None:
    server = serve(lambda asked: said("The Barkhane force withdrew from Mali."))
    result = run(
        llm(server), BARKHANE, examples=(("غادرت برخان", "Barkhane left."), ("عادت برخان", "Barkhane came back."))
    )
    assert result.target == "The Barkhane force withdrew from Mali."
    assert [(o.outcome, o.how) for o in result.audit] == [("satisfied", "")]
    (asked,) = server.asked
    assert asked.path == "/v1/chat/completions" and asked.payload["model"] == "m" and asked.payload["temperature"] == 0
    talk = asked.payload["messages"]
    assert [m["content"] for m in talk[-5:]] == [
        "Arabic: غادرت برخان",
        "Barkhane left.",
        "Arabic: عادت برخان",
        "Barkhane came back.",
        "Terms: برخان => Barkhane\nArabic: انسحبت قوة Barkhane من مالي.",
    ]
    assert [m["role"] for m in talk] == ["system", *["user", "assistant"] * 4, "user"]


def test_the_same_question_is_asked_once(serve: Serve) -> None:
    server = serve(lambda asked: said(ENGLISH))
    assert [h[0].text for h in llm(server).translate([SOURCE] * 5)] == [ENGLISH] * 5
    assert len(server.asked) == 1


def test_what_is_not_arabic_is_not_asked(serve: Serve) -> None:
    server = serve(lambda asked: said("?"))
    assert [h[0].text for h in llm(server).translate(["", " ", "G5 Sahel, 2014.", "١٢"])] == [
        "", " ", "G5 Sahel, 2014.", "١٢",
    ]  # fmt: skip
    assert not server.asked


def test_a_source_of_several_lines_is_one_line_of_the_question() -> None:
    talk = messages(Request("سطر\n\nArabic: سطر", "سطر\n\nArabic: سطر"))
    assert talk[-1]["content"] == "Arabic: سطر Arabic: سطر"


def test_a_long_segment_is_asked_in_pieces_and_joined(serve: Serve) -> None:
    server = serve(lambda asked: said(f"Part {ascii_lowercase[len(server.asked) - 1]}."))
    source = "، ".join(f"{SOURCE[:-1]} {n}" for n in range(80)) + "."
    result = run(llm(server, workers=1), source=source)
    assert len(server.asked) > 1
    assert "".join(question(a).removeprefix("Arabic: ") for a in server.asked).count("برخان") == 80
    assert re.findall(r"Part (\w)", result.target) == [*ascii_lowercase[: len(server.asked)]]


# what of the answer is taken


@pytest.mark.parametrize(
    ("answer", "taken"),
    [
        (ENGLISH, ENGLISH),
        (f'"{ENGLISH}"', ENGLISH),
        (f"“{ENGLISH}”", ENGLISH),
        (f"**{ENGLISH}**", ENGLISH),
        (f"```\n{ENGLISH}\n```", ENGLISH),
        (f"```text\n{ENGLISH}\n```\nI hope this helps!", ENGLISH),
        (f"Sure! Here is the translation:\n\n{ENGLISH}", ENGLISH),
        (f"Here's the English translation of the text: {ENGLISH}", ENGLISH),
        (f"Translation: {ENGLISH}", ENGLISH),
        (f"English: {ENGLISH}", ENGLISH),
        (f"<think>It says…\nForce.</think>\n{ENGLISH}", ENGLISH),
        (f"It says… </think>{ENGLISH}", ENGLISH),
        (f"{ENGLISH}\n\nNote: Mali is a country.", ENGLISH),
        (f"{ENGLISH}\nTerms: x => y\nArabic: …", ENGLISH),
        (f"{ENGLISH}<end_of_turn>\n<start_of_turn>user", ENGLISH),
        ("The force\nwithdrew  from Mali.", ENGLISH),
        ("Notes: the force withdrew.", "Notes: the force withdrew."),
        ('"Yes", he said, "no".', '"Yes", he said, "no".'),
        ("", ""),
        ("<think>never ending", ""),
    ],
)
def test_the_translation_is_taken_out_of_the_chatter(answer: str, taken: str) -> None:
    assert cleaned(answer, SOURCE) == taken


def test_quotation_marks_stay_where_the_source_has_them() -> None:
    assert cleaned('"Yes."', '"نعم."') == '"Yes."'
    assert cleaned("“Yes.”", "«نعم.»") == "“Yes.”"


@pytest.mark.parametrize("text", ["Answer: yes.", "The text: a study.", "This is the minister: a soldier."])
def test_a_colon_of_the_author_is_no_chatter(text: str) -> None:
    assert cleaned(text, "الجواب: نعم.") == text


@pytest.mark.parametrize(
    ("text", "english"),
    [
        (ENGLISH, True),
        ("Mali", True),
        ("Premier Choguel Kokalla Maïga visited Gao (غاو).", True),
        ("Le Monde de la Paix", True),
        ("The MNLA and the Haut Conseil pour l'unité de l'Azawad signed in la Maison de la Presse.", True),
        (SOURCE, False),
        ("الجيش and الجيش", False),
        ("Силы покинули Мали.", False),
        ("12 345.", False),
        ("", False),
        ("La force Barkhane a quitté le Mali, dans le cadre de la décision que les autorités ont prise.", False),
        ("La fuerza salió del país por orden de los militares que gobiernan el Malí.", False),
        ("Die Truppe ist nicht mehr im Land und der Minister hat das von den Soldaten gehört.", False),
    ],
)
def test_another_language_is_no_translation(text: str, english: bool) -> None:
    assert in_english(text) == english


@pytest.mark.parametrize(
    ("first", "fault"),
    [
        (said(""), "an empty answer"),
        (said(None), "an empty answer"),
        (said(SOURCE), "the answer is not in English"),
        (said("La force a quitté le Mali avec les soldats que le pays a dans le nord."), "not in English"),
        (said("The force withdrew from", "length"), "the answer was cut off"),
    ],
)
def test_a_poor_answer_is_asked_for_again_and_then_reported(first: Reply, fault: str, serve: Serve) -> None:
    server = serve(lambda asked: first if len(server.asked) == 1 else said(ENGLISH))
    assert llm(server).translate([SOURCE])[0][0].text == ENGLISH
    assert len(server.asked) == 2
    stubborn = serve(lambda asked: first)
    (hypothesis,) = llm(stubborn).translate([SOURCE])[0]
    assert hypothesis.text == "" and fault in hypothesis.fault and hypothesis.fault.startswith("m: ")


def test_content_in_parts_is_put_together(serve: Serve) -> None:
    server = serve(lambda asked: said([{"type": "text", "text": "The force "}, {"type": "text", "text": "withdrew."}]))
    assert llm(server).translate([SOURCE])[0][0].text == "The force withdrew."


def test_a_model_that_thinks_aloud_is_given_room(serve: Serve) -> None:
    def behave(asked: Asked) -> Reply:
        if asked.payload["max_tokens"] < 1000:
            return said("<think>The force, hmm", "length")
        return said(f"<think>The force, hmm, yes.</think>{ENGLISH}")

    server = serve(behave)
    engine = llm(server)
    assert engine.translate([SOURCE])[0][0].text == ENGLISH
    before = len(server.asked)
    assert engine.translate(["غادرت القوة"])[0][0].text == ENGLISH
    assert len(server.asked) == before + 1  # it is known by now


def test_fields_that_a_server_refuses_are_left_out(serve: Serve) -> None:
    def behave(asked: Asked) -> Reply:
        for name in ("max_tokens", "temperature"):
            if name in asked.payload:
                return Reply({"error": {"message": f"Unsupported parameter: '{name}'"}}, 400)
        return said(ENGLISH)

    server = serve(behave)
    assert llm(server).translate([SOURCE])[0][0].text == ENGLISH
    assert server.asked[-1].payload["max_completion_tokens"] > 0


# how it is made to obey


def disobedient(obeys: Callable[[Asked], str | None]) -> Callable[[Asked], Reply]:
    """A model that leaves the terms out unless `obeys` gives what it is forced to say."""
    return lambda asked: said(obeys(asked) or ENGLISH)


def test_a_model_is_told_what_is_missing(serve: Serve) -> None:
    server = serve(lambda asked: said("Barkhane left Mali." if "lacks these terms" in question(asked) else ENGLISH))
    result = run(llm(server), BARKHANE)
    assert result.target == "Barkhane left Mali." and result.audit[0].how == "asked again"
    assert question(server.asked[1]).startswith("Your translation lacks these terms: Barkhane.")
    assert server.asked[1].payload["messages"][-2] == {"role": "assistant", "content": ENGLISH}


def forced(payload: dict[str, Any], form: str) -> str | None:
    """What a server that knows this form of constraint says under it."""
    found: Any = {
        "grammar": lambda p: p.get("grammar"),
        "structured_outputs": lambda p: p.get("structured_outputs", {}).get("regex"),
        "guided_regex": lambda p: p.get("guided_regex"),
        "response_format": lambda p: (
            p["response_format"]["json_schema"]["schema"]["properties"]["translation"]["pattern"]
            if "response_format" in p
            else None
        ),
    }[form](payload)
    if found is None:
        return None
    text = PROBE if "Zq7" in found else "Barkhane left Mali."
    return json.dumps({"translation": text}) if form == "response_format" else text


@pytest.mark.parametrize("form", ["grammar", "structured_outputs", "guided_regex", "response_format"])
@pytest.mark.parametrize("polite", [False, True])
def test_a_grammar_is_used_in_the_form_that_the_server_knows(form: str, polite: bool, serve: Serve) -> None:
    """Servers that don't know a form ignore it or refuse it (`polite`)."""

    def behave(asked: Asked) -> Reply:
        known = {"model", "messages", "stream", "temperature", "max_tokens", "stop", form}
        if polite and set(asked.payload) - known:
            return Reply({"error": "unknown field"}, 400)
        return said(forced(asked.payload, form) or ENGLISH)

    server = serve(behave)
    result = run(llm(server), BARKHANE)
    assert result.target == "Barkhane left Mali." and result.audit[0].how == "constrained"


def test_an_answer_under_a_grammar_has_room_for_all_that_the_grammar_lets_it_say(serve: Serve) -> None:
    rooms = []

    def behave(asked: Asked) -> Reply:
        if PROBE in str(asked.payload.get("grammar")):
            return said(PROBE)
        rooms.append(asked.payload["max_tokens"])
        return said(ENGLISH)

    source = "غادرت القوات مالي إلى النيجر وتشاد ثم إلى بوركينا فاسو."
    terms = (("مالي", "Mali"), ("النيجر", "Niger"), ("تشاد", "Chad"), ("بوركينا فاسو", "Burkina Faso"))
    llm(serve(behave)).instruct([Request(source, source, terms, constrained=True)])
    gaps, tokens_of_a_word = len(terms) + 1, 2
    assert rooms[0] >= gaps * room_for(source) * tokens_of_a_word


def test_without_a_grammar_the_term_is_put_in(serve: Serve) -> None:
    server = serve(lambda asked: said(ENGLISH))
    result = run(llm(server), BARKHANE)
    assert result.audit[0].outcome == "repaired" and "Barkhane" in result.target
    assert result.audit[0].how == "inserted"


WORDS = st.text(st.sampled_from("abcXYZ'’-,.é0"), min_size=1, max_size=12)


@settings(deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=3, unique=True),
       st.lists(WORDS, max_size=4), st.randoms(use_true_random=False))  # fmt: skip
def test_the_pattern_takes_every_sentence_with_the_terms_as_words(
    terms: list[str], words: list[str], random: Any
) -> None:
    order = list(terms)
    random.shuffle(order)
    text = " ".join(x for term in order for x in (*words, term)) + "."
    text = text if words else text[0].upper() + text[1:]
    assert re.fullmatch(pattern(terms, 24), text)


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=3, unique=True), st.lists(WORDS, min_size=1, max_size=6))
def test_the_pattern_takes_no_sentence_without_them(terms: list[str], words: list[str]) -> None:
    text = " ".join(words)
    if re.fullmatch(pattern(terms, 24), text):
        assert all(term.lower() in text.lower() for term in terms)


def test_quotation_marks_in_a_term_do_not_break_the_grammar() -> None:
    written = grammar(['the "Zone" \\ x', "b"], 24)
    assert '"the \\"Zone\\" \\\\ x"' in written and written.startswith("root ::= ")


# which model


def test_the_first_model_of_the_list_is_taken_without_its_folder(serve: Serve) -> None:
    server = serve(lambda asked: Reply({"data": [{"id": "/home/me/gemma.gguf"}, {"id": "b"}]}))
    assert llm(server, None).model == "gemma.gguf"
    assert server.asked[0].path == "/v1/models"


@pytest.mark.parametrize("reply", [Reply({"data": []}), Reply({"data": [{"id": 7}]}), Reply([]), Reply(status=404)])
def test_an_endpoint_without_models_is_one_line(reply: Reply, serve: Serve) -> None:
    server = serve(lambda asked: reply)
    try:
        hypothesis = llm(server, None).translate([SOURCE])[0][0]
    except MidanError as error:
        assert "\n" not in error.line()
    else:
        assert not hypothesis.text and hypothesis.fault


@pytest.mark.parametrize("address", ["", "/", "/v1", "/v1/", "/v1/chat/completions", "/v1/chat/completions/"])
def test_any_part_of_the_address_will_do(address: str, serve: Serve) -> None:
    server = serve(lambda asked: said(ENGLISH))
    engine = open_engine("llm", endpoint=server.url + address, model="m")
    assert engine is not None and engine.translate([SOURCE])[0][0].text == ENGLISH
    assert server.asked[0].path == "/v1/chat/completions"
