"""A run over a corpus that grows gives the bytes of a clean build, whatever happened in between."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from pipeline import store
from pipeline.aliases import Aliases, Join
from pipeline.batch import planning, seal, tasks
from pipeline.batch.engines.local import run_tasks
from pipeline.batch.outcome import Outcome
from pipeline.batch.run import Conduct, plan_run, run
from pipeline.batch.tasks import Task
from pipeline.batch.worker import Worker
from pipeline.errors import SaidbyError
from pipeline.schema import PUBLISHED
from pipeline.settings import Settings

AS_IS = Settings(as_is=True)
OTHER_ALIASES = Settings(as_is=True, aliases=Aliases(join=(Join(names=("Ann", "Bob")),)))
CLEANED = Settings(max_characters=5_000)
WORDS = ("Ann", "Bob", "said", "that", "the", "treaty", "holds", ".", "\n\n", "They", "left", "early")

Make = Callable[[], Callable[[Task], Task]]


class CrashError(Exception):
    """A run that dies."""


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shards and tasks so small that a few documents fill several, and files trusted at once."""
    monkeypatch.setattr(planning, "DOCUMENTS_PER_SHARD", 4)
    monkeypatch.setattr(tasks, "DOCUMENTS", 2)
    monkeypatch.setattr(seal, "TICK", 0)


def run_over(
    source: Path, output: Path, nlp: Language, settings: Settings = AS_IS, conduct: Conduct | None = None
) -> Outcome:
    return run([source], output, lambda: nlp, settings, conduct or Conduct(workers=1))


def files(output: Path) -> dict[str, bytes]:
    """The bytes of every Parquet file of the published run."""
    run_folder = store.open_run(output).path
    return {
        path.relative_to(run_folder).as_posix(): path.read_bytes()
        for path in run_folder.rglob("*.parquet")
        if path.is_file()
    }


def dying_after(number: int) -> Callable[[Make, Sequence[Task], int], Iterator[Task]]:
    """An engine that finishes so many tasks, and dies."""

    def engine(make: Make, todo: Sequence[Task], workers: int) -> Iterator[Task]:
        yield from run_tasks(make, todo[:number], workers)
        raise CrashError

    return engine


def write(folder: Path, name: str, rng: random.Random) -> None:
    (folder / name).write_text(" ".join(rng.choice(WORDS) for _ in range(rng.randint(0, 30))))


@pytest.mark.parametrize("seed", range(2))
def test_after_any_history_the_tables_are_those_of_a_clean_build(tmp_path: Path, nlp: Language, seed: int) -> None:
    rng, folder, settings, outcome = random.Random(seed), tmp_path / "news", AS_IS, None
    folder.mkdir()
    for step in range(50):
        names = sorted(path.name for path in folder.iterdir())
        act = rng.choice(("add", "add", "edit", "remove", "settings", "crash", "nothing"))
        if act == "add" or not names:
            write(folder, f"{step:02}.txt", rng)
        elif act == "edit":
            write(folder, rng.choice(names), rng)
        elif act == "remove":
            (folder / rng.choice(names)).unlink()
        elif act == "settings":
            settings = rng.choice((AS_IS, OTHER_ALIASES, CLEANED))
        elif act == "crash":
            write(folder, rng.choice(names), rng)
            with pytest.raises(CrashError):
                run_over(folder, tmp_path / "out", nlp, settings, Conduct(1, engine=dying_after(rng.randint(0, 2))))
        if rng.random() < 0.5:
            continue
        outcome = run_over(folder, tmp_path / "out", nlp, settings, Conduct(1, keep=1))
    outcome = run_over(folder, tmp_path / "out", nlp, settings)
    clean = run_over(folder, tmp_path / "clean", nlp, settings)
    assert files(tmp_path / "out") == files(tmp_path / "clean")
    assert outcome.manifest.rows == clean.manifest.rows
    assert outcome.manifest.documents == clean.manifest.documents


def test_an_unchanged_corpus_publishes_nothing_and_loads_no_pipeline(tmp_path: Path, nlp: Language) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    write(folder, "a.txt", random.Random(0))
    first = run_over(folder, tmp_path / "out", nlp)

    def refuse() -> Language:
        raise AssertionError("the pipeline was loaded")

    second = run([folder], tmp_path / "out", refuse, AS_IS)
    assert second.run == first.run
    assert second.changes is None
    assert second.counts.kept == 1


def test_only_what_changed_is_read_and_other_shards_are_the_same_files(tmp_path: Path, nlp: Language) -> None:
    folder, rng = tmp_path / "news", random.Random(1)
    folder.mkdir()
    for number in range(30):
        write(folder, f"{number:02}.txt", rng)
    first = run_over(folder, tmp_path / "out", nlp)
    write(folder, "07.txt", rng)
    read: list[str] = []

    def engine(make: Make, todo: Sequence[Task], workers: int) -> Iterator[Task]:
        read.extend(entry.doc_id for task in todo for entry in task.read)
        return run_tasks(make, todo, workers)

    second = run_over(folder, tmp_path / "out", nlp, conduct=Conduct(1, engine=engine))
    assert read == ["07.txt"]
    assert (second.counts.edited, second.counts.kept) == (1, 29)
    same = [
        path.name
        for path in sorted((first.run.path / "quotes.parquet").iterdir())
        if path.samefile(second.run.path / "quotes.parquet" / path.name)
    ]
    assert len(same) == 7


def counted(name: str, stage: Callable[[Doc], Doc], calls: list[str]) -> Callable[[Doc], Doc]:
    """A component that notes that it was called."""

    def component(doc: Doc) -> Doc:
        calls.append(name)
        return stage(doc)

    return component


@pytest.mark.parametrize("kept", [True, False])
def test_other_instruments_run_the_rules_alone_where_readings_are_kept(
    tmp_path: Path, nlp: Language, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    write(folder, "a.txt", random.Random(3))
    run_over(folder, tmp_path / "out", nlp, conduct=Conduct(1, readings=kept))
    (tmp_path / "more.toml").write_text("")
    settings = Settings(as_is=True, instruments=tmp_path / "more.toml")
    calls: list[str] = []
    monkeypatch.setattr(nlp, "_components", [(name, counted(name, stage, calls)) for name, stage in nlp._components])
    outcome = run_over(folder, tmp_path / "out", nlp, settings, Conduct(1, readings=kept))
    assert (outcome.counts.again, outcome.counts.outdated) == ((1, 0) if kept else (0, 1))
    assert calls == (["test_rules"] if kept else ["saidby_quotes", "test_rules"])
    clean = run_over(folder, tmp_path / "clean", nlp, settings, Conduct(1, readings=kept))
    assert files(outcome.run.output) == files(clean.run.output)


def test_an_interrupted_run_is_taken_up(tmp_path: Path, nlp: Language) -> None:
    folder, rng = tmp_path / "news", random.Random(4)
    folder.mkdir()
    for number in range(4):
        write(folder, f"{number}.txt", rng)
    with pytest.raises(CrashError):
        run_over(folder, tmp_path / "out", nlp, conduct=Conduct(1, engine=dying_after(1)))
    assert store.find_run(tmp_path / "out") is None
    assert plan_run([folder], tmp_path / "out", AS_IS).counts.resumed == 2
    outcome = run_over(folder, tmp_path / "out", nlp)
    assert (outcome.counts.resumed, outcome.counts.new) == (2, 2)
    assert not (tmp_path / "out" / ".work").exists()
    assert run_over(folder, tmp_path / "clean", nlp, conduct=Conduct(1, fresh=True)).counts.new == 4
    assert files(tmp_path / "out") == files(tmp_path / "clean")


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        pytest.param("quotes.parquet", b"PAR1 no more", id="a table that is cut off"),
        pytest.param("documents.parquet", b"", id="an empty file"),
        pytest.param("actors.parquet", None, id="a table that is gone"),
        pytest.param("actors.parquet", b"PAR1 no more", id="a table over the corpus that is cut off"),
        pytest.param("manifest.json", b"{", id="a manifest that cannot be read"),
        pytest.param("manifest.json", None, id="a manifest that is gone"),
    ],
)
def test_the_next_run_repairs_what_was_damaged(
    tmp_path: Path, nlp: Language, name: str, damage: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    write(folder, "a.txt", random.Random(5))
    first = run_over(folder, tmp_path / "out", nlp)
    sound = files(tmp_path / "out")
    (first.run.path / name).unlink()
    if damage is not None:
        (first.run.path / name).write_bytes(damage)
    second = run_over(folder, tmp_path / "out", nlp)
    assert "made anew" in caplog.text
    assert second.run != first.run
    assert files(tmp_path / "out") == sound


def test_fresh_reads_everything_again(tmp_path: Path, nlp: Language) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    write(folder, "a.txt", random.Random(6))
    run_over(folder, tmp_path / "out", nlp)
    assert run_over(folder, tmp_path / "out", nlp, conduct=Conduct(1, fresh=True)).counts.new == 1


def test_a_text_that_stayed_the_same_in_other_bytes_spares_the_model(
    tmp_path: Path, nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("Ann said that it holds.")
    run_over(folder, tmp_path / "out", nlp)
    (folder / "a.txt").write_text("Ann said that it holds.\n\n")
    known: list[bool] = []
    plain = Worker._documents

    def watched(self: Worker, task: Task) -> Iterator[object]:
        known.append(bool(task.known))
        return plain(self, task)

    monkeypatch.setattr(Worker, "_documents", watched)
    assert run_over(folder, tmp_path / "out", nlp).counts.edited == 1
    assert known == [True]


def test_a_disk_that_is_full_leaves_what_was_published(
    tmp_path: Path, nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    write(folder, "a.txt", random.Random(7))
    first = run_over(folder, tmp_path / "out", nlp)
    write(folder, "b.txt", random.Random(8))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("pyarrow.parquet.write_table", full)
        with pytest.raises(SaidbyError, match="No space left on device; make room"):
            run_over(folder, tmp_path / "out", nlp)
    assert store.open_run(tmp_path / "out") == first.run
    assert run_over(folder, tmp_path / "out", nlp).counts.new == 1
    assert len(PUBLISHED) <= len(files(tmp_path / "out"))


@pytest.mark.parametrize("inside", ["tables", "."])
def test_an_output_among_the_documents_is_refused(tmp_path: Path, nlp: Language, inside: str) -> None:
    with pytest.raises(SaidbyError, match="its tables would be read as documents"):
        run_over(tmp_path, tmp_path / inside, nlp)
    assert list(tmp_path.iterdir()) == []


def test_corrections_run_the_rules_alone_and_say_what_no_longer_fits(
    tmp_path: Path, nlp: Language, caplog: pytest.LogCaptureFixture
) -> None:
    folder, by_hand = tmp_path / "news", tmp_path / "corrections.toml"
    folder.mkdir()
    (folder / "a.txt").write_text("Ann said that it holds.")
    run_over(folder, tmp_path / "out", nlp)
    by_hand.write_text(
        '[[quote]]\ndoc_id = "a.txt"\ncontent = "Ann said"\nspeaker = "Ann Lee"\n'
        '[[quote]]\ndoc_id = "a.txt"\ncontent = "Bob said"\nspeaker = "Bob"\n'
        '[[quote]]\ndoc_id = "gone.txt"\ncontent = "Cid said"\nspeaker = "Cid"\n'
    )
    outcome = run_over(folder, tmp_path / "out", nlp, Settings(as_is=True, corrections=by_hand))
    assert (outcome.counts.again, outcome.counts.encoded) == (1, 0)
    (quote,) = outcome.run.table("quotes").to_pylist()
    assert (quote["speaker"], quote["resolved_by"]) == ("Ann Lee", "by_hand")
    (document,) = outcome.run.table("documents").to_pylist()
    assert document["status"] == "ok"
    assert "Bob said" in document["reason"]
    assert "corrects gone.txt, which is not among the documents" in caplog.text
