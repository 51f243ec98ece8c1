"""`midan review`: a local page on which candidates are decided and segments corrected."""

from __future__ import annotations

import argparse
import threading

from glossary.errors import MidanError
from glossary.options import add_memory, add_terms
from glossary.terminal import say


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `midan review`."""
    parser = commands.add_parser(
        "review",
        help="a local page to approve terms and correct segments",
        description="Serve a page on this machine alone, at the address that is printed, until Ctrl-C: candidates to "
        "approve, reject and edit by keyboard, segments to correct with the glossary's demands beside them. Every "
        "change is in the glossary file and in the memory at once.",
    )
    add_terms(parser)
    add_memory(parser)
    parser.add_argument("--engine", metavar="NAME", help="what translates again when an entry has changed (argos)")
    parser.add_argument("--port", type=int, default=0, metavar="N", help="the port (any that is free)")
    parser.add_argument("--author", default="reviewer", metavar="NAME", help="who is noted as having changed a segment")
    parser.add_argument("--open", action="store_true", help="open the page in the browser")
    parser.set_defaults(handler=review)


def review(args: argparse.Namespace) -> int:
    """Serve the page until the user ends it; 0."""
    from memory.review.desk import Desk
    from memory.review.server import ADDRESS, ReviewServer
    from memory.store import Memory

    if not 0 <= args.port < 65536:
        raise MidanError(f"no port {args.port}", "--port", "0 to 65535")
    Memory.open(args.memory, readonly=True).close()  # a memory that is missing is no page of nothing
    desk = Desk(args.terms, args.memory, args.engine, args.author)
    desk.snapshot()  # a broken glossary is told here
    try:
        server = ReviewServer(desk, args.port)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise MidanError(why, f"{ADDRESS}:{args.port}", "leave --port out to take any free one") from None
    with server:
        print(server.address, flush=True)
        say("Ctrl-C ends it; every change is on disk already")
        if args.open:
            import webbrowser

            webbrowser.open(server.address)
        threading.Thread(target=warm_up, daemon=True).start()
        try:
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            with desk.writing:  # what is being written is written to its end
                say("midan: the review is ended; every change is on disk")
    return 0


def warm_up() -> None:
    """Import what the first correction needs, while the person is still reading."""
    import memory.checks.rules
    import memory.fuzzy

    memory.checks.rules.table()
