"""Which engine answers to a name, the options by which it is named, and what to tell a user about it.

Each option has an environment variable: MIDAN_ENGINE, MIDAN_ENDPOINT, MIDAN_ENGINE_MODEL. A key is only ever taken from
MIDAN_API_KEY, as what stands on a command line is seen by everybody.
"""

from __future__ import annotations

import argparse
import os
from typing import Any

from glossary.errors import MidanError
from memory.engines.base import Engine

ENDPOINTS = ("llm", "libretranslate")
ENGINES = ("argos", *ENDPOINTS, "none")


def add_engine(parser: argparse.ArgumentParser) -> None:
    """--engine NAME, --endpoint URL, --engine-model NAME, --timeout SECONDS"""
    parser.add_argument("--engine", metavar="NAME", help="argos (default), llm, libretranslate or none; MIDAN_ENGINE")
    parser.add_argument("--endpoint", metavar="URL", help="where llm or libretranslate is asked; MIDAN_ENDPOINT")
    parser.add_argument("--engine-model", metavar="NAME", help="the model that llm asks for; MIDAN_ENGINE_MODEL")
    parser.add_argument("--timeout", type=_seconds, metavar="SECONDS", help="how long an endpoint may take (120)")


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds <= 86400:
        raise ValueError
    return seconds


def engine_of(args: argparse.Namespace) -> Engine | None:
    """The engine that the options of `add_engine` name."""
    return open_engine(args.engine, endpoint=args.endpoint, model=args.engine_model, timeout=args.timeout)


def open_engine(
    name: str | None = None,
    *,
    endpoint: str | None = None,
    model: str | None = None,
    timeout: float | None = None,
    **options: Any,
) -> Engine | None:
    """The engine of that name, argos by default; None for `none`.

    What is not given is taken from the environment. Raises MidanError for an engine we don't have, and for an endpoint
    or a model given to an engine that has none.
    """
    name = name or os.environ.get("MIDAN_ENGINE") or "argos"
    if name not in ENGINES:
        raise MidanError(f"no engine {name!r}", "", f"use {', '.join(ENGINES)}")
    if name in ("argos", "none"):
        given = [f for f, v in (("--endpoint", endpoint), ("--engine-model", model), ("--timeout", timeout)) if v]
        if given:
            raise MidanError(f"the engine {name} takes no {given[0]}", "", "name one with --engine llm")
        if name == "none":
            return None
        from memory.engines.argos import ArgosEngine

        return ArgosEngine(**options)
    from memory.engines.endpoint import TIMEOUT, Endpoint

    url = endpoint or os.environ.get("MIDAN_ENDPOINT")
    key = os.environ.get("MIDAN_API_KEY", "").strip()
    wait = timeout or TIMEOUT
    if name == "libretranslate":
        from memory.engines import libretranslate

        if model:
            raise MidanError("the engine libretranslate takes no --engine-model", "", "the server chooses")
        # LibreTranslate takes its key in the request itself
        return libretranslate.LibreTranslateEngine(Endpoint(url or libretranslate.DEFAULT_URL, timeout=wait), key)
    from memory.engines import llm

    asked = model or os.environ.get("MIDAN_ENGINE_MODEL")
    return llm.LlmEngine(Endpoint(_api(url or llm.DEFAULT_URL), key, timeout=wait), asked)


def _api(url: str) -> str:
    """The address under which the API lies, whichever of its parts a user gave."""
    url = url.rstrip("/").removesuffix("/chat/completions")
    return f"{url}/v1" if url.count("/") == 2 else url


def hint(engine: Engine | None) -> str | None:
    """One line on how to get a better translation, for the engines that give drafts."""
    if engine is None:
        return "no engine: segments without a match in the memory are left untranslated"
    if engine.draft:
        return (
            f"this is a draft by the {engine.model}: `midan model install` fetches the much better official package, "
            "`midan run --again` then renews the drafts"
        )
    return None
