"""How long the review page of a large memory takes until it can be used, and whether it scrolls without pause.

    python bench/bench_review.py [segments]

Makes a memory of that many segments (5000) from the samples' sentences with the glossary of this project, opens the
page in headless Chromium (selenium, chromium and chromedriver installed) and prints, in milliseconds: from asking for
the address to the first segment that answers a key; the gaps between frames while scrolling through the whole list;
and what a key takes from press to the next segment chosen.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from glossary.article import read_article  # noqa: E402 (the tree comes first)
from glossary.sentences import split_sentences  # noqa: E402
from memory.review.desk import Desk  # noqa: E402
from memory.review.server import ReviewServer  # noqa: E402
from memory.store import Memory  # noqa: E402
from memory.unit import Origin, TranslationUnit  # noqa: E402

# scrolls a screen every frame to the end of the list, and gives the gaps between frames
SCROLL = """
const done = arguments[0], gaps = [];
let last = performance.now();
function frame(now) {
  gaps.push(now - last);
  last = now;
  scrollBy(0, innerHeight);
  const left = document.documentElement.scrollHeight - scrollY - innerHeight;
  if (left > 2 && gaps.length < 3000) requestAnimationFrame(frame);
  else done(gaps.slice(1));
}
requestAnimationFrame(frame);
"""
READY = "return document.querySelector('.item[aria-current]') !== null"


def filled(folder: Path, count: int) -> None:
    """A memory of so many segments, and the glossary."""
    shutil.copy(ROOT / "terms.yaml", folder)
    sentences = [
        sentence
        for path in sorted((ROOT / "samples").glob("*.txt"))
        for paragraph in read_article(path).paragraphs
        for sentence in split_sentences(paragraph)
    ]
    words = [word for sentence in sentences for word in sentence.text.split()]
    rng = random.Random(5)
    made = [
        TranslationUnit(
            " ".join([rng.choice(sentences).text, *rng.choices(words, k=4)]),
            "The draft of a segment, about as long as the drafts of segments are, and then a little longer.",
            origin=Origin(f"article-{number // 50}", number % 50, 0),
            engine="argos",
            model="built-in",
        )
        for number in range(count)
    ]
    with Memory.open(folder / "memory.db") as memory:
        memory.add(made)


def browser() -> Any:
    """Headless Chromium."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    driver.set_script_timeout(300)
    return driver


def measure(address: str, driver: Any) -> None:
    """Print the three figures."""
    from selenium.webdriver.common.action_chains import ActionChains

    def until(condition: str, *arguments: Any) -> None:
        while not driver.execute_script(condition, *arguments):
            time.sleep(0.002)

    def chosen() -> str:
        return str(driver.execute_script("return document.querySelector('.item[aria-current]')?.id"))

    for name in ("first time", "again"):
        driver.get("about:blank")
        begun = time.perf_counter()
        driver.get(f"{address}#segments?status=all")
        until(READY)
        shown = time.perf_counter()
        first = chosen()
        ActionChains(driver).send_keys("j").perform()
        until("return document.querySelector('.item[aria-current]')?.id !== arguments[0]", first)
        usable = time.perf_counter()
        print(f"{name}: shown {1000 * (shown - begun):.0f} ms, usable {1000 * (usable - begun):.0f} ms")
    gaps = sorted(driver.execute_async_script(SCROLL))
    print(
        f"scrolled in {len(gaps)} frames: median {gaps[len(gaps) // 2]:.0f} ms, "
        f"p95 {gaps[int(len(gaps) * 0.95)]:.0f} ms, longest {gaps[-1]:.0f} ms"
    )
    driver.execute_script("scrollTo(0, 0)")
    times = []
    for _ in range(40):
        before, begun = chosen(), time.perf_counter()
        ActionChains(driver).send_keys("j").perform()
        until("return document.querySelector('.item[aria-current]')?.id !== arguments[0]", before)
        times.append(1000 * (time.perf_counter() - begun))
    print(f"a key: median {sorted(times)[20]:.0f} ms, longest {max(times):.0f} ms (the driver's own share included)")


def main() -> None:
    """Make, serve, open and measure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        filled(folder, count)
        desk = Desk(str(folder / "terms.yaml"), str(folder / "memory.db"))
        desk.snapshot()  # as the command does before it says the address
        server = ReviewServer(desk)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        driver = browser()
        try:
            print(f"{count} segments")
            measure(server.address, driver)
        finally:
            driver.quit()
            server.shutdown()


if __name__ == "__main__":
    main()
