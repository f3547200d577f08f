"""A run that finds nothing changed reads nothing; whatever changed is seen."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.language import Language

from pipeline.aliases import Aliases, Join
from pipeline.batch import making, seal
from pipeline.batch.outcome import Outcome
from pipeline.batch.run import Conduct, run
from pipeline.corpus import InputOptions
from pipeline.settings import Settings

AS_IS = Settings(as_is=True)


@pytest.fixture(autouse=True)
def _quick_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' files need not lie for two seconds before they are trusted."""
    monkeypatch.setattr(seal, "TICK", 0)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("Ann said that the treaty holds.")
    return folder


def run_over(source: Path, nlp: Language, settings: Settings = AS_IS, conduct: Conduct | None = None) -> Outcome:
    return run([source], source.parent / "out", lambda: nlp, settings, conduct or Conduct(1))


def sealed(source: Path, settings: Settings = AS_IS) -> seal.Seal | None:
    return seal.seal_of([source], InputOptions(), settings, readings=True)


def refuse(*_: object) -> Outcome:
    raise AssertionError("the corpus was read")


def test_nothing_is_read_where_nothing_changed(source: Path, nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run_over(source, nlp)
    monkeypatch.setattr(making, "make", refuse)
    second = run_over(source, nlp)
    assert (second.run, second.manifest, second.counts.kept, second.changes) == (first.run, first.manifest, 2, None)


@pytest.mark.parametrize("conduct", [Conduct(1, rehash=True), Conduct(1, fresh=True), Conduct(1, readings=False)])
def test_who_asks_for_it_has_every_file_read(
    source: Path, nlp: Language, monkeypatch: pytest.MonkeyPatch, conduct: Conduct
) -> None:
    run_over(source, nlp)
    monkeypatch.setattr(making, "make", refuse)
    with pytest.raises(AssertionError, match="was read"):
        run_over(source, nlp, conduct=conduct)


def set_back(file: Path, text: str) -> None:
    """Other bytes of the same length, and the time of the change set back."""
    before = file.stat()
    file.write_text(text)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (file.stat().st_mtime_ns, file.stat().st_size) == (before.st_mtime_ns, before.st_size)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda news: (news / "c.txt").write_text("No."), id="a new document"),
        pytest.param(lambda news: (news / "a.txt").write_text("Ann left."), id="an edited one"),
        pytest.param(lambda news: set_back(news / "a.txt", "Bob said that the treaty holds."), id="its time set back"),
        pytest.param(lambda news: (news / "a.txt").unlink(), id="one that is gone"),
        pytest.param(lambda news: (news / "a.txt").rename(news / "c.txt"), id="another name"),
        pytest.param(lambda news: (news / "b.txt").replace(news / "a.txt"), id="one in the place of another"),
        pytest.param(lambda news: (news / "sub").mkdir() or (news / "sub" / "c.txt").touch(), id="one further down"),
        pytest.param(lambda news: (news / "c.txt").symlink_to(news / "a.txt"), id="a link"),
    ],
)
def test_whatever_changes_in_the_corpus_breaks_the_seal(source: Path, change: Callable[[Path], object]) -> None:
    before = sealed(source)
    time.sleep(0.02)
    assert sealed(source) == before
    change(source)
    assert sealed(source) != before


def test_settings_and_their_files_are_under_the_seal(source: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.toml"
    more.write_text("")
    joined = Aliases(join=(Join(names=("Ann", "Bob")),))
    others = [
        Settings(),
        Settings(as_is=True, max_characters=5),
        Settings(as_is=True, aliases=joined),
        Settings(as_is=True, instruments=more),
        Settings(as_is=True, corrections=more),
    ]
    seals = [sealed(source, settings) for settings in (AS_IS, *others)]
    assert len(set(seals)) == len(seals)
    time.sleep(0.02)
    more.write_text("# a remark")
    assert [sealed(source, settings) == before for settings, before in zip(others, seals[1:], strict=True)] == [
        *(True, True, True),
        *(False, False),
    ]


@pytest.mark.parametrize("name", ["quotes.parquet", "actors.parquet", "readings.parquet", "manifest.json"])
def test_a_file_of_the_published_run_that_was_touched_is_looked_at(source: Path, nlp: Language, name: str) -> None:
    first = run_over(source, nlp)
    sound = (first.run.path / name).read_bytes()
    time.sleep(0.02)
    (first.run.path / name).write_bytes(bytes(len(sound)))
    second = run_over(source, nlp)
    assert second.run != first.run
    assert name == "manifest.json" or (second.run.path / name).read_bytes() == sound


def test_no_seal_is_left_while_a_change_could_bear_the_time_of_another(
    source: Path, nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seal, "TICK", 2_000_000_000)
    run_over(source, nlp)
    assert not (source.parent / "out" / ".seal").exists()


def test_no_seal_is_left_by_a_clock_that_went_back(
    source: Path, nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 0)
    run_over(source, nlp)
    assert not (source.parent / "out" / ".seal").exists()


@pytest.mark.parametrize("source", ["-", "memory://bucket/news", "https://example.org/a.html"])
def test_an_input_without_times_has_no_seal(source: str) -> None:
    assert seal.seal_of([source], InputOptions(), AS_IS, readings=True) is None


def test_no_seal_is_left_where_a_document_could_not_be_read(source: Path, nlp: Language) -> None:
    (source / "gone.txt").symlink_to(source / "nowhere")
    run_over(source, nlp)
    assert not (source.parent / "out" / ".seal").exists()


def test_a_look_at_an_unchanged_corpus_loads_neither_arrow_nor_spacy(source: Path, nlp: Language) -> None:
    run_over(source, nlp)
    code = "import sys; from pipeline.cli import app; app(sys.argv[1:], standalone_mode=False); print(*sys.modules)"
    command = [sys.executable, "-c", code, "run", str(source), "--output", str(source.parent / "out"), "--as-is"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert told[-2].startswith("nothing has changed")
    assert not {"pyarrow", "pandas", "spacy", "numpy", "onnxruntime", "trafilatura"} & set(told[-1].split())
