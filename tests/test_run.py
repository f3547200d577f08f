from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from spacy.language import Language

from pipeline.actors import Changes
from pipeline.aliases import Aliases, Join
from pipeline.batch.assembly import derive
from pipeline.batch.documents import Desk, process
from pipeline.batch.outcome import Outcome
from pipeline.batch.run import Conduct, run
from pipeline.corpus import RawDocument
from pipeline.errors import SaidbyError
from pipeline.preview import head
from pipeline.schema import PUBLISHED, TABLES
from pipeline.settings import Settings
from pipeline.store import open_run
from pipeline.summary import _speaker_lines, summary
from tests.conftest import BREAKING_WORD
from tests.corpora import Page, tables

AS_IS = Settings(as_is=True)
ENGLISH = "Wang said that the treaty will be kept for many years.\n\nThe two ministers then left the room.\n"
CHINESE = "中俄睦邻友好合作条约是两国关系的重要法律基础。" * 10


def write_corpus(folder: Path, **contents: bytes | str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in contents.items():
        (folder / f"{name}.txt").write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def run_over(source: Path, output: Path, nlp: Language, settings: Settings = AS_IS) -> Outcome:
    return run([source], output, lambda: nlp, settings, Conduct(workers=1))


def statuses(outcome: Outcome) -> dict[str, str]:
    rows = outcome.run.table("documents").to_pylist()
    return {row["doc_id"]: row["status"] for row in rows}


def test_a_folder_becomes_tables_that_belong_together(tmp_path: Path, nlp: Language) -> None:
    outcome = run_over(write_corpus(tmp_path / "news", b=ENGLISH, a=ENGLISH), tmp_path / "out", nlp)
    tables = {name: outcome.run.table(name) for name in PUBLISHED}
    assert tables["documents"]["doc_id"].to_pylist() == ["a.txt", "b.txt"]
    assert outcome.manifest.rows == {name: table.num_rows for name, table in tables.items()}
    assert [outcome.manifest.rows[name] for name in TABLES] == [2, 4, 4, 2, 2]
    assert (outcome.manifest.rows["actors"], outcome.manifest.rows["statements"]) == (2, 1)
    assert outcome.manifest.documents == {"ok": 2}
    assert_offsets_hold(outcome)


def assert_offsets_hold(outcome: Outcome) -> None:
    """Every row's text is what stands between its offsets."""
    texts = {row["doc_id"]: row["text"] for row in outcome.run.table("documents").to_pylist()}
    for name in ("sentences", "entities", "treaty_mentions"):
        for row in outcome.run.table(name).to_pylist():
            assert texts[row["doc_id"]][row["start"] : row["end"]] == row["text"]


def test_a_single_file_is_a_corpus_of_one(tmp_path: Path, nlp: Language) -> None:
    folder = write_corpus(tmp_path / "news", a=ENGLISH, b=ENGLISH)
    assert statuses(run_over(folder / "a.txt", tmp_path / "out", nlp)) == {"a.txt": "ok"}


def test_an_empty_folder_gives_empty_tables(tmp_path: Path, nlp: Language) -> None:
    outcome = run_over(write_corpus(tmp_path / "news"), tmp_path / "out", nlp)
    assert set(outcome.manifest.rows.values()) == {0}
    assert summary(outcome).startswith("0 documents\n  0 sentences")


@pytest.mark.parametrize(
    ("content", "status"),
    [
        pytest.param(b"", "empty", id="an empty file"),
        pytest.param(b" \n\t\n ", "empty", id="nothing but white space"),
        pytest.param(b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 8, "failed", id="a binary file"),
        pytest.param(CHINESE.encode(), "not_english", id="a page in Chinese"),
        pytest.param(ENGLISH.encode() + b"A caf\xff\xfe closed.\n", "ok", id="invalid UTF-8"),
        pytest.param(f"{ENGLISH}{BREAKING_WORD}.".encode(), "failed", id="a text that makes a stage raise"),
    ],
)
@pytest.mark.parametrize("as_is", [True, False])
def test_a_bad_document_is_a_row_and_the_others_come_out_whole(
    tmp_path: Path, nlp: Language, content: bytes, status: str, as_is: bool
) -> None:
    settings = Settings(as_is=as_is)
    alone = run_over(write_corpus(tmp_path / "one", good=ENGLISH), tmp_path / "out1", nlp, settings)
    both = run_over(write_corpus(tmp_path / "two", good=ENGLISH, bad=content), tmp_path / "out2", nlp, settings)
    assert statuses(both) == {"good.txt": "ok", "bad.txt": status}
    for name in set(TABLES) - {"documents"}:
        assert rows_of("good.txt", both.run.table(name)) == alone.run.table(name).to_pylist()
        assert status == "ok" or rows_of("bad.txt", both.run.table(name)) == []
    assert_offsets_hold(both)
    bad = rows_of("bad.txt", both.run.table("documents"))[0]
    assert status == "ok" or bad["reason"]
    assert f"{status}: bad.txt: {bad['reason']}" in summary(both) or status == "ok"


def rows_of(doc_id: str, table: pa.Table) -> list[dict[str, object]]:
    return [row for row in table.to_pylist() if row["doc_id"] == doc_id]


def test_a_stage_that_raises_is_named_in_the_reason(nlp: Language) -> None:
    row = process(RawDocument("a", "/a", BREAKING_WORD.encode()), Desk(nlp, AS_IS))["documents"].to_pylist()[0]
    assert (row["status"], row["reason"]) == ("failed", "annotation raised ValueError: cannot bear Kaboom")


def test_a_link_that_leads_nowhere_is_a_failed_row(tmp_path: Path, nlp: Language) -> None:
    folder = write_corpus(tmp_path / "news", good=ENGLISH)
    (folder / "gone.txt").symlink_to(tmp_path / "nowhere")
    outcome = run_over(folder, tmp_path / "out", nlp)
    assert statuses(outcome) == {"good.txt": "ok", "gone.txt": "failed"}
    assert outcome.failed == 1


def test_a_file_name_that_is_not_unicode_is_no_reason_to_stop(tmp_path: Path, nlp: Language) -> None:
    folder = write_corpus(tmp_path / "news", good=ENGLISH)
    (folder / "caf\udce9.txt").write_text(ENGLISH)
    assert run_over(folder, tmp_path / "out", nlp).manifest.rows["documents"] == 2


@pytest.mark.parametrize(("limit", "status"), [(len(ENGLISH.strip()), "ok"), (len(ENGLISH.strip()) - 1, "too_large")])
def test_a_text_over_the_limit_is_kept_but_not_annotated(nlp: Language, limit: int, status: str) -> None:
    batch = process(RawDocument("a", "/a", ENGLISH.encode()), Desk(nlp, Settings(as_is=True, max_characters=limit)))
    row = batch["documents"].to_pylist()[0]
    assert (row["status"], row["text"]) == (status, ENGLISH.strip())
    assert (batch["sentences"].num_rows > 0) == (status == "ok")
    assert status == "ok" or "the limit is" in row["reason"]


def test_a_missing_input_stops_the_run_and_leaves_the_former_tables(tmp_path: Path, nlp: Language) -> None:
    former = run_over(write_corpus(tmp_path / "news", a=ENGLISH), tmp_path / "out", nlp)
    with pytest.raises(SaidbyError, match="nowhere"):
        run_over(tmp_path / "nowhere", tmp_path / "out", nlp)
    assert open_run(tmp_path / "out") == former.run


def test_an_output_that_cannot_be_written_stops_the_run_before_the_model_is_loaded(tmp_path: Path) -> None:
    def load() -> Language:
        raise AssertionError("the model was loaded")

    (tmp_path / "out").write_text("a file")
    with pytest.raises(SaidbyError, match="cannot write to"):
        run([write_corpus(tmp_path / "news", a=ENGLISH)], tmp_path / "out", load, AS_IS)


def test_rows_of_a_document_do_not_depend_on_the_others(nlp: Language) -> None:
    documents = [RawDocument(name, f"/{name}", f"{name} said no.".encode()) for name in ("Ann", "Bob", "Cid")]
    forwards = [process(raw, Desk(nlp, AS_IS)) for raw in documents]
    backwards = [process(raw, Desk(nlp, AS_IS)) for raw in reversed(documents)][::-1]
    assert forwards == backwards


def test_the_summary_tells_what_was_found_and_where(tmp_path: Path, nlp: Language) -> None:
    outcome = run_over(write_corpus(tmp_path / "news", a=ENGLISH, b=""), tmp_path / "out", nlp)
    assert summary(outcome).splitlines() == [
        "2 documents (1 empty, 1 ok)",
        "  2 sentences",
        "  2 named entities",
        "  1 quote",
        "  1 treaty mention",
        "  2 persons, bodies and countries",
        "  0 statements that several documents report",
        *[line for line in summary(outcome).splitlines() if line.startswith("empty: b.txt: ")],
        f"published to {tmp_path / 'out'}: documents.parquet, sentences.parquet, entities.parquet, quotes.parquet, "
        "treaty_mentions.parquet, actors.parquet, statements.parquet",
    ]


def test_a_run_tells_what_became_of_the_actors_of_the_run_before(tmp_path: Path, nlp: Language) -> None:
    folder = write_corpus(tmp_path / "news", a=ENGLISH)
    first = run_over(folder, tmp_path / "out", nlp)
    by_hand = Settings(as_is=True, aliases=Aliases(join=(Join(name="Wang Yi", names=("Wang", "The")),)))
    second = run_over(folder, tmp_path / "out", nlp, by_hand)
    third = run_over(folder, tmp_path / "out", nlp)
    assert not [line for line in summary(first).splitlines() if "since the last run" in line]
    assert "joined since the last run: The + Wang → Wang Yi" in summary(second).splitlines()
    assert "parted since the last run: Wang Yi → The + Wang" in summary(third).splitlines()
    for name in TABLES:
        assert (second.run.path / f"{name}.parquet").read_bytes() == (first.run.path / f"{name}.parquet").read_bytes()


def test_long_lists_of_changes_are_cut(tmp_path: Path, nlp: Language) -> None:
    outcome = run_over(write_corpus(tmp_path / "news", a=ENGLISH), tmp_path / "out", nlp)
    renamed = tuple(((f"A{number}",), (f"B{number}",)) for number in range(5))
    told = summary(replace(outcome, changes=Changes(renamed=renamed)))
    assert "renamed since the last run: A0 → B0; A1 → B1; A2 → B2; and 2 more" in told.splitlines()


def test_the_most_quoted_are_actors() -> None:
    corpus = tables(
        Page(["Wang Yi"], ["Wang Yi", "?", "source:an official"]),
        Page(["Sergei Lavrov"], ["Sergei Lavrov||RU"]),
        Page(["Lavrov"], ["Lavrov||RU", "Lavrov||RU"]),
    )
    actors = derive(corpus, Aliases(join=(Join(names=("Lavrov", "Sergei Lavrov")),)))["actors"]
    assert list(_speaker_lines(actors)) == ["most quoted: Sergei Lavrov (3), Wang Yi (1)"]
    assert list(_speaker_lines(actors.slice(0, 0))) == []


def test_a_run_made_before_there_were_actors_has_none_to_compare(tmp_path: Path, nlp: Language) -> None:
    folder = write_corpus(tmp_path / "news", a=ENGLISH)
    (run_over(folder, tmp_path / "out", nlp).run.path / "actors.parquet").unlink()
    assert run_over(folder, tmp_path / "out", nlp).changes == Changes()


def test_a_run_over_two_folders_agrees_with_the_tables_of_both_together(tmp_path: Path, nlp: Language) -> None:
    batches = {name: f"{name} said that the treaty will be kept for ever and a day." for name in ("Ann", "Bob", "Cid")}
    whole = run_over(write_corpus(tmp_path / "all", **batches), tmp_path / "out0", nlp)
    late = run_over(write_corpus(tmp_path / "late", Cid=batches["Cid"]), tmp_path / "out1", nlp)
    early = run_over(write_corpus(tmp_path / "early", Ann=batches["Ann"], Bob=batches["Bob"]), tmp_path / "out2", nlp)
    union = {name: pa.concat_tables([late.run.table(name), early.run.table(name)]) for name in TABLES}
    for name, table in derive(union, Aliases()).items():
        assert table.to_pylist() == whole.run.table(name).to_pylist()


def test_the_head_of_a_table_fits_its_columns(tmp_path: Path, nlp: Language) -> None:
    outcome = run_over(write_corpus(tmp_path / "news", a=ENGLISH), tmp_path / "out", nlp)
    assert head(outcome.run.table("entities"), "entities", 1).splitlines() == [
        "doc_id  sent_id  text  label   name",
        "a.txt   0        Wang  PERSON  Wang",
        "1 of 2 rows",
    ]
    for name in PUBLISHED:
        assert max(map(len, head(outcome.run.table(name), name, 10).splitlines())) <= 160
