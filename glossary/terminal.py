"""Lines for people on stderr, in which no text of a file can repaint the terminal or turn a line around.

Control characters (C0, C1), lone surrogates and the controls of Unicode's bidirectional algorithm (UAX #9) are shown
as \\uXXXX escapes; see Boucher and Anderson, "Trojan Source" (2021), for what the last can do.
"""

from __future__ import annotations

import sys

_BIDI_CONTROLS = frozenset(map(chr, [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]))


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
