"""The engine on the package that ships inside midan: batches, abilities, and what is left alone."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer

import pytest

from glossary.errors import MidanError
from memory.engines import packages
from memory.engines.argos import ArgosEngine
from memory.engines.base import DecodingEngine
from memory.engines.choose import hint, open_engine

SOURCES = ["انسحبت قوة برخان من مالي.", "", "hello", "قال الوزير إن 45 جنديا وصلوا إلى كيدال يوم الأحد."]


@pytest.fixture(scope="module")
def engine() -> ArgosEngine:
    return ArgosEngine(packages.builtin_package())


def test_a_batch_gives_each_source_its_own_translation(engine: ArgosEngine) -> None:
    together = [h[0].text for h in engine.translate(SOURCES)]
    alone = [engine.translate([source])[0][0].text for source in SOURCES]
    assert together == alone


def test_what_is_not_arabic_is_left_alone(engine: ArgosEngine) -> None:
    assert [h[0].text for h in engine.translate(["", "  ", "G5 Sahel, 2014."])] == ["", "  ", "G5 Sahel, 2014."]


def test_n_best_are_distinct_and_best_first(engine: ArgosEngine) -> None:
    (hypotheses,) = engine.translate(SOURCES[:1], n_best=4)
    scores = [h.score for h in hypotheses]
    assert len({h.text for h in hypotheses}) == 4
    assert scores == sorted(scores, key=lambda s: -(s or 0))


def test_attention_leads_from_words_to_words(engine: ArgosEngine) -> None:
    source = SOURCES[3]
    (hypothesis,) = engine.translate([source], attention=True)[0]
    assert len(hypothesis.attention) == len(hypothesis.tokens) == len(hypothesis.pieces)
    assert all(len(row) == len(hypothesis.source_tokens) for row in hypothesis.attention)
    for start, end in hypothesis.tokens:
        assert 0 <= start <= end <= len(hypothesis.text)
    assert "".join(source[a:b] for a, b in hypothesis.source_tokens) == "".join(source.split())


def test_decoding_goes_on_from_a_prefix(engine: ArgosEngine) -> None:
    (hypothesis,) = engine.complete([(SOURCES[0], engine.pieces("The Barkhane force"))])
    assert hypothesis.text.startswith("The Barkhane force")
    assert isinstance(engine, DecodingEngine)


def test_a_translation_scores_better_than_nonsense(engine: ArgosEngine) -> None:
    own = engine.translate(SOURCES[:1])[0][0].text
    good, bad = engine.score([(SOURCES[0], own), (SOURCES[0], "I like fish and chips on Sundays.")])
    assert good > bad


def test_a_long_source_does_not_fit(engine: ArgosEngine) -> None:
    assert engine.fits(SOURCES[0])
    assert not engine.fits(" ".join(SOURCES * 30))


def test_half_a_character_is_no_reason_to_fail(engine: ArgosEngine) -> None:
    source = "غادرت \ud800 القوة."
    (hypothesis,) = engine.translate([source], attention=True)[0]
    assert hypothesis.text and "\ud800" not in hypothesis.text
    assert engine.fits(source) and engine.score([(source, "\udfff")])


def test_what_is_cut_off_is_no_translation(engine: ArgosEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("memory.engines.argos.ROOM", -2 * len(engine.pieces(SOURCES[3])) + 5)
    (hypothesis,) = engine.translate(SOURCES[3:])[0]
    assert hypothesis.text == "" and hypothesis.fault == "the model's translation did not end"


def test_what_is_too_long_to_go_on_from_is_said(engine: ArgosEngine) -> None:
    long = " ".join(["Joint Committee"] * 200)
    asked = [(f"{SOURCES[0]} {long}", ()), (SOURCES[0], engine.pieces(long)), (SOURCES[0], ())]
    first, second, third = engine.complete(asked)
    assert (first.text, second.text) == ("", "") and first.fault == second.fault == "too long for the model"
    assert third.text


def test_a_draft_is_called_a_draft(engine: ArgosEngine) -> None:
    assert engine.draft and "draft" in engine.model
    assert "midan model install" in (hint(engine) or "")
    assert "untranslated" in (hint(None) or "")


def test_no_such_engine() -> None:
    assert open_engine("none") is None
    with pytest.raises(MidanError, match="no engine"):
        open_engine("babel-fish")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from argostranslate import settings

    monkeypatch.setattr(settings, "package_data_dir", tmp_path / "packages")
    monkeypatch.setattr(settings, "package_dirs", [tmp_path / "packages"])
    return tmp_path


def builtin_file() -> Path:
    return next((Path(packages.__file__).parent / "builtin").glob("*.argosmodel"))


def test_an_installed_package_is_preferred_and_can_be_removed(home: Path) -> None:
    assert packages.best_package().builtin
    installed = packages.install_file(builtin_file())
    assert packages.best_package() == installed and not installed.builtin
    assert ArgosEngine().translate(["نعم"])[0][0].text
    assert packages.install_file(builtin_file()) == installed
    assert packages.remove_installed() == [installed]
    assert packages.best_package().builtin


def test_the_newest_version_wins() -> None:
    assert packages.version_key("1.10") > packages.version_key("1.9")
    assert packages.version_key("translate-ar_en-0_2.argosmodel") > packages.version_key(
        "translate-ar_en-0_1.argosmodel"
    )


def archive(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as out:
        for name, data in files.items():
            out.writestr(name.replace("__", "/"), data)
    return path


META = json.dumps({"from_code": "ar", "to_code": "en", "package_version": "9"}).encode()


@pytest.mark.parametrize(
    "files",
    [
        {"p__metadata.json": META},
        {"p__metadata.json": META, "p__model__model.bin": b"", "..__evil": b""},
        {"p__metadata.json": META, "p__model__model.bin": b"", "__tmp__evil": b""},
        {"p__metadata.json": META, "p__model__model.bin": b"", "q__other": b""},
        {"p__metadata.json": b"[]", "p__model__model.bin": b""},
        {"p__metadata.json": b"\xff", "p__model__model.bin": b""},
        {"p__metadata.json": META.replace(b'"ar"', b'"fr"'), "p__model__model.bin": b""},
    ],
)
def test_a_hostile_package_is_refused_and_nothing_is_written(files: dict[str, bytes], home: Path) -> None:
    path = archive(home / "bad.argosmodel", **files)
    with pytest.raises(MidanError) as error:
        packages.install_file(path)
    assert "\n" not in error.value.line()
    assert not list((home / "packages").glob("*")) if (home / "packages").exists() else True


def test_what_is_no_zip_is_refused(home: Path) -> None:
    (home / "bad.argosmodel").write_bytes(b"not a zip")
    with pytest.raises(MidanError, match="not an Argos package"):
        packages.install_file(home / "bad.argosmodel")


@pytest.fixture
def site(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that a server on this machine shows, with an index of packages that midan asks."""
    from argostranslate import settings

    folder = home / "site"
    folder.mkdir()
    shown = partial(QuietHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), shown) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setattr(settings, "remote_package_index", f"{address}/index.json")
        offers = [
            {"from_code": "ar", "to_code": "en", "package_version": "1.9", "links": [f"{address}/old.argosmodel"]},
            {"from_code": "ar", "to_code": "en", "package_version": "1.10", "links": [f"{address}/new.argosmodel"]},
            {"from_code": "en", "to_code": "ar", "package_version": "2.0", "links": [f"{address}/other.argosmodel"]},
        ]
        (folder / "index.json").write_text(json.dumps(offers))
        yield folder
        server.shutdown()


class QuietHandler(SimpleHTTPRequestHandler):
    """Files of a folder, and nothing on stderr."""

    def log_message(self, *_: object) -> None:
        pass


def test_the_newest_package_of_the_index_is_fetched_and_preferred(site: Path) -> None:
    (site / "new.argosmodel").write_bytes(builtin_file().read_bytes())
    told: list[tuple[int, int]] = []
    fetched = packages.fetch_official(lambda done, total: told.append((done, total)))
    size = builtin_file().stat().st_size
    assert told[-1] == (size, size)
    assert packages.best_package() == fetched and not fetched.builtin
    assert ArgosEngine().translate(["نعم"])[0][0].text


@pytest.mark.parametrize("served", [b"", b"half of a package", None])
def test_a_package_that_does_not_arrive_whole_is_one_line_and_changes_nothing(served: bytes | None, site: Path) -> None:
    if served is not None:
        (site / "new.argosmodel").write_bytes(served)
    with pytest.raises(MidanError) as error:
        packages.fetch_official()
    assert "\n" not in error.value.line()
    assert packages.best_package().builtin


@pytest.mark.parametrize("index", ["", "{}", "[1]", '[{"from_code": "ar", "to_code": "en", "links": [5]}]', "null"])
def test_an_index_that_is_none_is_one_line(index: str, site: Path) -> None:
    (site / "index.json").write_text(index)
    with pytest.raises(MidanError) as error:
        packages.fetch_official()
    assert "built-in package goes on serving" in error.value.line()


class NonsenseHandler(StreamRequestHandler):
    """A server of something else."""

    def handle(self) -> None:
        self.rfile.readline()
        self.wfile.write(b"220 mail at your service\r\n")


def test_a_server_of_something_else_is_one_line(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from argostranslate import settings

    with ThreadingTCPServer(("127.0.0.1", 0), NonsenseHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setattr(settings, "remote_package_index", f"http://127.0.0.1:{server.server_address[1]}/")
        with pytest.raises(MidanError) as error:
            packages.fetch_official()
        server.shutdown()
    assert "built-in package goes on serving" in error.value.line()


def test_an_index_out_of_reach_is_one_line(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from argostranslate import settings

    monkeypatch.setattr(settings, "remote_package_index", "http://127.0.0.1:9/index.json")
    with pytest.raises(MidanError) as error:
        packages.fetch_official()
    assert "built-in package goes on serving" in error.value.line()


def test_two_years_of_one_decade_can_follow_each_other(engine: ArgosEngine) -> None:
    begun = engine.pieces("Between 2010 and 201")
    (done,) = engine.complete([("بين عامي 2010 و2015 انعقدت قمتان.", begun)])
    assert "2010 and 201" in done.text


def test_scores_are_means_a_token(engine: ArgosEngine) -> None:
    source = "اجتمع قادة الجيش في العاصمة."
    ((hypothesis, *_),) = engine.translate([source])
    (score,) = engine.score([(source, hypothesis.text)])
    assert hypothesis.score is not None
    assert abs(hypothesis.score - score) < 0.5
