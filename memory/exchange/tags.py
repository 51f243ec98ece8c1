"""Inline tags: how a text with them is kept, and how it crosses between TMX and XLIFF.

A text with tags is kept as the content of a TMX 1.4b `seg` (bpt ept it ph hi ut sub); the unit's own text is what
stands outside codes, so that matching sees no tags. XLIFF's codes (1.2: g x bx ex bpt ept it ph; 2.x: pc sc ec ph with
originalData) become those of TMX and back. Annotations (mrk, sm, em) are not kept: they are no part of the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from memory.exchange.xmlfile import ILLEGAL, name_of, xml_attribute, xml_text

_HIDDEN = frozenset({"bpt", "ept", "it", "ph", "ut"})  # TMX tags whose content is code, not text
_OPENING, _CLOSING = frozenset({"bx", "sc", "bpt"}), frozenset({"ex", "ec", "ept"})
_DEEPEST = 200  # elements within each other; libxml2 stops at 256


def of_seg(seg: Any) -> tuple[str, str | None]:
    """The text of a TMX segment outside its codes, and with its tags where it has any."""
    if not len(seg):
        return seg.text or "", None
    plain: list[str] = []
    tagged: list[str] = []

    def walk(node: Any) -> None:
        hidden = name_of(node) in _HIDDEN
        plain.append("" if hidden else node.text or "")
        tagged.append(xml_text(node.text or ""))
        for child in node:
            name = name_of(child)
            if name:
                attributes = "".join(f" {k}={xml_attribute(v)}" for k, v in child.attrib.items() if "{" not in k)
                tagged.append(f"<{name}{attributes}>")
                walk(child)
                tagged.append(f"</{name}>")
            plain.append("" if hidden else child.tail or "")
            tagged.append(xml_text(child.tail or ""))

    walk(seg)
    return "".join(plain), "".join(tagged)


def parsed(tagged: str | None, text: str) -> Any:
    """A kept text with tags as a `seg` element; None where it is broken or no longer that of the unit's text."""
    if not tagged:
        return None
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        seg = etree.fromstring(f"<seg>{tagged}</seg>".encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None
    return seg if of_seg(seg)[0] == text else None


def seg_content(tagged: str | None, text: str) -> str:
    """The content of a TMX `seg`: with its tags while they still fit the text, which a person may have corrected."""
    seg = parsed(tagged, text)
    return xml_text(text) if seg is None else of_seg(seg)[1] or xml_text(text)


def of_xliff(element: Any, data: Mapping[str, str]) -> tuple[str, str | None]:
    """The text of a `source` or `target` of XLIFF outside its codes, and with TMX's tags where it has any.

    `data` is the originalData of the unit, by id.
    """
    if not len(element):
        return element.text or "", None
    plain: list[str] = []
    tagged: list[str] = []
    names = [name_of(node) for node in element.iter()]
    begun = {_pair_id(n) for n, name in zip(element.iter(), names, strict=True) if name in _OPENING}
    ended = {_pair_id(n) for n, name in zip(element.iter(), names, strict=True) if name in _CLOSING}
    seen = False

    def say(text: str) -> None:
        plain.append(text)
        tagged.append(xml_text(text))

    def walk(node: Any) -> None:
        nonlocal seen
        say(node.text or "")
        for child in node:
            name, ident = name_of(child), child.get("id") or ""
            key = _pair_id(child)
            if name == "cp":
                say(_code_point(child.get("hex")))
            elif name in ("g", "pc"):
                seen = True
                tagged.append(_tag("bpt", {"i": ident, "type": _type(child)}, _code(child, data, "Start")))
                walk(child)
                tagged.append(_tag("ept", {"i": ident}, _code(child, data, "End")))
            elif name in _OPENING:
                seen = True
                own = {"i": key} if key in ended else {"pos": "begin", "x": ident}
                tagged.append(_tag("bpt" if key in ended else "it", {**own, "type": _type(child)}, _code(child, data)))
            elif name in _CLOSING:
                seen = True
                own = {"i": key} if key in begun else {"pos": "end", "x": ident}
                tagged.append(_tag("ept" if key in begun else "it", own, _code(child, data)))
            elif name == "it":
                seen = True
                own = {"pos": "end" if child.get("pos") == "close" else "begin", "x": ident, "type": _type(child)}
                tagged.append(_tag("it", own, _code(child, data)))
            elif name in ("x", "ph"):
                seen = True
                tagged.append(_tag("ph", {"x": ident, "type": _type(child)}, _code(child, data)))
            elif name not in ("sm", "em", ""):
                walk(child)
            say(child.tail or "")

    walk(element)
    return "".join(plain), "".join(tagged) if seen else None


def to_xliff(seg: Any, data: dict[str, str]) -> str:
    """A `seg` as the content of an XLIFF 2 `source` or `target`; what its codes were goes into `data`, by id."""
    out: list[str] = []
    used: set[str] = set()
    ends = {c.get("i") for c in seg.iter() if name_of(c) == "ept"}
    opened: dict[str | None, str] = {}

    def ident(kind: str, key: str | None) -> str:
        base = kind + (re.sub(r"[^\w.-]", "_", key, flags=re.A) if key else str(len(used) + 1))
        name, n = base, 1
        while name in used:
            n += 1
            name = f"{base}-{n}"
        used.add(name)
        return name

    def ref(node: Any, name: str) -> str:
        code = "".join(node.itertext())
        if not code:
            return ""
        key = next((k for k, v in data.items() if v == code), f"d{len(data) + 1}")
        data[key] = code
        return f' dataRef="{key}"'

    def walk(node: Any) -> None:
        out.append(xliff_text(node.text or ""))
        for child in node:
            name, i = name_of(child), child.get("i")
            if name == "bpt" and i in ends and i not in opened:
                opened[i] = ident("p", i)
                out.append(f'<sc id="{opened[i]}"{ref(child, name)}/>')
            elif name == "ept" and i in opened:
                out.append(f'<ec startRef="{opened[i]}"{ref(child, name)}/>')
                ends.discard(i)
                del opened[i]
            elif name in ("bpt", "ept", "it"):
                begins = name == "bpt" or child.get("pos") == "begin"
                own = ident("i", child.get("x") or i)
                out.append(f'<{"sc" if begins else "ec"} id="{own}" isolated="yes"{ref(child, name)}/>')
            elif name in ("ph", "ut"):
                out.append(f'<ph id="{ident("h", child.get("x"))}"{ref(child, name)}/>')
            else:
                out.append(f'<pc id="{ident("m", child.get("x"))}">')
                walk(child)
                out.append("</pc>")
            out.append(xliff_text(child.tail or ""))

    walk(seg)
    return "".join(out)


def xliff_text(text: str) -> str:
    """The text as content of an XLIFF 2 `source`; what XML can't hold as `cp`, which is for that."""
    if ILLEGAL.search(text) is None:
        return xml_text(text)
    parts = re.split(f"({ILLEGAL.pattern})", text)
    return "".join(f'<cp hex="{ord(p):04X}"/>' if i % 2 else xml_text(p) for i, p in enumerate(parts))


def _tag(name: str, attributes: Mapping[str, str | None], code: str) -> str:
    told = "".join(f" {k}={xml_attribute(v)}" for k, v in attributes.items() if v)
    return f"<{name}{told}>{xml_text(code)}</{name}>"


def _pair_id(node: Any) -> str:
    return node.get("startRef") or node.get("rid") or node.get("id") or ""


def _type(node: Any) -> str | None:
    given: str | None = node.get("ctype") or node.get("type")
    return given


def _code(node: Any, data: Mapping[str, str], side: str = "") -> str:
    """The code that a tag stands for: from originalData, from the tag itself, or the text that tools show for it."""
    kept = data.get(node.get(f"dataRef{side}") or "")
    if kept is not None:
        return kept
    shown = node.get(f"equiv{side}") or node.get("equiv-text") or node.get(f"disp{side}") or ""
    return shown if side else "".join(node.itertext()) or shown


def _code_point(digits: str | None) -> str:
    try:
        return chr(int(digits or "", 16))
    except (ValueError, OverflowError):
        return ""
