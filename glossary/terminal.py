"""Lines for people on stderr, in which no text of a file can repaint the terminal or turn a line around.

Control characters (C0, C1), lone surrogates and the controls of Unicode's bidirectional algorithm (UAX #9) are shown
as \\uXXXX escapes; see Boucher and Anderson, "Trojan Source" (2021), for what the last can do.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

BIDI_HINT = (
    "midan: this terminal shows Arabic badly; --no-bidi leaves out its invisible marks (and this line), "
    "`midan report --all` and `midan review` show it in a browser"
)
# terminals that neither turn nor join Arabic, by the values of TERM and of TERM_PROGRAM
_TERMS_TEXT = (
    "linux dumb alacritty foot foot-extra rxvt rxvt-unicode rxvt-unicode-256color st st-256color tmux tmux-256color "
    "xterm-ghostty xterm-kitty"
)
_PROGRAMS_TEXT = "Hyper Tabby WezTerm ghostty iTerm.app tmux vscode"
_LEFT_TO_RIGHT = frozenset((*_TERMS_TEXT.split(), *_PROGRAMS_TEXT.split()))
_BIDI_CONTROLS = frozenset(map(chr, [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]))


def shows_bidi_badly(environment: Mapping[str, str]) -> bool:
    """Whether this is a terminal that is known not to do Arabic; of one that is not known nothing is said."""
    if "VTE_VERSION" in environment or "KONSOLE_VERSION" in environment:
        return False
    if "WT_SESSION" in environment:  # Windows Terminal
        return True
    return not _LEFT_TO_RIGHT.isdisjoint((environment.get("TERM", ""), environment.get("TERM_PROGRAM", "")))


def visible(text: str) -> str:
    """The text with control characters, bidi controls and lone surrogates as \\uXXXX escapes, on one line."""
    return "".join(
        f"\\u{ord(c):04x}"
        if c in _BIDI_CONTROLS or ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0xD800 <= ord(c) < 0xE000
        else c
        for c in " ".join(text.split("\n"))
    )


def say(line: str) -> None:
    """Print one line on stderr, everything in it visible."""
    print(visible(line), file=sys.stderr)
