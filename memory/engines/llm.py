"""A language model behind any OpenAI-compatible endpoint: Ollama, llama.cpp's server, vLLM, or a service.

One segment a request (`POST /chat/completions`), a few at a time, at temperature 0, so that the same source gives the
same English as far as the server allows. An answer that is empty, cut off or not English is asked for again,
differently each time, and then reported. Where the server decodes under a grammar, that is used for terms that the
model keeps leaving out. The model's own knowledge is not checked: it may be fluent and wrong.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from glossary.arabic import has_arabic
from glossary.errors import MidanError
from memory.engines.base import Ability, Hypothesis, Request
from memory.engines.constraints import FORMS, PROBE, exactly, grammar, pattern, room_for, unwrapped
from memory.engines.endpoint import Endpoint, EndpointError, NonsenseError
from memory.engines.prompt import STOPS, Message, cleaned, in_english, messages, reminded, unfinished_thought

DEFAULT_URL = "http://127.0.0.1:11434/v1"  # Ollama's
WORKERS = 4  # requests at a time
LIMIT = 1000  # code points of a source that is asked whole: models on laptops have small contexts
_ROOM, _THOUGHTS = 64, 4096  # tokens of an answer beside 3 for 4 code points of the source, and to think aloud
_OPTIONAL = ("temperature", "max_tokens", "stop", "frequency_penalty")  # fields that some servers refuse

Form = Callable[[str, str], dict[str, Any]]


class LlmEngine:
    """Arabic to English by a chat model. Without a `model`, the first that the endpoint lists.

    Raises MidanError where the endpoint lists none; one that can't be reached is reported segment by segment.
    """

    name = "llm"
    draft = False
    abilities = frozenset({Ability.PROMPT})

    def __init__(self, endpoint: Endpoint, model: str | None = None, workers: int = WORKERS) -> None:
        self._endpoint, self._workers = endpoint, workers
        self._id = model or self._first_model()
        # llama.cpp calls a model by its file: where that lies is nobody's business
        self.model = re.split(r"[/\\]", self._id)[-1] if self._id.endswith(".gguf") else self._id
        self._lock = threading.Lock()
        self._form: Form | None = None
        self._probed = False
        self._thinks = False
        self._refused: set[str] = set()

    def fits(self, source: str) -> bool:
        """Whether the model is asked for this source whole."""
        return len(source) <= LIMIT

    def translate(self, batch: Sequence[str], n_best: int = 1, attention: bool = False) -> list[list[Hypothesis]]:
        """The translation of each source, without terms or examples."""
        return [[hypothesis] for hypothesis in self.instruct([Request(source, source) for source in batch])]

    def instruct(self, batch: Sequence[Request]) -> list[Hypothesis]:
        """The answer to each request; a failed one is empty and says why."""
        asked = list(dict.fromkeys(batch))
        with ThreadPoolExecutor(self._workers) as pool:
            try:
                answers = dict(zip(asked, pool.map(self._answer, asked), strict=True))
            except BaseException:
                self._endpoint.stop("interrupted")  # else the pool waits for every answer
                raise
        return [answers[request] for request in batch]

    def _answer(self, request: Request) -> Hypothesis:
        if not has_arabic(request.source):
            return Hypothesis(request.source)
        try:
            text, fault = self._constrained(request) if request.constrained else self._free(request)
        except EndpointError as error:
            return Hypothesis("", fault=error.line())
        return Hypothesis("", fault=f"{self.model}: {fault}") if fault else Hypothesis(text)

    def _free(self, request: Request) -> tuple[str, str]:
        """The answer and what is wrong with it, asked for up to three times."""
        talk = messages(request)
        text, fault = self._said(request, talk)
        if fault:
            text, fault = self._said(request, reminded(talk), {"frequency_penalty": 0.5})
        if fault and (form := self._constraint()) is not None:
            free = room_for(request.source)
            text, fault = self._said(request, talk, form(grammar((), free), pattern((), free)))
        return text, fault

    def _constrained(self, request: Request) -> tuple[str, str]:
        form = self._constraint()
        if form is None:
            return "", "the endpoint has no constrained decoding"
        terms = list(dict.fromkeys(en for _, en in request.terms))
        talk = messages(Request(request.source, request.inlined, request.terms, examples=request.examples))
        free = room_for(request.source)
        # a grammar ends the answer itself: at about two tokens a word it has said all that it may by then
        most = 2 * free * (len(terms) + 1) + sum(map(len, terms))
        return self._said(request, talk, form(grammar(terms, free), pattern(terms, free)), most)

    def _said(
        self, request: Request, talk: Sequence[Message], more: Mapping[str, Any] | None = None, least: int = 0
    ) -> tuple[str, str]:
        """The cleaned answer in a conversation, of at `least` so many tokens if it needs them, and what is wrong with
        it ("" where nothing is)."""
        room = max(least, _ROOM + 3 * len(request.source) // 4)
        answer, cut = self._chat(talk, room + (_THOUGHTS if self._thinks else 0), more or {})
        if cut and not self._thinks and (unfinished_thought(answer) or not answer.strip()):
            self._thinks = True
            answer, cut = self._chat(talk, room + _THOUGHTS, more or {})
        text = cleaned(unwrapped(answer), request.source)
        if unfinished_thought(answer) or not text:
            return "", "an empty answer"
        if not in_english(text):
            return "", "the answer is not in English"
        # a cut is no loss where the model had gone on to something else
        if cut and " ".join(answer.split()).endswith(text):
            return "", "the answer was cut off"
        return text, ""

    def _chat(
        self, talk: Sequence[Message], room: int, more: Mapping[str, Any], gentle: bool = False
    ) -> tuple[str, bool]:
        """The answer as it came, and whether the server cut it off."""
        while True:
            payload: dict[str, Any] = {"model": self._id, "messages": list(talk), "stream": False}
            payload |= {"temperature": 0, "max_tokens": room, "stop": list(STOPS)} | dict(more)
            if "max_tokens" in self._refused:
                payload["max_completion_tokens"] = room
            payload = {k: v for k, v in payload.items() if k not in self._refused}
            try:
                return self._endpoint.ask("/chat/completions", payload, _read_answer, gentle)
            except EndpointError as error:
                named = [f for f in _OPTIONAL if f in payload and re.search(rf"\b{f}\b", error.what)]
                if error.status not in (400, 422) or not named:
                    raise
                self._refused.update(named)

    def _constraint(self) -> Form | None:
        """The form in which this endpoint takes a grammar, found out by trying once; None where it takes none."""
        with self._lock:
            if self._probed:
                return self._form
            talk = [{"role": "user", "content": "Say hello."}]
            for form in FORMS:
                try:
                    answer, _ = self._chat(talk, 48, form(*exactly(PROBE)), gentle=True)
                except EndpointError as error:
                    if error.status:
                        continue
                    return None
                if unwrapped(answer).strip() == PROBE:
                    self._form = form
                    break
            self._probed = True
            return self._form

    def _first_model(self) -> str:
        try:
            return self._endpoint.ask("/models", None, _read_models)
        except EndpointError as error:
            if error.status:
                raise MidanError(error.what, error.where, error.remedy or "name a model with --engine-model") from None
            self._endpoint.stop(error.what)
            return "unknown"


def _read_answer(values: Any) -> tuple[str, bool]:
    if "error" in values:
        raise NonsenseError("an error in the place of an answer")
    choice = values["choices"][0]
    content = choice["message"].get("content") or ""
    if isinstance(content, list):
        content = "".join(part.get("text", "") for part in content)
    if not isinstance(content, str):
        raise TypeError
    return content, choice.get("finish_reason") == "length"


def _read_models(values: Any) -> str:
    listed = [model["id"] for model in values["data"]]
    if not listed or not isinstance(listed[0], str):
        raise NonsenseError("no model is listed")
    return listed[0]
