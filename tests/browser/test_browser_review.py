"""The review page in a browser, mostly by its keys: what is done is on disk, and is still there after a reload."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from glossary.termfile import load_glossary
from memory.store import Memory
from memory.unit import Origin, TranslationUnit

if TYPE_CHECKING:
    from conftest import Browser, Page

CONTROL, ENTER, ESCAPE = "\ue009", "\ue007", "\ue00c"
CURRENT = ".item[aria-current]"


def ready(browser: Browser, address: str) -> None:
    browser.open(address)
    browser.until(lambda: browser.all(CURRENT), "the first item")


def name(browser: Browser) -> str:
    """The Arabic of the item that is chosen."""
    return str(browser.run("return document.querySelector('.item[aria-current] h3')?.textContent"))


def segments(browser: Browser) -> int:
    """Go to the segments by key; the number of the one that is chosen."""
    browser.press("s")
    browser.until(lambda: browser.all(".segment[aria-current]"), "segments")
    return chosen(browser)


def chosen(browser: Browser) -> int:
    return int(browser.run("return document.querySelector('.item[aria-current]').id.slice(2)"))


def write(browser: Browser, text: str) -> None:
    """Open the editor of the chosen segment by key and put a text in it."""
    browser.press("e")
    browser.until(lambda: browser.run("return document.activeElement.name === 'target'"), "the editor")
    browser.chord(CONTROL, "a")
    browser.press(text)


def test_terms_are_decided_and_a_segment_is_corrected_by_keyboard_alone(browser: Browser, page: Page) -> None:
    ready(browser, page.address)
    first = name(browser)
    browser.press("a")
    browser.until(lambda: name(browser) != first, "the next candidate")
    second = name(browser)
    browser.press("r")
    browser.until(lambda: name(browser) != second, "the one after it")
    assert page.term(first).status == "approved"
    assert page.term(second).status == "rejected"
    number = segments(browser)
    text = "What a person wrote: «نعم» & <b>so</b>."
    write(browser, text)
    browser.until(lambda: page.unit(number).target == text, "kept while it is typed")
    assert page.unit(number).attention
    browser.chord(CONTROL, ENTER)
    browser.until(lambda: page.unit(number).status == "reviewed" and not page.unit(number).attention, "reviewed")
    browser.until(lambda: chosen(browser) != number, "the next segment")

    browser.open(f"{page.address}#terms?status=approved&query={first}")
    browser.until(lambda: name(browser) == first, "the approved term after a reload")
    browser.open(f"{page.address}#terms?status=rejected&query={second}")
    browser.until(lambda: name(browser) == second, "the rejected term after a reload")
    browser.open(f"{page.address}#segments?status=reviewed")
    browser.until(lambda: browser.all(f"#s-{number} .en"), "the segment after a reload")
    assert browser.run(f"return document.querySelector('#s-{number} .en').firstChild.textContent") == text


def test_a_term_is_edited_and_everything_is_undone_by_key(browser: Browser, page: Page) -> None:
    before = (page.folder / "terms.yaml").read_bytes()
    ready(browser, page.address)
    first = name(browser)
    browser.press("e")
    browser.until(lambda: browser.run("return document.activeElement.name === 'en'"), "the editor")
    browser.chord(CONTROL, "a")
    browser.press("a better name", "\t", "place", "\t", "a note: it is")
    browser.chord(CONTROL, ENTER)
    browser.until(lambda: page.term(first).status == "approved", "approved")
    term = page.term(first)
    assert (term.en, term.kind, term.note) == ("a better name", "place", "a note: it is")
    browser.until(lambda: name(browser) != first, "the next candidate")
    second = name(browser)
    browser.press("r")
    browser.until(lambda: page.term(second).status == "rejected", "rejected")
    browser.press("u")
    browser.until(lambda: name(browser) == second, "back at the second")
    browser.press("u")
    browser.until(lambda: name(browser) == first, "back at the first")
    assert (page.folder / "terms.yaml").read_bytes() == before
    browser.press("u")
    browser.until(lambda: browser.text("#said") == "nothing to undo", "an end")


def test_leaving_the_editor_keeps_what_was_written(browser: Browser, page: Page) -> None:
    ready(browser, page.address)
    first = name(browser)
    browser.press("e")
    browser.until(lambda: browser.run("return document.activeElement.name === 'en'"), "the editor")
    browser.chord(CONTROL, "a")
    browser.press("kept by escape", ESCAPE)
    browser.until(lambda: page.term(first).en == "kept by escape", "the term is kept")
    assert name(browser) == first and page.term(first).status == "candidate"
    number = segments(browser)
    write(browser, "Kept by escape.")
    browser.press(ESCAPE)
    browser.until(lambda: not browser.all(".editor"), "the editor is closed")
    assert page.unit(number).target == "Kept by escape."
    assert "needs attention" in browser.text(CURRENT)


@pytest.mark.parametrize("view", ["terms", "segments"])
def test_closing_the_browser_while_typing_loses_nothing(browser: Browser, page: Page, view: str) -> None:
    ready(browser, page.address)
    driver = browser.driver
    first = driver.current_window_handle
    driver.switch_to.new_window("tab")
    ready(browser, f"{page.address}#{view}")
    if view == "terms":
        ar = name(browser)
        browser.press("e")
        browser.until(lambda: browser.run("return document.activeElement.name === 'en'"), "the editor")
        browser.chord(CONTROL, "a")
        browser.press("typed and closed")
    else:
        number = chosen(browser)
        write(browser, "Typed and closed.")
    driver.close()
    driver.switch_to.window(first)
    if view == "terms":
        browser.until(lambda: page.term(ar).en == "typed and closed", "the term")
    else:
        browser.until(lambda: page.unit(number).target == "Typed and closed.", "the segment")


def test_a_stale_correction_in_a_second_tab_is_refused_with_both_versions(browser: Browser, page: Page) -> None:
    driver = browser.driver
    ready(browser, f"{page.address}#segments")
    first, number = driver.current_window_handle, chosen(browser)
    driver.switch_to.new_window("tab")
    ready(browser, f"{page.address}#segments")
    second = driver.current_window_handle
    driver.switch_to.window(first)
    write(browser, "From the first tab.")
    browser.chord(CONTROL, ENTER)
    browser.until(lambda: page.unit(number).target == "From the first tab.", "the first tab's")
    browser.until(lambda: not browser.all(".editor"), "the editor is closed")
    driver.switch_to.window(second)
    write(browser, "X")
    browser.until(lambda: browser.all("dialog[open]"), "the question")
    assert "From the first tab." in browser.text("#conflict-saved")
    assert "X" in browser.text("#conflict-yours") and "From" not in browser.text("#conflict-yours")
    assert page.unit(number).target == "From the first tab."
    browser.all("#conflict-keep")[0].click()
    browser.until(lambda: browser.run("return document.activeElement.value") != "X", "the saved one")
    assert page.unit(number).target == "From the first tab."
    write_more = browser.run("return document.querySelector('.editor textarea').value")
    assert write_more == "From the first tab."


def test_a_stale_decision_in_a_second_tab_is_refused_and_may_be_repeated(browser: Browser, page: Page) -> None:
    driver = browser.driver
    ready(browser, page.address)
    first, ar = driver.current_window_handle, name(browser)
    driver.switch_to.new_window("tab")
    ready(browser, page.address)
    second = driver.current_window_handle
    driver.switch_to.window(first)
    browser.press("r")
    browser.until(lambda: page.term(ar).status == "rejected", "the first tab's")
    driver.switch_to.window(second)
    browser.press("a")
    browser.until(lambda: browser.all("dialog[open]"), "the question")
    assert "rejected" in browser.text("#conflict-saved") and "approved" in browser.text("#conflict-yours")
    assert page.term(ar).status == "rejected"
    browser.all("#conflict-mine")[0].click()
    browser.until(lambda: page.term(ar).status == "approved", "the second tab's, now that it has seen both")


def test_segments_of_a_changed_entry_are_translated_again(browser: Browser, page: Page) -> None:
    glossary = load_glossary(page.folder / "terms.yaml")
    with Memory.open(page.folder / "memory.db") as memory:
        outcome = next(o for u in memory.units(status="machine") for o in u.audit if o.outcome != "unmet")
    term = next(t for t in glossary if t.ar == outcome.ar)
    ready(browser, f"{page.address}#terms?status=approved&query={term.ar}")
    browser.until(lambda: name(browser) == term.ar, "the entry")
    browser.press("e")
    browser.until(lambda: browser.run("return document.activeElement.name === 'en'"), "the editor")
    browser.chord(CONTROL, "a")
    browser.press("Quite Another Name", ENTER)
    browser.until(lambda: browser.run("return !document.getElementById('again').hidden"), "the offer")
    assert term.ar in browser.text("#again-said")
    browser.all("#again-do")[0].click()
    browser.until(lambda: browser.run("return document.getElementById('again').hidden"), "translated")
    with Memory.open(page.folder / "memory.db") as memory:
        held = [u for u in memory.units(status="machine") if any(o.ar == term.ar for o in u.audit)]
    assert held and all(o.en == "Quite Another Name" for u in held for o in u.audit if o.ar == term.ar)


def test_demands_follow_what_is_typed_and_matches_can_be_used(browser: Browser, page: Page) -> None:
    with Memory.open(page.folder / "memory.db") as memory:
        one = next(u for u in memory.units(status="machine") if u.audit and u.origin)
        assert one.origin
        memory.add([TranslationUnit(one.source + " نعم", "A match of old.", status="reviewed")])
    ready(browser, f"{page.address}#segments?status=all&query={one.source[:40]}")
    write(browser, "Nothing of the kind.")
    browser.until(lambda: "unmet" in browser.text(".live"), "unmet demands")
    browser.press(ESCAPE)
    browser.until(lambda: not browser.all(".editor"), "the editor is closed")
    browser.press("m")
    browser.until(lambda: "A match of old." in browser.text(".contexts"), "the match")
    browser.all('[data-do="use"]')[0].click()
    browser.until(lambda: page.unit(one.id or 0).target == "A match of old.", "the match is used")


def test_contexts_and_search_are_a_key_away(browser: Browser, page: Page) -> None:
    ready(browser, page.address)
    ar = name(browser)
    browser.press("c")
    browser.until(lambda: browser.all(f"{CURRENT} .contexts mark.here"), "contexts")
    browser.all(f'{CURRENT} [data-do="goto"]')[0].click()
    browser.until(lambda: browser.all(".segment[aria-current]"), "the segment")
    browser.press("t", "/")
    browser.until(lambda: browser.run("return document.activeElement.id === 'query'"), "the search field")
    browser.press(ar)
    browser.until(lambda: "&query=" in browser.run("return location.hash"), "an answer")
    browser.press(ESCAPE)
    browser.until(lambda: browser.run("return document.activeElement.matches('.item')"), "the list has the focus")
    assert name(browser) == ar


SCRIPT = "<script>window.hit=1</script><img src=x onerror='window.hit=1'>\"><svg onload=window.hit=1>"


def test_a_planted_script_does_not_run(browser: Browser, page: Page) -> None:
    with Memory.open(page.folder / "memory.db") as memory:
        for number in range(3):
            place = Origin(f"{SCRIPT}{number}", -1 if number == 0 else 0, 0)
            memory.add([TranslationUnit(f"{SCRIPT} برخان {number}", SCRIPT, origin=place, note=SCRIPT, engine=SCRIPT)])
    text = json.dumps(SCRIPT)
    with (page.folder / "terms.yaml").open("a", encoding="utf-8") as file:
        file.write(
            f"  - ar: {json.dumps('ا' + SCRIPT, ensure_ascii=False)}\n    en: {text}\n    note: {text}\n"
            f"    seen: {{count: 1, articles: [{text}]}}\n    evidence: [{{article: {text}, text: {text}}}]\n"
        )
    ready(browser, f"{page.address}#terms?status=candidate&query=window")
    for key in ("c", "c", "e"):
        browser.press(key)
    browser.until(lambda: browser.all(".editor"), "the editor")
    browser.press(ESCAPE)
    ready(browser, f"{page.address}#segments?status=all&query=window")
    assert len(browser.all(".item")) == 3
    browser.press("m", "e")
    browser.until(lambda: browser.all(".editor"), "the editor")
    browser.until(lambda: browser.all(".demands"), "verified")
    assert browser.run("return window.hit") is None
    assert browser.run("return document.querySelectorAll('script').length") == 1
    # and were markup ever to come through, the policy would not let it run
    browser.run("const s = document.createElement('script'); s.textContent = 'window.hit = 2'; document.body.append(s)")
    browser.run("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.hit=3\">')")
    assert browser.run("return window.hit") is None
    blocked = browser.complaints()
    assert blocked and all("Content Security Policy" in text or "/x" in text for text in blocked)


def test_without_the_token_the_browser_sees_nothing(browser: Browser, page: Page) -> None:
    browser.open(page.address.replace(page.server.token, ""))
    assert browser.text("body").startswith("403")
    browser.open(page.address.replace("127.0.0.1", "localtest.localhost"))
    assert browser.text("body").startswith("403")
    browser.requested(), browser.complaints()


def test_thousands_of_segments_are_drawn_only_where_one_looks(browser: Browser, page: Page) -> None:
    with Memory.open(page.folder / "memory.db") as memory:
        units = [u for u in memory.units() if u.origin]
        made = [
            TranslationUnit(f"{unit.source} {number}", unit.target, origin=Origin("long", number, 0), engine="argos")
            for number in range(2000)
            for unit in [units[number % len(units)]]
        ]
        memory.put_document("long", made)
    ready(browser, f"{page.address}#segments?status=all&document=long")
    assert browser.text("#total") == "2000 items"
    assert len(browser.all(".item")) <= 200
    for _ in range(30):
        browser.press("j")
    browser.until(lambda: chosen(browser) == min(u.id or 0 for u in _long(page)) + 30, "thirty on")
    browser.run("scrollTo(0, document.body.scrollHeight)")
    last = max(u.id or 0 for u in _long(page))
    browser.until(lambda: browser.all(f"#s-{last}"), "the last one")
    assert len(browser.all(".item")) <= 260


def _long(page: Page) -> list[TranslationUnit]:
    with Memory.open(page.folder / "memory.db") as memory:
        return memory.document("long")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_grave(
    browser: Browser, page: Page, faults: Callable[[], list[str]], dark: bool, width: int
) -> None:
    browser.light(dark, width)
    ready(browser, page.address)
    assert faults() == []
    browser.press("c")
    browser.until(lambda: browser.all(".contexts"), "contexts")
    assert faults() == []
    browser.press("e")
    browser.until(lambda: browser.all(".editor"), "the editor")
    assert faults() == []
    browser.press(ESCAPE)
    segments(browser)
    assert faults() == []
    browser.press("e")
    browser.until(lambda: browser.all(".demands, .live p"), "verified")
    assert faults() == []
    browser.press(ESCAPE)
    browser.until(lambda: not browser.all(".editor"), "closed")
    browser.press("m")
    browser.until(lambda: browser.all(".more:not([hidden])"), "matches")
    browser.press("?")
    browser.until(lambda: browser.all("dialog[open]"), "the keys")
    assert faults() == []


def test_the_path_of_this_file_is_no_part_of_the_fast_suite(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("browser") and Path(__file__).parent.name == "browser"
