"""The report's pages in a browser: entries on hover and on focus, nothing run, nothing fetched, nothing grave."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from glossary.term import Glossary, Term
from memory.commands import main
from memory.report.page import render
from memory.report.view import Viewer
from memory.unit import Origin, TranslationUnit

if TYPE_CHECKING:
    from conftest import Browser

SCRIPT = "<script>window.hit=1</script><img src=x onerror='window.hit=1'>\"><svg onload=window.hit=1>"


@pytest.fixture
def pages(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    monkeypatch.chdir(folder)
    assert main(["report", "--all", "--out", "pages"]) == 0
    return sorted((folder / "pages").glob("*.html"))


@pytest.mark.parametrize("width", [1280, 390])
def test_an_entry_is_shown_on_hover_and_on_focus(browser: Browser, pages: list[Path], width: int) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.actions.action_builder import ActionBuilder

    browser.light(width=width)
    browser.open(pages[0].as_uri())
    marks = browser.all("mark.term")
    assert marks and not any(tip.is_displayed() for tip in browser.all(".tip"))
    for mark in (marks[0], marks[-1]):
        browser.run("arguments[0].scrollIntoView({block: 'center'})", mark)
        tip = browser.run("return arguments[0].querySelector('.tip')", mark)
        ActionChains(browser.driver).move_to_element(mark).perform()
        browser.until(tip.is_displayed, "on hover")
        away = ActionBuilder(browser.driver)
        away.pointer_action.move_to_location(1, 1)  # the margin: an entry itself may be pointed at
        away.perform()
        browser.until(lambda tip=tip: not tip.is_displayed(), "gone")
        browser.run("arguments[0].focus({preventScroll: true})", mark)
        browser.run("arguments[0].scrollIntoView({block: 'center'})", mark)
        assert tip.is_displayed()
        box = tip.rect
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
        browser.run("arguments[0].blur()", mark)
    assert browser.run("return document.documentElement.scrollWidth") <= width


def test_arabic_stands_right_and_english_left(browser: Browser, pages: list[Path]) -> None:
    browser.open(pages[0].as_uri())
    for segment in browser.all(".segment"):
        ar, en = (browser.run(f"return arguments[0].querySelector('.{c}').getBoundingClientRect().toJSON()", segment)
                  for c in ("ar", "en"))  # fmt: skip
        assert ar["left"] >= en["right"] and abs(ar["top"] - en["top"]) < 10


def test_a_page_asks_for_nothing(browser: Browser, pages: list[Path]) -> None:
    browser.open(pages[0].as_uri())
    assert [a for a in browser.requested() if not a.startswith(("about:", "file:"))] == []
    assert browser.complaints() == []


def test_a_planted_script_does_not_run(browser: Browser, tmp_path: Path) -> None:
    term = Term("برخان", SCRIPT, status="approved", note=SCRIPT, also=(SCRIPT,))
    units = [
        TranslationUnit(f"{SCRIPT} برخان", SCRIPT, origin=Origin(SCRIPT, -1, 0), note=SCRIPT, engine=SCRIPT),
        TranslationUnit(f"برخان {SCRIPT}", "", status="untranslated", origin=Origin(SCRIPT, 0, 0)),
    ]
    path = tmp_path / "planted.html"
    path.write_text(render(SCRIPT, units, Viewer(Glossary([term]))), encoding="utf-8")
    browser.open(path.as_uri())
    assert browser.run("return window.hit") is None
    assert browser.run("return document.querySelectorAll('script, img, [onload], [onerror]').length") == 0
    assert browser.complaints() == []
    browser.run("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.hit=3\">')")
    assert browser.run("return window.hit") is None


def test_it_prints_without_what_only_a_screen_can_show(browser: Browser, pages: list[Path]) -> None:
    browser.open(pages[0].as_uri())
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert browser.run("return getComputedStyle(document.querySelector('.tip')).display") == "none"
        assert browser.run("return document.querySelector('.glossary table') !== null")
        assert len(browser.driver.execute_cdp_cmd("Page.printToPDF", {})["data"]) > 10_000
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_grave(
    browser: Browser, pages: list[Path], faults: Callable[[], list[str]], dark: bool, width: int
) -> None:
    browser.light(dark, width)
    for page in pages:
        browser.open(page.as_uri())
        assert faults() == []
    browser.run("document.querySelector('mark.term').focus()")
    assert faults() == []
