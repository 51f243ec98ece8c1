"""Headless Chromium, and a review page on a real run of the samples (or of the articles in MIDAN_ARTICLES).

Skipped where selenium, chromium or chromedriver is not installed (Debian: chromium, chromium-driver). axe-core is not
part of this project; MIDAN_AXE says where its axe.min.js lies, and what needs it is skipped without.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from glossary.term import Term
from glossary.termfile import load_glossary
from memory.commands import main
from memory.review.desk import Desk
from memory.review.server import ReviewServer
from memory.store import Memory
from memory.unit import TranslationUnit

ROOT = Path(__file__).parents[2]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


class Browser:
    """A driver with what these tests say again and again."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def open(self, address: str) -> None:
        self.driver.get("about:blank")
        self.driver.get(address)

    def press(self, *keys: str) -> None:
        """Keys, one after another, into whatever has the focus."""
        from selenium.webdriver.common.action_chains import ActionChains

        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()

    def chord(self, held: str, key: str) -> None:
        from selenium.webdriver.common.action_chains import ActionChains

        ActionChains(self.driver).key_down(held).send_keys(key).key_up(held).perform()

    def all(self, selector: str) -> list[Any]:
        from selenium.webdriver.common.by import By

        found: list[Any] = self.driver.find_elements(By.CSS_SELECTOR, selector)
        return found

    def text(self, selector: str) -> str:
        """What can be read at a selector, which need not be there."""
        return str(self.run("return document.querySelector(arguments[0])?.innerText ?? ''", selector))

    def run(self, script: str, *args: Any) -> Any:
        return self.driver.execute_script(script, *args)

    def until(self, condition: Callable[[], Any], what: str = "") -> Any:
        """What the condition gives once it is true."""
        deadline = time.monotonic() + 15
        while not (value := condition()):
            assert time.monotonic() < deadline, f"waited in vain: {what} (page says {self.text('#said')!r})"
            time.sleep(0.02)
        return value

    def light(self, dark: bool = False, width: int = 1280, height: int = 900) -> None:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})

    def requested(self) -> list[str]:
        """The addresses that were asked for since this was last called."""
        events = (json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance"))
        return [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]

    def complaints(self) -> list[str]:
        """What the console says is wrong."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]


@pytest.fixture(scope="session")
def driver() -> Iterator[Any]:
    webdriver = pytest.importorskip("selenium.webdriver")
    chromium, chromedriver = shutil.which("chromium") or shutil.which("google-chrome"), shutil.which("chromedriver")
    if not chromium or not chromedriver:
        pytest.skip("chromium and chromedriver are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    opened = webdriver.Chrome(options=options, service=webdriver.ChromeService(chromedriver))
    yield opened
    opened.quit()


@pytest.fixture
def browser(driver: Any) -> Iterator[Browser]:
    browser = Browser(driver)
    browser.light()
    browser.requested(), browser.complaints()
    yield browser
    first, *others = driver.window_handles
    for handle in others:
        driver.switch_to.window(handle)
        driver.close()
    driver.switch_to.window(first)
    driver.get("about:blank")


@pytest.fixture(scope="session")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `midan run` was run; not to be written to."""
    folder = tmp_path_factory.mktemp("ran")
    shutil.copy(ROOT / "terms.yaml", folder)
    articles = sorted(Path(os.environ.get("MIDAN_ARTICLES", ROOT / "samples")).resolve().glob("*.txt"))
    before = Path.cwd()
    os.chdir(folder)
    try:
        assert main(["run", *map(str, articles)]) in (0, 3)
    finally:
        os.chdir(before)
    return folder


@pytest.fixture
def folder(ran: Path, tmp_path: Path) -> Path:
    """A copy of the run for one test."""
    for path in (*ran.glob("terms.yaml"), *ran.glob("memory.db*")):
        if path.is_file():
            shutil.copy(path, tmp_path)
    return tmp_path


class Page:
    """A review page that is served, and what is on disk behind it."""

    def __init__(self, server: ReviewServer, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.address = server.address

    def term(self, ar: str) -> Term:
        return next(t for t in load_glossary(self.folder / "terms.yaml") if t.ar == ar)

    def unit(self, number: int) -> TranslationUnit:
        with Memory.open(self.folder / "memory.db") as memory:
            found = memory.get(number)
        assert found is not None
        return found


@contextmanager
def served(folder: Path) -> Iterator[Page]:
    server = ReviewServer(Desk(str(folder / "terms.yaml"), str(folder / "memory.db")))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Page(server, folder)
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def page(folder: Path, browser: Browser) -> Iterator[Page]:
    """The page of the run. Afterwards: nothing but its own origin was asked for, and the console is clean."""
    with served(folder) as page:
        yield page
        origin = page.address.removesuffix(f"{page.server.token}/")
        assert [a for a in browser.requested() if not a.startswith((origin, "about:", "data:"))] == []
        assert [c for c in browser.complaints() if "409 (Conflict)" not in c] == []


@pytest.fixture(scope="session")
def axe() -> str:
    path = os.environ.get("MIDAN_AXE", "")
    if not path or not Path(path).exists():
        pytest.skip("axe-core is not here; MIDAN_AXE names its axe.min.js")
    return Path(path).read_text(encoding="utf-8")


@pytest.fixture
def faults(browser: Browser, axe: str) -> Callable[[], list[str]]:
    """The serious and critical faults that axe finds on the page as it stands."""

    def find() -> list[str]:
        browser.run(axe)
        found = browser.driver.execute_async_script(
            "const done = arguments[0]; axe.run(document).then(r => done(r.violations), e => done([{id: String(e)}]))"
        )
        grave = [v for v in found if v.get("impact") in ("serious", "critical", None)]
        return [
            f"{v['id']}: {n['html'][:200]} {n.get('failureSummary', '')}"
            for v in grave
            for n in v.get("nodes", [{"html": ""}])
        ]

    return find
